package shared

import (
	"errors"
	"slices"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
)

// CSRFName is the form name of the CSRF token.
const CSRFName = "csrf"

// Form is the state of a form: what is typed in, and what was refused. The zero value is an empty form.
type Form struct {
	ID     string              // goes before the fields' ids; needed only when a page has several forms
	Labels string              // catalogue prefix of the fields' labels ("event.field."); hints at <prefix><name>_hint
	Values map[string][]string // typed or stored values by field name
	Err    error               // the fault the form was refused with
	Order  []string            // the fields' names as they were sent
	Basis  Basis               // what the form was filled with, when it changes something stored
	Named  map[string]string   // labels of fields that people made, by field name
	Anchor string              // id of the form's element, where the language switch sends it
}

// InLanguageName is the form name by which the language switch sends a form along: the page is to come back in that language.
const InLanguageName = "in_language"

// Fill returns a form with one value per field.
func Fill(values map[string]string) Form {
	form := Form{Values: map[string][]string{}}
	for name, value := range values {
		form.Values[name] = []string{value}
	}
	return form
}

// Refused returns the form as it was typed, with the fault to show.
func (f Form) Refused(values map[string][]string, err error) Form {
	f.Values, f.Err = values, err
	return f
}

// Value returns the field's value, "" when it has none.
func (f Form) Value(name string) string {
	if all := f.Values[name]; len(all) > 0 {
		return all[0]
	}
	return ""
}

// Has reports whether value is among the field's values.
func (f Form) Has(name, value string) bool { return slices.Contains(f.Values[name], value) }

// Errors returns the field messages.
func (f Form) Errors() []fault.Field { return fault.Fields(f.Err) }

// inOrder returns the messages in the order of the fields on the page, so that who goes through them goes down the form.
func (f Form) inOrder() []fault.Field {
	place := func(name string) int {
		if at := slices.Index(f.Order, name); at >= 0 {
			return at
		}
		return len(f.Order)
	}
	all := slices.Clone(f.Errors())
	slices.SortStableFunc(all, func(a, b fault.Field) int { return place(a.Name) - place(b.Name) })
	return all
}

// HasErrors reports whether the form was refused; it is what Page.HasErrors takes.
func (f Form) HasErrors() bool { return f.Err != nil }

// Error returns the first message at the field, "" when there is none.
func (f Form) Error(l *i18n.Locale, name string) string {
	for _, field := range f.Errors() {
		if field.Name == name {
			return l.T(field.Key, field.Args...)
		}
	}
	return ""
}

// Label returns the field's label, "" when it has no own one and the form has no prefix or the catalogue no label.
func (f Form) Label(l *i18n.Locale, name string) string {
	if own := f.Named[name]; own != "" {
		return own
	}
	if key := f.Labels + name; f.Labels != "" && l.Has(key) {
		return l.T(key)
	}
	return ""
}

// summary is the message as it stands in the error summary: with the field's label, because it stands alone there.
func (f Form) summary(l *i18n.Locale, field fault.Field) string {
	text := l.T(field.Key, field.Args...)
	if label := f.Label(l, field.Name); label != "" {
		return label + ": " + text
	}
	return text
}

// FieldID returns the id of the field's control, for links to it.
func (f Form) FieldID(name string) string {
	if f.ID == "" {
		return "f-" + name
	}
	return f.ID + "-" + name
}

// Message returns the sentence of err for people: its own, or the general one of its kind.
func Message(l *i18n.Locale, err error) string {
	var problem *fault.Error
	if errors.As(err, &problem) && problem.Key != "" {
		return l.T(problem.Key, problem.Args...)
	}
	if problem != nil && problem.Kind == fault.Invalid {
		return l.T("fault.invalid")
	}
	return l.T("fault.internal")
}

// Field describes one field of a form. Name is always needed; Label and Hint come from the catalogue when the form
// names a prefix for them.
type Field struct {
	Name         string
	Label        string
	Hint         string
	Optional     bool     // says so beside the label; everything else is required
	Autocomplete string   // HTML autofill token, such as "given-name"
	Min, Max     string   // of numbers and days
	Rows         int      // of a text area; 5 when zero
	Short        bool     // for values of few characters
	Empty        string   // first, empty entry of a select; "" leaves it out
	Accept       string   // of a file field, such as ".csv"
	Suggestions  []string // offered while typing; other text may be typed
	Focus        bool     // the page begins here; for forms that are filled in again and again

	kind string
}

// Option is one choice of a select, radio group or checkbox group.
type Option struct {
	Value    string
	Label    string
	Hint     string
	Disabled bool
}

// LabelOf is how a value reads among the choices, "" when it is none of them.
func LabelOf(options []Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return ""
}

// said returns the field with label and hint filled in from the catalogue.
func (x Field) said(l *i18n.Locale, f Form) Field {
	if x.Label == "" {
		x.Label = f.Label(l, x.Name)
	}
	if x.Hint == "" {
		x.Hint = f.Label(l, x.Name+"_hint")
	}
	return x
}

// kindFor is the input type; a day that cannot be read is shown as text, so that nothing typed is lost.
func (x Field) kindFor(f Form) string {
	if x.kind == "date" {
		if _, err := date.Parse(f.Value(x.Name)); err != nil {
			return "text"
		}
	}
	return x.kind
}

func (x Field) valueIn(f Form) string {
	value := f.Value(x.Name)
	switch x.kind {
	case "password", "file":
		return ""
	case "date":
		if day, err := date.Parse(value); err == nil {
			return string(day)
		}
	case "month":
		if month, err := date.ParseMonth(value); err == nil {
			return month.Slash()
		}
	}
	return value
}

// describedBy lists the ids of hint and error, "" when there are none.
func describedBy(l *i18n.Locale, f Form, x Field) string {
	ids := ""
	if x.Hint != "" {
		ids = f.FieldID(x.Name) + "-hint"
	}
	if f.Error(l, x.Name) != "" {
		if ids != "" {
			ids += " "
		}
		ids += f.FieldID(x.Name) + "-error"
	}
	return ids
}

// optionID is the id of the n-th choice; the first has the field's own, so that the error summary leads to it.
func optionID(f Form, x Field, n int, value string) string {
	if n == 0 {
		return f.FieldID(x.Name)
	}
	return f.FieldID(x.Name) + "-" + value
}

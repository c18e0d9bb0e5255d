package shared

import (
	"github.com/a-h/templ"

	"rundertisch/internal/i18n"
)

// Text is a one-line text field.
func Text(l *i18n.Locale, f Form, x Field) templ.Component { return ofKind(l, f, x, "text") }

// Search is a text field for search words.
func Search(l *i18n.Locale, f Form, x Field) templ.Component { return ofKind(l, f, x, "search") }

// Email is a field for one e-mail address.
func Email(l *i18n.Locale, f Form, x Field) templ.Component { return ofKind(l, f, x, "email") }

// Tel is a field for a telephone number.
func Tel(l *i18n.Locale, f Form, x Field) templ.Component { return ofKind(l, f, x, "tel") }

// URL is a field for a web address.
func URL(l *i18n.Locale, f Form, x Field) templ.Component { return ofKind(l, f, x, "url") }

// Number is a field for a whole number.
func Number(l *i18n.Locale, f Form, x Field) templ.Component {
	x.Short = true
	return ofKind(l, f, x, "number")
}

// Count is a field for how many, which also keeps what is no number, so that it can be shown again beside what is said about it.
func Count(l *i18n.Locale, f Form, x Field) templ.Component {
	x.Short = true
	return ofKind(l, f, x, "count")
}

// Password is a password field; it never shows what was typed before.
func Password(l *i18n.Locale, f Form, x Field) templ.Component { return ofKind(l, f, x, "password") }

// Day is a field for a calendar day; it takes and sends 2006-01-02.
func Day(l *i18n.Locale, f Form, x Field) templ.Component {
	x.Short = true
	return ofKind(l, f, x, "date")
}

// Clock is a field for a time of day; it takes and sends 15:04.
func Clock(l *i18n.Locale, f Form, x Field) templ.Component {
	x.Short = true
	return ofKind(l, f, x, "time")
}

// Month is a field for a month. It is a text field for 03/2022, because browsers do not agree on a month picker.
func Month(l *i18n.Locale, f Form, x Field) templ.Component {
	x.Short = true
	if x = x.said(l, f); x.Hint == "" {
		x.Hint = l.T("shared.month_hint")
	}
	return ofKind(l, f, x, "month")
}

// File is a field for one file; the form needs enctype="multipart/form-data".
func File(l *i18n.Locale, f Form, x Field) templ.Component { return ofKind(l, f, x, "file") }

func ofKind(l *i18n.Locale, f Form, x Field, kind string) templ.Component {
	x.kind = kind
	return input(l, f, x.said(l, f))
}

// Textarea is a text field of several lines.
func Textarea(l *i18n.Locale, f Form, x Field) templ.Component { return textarea(l, f, x.said(l, f)) }

// Select is a list of choices of which one is taken.
func Select(l *i18n.Locale, f Form, x Field, options []Option) templ.Component {
	return selection(l, f, x.said(l, f), options)
}

// Checkbox is a single yes or no; its value when ticked is "1".
func Checkbox(l *i18n.Locale, f Form, x Field) templ.Component { return checkbox(l, f, x.said(l, f)) }

// Radios is a group of choices of which one is taken.
func Radios(l *i18n.Locale, f Form, x Field, options []Option) templ.Component {
	return choices(l, f, x.said(l, f), options, "radio")
}

// Checkboxes is a group of choices of which any number is taken.
func Checkboxes(l *i18n.Locale, f Form, x Field, options []Option) templ.Component {
	return choices(l, f, x.said(l, f), options, "checkbox")
}

package shared

import (
	"github.com/a-h/templ"

	"rundertisch/internal/i18n"
)

// state returns the attributes all single controls share: whether they are required, refused and explained.
func state(l *i18n.Locale, f Form, x Field) templ.Attributes {
	attributes := templ.Attributes{}
	if !x.Optional {
		attributes["required"] = true
	}
	if x.Focus && !f.HasErrors() { // else the summary of errors has it
		attributes["autofocus"] = true
	}
	if x.Autocomplete != "" {
		attributes["autocomplete"] = x.Autocomplete
	}
	if f.Error(l, x.Name) != "" {
		attributes["aria-invalid"] = "true"
	}
	if ids := describedBy(l, f, x); ids != "" {
		attributes["aria-describedby"] = ids
	}
	return attributes
}

// rows is the height of a text area in lines.
func (x Field) rows() int {
	if x.Rows == 0 {
		return 5
	}
	return x.Rows
}

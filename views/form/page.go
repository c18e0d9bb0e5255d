// Package formviews has what an event's registration form asks of its own: the questions as people answer them, the pages on
// which staff make them, needs, and what the notice says about both.
package formviews

import (
	"strings"

	"rundertisch/internal/date"
	"rundertisch/internal/form"
	"rundertisch/internal/i18n"
)

func lines(field form.Field, answer string) []string {
	if field.Kind == form.Several {
		return strings.Split(answer, "\n")
	}
	if day, err := date.Parse(answer); field.Kind == form.Day && err == nil {
		return []string{day.German()}
	}
	return []string{answer}
}

// Keeping says how long answers are kept.
func Keeping(l *i18n.Locale, days int64) string {
	if days == 0 {
		return l.T("form.keep.none")
	}
	return l.N("form.keep.days", int(days))
}

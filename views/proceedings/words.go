// Package proceedingsviews has the page of what remains of an event.
package proceedingsviews

import (
	"strings"

	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
)

// people says who spoke and who moderated.
func people(l *i18n.Locale, item event.ProgrammeItem) string {
	var words []string
	if item.Speakers != "" {
		words = append(words, item.Speakers)
	}
	if item.Moderator != "" {
		words = append(words, l.T("programme.moderated")+" "+item.Moderator)
	}
	return strings.Join(words, " · ")
}

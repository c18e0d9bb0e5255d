package badge

import (
	"strings"
	"time"

	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
)

// when says the time of an event: "Donnerstag, 25. März 2027, 09:30 bis 16:00 Uhr".
func when(l *i18n.Locale, e event.Event) string {
	from, to := e.Starts(), e.Ends()
	if e.SeveralDays() {
		return l.T("event.when.days", l.LongDay(from), hour(from), l.LongDay(to), hour(to))
	}
	return l.T("event.when.day", l.LongDay(from), hour(from), hour(to))
}

// where is the place on one line.
func where(e event.Event) string {
	parts := []string{e.Venue}
	for line := range strings.SplitSeq(e.Address, "\n") {
		parts = append(parts, strings.TrimSpace(line))
	}
	return strings.Trim(strings.Join(parts, ", "), ", ")
}

func hour(t time.Time) string { return t.Format("15:04") }

package event

import (
	"strings"

	"rundertisch/internal/i18n"
)

// When says the time of the event: "Donnerstag, 25. März 2027, 09:30 bis 16:00 Uhr".
func (e Event) When(l *i18n.Locale) string {
	const clock = "15:04"
	from, to := e.Starts(), e.Ends()
	if e.SeveralDays() {
		return l.T("event.when.days", l.LongDay(from), from.Format(clock), l.LongDay(to), to.Format(clock))
	}
	return l.T("event.when.day", l.LongDay(from), from.Format(clock), to.Format(clock))
}

// Days says the days of the event, without the time.
func (e Event) Days(l *i18n.Locale) string {
	if e.SeveralDays() {
		return l.LongDay(e.Starts()) + " – " + l.LongDay(e.Ends())
	}
	return l.LongDay(e.Starts())
}

// Where is the place of the event on one line; may be empty.
func (e Event) Where() string {
	var parts []string
	for _, line := range append([]string{e.Venue}, strings.Split(e.Address, "\n")...) {
		if line = strings.TrimSpace(line); line != "" {
			parts = append(parts, line)
		}
	}
	return strings.Join(parts, ", ")
}

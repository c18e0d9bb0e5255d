// Package eventviews has the staff pages of events and their programmes, and the words in which other pages speak of
// an event: kind, state, time.
package eventviews

import (
	"strings"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/views/shared"
)

// When says the time of an event.
func When(l *i18n.Locale, e event.Event) string { return e.When(l) }

// Near says how far away the day of an event is, when that is no more than two months: "(morgen)", "(in 9 Tagen)".
func Near(l *i18n.Locale, e event.Event, now time.Time) string {
	day := e.Starts()
	days := int(date.Of(day).Time().Sub(date.Of(now.In(day.Location())).Time()).Hours() / 24)
	if words := shared.DaysAway(l, days); words != "" {
		return l.T("event.near", words)
	}
	return ""
}

// Hours says a span on one day: "09:30 bis 10:15 Uhr".
func Hours(l *i18n.Locale, from, to time.Time) string {
	return l.T("event.when.hours", clock(from), clock(to))
}

func clock(t time.Time) string { return t.Format("15:04") }

// Day formats a stored day of registration: "18.03.2027".
func Day(l *i18n.Locale, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return l.Day(t)
}

// Kind is the name of the sort of event.
func Kind(l *i18n.Locale, kind event.Kind) string { return l.T("event.kind." + string(kind)) }

// ItemKind is the name of the sort of programme item.
func ItemKind(l *i18n.Locale, kind event.ItemKind) string {
	return l.T("event.item_kind." + string(kind))
}

// Where is the place on one line.
func Where(e event.Event) string {
	address := strings.Join(strings.FieldsFunc(e.Address, func(r rune) bool { return r == '\n' }), ", ")
	if e.Venue == "" || address == "" {
		return e.Venue + address
	}
	return e.Venue + ", " + address
}

// Places is how full something is, as the parts of pages take it.
func Places(s attendance.Seats) shared.Places {
	return shared.Places{Taken: int(s.Taken), Capacity: int(s.Capacity), Waiting: int(s.Waiting)}
}

// Tone is how a state looks.
func Tone(state event.State) shared.Tone {
	switch state {
	case event.Published:
		return shared.Success
	case event.Held:
		return shared.Info
	case event.Cancelled:
		return shared.Danger
	default:
		return shared.Neutral
	}
}

// Paragraphs splits a plain text at blank lines.
func Paragraphs(text string) []string {
	var paragraphs []string
	for _, p := range strings.Split(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			paragraphs = append(paragraphs, p)
		}
	}
	return paragraphs
}

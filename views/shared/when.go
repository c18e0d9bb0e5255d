package shared

import (
	"time"

	"rundertisch/internal/date"
	"rundertisch/internal/i18n"
)

// NearDays is how many days are easier to grasp as a number than as a date.
const NearDays = 60

// DaysAway says how far away a day is, when it is near: "morgen", "vor 3 Tagen"; "" otherwise.
func DaysAway(l *i18n.Locale, days int) string {
	switch {
	case days == 0:
		return l.T("shared.near.today")
	case days == 1:
		return l.T("shared.near.tomorrow")
	case days == -1:
		return l.T("shared.near.yesterday")
	case days > 0 && days <= NearDays:
		return l.N("shared.near.ahead", days)
	case days < 0 && -days <= NearDays:
		return l.N("shared.near.past", -days)
	}
	return ""
}

// daysUntil counts the days from now to an instant as the locale's zone has them.
func daysUntil(l *i18n.Locale, at, now time.Time) int {
	return date.Of(now.In(l.Zone())).DaysUntil(date.Of(at.In(l.Zone())))
}

// nearInstant says an instant in words: the time of day for those of today, yesterday and tomorrow.
func nearInstant(l *i18n.Locale, at, now time.Time) string {
	days := daysUntil(l, at, now)
	words := DaysAway(l, days)
	if words != "" && days >= -1 && days <= 1 {
		return l.T("shared.near.at", words, l.Clock(at))
	}
	return words
}

// exactInstant is what stands beside the words: the day, and the time where the words do not say it.
func exactInstant(l *i18n.Locale, at, now time.Time) string {
	if days := daysUntil(l, at, now); days >= -1 && days <= 1 {
		return l.Day(at.In(l.Zone()))
	}
	return l.Instant(at)
}

package holiday

import (
	"time"

	"rundertisch/internal/date"
)

// Office hours: on working days, from the first hour until the last.
const (
	OfficeOpens  = 8
	OfficeCloses = 16
	OfficeDay    = OfficeCloses - OfficeOpens // hours of a working day
)

// OfficeHoursAfter returns the instant at which the hours have passed during which offices are open in the place of the
// time, counted from it. A day has its office hours by the clock on the wall, also when the clocks change.
func (c *Calendar) OfficeHoursAfter(from time.Time, hours int) time.Time {
	left := time.Duration(hours) * time.Hour
	for day := from; ; day = midnightAfter(day) {
		opens, closes := atHour(day, OfficeOpens), atHour(day, OfficeCloses)
		if opens.Before(from) {
			opens = from
		}
		open := closes.Sub(opens)
		if open <= 0 || !c.Working(date.Of(day)) {
			continue
		}
		if left <= open {
			return opens.Add(left)
		}
		left -= open
	}
}

func atHour(day time.Time, hour int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, day.Location())
}

func midnightAfter(day time.Time) time.Time { return atHour(day.AddDate(0, 0, 1), 0) }

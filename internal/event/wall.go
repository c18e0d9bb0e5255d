package event

import (
	"strings"
	"time"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/ical"
)

// wallForm is how wall times are stored: "2027-03-25T09:30".
const wallForm = "2006-01-02T15:04"

// checkDay reads a typed day; a field that is not one gets a message.
func checkDay(c *fault.Checks, name, typed string) date.Date {
	day, err := date.Parse(typed)
	if err != nil {
		c.Add(name, "fault.day")
	}
	return day
}

// checkWall reads a typed time of day on day in zone and returns wall time and instant; faults are noted at the field name.
func checkWall(c *fault.Checks, name string, day date.Date, typed string, zone *time.Location) (string, time.Time) {
	clock := date.ParseClock(typed)
	switch {
	case strings.TrimSpace(typed) == "":
		c.Add(name, "fault.required")
		return "", time.Time{}
	case clock == "":
		c.Add(name, "fault.time")
		return "", time.Time{}
	case day == "":
		return "", time.Time{}
	}
	wall := string(day) + "T" + clock
	at, odd := instant(wall, zone)
	if odd == ical.Skipped {
		c.Add(name, "event.time_skipped")
	}
	return wall, at
}

// instant returns the UTC instant of a stored wall time.
func instant(wall string, zone *time.Location) (time.Time, ical.Oddness) {
	t, err := time.Parse(wallForm, wall)
	if err != nil {
		return time.Time{}, ical.Plain
	}
	at, odd := ical.LocalTime(t, zone)
	return at.UTC(), odd
}

// Ambiguous lists those of begin and end that come twice on their day because the clock is set back.
func (e Event) Ambiguous() []string {
	var twice []string
	for _, wall := range []string{e.StartsWall, e.EndsWall} {
		if _, odd := instant(wall, e.Location()); odd == ical.Repeated {
			twice = append(twice, clockOf(wall))
		}
	}
	return twice
}

// dayOf is the day of a stored wall time.
func dayOf(wall string) string { day, _, _ := strings.Cut(wall, "T"); return day }

// clockOf is the time of day of a stored wall time.
func clockOf(wall string) string { _, clock, _ := strings.Cut(wall, "T"); return clock }

// apart is the difference between two stored wall times as clocks on the wall show it.
func apart(from, to string) time.Duration {
	a, errA := time.Parse(wallForm, from)
	b, errB := time.Parse(wallForm, to)
	if errA != nil || errB != nil {
		return 0
	}
	return b.Sub(a)
}

// shifted moves a stored wall time.
func shifted(wall string, by time.Duration) string {
	t, err := time.Parse(wallForm, wall)
	if err != nil {
		return wall
	}
	return t.Add(by).Format(wallForm)
}

package ical

import "time"

// Oddness says whether a wall time names one instant in its zone.
type Oddness int

// The ways of a wall time.
const (
	Plain    Oddness = iota // happens once
	Repeated                // happens twice: the clock was set back
	Skipped                 // never happens: the clock was set forward
)

// LocalTime returns the instant at which clocks in zone show the date and time of wall, whose own location does not matter.
// A repeated time is its first occurrence, a skipped one is counted with the offset from before the gap (RFC 5545, 3.3.5):
// 02:30 in the spring gap of Europe/Berlin becomes 03:30 summer time. People should be told of both.
func LocalTime(wall time.Time, zone *time.Location) (time.Time, Oddness) {
	y, m, d := wall.Date()
	asUTC := time.Date(y, m, d, wall.Hour(), wall.Minute(), wall.Second(), wall.Nanosecond(), time.UTC)
	before, after := offset(asUTC.Add(-24*time.Hour), zone), offset(asUTC.Add(24*time.Hour), zone)
	early, late := asUTC.Add(-before), asUTC.Add(-after)
	isEarly, isLate := offset(early, zone) == before, offset(late, zone) == after
	switch {
	case isEarly && isLate && before != after:
		return early.In(zone), Repeated
	case isEarly:
		return early.In(zone), Plain
	case isLate:
		return late.In(zone), Plain
	}
	return early.In(zone), Skipped
}

// offset is what clocks in zone are ahead of UTC at the instant.
func offset(at time.Time, zone *time.Location) time.Duration {
	_, seconds := at.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}

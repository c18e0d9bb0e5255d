package ical

import "time"

// change is one setting of the clocks.
type change struct {
	wall     time.Time // what clocks showed just before, held in UTC
	from, to time.Duration
	name     string // abbreviation afterwards
}

// like reports whether both follow one yearly rule, but for the week within the month.
func (c change) like(other change) bool {
	return c.wall.Month() == other.wall.Month() && c.wall.Weekday() == other.wall.Weekday() &&
		c.wall.Format(time.TimeOnly) == other.wall.Format(time.TimeOnly) &&
		c.from == other.from && c.to == other.to && c.name == other.name
}

// changesIn lists the changes of a UTC year. It compares the offsets of neighbouring days rather than following
// Time.ZoneBounds, which for 31 December of leap years after 2037 can name an end that lies before the instant itself, so
// that a loop over it never ends.
func changesIn(location *time.Location, year int) []change {
	var list []change
	end := time.Date(year+1, time.January, 1, 0, 0, 0, 0, time.UTC)
	for day := time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC); day.Before(end); day = day.AddDate(0, 0, 1) {
		if next := day.AddDate(0, 0, 1); offset(day, location) != offset(next, location) {
			list = append(list, changeBetween(location, day, next))
		}
	}
	return list
}

// changeBetween finds the second of the change by halving.
func changeBetween(location *time.Location, before, after time.Time) change {
	from, to := offset(before, location), offset(after, location)
	for after.Sub(before) > time.Second {
		middle := before.Add(after.Sub(before) / 2).Truncate(time.Second)
		if offset(middle, location) == from {
			before = middle
		} else {
			after = middle
		}
	}
	name, _ := after.In(location).Zone()
	return change{wall: after.Add(from), from: from, to: to, name: name}
}

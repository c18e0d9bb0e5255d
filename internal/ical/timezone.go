package ical

import (
	"fmt"
	"strings"
	"time"

	goical "github.com/emersion/go-ical"
)

// observance is one STANDARD or DAYLIGHT rule: from start on clocks run at the offset to.
type observance struct {
	daylight bool
	name     string    // abbreviation, CET
	start    time.Time // first onset, wall time before the change, held in UTC
	from, to time.Duration
	rule     string // RRULE, empty for a zone that never changes
}

// timezone returns the VTIMEZONE of the location for the years, nil when no yearly rules describe them.
func timezone(location *time.Location, years span) *goical.Component {
	observances := berlin()
	if location.String() != "Europe/Berlin" || years.first <= 1996 {
		observances = observancesOf(location, years)
	}
	if observances == nil {
		return nil
	}
	component := goical.NewComponent(goical.CompTimezone)
	raw(component, goical.PropTimezoneID, location.String())
	for _, o := range observances {
		component.Children = append(component.Children, o.component())
	}
	return component
}

// berlin is Central European Time since the rules of 1996.
func berlin() []observance {
	return []observance{
		{
			name: "CET", start: time.Date(1996, time.October, 27, 3, 0, 0, 0, time.UTC),
			from: 2 * time.Hour, to: time.Hour, rule: "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
		},
		{
			name: "CEST", start: time.Date(1996, time.March, 31, 2, 0, 0, 0, time.UTC),
			from: time.Hour, to: 2 * time.Hour, rule: "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", daylight: true,
		},
	}
}

func (o observance) component() *goical.Component {
	kind := goical.CompTimezoneStandard
	if o.daylight {
		kind = goical.CompTimezoneDaylight
	}
	component := goical.NewComponent(kind)
	raw(component, goical.PropTimezoneName, o.name)
	raw(component, goical.PropDateTimeStart, o.start.Format(localForm))
	raw(component, goical.PropTimezoneOffsetFrom, utcOffset(o.from))
	raw(component, goical.PropTimezoneOffsetTo, utcOffset(o.to))
	if o.rule != "" {
		raw(component, goical.PropRecurrenceRule, o.rule)
	}
	return component
}

// sampleYears is how far the rules are compared beyond the entry: within it a "last Sunday" parts from a "fourth Sunday".
const sampleYears = 7

// observancesOf reads the location's changes from the year before the first on, whose last change still governs that year's
// beginning. It returns nil unless every year has none, or the same two.
func observancesOf(location *time.Location, years span) []observance {
	first := years.first - 1
	sample := make([][]change, 0, years.last-first+1+sampleYears)
	for year := first; year <= years.last+sampleYears; year++ {
		sample = append(sample, changesIn(location, year))
	}
	n := len(sample[0])
	for _, changes := range sample {
		if len(changes) != n {
			return nil
		}
	}
	switch n {
	case 0:
		return []observance{fixed(location, first)}
	case 2:
		return yearly(sample)
	}
	return nil
}

func fixed(location *time.Location, year int) observance {
	start := time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC)
	name, _ := start.In(location).Zone()
	ahead := offset(start, location)
	return observance{name: name, start: start, from: ahead, to: ahead}
}

// yearly makes two rules of years that have two changes each.
func yearly(sample [][]change) []observance {
	var list []observance
	for i := range sample[0] {
		series := make([]change, len(sample))
		for y, changes := range sample {
			series[y] = changes[i]
		}
		rule, ok := ruleOf(series)
		if !ok {
			return nil
		}
		c := series[0]
		list = append(list, observance{
			daylight: c.to > c.from, name: c.name, start: c.wall, from: c.from, to: c.to, rule: rule,
		})
	}
	return list
}

// ruleOf finds the RRULE of changes that fall on the same weekday of the same month in all years: counted from the month's
// end when that fits, else from its beginning.
func ruleOf(series []change) (string, bool) {
	first := series[0]
	nth, last := (first.wall.Day()-1)/7+1, true
	for _, c := range series {
		if !c.like(first) {
			return "", false
		}
		if (c.wall.Day()-1)/7+1 != nth {
			nth = 0
		}
		last = last && c.wall.AddDate(0, 0, 7).Month() != c.wall.Month()
	}
	if last {
		nth = -1
	}
	day := strings.ToUpper(first.wall.Weekday().String()[:2])
	return fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", first.wall.Month(), nth, day), nth != 0
}

func utcOffset(d time.Duration) string {
	sign := '+'
	if d < 0 {
		sign, d = '-', -d
	}
	s := fmt.Sprintf("%c%02d%02d", sign, int(d.Hours()), int(d.Minutes())%60)
	if seconds := int(d.Seconds()) % 60; seconds != 0 {
		s += fmt.Sprintf("%02d", seconds)
	}
	return s
}

package holiday

import (
	_ "embed" // the school holidays
	"fmt"
	"strings"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/de"

	"rundertisch/internal/date"
)

// Day is a public holiday.
type Day struct {
	On    date.Date
	Key   string // catalogue key of its name
	Local bool   // a holiday in some municipalities only
}

// Break is a span of school holidays, first and last day included.
type Break struct {
	Key      string // catalogue key of its name
	From, To date.Date
}

// Calendar answers what a day is.
type Calendar struct {
	public      []rule
	breaks      []Break
	from, until date.Date // between which the school holidays are known
}

// rule says when a public holiday is.
type rule struct {
	key   string
	day   *cal.Holiday
	local bool
}

//go:embed school.txt
var school string

// Thuringia returns the calendar of Thuringia.
func Thuringia() (*Calendar, error) {
	c := &Calendar{public: []rule{
		{key: "new_year", day: de.Neujahr},
		{key: "good_friday", day: de.Karfreitag},
		{key: "easter_monday", day: de.Ostermontag},
		{key: "labour", day: de.TagderArbeit},
		{key: "ascension", day: de.ChristiHimmelfahrt},
		{key: "whit_monday", day: de.Pfingstmontag},
		{key: "corpus_christi", day: de.Fronleichnam, local: true},
		{key: "children", day: de.Weltkindertag},
		{key: "unity", day: de.DeutschenEinheit},
		{key: "reformation", day: de.Reformationstag},
		{key: "christmas", day: de.Weihnachtstag},
		{key: "second_christmas", day: de.ZweiterWeihnachtsfeiertag},
	}}
	return c, c.readSchool(school)
}

// readSchool reads the lines "name first last".
func (c *Calendar) readSchool(text string) error {
	for n, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		if len(words) != 3 {
			return fmt.Errorf("holiday: school.txt line %d: want a name and two days", n+1)
		}
		from, errFrom := date.Parse(words[1])
		to, errTo := date.Parse(words[2])
		if errFrom != nil || errTo != nil || to < from {
			return fmt.Errorf("holiday: school.txt line %d: no span of days", n+1)
		}
		if words[0] == "complete" {
			c.from, c.until = from, to
			continue
		}
		c.breaks = append(c.breaks, Break{Key: "holiday.school." + words[0], From: from, To: to})
	}
	return nil
}

// Year lists the public holidays of a year in the order of the library's law; two may fall on one day.
func (c *Calendar) Year(year int) []Day {
	var days []Day
	for _, r := range c.public {
		if on, _ := r.day.Calc(year); !on.IsZero() {
			days = append(days, Day{On: date.Of(on), Key: "holiday.public." + r.key, Local: r.local})
		}
	}
	return days
}

// Public lists the public holidays of a day, those of some municipalities too.
func (c *Calendar) Public(day date.Date) []Day {
	var found []Day
	for _, d := range c.Year(day.Time().Year()) {
		if d.On == day {
			found = append(found, d)
		}
	}
	return found
}

// Working reports whether people work on the day: neither a weekend nor a public holiday everywhere in Thuringia.
func (c *Calendar) Working(day date.Date) bool {
	if Weekend(day) {
		return false
	}
	for _, d := range c.Public(day) {
		if !d.Local {
			return false
		}
	}
	return true
}

// Weekend reports whether the day is a Saturday or Sunday.
func Weekend(day date.Date) bool {
	weekday := day.Time().Weekday()
	return weekday == time.Saturday || weekday == time.Sunday
}

// NoLaterThan returns the day, or the last working day before it.
func (c *Calendar) NoLaterThan(day date.Date) date.Date { return c.working(day, -1) }

// NoEarlierThan returns the day, or the first working day after it.
func (c *Calendar) NoEarlierThan(day date.Date) date.Date { return c.working(day, 1) }

func (c *Calendar) working(day date.Date, step int) date.Date {
	for !day.IsZero() && !c.Working(day) {
		day = day.AddDays(step)
	}
	return day
}

// School lists the school holidays that touch a span of days, and reports whether they are known for all of it.
func (c *Calendar) School(from, to date.Date) (touched []Break, known bool) {
	for _, b := range c.breaks {
		if b.From <= to && from <= b.To {
			touched = append(touched, b)
		}
	}
	return touched, c.from <= from && to <= c.until
}

// Known returns the days between which the school holidays are known.
func (c *Calendar) Known() (from, until date.Date) { return c.from, c.until }

// Finding is what stands against a span of days.
type Finding struct {
	Weekend []date.Date
	Public  []Day
	School  []Break
	Unknown bool // the school holidays of the days, or of some of them, are not known
}

// maxSpan is how many days of a span are looked at: an event of more is a mistake that its form tells of.
const maxSpan = 60

// Over returns what stands against the days from the first through the last.
func (c *Calendar) Over(first, last date.Date) Finding {
	var f Finding
	if first.IsZero() {
		return f
	}
	last = min(max(first, last), first.AddDays(maxSpan))
	for day := first; day <= last; day = day.AddDays(1) {
		if Weekend(day) {
			f.Weekend = append(f.Weekend, day)
		}
		f.Public = append(f.Public, c.Public(day)...)
	}
	var known bool
	f.School, known = c.School(first, last)
	f.Unknown = !known
	return f
}

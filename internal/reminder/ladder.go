package reminder

import (
	"slices"
	"strconv"
	"strings"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

// Ladder is on how many days before a deadline people are reminded, the earliest first; negative ones come after it.
type Ladder []int

// Usual is the ladder of a project that has chosen none.
func Usual() Ladder { return Ladder{30, 14, 3, 0, -7} }

const (
	maxRungs = 12
	maxDays  = 366
)

// ParseLadder reads the days before and after the deadline as people type them: "30, 14, 3, 0" and "7". Both may be
// empty. Fields: before, after.
func ParseLadder(before, after string) (Ladder, error) {
	var c fault.Checks
	early, late := readDays(&c, "before", before), readDays(&c, "after", after)
	ladder := Ladder(early)
	for _, n := range late {
		if n == 0 {
			c.Add("after", "reminder.fault.after_zero")
		}
		ladder = append(ladder, -n)
	}
	ladder.sort()
	ladder = slices.Compact(ladder)
	if len(ladder) > maxRungs {
		c.Add("before", "reminder.fault.too_many", maxRungs)
	}
	return ladder, c.Err()
}

func readDays(c *fault.Checks, field, typed string) []int {
	var days []int
	for _, word := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(",; \t\n", r) }) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 0 || n > maxDays {
			c.Add(field, "reminder.fault.days", maxDays)
			return nil
		}
		days = append(days, n)
	}
	return days
}

func (l Ladder) sort() { slices.SortFunc(l, func(a, b int) int { return b - a }) }

// Before says the days before the deadline as they are typed: "30, 14, 3, 0".
func (l Ladder) Before() string { return joined(l, func(n int) (int, bool) { return n, n >= 0 }) }

// After says the days after the deadline as they are typed: "7".
func (l Ladder) After() string { return joined(l, func(n int) (int, bool) { return -n, n < 0 }) }

func joined(l Ladder, shown func(int) (int, bool)) string {
	var words []string
	for _, rung := range l {
		if n, ok := shown(rung); ok {
			words = append(words, strconv.Itoa(n))
		}
	}
	return strings.Join(words, ", ")
}

// stored is the ladder as it is kept: "30 14 3 0 -7".
func (l Ladder) stored() string {
	words := make([]string, len(l))
	for i, rung := range l {
		words[i] = strconv.Itoa(rung)
	}
	return strings.Join(words, " ")
}

func storedLadder(text string) Ladder {
	ladder := Ladder{}
	for _, word := range strings.Fields(text) {
		if rung, err := strconv.Atoi(word); err == nil {
			ladder = append(ladder, rung)
		}
	}
	return ladder
}

// DayOf is the day on which a rung of the deadline falls.
func DayOf(due date.Date, rung int) date.Date { return due.AddDays(-rung) }

// between returns the rungs of a deadline that fall on a day after the first and not after the second.
func (l Ladder) between(due, after, until date.Date) []int {
	var rungs []int
	for _, rung := range l {
		if day := DayOf(due, rung); day > after && day <= until {
			rungs = append(rungs, rung)
		}
	}
	return rungs
}

// Next returns the first day after today on which the ladder reminds of the deadline, "" when there is none.
func (l Ladder) Next(due, today date.Date) date.Date {
	if due == "" {
		return ""
	}
	for _, rung := range l {
		if day := DayOf(due, rung); day > today {
			return day
		}
	}
	return ""
}

// pressing reports whether the rung is one of the last two, of which deputies are told as well.
func (l Ladder) pressing(rung int) bool {
	at := slices.Index(l, rung)
	return at >= len(l)-2
}

// reach is how many days a deadline may lie behind or ahead for a rung to fall on today.
func (l Ladder) reach() (behind, ahead int) {
	for _, rung := range l {
		behind, ahead = max(behind, -rung), max(ahead, rung)
	}
	return behind, ahead
}

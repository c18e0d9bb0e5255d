package deadline_test

import (
	"testing"

	"pgregory.net/rapid"

	"rundertisch/internal/date"
	"rundertisch/internal/deadline"
	"rundertisch/internal/event"
	"rundertisch/internal/holiday"
)

func calendar(t interface {
	Helper()
	Fatal(args ...any)
},
) *holiday.Calendar {
	t.Helper()
	c, err := holiday.Thuringia()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTheDayOfADeadline(t *testing.T) {
	t.Parallel()
	c := calendar(t)
	for name, d := range map[string]struct {
		first, last date.Date
		days        int
		exact, due  date.Date
	}{
		"twelve weeks before":                                {first: "2027-05-27", days: -84, exact: "2027-03-04", due: "2027-03-04"},
		"back over Easter":                                   {first: "2027-04-08", days: -10, exact: "2027-03-29", due: "2027-03-25"},
		"back over the turn of the year":                     {first: "2027-01-15", days: -14, exact: "2027-01-01", due: "2026-12-31"},
		"on the 29th of February":                            {first: "2028-03-14", days: -14, exact: "2028-02-29", due: "2028-02-29"},
		"no 29th of February":                                {first: "2027-03-14", days: -14, exact: "2027-02-28", due: "2027-02-26"},
		"back over the end of the month":                     {first: "2026-12-08", days: -10, exact: "2026-11-28", due: "2026-11-27"},
		"a week that the clock makes shorter":                {first: "2027-04-01", days: -7, exact: "2027-03-25", due: "2027-03-25"},
		"a week that the clock makes longer":                 {first: "2027-11-04", days: -7, exact: "2027-10-28", due: "2027-10-28"},
		"on the day itself":                                  {first: "2027-05-27", days: 0, exact: "2027-05-27", due: "2027-05-27"},
		"of a Sunday on the day itself":                      {first: "2027-06-06", days: 0, exact: "2027-06-06", due: "2027-06-04"},
		"afterwards counts from the last day":                {first: "2027-05-27", last: "2027-05-28", days: 14, exact: "2027-06-11", due: "2027-06-11"},
		"afterwards goes forward over a weekend and holiday": {first: "2027-04-30", days: 15, exact: "2027-05-15", due: "2027-05-18"},
		"afterwards goes forward over Christmas":             {first: "2026-12-11", days: 14, exact: "2026-12-25", due: "2026-12-28"},
		"before counts from the first day":                   {first: "2027-05-27", last: "2027-05-28", days: -7, exact: "2027-05-20", due: "2027-05-20"},
	} {
		if d.last == "" {
			d.last = d.first
		}
		span := deadline.Span{First: d.first, Last: d.last}
		if exact, due := span.Exact(d.days), span.Due(c, d.days); exact != d.exact || due != d.due {
			t.Errorf("%s: %s, due %s; want %s, due %s", name, exact, due, d.exact, d.due)
		}
	}
}

// TestADeadlineIsNeverLateAndNeverFarOff holds for every day of two centuries: before the event nobody gets less time than
// the rule says, after it nobody is asked too early, and the order of rules is the order of days.
func TestADeadlineIsNeverLateAndNeverFarOff(t *testing.T) {
	t.Parallel()
	c := calendar(t)
	rapid.Check(t, func(t *rapid.T) {
		first := date.Date("1960-01-01").AddDays(rapid.IntRange(0, 70_000).Draw(t, "day"))
		span := deadline.Span{First: first, Last: first.AddDays(rapid.IntRange(0, 3).Draw(t, "length"))}
		days := rapid.IntRange(-730, 730).Draw(t, "offset")
		exact, due := span.Exact(days), span.Due(c, days)
		if !c.Working(due) {
			t.Fatalf("%d days from %s: nobody works on %s", days, first, due)
		}
		off := due.DaysUntil(exact)
		if days > 0 {
			off = -off
		}
		if off < 0 || off > 4 {
			t.Fatalf("%d days from %s: %s instead of %s", days, first, due, exact)
		}
		if later := span.Due(c, min(days+1, 730)); later < due {
			t.Fatalf("%d days from %s: %s, and a day later %s", days, first, due, later)
		}
		if moved := (deadline.Span{First: span.First.AddDays(7), Last: span.Last.AddDays(7)}).Due(c, days); moved < due {
			t.Fatalf("%d days from %s: a week later on it falls on %s, before %s", days, first, moved, due)
		}
	})
}

func TestTheShippedRulesAreFit(t *testing.T) {
	t.Parallel()
	for _, kind := range event.Kinds() {
		rules := deadline.Shipped(kind)
		if err := (deadline.Template{Kind: kind, Rules: rules}).Validate(); err != nil || len(rules) == 0 {
			t.Errorf("%s: %d rules, %v", kind, len(rules), err)
		}
		keys := map[string]bool{}
		for _, r := range rules {
			if keys[r.Key] {
				t.Errorf("%s: %s comes twice", kind, r.Key)
			}
			keys[r.Key] = true
		}
	}
}

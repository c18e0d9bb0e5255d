package workplan

import (
	"testing"

	"rundertisch/internal/date"
)

func TestTheSlipIsFromThePlanToWhatHappenedOrIsExpected(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		dates Dates
		want  int
	}{
		"as planned":                          {Dates{Planned: "2026-06-30", Forecast: "2026-06-30"}, 0},
		"expected later":                      {Dates{Planned: "2026-06-30", Forecast: "2026-11-30"}, 153},
		"expected earlier":                    {Dates{Planned: "2026-06-30", Forecast: "2026-05-31"}, -30},
		"what happened counts":                {Dates{Planned: "2026-06-30", Forecast: "2026-11-30", Actual: "2026-07-02"}, 2},
		"done within the month":               {Dates{Planned: "2026-06-30", Forecast: "2026-06-30", Actual: "2026-06-20"}, -10},
		"over the end of summer time":         {Dates{Planned: "2026-10-24", Forecast: "2026-10-26"}, 2},
		"over the 29th of February":           {Dates{Planned: "2028-02-28", Forecast: "2028-03-01"}, 2},
		"nothing was planned":                 {Dates{Forecast: "2026-11-30"}, 0},
		"a task without a date has no slip":   {Dates{}, 0},
		"over the turn of the year, backward": {Dates{Planned: "2027-01-31", Forecast: "2026-12-31"}, -31},
	} {
		if got := c.dates.Slip(); got != c.want {
			t.Errorf("%s: %d days, want %d", name, got, c.want)
		}
	}
}

func TestWhatTouchesThePeriodIsWithin(t *testing.T) {
	t.Parallel()
	dates := Dates{Start: "2026-03-01", Planned: "2026-06-30", Forecast: "2026-09-30", Actual: ""}
	for name, c := range map[string]struct {
		from, to date.Month
		want     bool
	}{
		"no limit":                      {"", "", true},
		"around it":                     {"2026-01", "2026-12", true},
		"inside it":                     {"2026-07", "2026-08", true},
		"begins in its last month":      {"2026-09", "", true},
		"begins after it":               {"2026-10", "", false},
		"ends in its first month":       {"", "2026-03", true},
		"ends before it":                {"", "2026-02", false},
		"the years before are not it":   {"2024-01", "2025-12", false},
		"one month in which it is over": {"2026-09", "2026-09", true},
	} {
		if got := dates.Within(c.from, c.to); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if early := (Dates{Planned: "2026-06-30", Forecast: "2026-06-30", Actual: "2026-01-15"}); !early.Within("2026-01", "2026-02") {
		t.Error("what was done early is not seen where it was done")
	}
}

package workplan

import (
	"testing"
	"time"

	"rundertisch/internal/date"
	"rundertisch/internal/i18n"
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
		"open when its day has passed":        {Dates{Planned: "2026-10-31", Forecast: "2026-10-31", Today: "2026-11-26"}, 26},
		"open on its last day":                {Dates{Planned: "2026-10-31", Forecast: "2026-10-31", Today: "2026-10-31"}, 0},
		"put off, and its new day has passed": {Dates{Planned: "2026-06-30", Forecast: "2026-10-31", Today: "2026-11-26"}, 149},
		"done in time, long ago":              {Dates{Planned: "2026-10-31", Forecast: "2026-10-31", Actual: "2026-10-31", Today: "2026-11-26"}, 0},
	} {
		if got := c.dates.Slip(); got != c.want {
			t.Errorf("%s: %d days, want %d", name, got, c.want)
		}
	}
}

// TestTheSlipInWords is what timeline, report and handout say.
func TestTheSlipInWords(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for want, dates := range map[string]Dates{
		"":                       {Forecast: "2026-10-31", Today: "2026-11-26"},
		"im Plan":                {Planned: "2026-11-30", Forecast: "2026-11-30", Today: "2026-11-26"},
		"3 Tage später":          {Planned: "2026-06-30", Forecast: "2026-06-30", Actual: "2026-07-03", Today: "2026-11-26"},
		"5 Monate später":        {Planned: "2026-06-30", Forecast: "2026-11-30", Today: "2026-11-26"},
		"1 Tag über der Frist":   {Planned: "2026-10-31", Forecast: "2026-10-31", Today: "2026-11-01"},
		"26 Tage über der Frist": {Planned: "2026-10-31", Forecast: "2026-10-31", Today: "2026-11-26"},
		"5 Monate später, 26 Tage über der Frist": {Planned: "2026-06-30", Forecast: "2026-10-31", Today: "2026-11-26"},
	} {
		if got := dates.Words(catalogue.Locale(i18n.German, time.UTC)); got != want {
			t.Errorf("%+v says %q, want %q", dates, got, want)
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

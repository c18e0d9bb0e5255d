package holiday_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/rickar/cal/v2/de"
	"pgregory.net/rapid"

	"rundertisch/internal/date"
	"rundertisch/internal/holiday"
)

func thuringia(t *testing.T) *holiday.Calendar {
	t.Helper()
	c, err := holiday.Thuringia()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestPublicHolidaysAreThoseThatWereKept compares with calendars of years that are over or printed.
func TestPublicHolidaysAreThoseThatWereKept(t *testing.T) {
	t.Parallel()
	for year, want := range map[int][]date.Date{
		2016: {"2016-01-01", "2016-03-25", "2016-03-28", "2016-05-01", "2016-05-05", "2016-05-16", "2016-10-03", "2016-10-31", "2016-12-25", "2016-12-26"},
		2018: {"2018-01-01", "2018-03-30", "2018-04-02", "2018-05-01", "2018-05-10", "2018-05-21", "2018-10-03", "2018-10-31", "2018-12-25", "2018-12-26"},
		2019: {"2019-01-01", "2019-04-19", "2019-04-22", "2019-05-01", "2019-05-30", "2019-06-10", "2019-09-20", "2019-10-03", "2019-10-31", "2019-12-25", "2019-12-26"},
		2024: {"2024-01-01", "2024-03-29", "2024-04-01", "2024-05-01", "2024-05-09", "2024-05-20", "2024-09-20", "2024-10-03", "2024-10-31", "2024-12-25", "2024-12-26"},
		2026: {"2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-09-20", "2026-10-03", "2026-10-31", "2026-12-25", "2026-12-26"},
		2027: {"2027-01-01", "2027-03-26", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-17", "2027-09-20", "2027-10-03", "2027-10-31", "2027-12-25", "2027-12-26"},
		2038: {"2038-01-01", "2038-04-23", "2038-04-26", "2038-05-01", "2038-06-03", "2038-06-14", "2038-09-20", "2038-10-03", "2038-10-31", "2038-12-25", "2038-12-26"},
	} {
		var got []date.Date
		for _, d := range thuringia(t).Year(year) {
			if !d.Local {
				got = append(got, d.On)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d: got %v, want %v", year, got, want)
		}
	}
}

// TestTheLibrarysListOfThuringiaIsKept fails when an update of the library knows another law than this package.
func TestTheLibrarysListOfThuringiaIsKept(t *testing.T) {
	t.Parallel()
	for year := 2015; year <= 2060; year++ {
		var want, got []date.Date
		for _, h := range de.HolidaysTH {
			if on, _ := h.Calc(year); !on.IsZero() {
				want = append(want, date.Of(on))
			}
		}
		for _, d := range thuringia(t).Year(year) {
			if !d.Local {
				got = append(got, d.On)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%d: got %v, the library says %v", year, got, want)
		}
	}
}

func TestWhatADayIs(t *testing.T) {
	t.Parallel()
	c := thuringia(t)
	for name, d := range map[string]struct {
		day             date.Date
		working         bool
		earlier, later  date.Date
		public          string
		school, unknown bool
	}{
		"a plain Thursday":                            {day: "2027-02-11", working: true, earlier: "2027-02-11", later: "2027-02-11"},
		"a Saturday leads to Friday or Monday":        {day: "2027-02-13", earlier: "2027-02-12", later: "2027-02-15"},
		"Easter leads over four days":                 {day: "2027-03-28", earlier: "2027-03-25", later: "2027-03-30", school: true},
		"Good Friday":                                 {day: "2027-03-26", earlier: "2027-03-25", later: "2027-03-30", public: "holiday.public.good_friday", school: true},
		"World Children's Day":                        {day: "2028-09-20", earlier: "2028-09-19", later: "2028-09-21", public: "holiday.public.children", unknown: true},
		"no World Children's Day before 2019":         {day: "2018-09-20", working: true, earlier: "2018-09-20", later: "2018-09-20", unknown: true},
		"Corpus Christi is worked on elsewhere":       {day: "2027-05-27", working: true, earlier: "2027-05-27", later: "2027-05-27", public: "holiday.public.corpus_christi"},
		"the turn of the year":                        {day: "2027-01-01", earlier: "2026-12-31", later: "2027-01-04", public: "holiday.public.new_year", school: true},
		"the 29th of February":                        {day: "2024-02-29", working: true, earlier: "2024-02-29", later: "2024-02-29"},
		"the day on which the clock is put forward":   {day: "2027-03-28", earlier: "2027-03-25", later: "2027-03-30", school: true},
		"the day on which the clock is put back":      {day: "2027-10-31", earlier: "2027-10-29", later: "2027-11-01", public: "holiday.public.reformation"},
		"the last day of which schools are known":     {day: "2028-09-01", working: true, earlier: "2028-09-01", later: "2028-09-01", school: true},
		"the Monday after it":                         {day: "2028-09-04", working: true, earlier: "2028-09-04", later: "2028-09-04", unknown: true},
		"the day after Ascension is free of school":   {day: "2027-05-07", working: true, earlier: "2027-05-07", later: "2027-05-07", school: true},
		"the day before which nothing is known":       {day: "2023-12-29", working: true, earlier: "2023-12-29", later: "2023-12-29", school: true, unknown: true},
		"two holidays at the end of a week in winter": {day: "2026-12-26", earlier: "2026-12-24", later: "2026-12-28", public: "holiday.public.second_christmas", school: true},
	} {
		if got := c.Working(d.day); got != d.working {
			t.Errorf("%s: working is %v", name, got)
		}
		if earlier, later := c.NoLaterThan(d.day), c.NoEarlierThan(d.day); earlier != d.earlier || later != d.later {
			t.Errorf("%s: from %s to %s, want %s and %s", name, earlier, later, d.earlier, d.later)
		}
		found := c.Over(d.day, d.day)
		public := ""
		if len(found.Public) > 0 {
			public = found.Public[0].Key
		}
		if public != d.public || (len(found.School) > 0) != d.school || found.Unknown != d.unknown {
			t.Errorf("%s: found %+v", name, found)
		}
	}
}

// TestAWorkingDayIsNeverFarAndNeverTheWrongWay holds for any day of two centuries.
func TestAWorkingDayIsNeverFarAndNeverTheWrongWay(t *testing.T) {
	t.Parallel()
	c := thuringia(t)
	rapid.Check(t, func(t *rapid.T) {
		day := date.Date("1950-01-01").AddDays(rapid.IntRange(0, 73_000).Draw(t, "days"))
		before, after := c.NoLaterThan(day), c.NoEarlierThan(day)
		if !c.Working(before) || !c.Working(after) {
			t.Fatalf("%s: %s or %s is not worked on", day, before, after)
		}
		if back, on := before.DaysUntil(day), day.DaysUntil(after); back < 0 || back > 4 || on < 0 || on > 4 {
			t.Fatalf("%s: %d days back, %d days on", day, back, on)
		}
		if c.Working(day) && (before != day || after != day) {
			t.Fatalf("%s is worked on and was left", day)
		}
	})
}

// TestEasterIsASundayThatHolidaysFollow checks the days that depend on it against each other, for every year.
func TestEasterIsASundayThatHolidaysFollow(t *testing.T) {
	t.Parallel()
	c := thuringia(t)
	for year := 1950; year <= 2199; year++ {
		on := map[string]date.Date{}
		for _, d := range c.Year(year) {
			on[d.Key] = d.On
		}
		easter := on["holiday.public.easter_monday"].AddDays(-1)
		if easter.Time().Weekday() != time.Sunday || easter < easter[:4]+"-03-22" || easter > easter[:4]+"-04-25" {
			t.Errorf("%d: Easter on %s", year, easter)
		}
		for key, days := range map[string]int{"good_friday": -2, "ascension": 39, "whit_monday": 50, "corpus_christi": 60} {
			if got := on["holiday.public."+key]; got != easter.AddDays(days) {
				t.Errorf("%d: %s on %s, Easter on %s", year, key, got, easter)
			}
		}
	}
}

// TestTheSchoolHolidaysAreWholeYears finds slips of the pen in the file: gaps, overlaps, a year without a summer.
func TestTheSchoolHolidaysAreWholeYears(t *testing.T) {
	t.Parallel()
	c := thuringia(t)
	from, until := c.Known()
	all, known := c.School(from, until)
	if !known || from >= until {
		t.Fatalf("known from %s until %s", from, until)
	}
	perYear := map[string]map[string]int{}
	for n, b := range all {
		if n > 0 && b.From <= all[n-1].To {
			t.Errorf("%+v begins before %+v ends", b, all[n-1])
		}
		year := string(b.From[:4])
		if perYear[year] == nil {
			perYear[year] = map[string]int{}
		}
		perYear[year][b.Key] += b.From.DaysUntil(b.To) + 1
		if b.Key == "holiday.school.bridge" && c.Public(b.From.AddDays(-1))[0].Key != "holiday.public.ascension" {
			t.Errorf("%s does not follow Ascension Day", b.From)
		}
	}
	for year := from.Time().Year(); year < until.Time().Year(); year++ {
		in := perYear[strconv.Itoa(year)]
		if in["holiday.school.summer"] != 42 || in["holiday.school.winter"] == 0 || in["holiday.school.easter"] == 0 ||
			in["holiday.school.autumn"] < 12 || in["holiday.school.christmas"] == 0 || in["holiday.school.bridge"] != 1 {
			t.Errorf("%d: %v", year, in)
		}
	}
}

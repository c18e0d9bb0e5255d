package date_test

import (
	"testing"

	"rundertisch/internal/date"
)

func TestParseMonth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		want date.Month
		ok   bool
	}{
		{"03/2022", "2022-03", true},
		{"3/2022", "2022-03", true},
		{" 2022-03 ", "2022-03", true},
		{"", "", true},
		{"13/2022", "", false},
		{"00/2022", "", false},
		{"03/22", "", false},
		{"März 2022", "", false},
		{"03/1022", "", false},
	} {
		got, err := date.ParseMonth(c.in)
		if got != c.want || (err == nil) != c.ok {
			t.Errorf("ParseMonth(%q) = %q, %v; want %q, ok %v", c.in, got, err, c.want, c.ok)
		}
	}
}

func TestAMonthAsDeadlineMeansItsLastDay(t *testing.T) {
	t.Parallel()
	for month, want := range map[date.Month]date.Date{"2022-03": "2022-03-31", "2024-02": "2024-02-29", "2023-02": "2023-02-28", "": ""} {
		if got := month.Last(); got != want {
			t.Errorf("%q.Last() = %q, want %q", month, got, want)
		}
	}
}

func TestParseDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		want date.Date
		ok   bool
	}{
		{"31.03.2022", "2022-03-31", true},
		{"1.3.2022", "2022-03-01", true},
		{"2022-03-31", "2022-03-31", true},
		{"31.02.2022", "", false},
		{"morgen", "", false},
	} {
		got, err := date.Parse(c.in)
		if got != c.want || (err == nil) != c.ok {
			t.Errorf("Parse(%q) = %q, %v; want %q, ok %v", c.in, got, err, c.want, c.ok)
		}
	}
}

func TestMonthArithmetic(t *testing.T) {
	t.Parallel()
	if got := date.Month("2020-11").Until("2024-10"); got != 47 {
		t.Errorf("Until = %d, want 47", got)
	}
	if got := date.Month("2022-11").Add(3); got != "2023-02" {
		t.Errorf("Add = %q, want 2023-02", got)
	}
	for _, c := range []struct {
		day  date.Date
		n    int
		want date.Date
	}{
		{"2023-01-31", 1, "2023-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2026-03-29", 7, "2026-10-29"},
		{"2026-12-15", 1, "2027-01-15"},
		{"2026-03-31", -1, "2026-02-28"},
		{"", 3, ""},
	} {
		if got := c.day.AddMonths(c.n); got != c.want {
			t.Errorf("%s and %d months: %s, want %s", c.day, c.n, got, c.want)
		}
	}
	if got := date.Month("2022-03").Slash(); got != "03/2022" {
		t.Errorf("Slash = %q", got)
	}
}

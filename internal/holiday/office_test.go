package holiday_test

import (
	"testing"
	"time"
)

func TestADeadlineIsCountedOverOfficeHours(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	c := thuringia(t)
	for name, want := range map[string]struct {
		from  string
		hours int
		until string
	}{
		"within one day":                  {"2027-01-14 09:00", 4, "2027-01-14 13:00"},
		"until the last minute":           {"2027-01-14 08:00", 8, "2027-01-14 16:00"},
		"over a night":                    {"2027-01-14 15:30", 4, "2027-01-15 11:30"},
		"asked for in the evening":        {"2027-01-14 20:15", 8, "2027-01-15 16:00"},
		"asked for before the office":     {"2027-01-14 05:00", 2, "2027-01-14 10:00"},
		"over a weekend":                  {"2027-01-15 15:00", 2, "2027-01-18 09:00"},
		"begun on a Saturday":             {"2027-01-16 11:00", 8, "2027-01-18 16:00"},
		"over Easter":                     {"2027-03-25 15:00", 8, "2027-03-30 15:00"},
		"the clocks change on the Sunday": {"2027-10-29 15:00", 2, "2027-11-01 09:00"},
		"Children's Day in Thuringia":     {"2027-09-17 15:00", 2, "2027-09-21 09:00"},
		"a week":                          {"2027-01-13 10:00", 40, "2027-01-20 10:00"},
		"no hours within the office":      {"2027-01-14 10:00", 0, "2027-01-14 10:00"},
	} {
		from, err := time.ParseInLocation("2006-01-02 15:04", want.from, berlin)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.OfficeHoursAfter(from, want.hours).Format("2006-01-02 15:04"); got != want.until {
			t.Errorf("%s: %d hours after %s are over on %s, want %s", name, want.hours, want.from, got, want.until)
		}
	}
}

package ical

import (
	"strings"
	"testing"
	"time"
)

// rules returns the RRULEs of the zone's VTIMEZONE for the years, nil when there is none.
func rules(t *testing.T, name string, years span) []string {
	component := timezone(mustZone(t, name), years)
	if component == nil {
		return nil
	}
	list := []string{}
	for _, child := range component.Children {
		rule := child.Name + " " + value(child, "TZOFFSETFROM") + " " + value(child, "TZOFFSETTO") + " " + value(child, "RRULE")
		list = append(list, strings.TrimSpace(rule))
	}
	return list
}

func TestZonesBecomeYearlyRules(t *testing.T) {
	t.Parallel()
	table := []struct {
		zone  string
		years span
		want  string // empty: no rules, times go out in UTC
	}{
		{"Europe/Berlin", span{2027, 2027}, "STANDARD +0200 +0100 FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU|DAYLIGHT +0100 +0200 FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"},
		{"Europe/Lisbon", span{2027, 2028}, "DAYLIGHT +0000 +0100 FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU|STANDARD +0100 +0000 FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"},
		{"America/New_York", span{2027, 2027}, "DAYLIGHT -0500 -0400 FREQ=YEARLY;BYMONTH=3;BYDAY=2SU|STANDARD -0400 -0500 FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"},
		{"Australia/Sydney", span{2027, 2027}, "STANDARD +1100 +1000 FREQ=YEARLY;BYMONTH=4;BYDAY=1SU|DAYLIGHT +1000 +1100 FREQ=YEARLY;BYMONTH=10;BYDAY=1SU"},
		{"Asia/Kolkata", span{2027, 2027}, "STANDARD +0530 +0530"},
		{"America/New_York", span{2040, 2060}, "DAYLIGHT -0500 -0400 FREQ=YEARLY;BYMONTH=3;BYDAY=2SU|STANDARD -0400 -0500 FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"},
		{"Africa/Casablanca", span{2027, 2027}, ""},
		{"Asia/Jerusalem", span{2027, 2027}, ""},
		{"America/New_York", span{2006, 2007}, ""},
		{"Europe/Istanbul", span{2015, 2026}, ""},
		{"Europe/Berlin", span{1979, 1981}, ""},
	}
	for _, tt := range table {
		t.Run(tt.zone, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(rules(t, tt.zone, tt.years), "|"); got != tt.want {
				t.Errorf("%s in %v:\n got %s\nwant %s", tt.zone, tt.years, got, tt.want)
			}
		})
	}
}

func TestTheBerlinConstantIsWhatTheZoneDataSay(t *testing.T) {
	t.Parallel()
	zone := mustZone(t, "Europe/Berlin")
	computed := observancesOf(zone, span{1997, 1997})
	if len(computed) != 2 {
		t.Fatalf("%d observances", len(computed))
	}
	standard, daylight := berlin()[0], berlin()[1]
	if computed[0] != daylight || computed[1] != standard {
		t.Errorf("computed %+v, constant %+v", computed, berlin())
	}
}

func TestTheLastDayOfLaterLeapYearsEnds(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"America/New_York", "Australia/Sydney", "Europe/Berlin", "Europe/Dublin"} {
		zone := mustZone(t, name)
		for _, year := range []int{2040, 2048, 2196} {
			entry := symposium(t)
			entry.Start = time.Date(year, 12, 31, 10, 0, 0, 0, zone)
			entry.End = entry.Start.Add(20 * time.Hour)
			object, err := Request(entry)
			if err != nil {
				t.Fatal(err)
			}
			if e := parsed(t, object); !e.Start.Equal(entry.Start) || !e.End.Equal(entry.End) {
				t.Errorf("%s: %s to %s came back as %s to %s", name, entry.Start, entry.End, e.Start, e.End)
			}
		}
	}
}

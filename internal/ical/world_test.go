package ical

import (
	"archive/zip"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	goical "github.com/emersion/go-ical"
	"github.com/google/go-cmp/cmp"
)

const perZone = 200 // instants tried in each zone

// zoneNames lists every zone that comes with Go, which is what time/tzdata holds.
func zoneNames(t *testing.T) []string {
	t.Helper()
	root, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	var names []string
	for _, file := range archive.File {
		if !file.FileInfo().IsDir() {
			names = append(names, file.Name)
		}
	}
	if len(names) < 500 {
		t.Fatalf("only %d zones", len(names))
	}
	return names
}

// TestEveryZoneOfTheWorldIsWrittenSoThatItsInstantsComeBack reads what was written by the VTIMEZONE alone, as a program
// does that has no zones of its own. Zones without yearly rules are written in UTC, and few of today's are.
func TestEveryZoneOfTheWorldIsWrittenSoThatItsInstantsComeBack(t *testing.T) {
	t.Parallel()
	var byRules, inUTC atomic.Int64
	t.Run("zones", func(t *testing.T) {
		for n, name := range zoneNames(t) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				location := mustZone(t, name)
				random := rand.New(rand.NewPCG(uint64(n), 1)) // the same instants in every run
				for range perZone / 10 {
					year := 1990 + random.IntN(120)
					z := zone{location, timezone(location, span{year, year})}
					for range 10 {
						at := time.Date(year, 1, 1, 0, 0, random.IntN(366*24*3600), 0, location)
						if at.Year() != year {
							continue
						}
						if comesBack(t, z, name, at) {
							byRules.Add(1)
						} else {
							inUTC.Add(1)
						}
					}
				}
			})
		}
	})
	rules, utc := byRules.Load(), inUTC.Load()
	t.Logf("%d instants by rules, %d in UTC", rules, utc)
	if rules < 4*utc {
		t.Errorf("%d of %d instants are written in UTC", utc, rules+utc)
	}
}

// comesBack writes the instant and reads it by the VTIMEZONE; it reports whether it was written as wall time.
func comesBack(t *testing.T, z zone, name string, at time.Time) bool {
	t.Helper()
	written := zones{}
	if z.component != nil {
		written[name] = z
	}
	event := goical.NewComponent(goical.CompEvent)
	written.write(event, goical.PropDateTimeStart, at)
	prop := event.Props.Get(goical.PropDateTimeStart)
	if prop.Params.Get(goical.ParamTimezoneID) == "" {
		if prop.Value != at.UTC().Format(instantForm) {
			t.Errorf("%s is written as %s", at, prop.Value)
		}
		return false
	}
	wall, err := time.Parse(localForm, prop.Value)
	if err != nil {
		t.Fatal(err)
	}
	if back := byComponent(t, z.component, wall); !back.Equal(at) {
		t.Errorf("%s comes back as %s", at, back)
	}
	return true
}

// byComponent reads a wall time by the onsets of a VTIMEZONE (RFC 5545, 3.6.5): the last one before it says the offset.
func byComponent(t *testing.T, component *goical.Component, wall time.Time) time.Time {
	t.Helper()
	var last time.Time
	ahead, found := time.Duration(0), false
	for _, child := range component.Children {
		for year := wall.Year() - 1; year <= wall.Year(); year++ {
			onset := onsetIn(t, child, year)
			if onset.IsZero() || onset.After(wall) || found && onset.Before(last) {
				continue
			}
			last, ahead, found = onset, parseOffset(t, value(child, "TZOFFSETTO")), true
		}
	}
	if !found {
		t.Fatalf("no observance governs %s", wall)
	}
	return wall.Add(-ahead)
}

var yearlyRule = regexp.MustCompile(`^FREQ=YEARLY;BYMONTH=(\d+);BYDAY=(-?\d)(SU|MO|TU|WE|TH|FR|SA)$`)

// onsetIn is when the observance begins in the year, in wall time before the change; zero when it does not.
func onsetIn(t *testing.T, observance *goical.Component, year int) time.Time {
	t.Helper()
	first, err := time.Parse(localForm, value(observance, "DTSTART"))
	if err != nil {
		t.Fatal(err)
	}
	rule := value(observance, "RRULE")
	if rule == "" || year == first.Year() {
		return first
	}
	if year < first.Year() {
		return time.Time{}
	}
	parts := yearlyRule.FindStringSubmatch(rule)
	if parts == nil {
		t.Fatalf("the rule is not one BYDAY a year: %s", rule)
	}
	month, nth := time.Month(must(strconv.Atoi(parts[1]))), must(strconv.Atoi(parts[2]))
	day := time.Date(year, month, 1, first.Hour(), first.Minute(), first.Second(), 0, time.UTC)
	step := 1
	if nth < 0 {
		day, step, nth = day.AddDate(0, 1, -1), -1, -nth
	}
	for {
		if strings.ToUpper(day.Weekday().String()[:2]) == parts[3] {
			if nth--; nth == 0 {
				return day
			}
		}
		day = day.AddDate(0, 0, step)
	}
}

func must(n int, err error) int {
	if err != nil {
		panic(err)
	}
	return n
}

func parseOffset(t *testing.T, s string) time.Duration {
	t.Helper()
	at, err := time.Parse("150405", (s[1:] + "00")[:6])
	if err != nil {
		t.Fatal(err)
	}
	d := at.Sub(at.Truncate(24 * time.Hour))
	if s[0] == '-' {
		return -d
	}
	return d
}

// TestOtherLibrariesReadEveryZone gives two days of every zone to python-dateutil and libical, which read them by the VTIMEZONE alone.
func TestOtherLibrariesReadEveryZone(t *testing.T) {
	t.Parallel()
	var objects []string
	var want []reading
	for _, name := range zoneNames(t) {
		zone := mustZone(t, name)
		for _, start := range []time.Time{time.Date(2027, 1, 20, 9, 30, 0, 0, zone), time.Date(2029, 7, 11, 14, 0, 0, 0, zone)} {
			entry := symposium(t)
			entry.Start, entry.End = start, start.Add(6*time.Hour)
			object, err := Request(entry)
			if err != nil {
				t.Fatal(err)
			}
			objects = append(objects, string(object))
			want = append(want, reading{Start: entry.Start.UTC().Format(time.RFC3339), End: entry.End.UTC().Format(time.RFC3339)})
		}
	}
	for _, program := range []string{"read_dateutil.py", "read_libical.py"} {
		t.Run(program, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, readBy(t, program, objects)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

package ical

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// reading is what the Python programs under testdata report of one object.
type reading struct {
	UID       string `json:"uid"`
	Summary   string `json:"summary"`
	Location  string `json:"location"`
	CN        string `json:"cn"`
	Attendees int    `json:"attendees"`
	Start     string `json:"start"`
	End       string `json:"end"`
}

// Debian installs the parsers for its own Python only.
const python = "/usr/bin/python3"

// readBy gives all objects to one program in one start.
func readBy(t *testing.T, program string, objects []string) []reading {
	t.Helper()
	input, err := json.Marshal(objects)
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(python, "-I", filepath.Join("testdata", program))
	cmd.Env = []string{"PYTHONIOENCODING=utf-8", "LC_ALL=C.UTF-8"}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(input), &stdout, &stderr
	if err := cmd.Run(); err != nil {
		hint := ""
		if stderr.Len() == 0 || strings.Contains(stderr.String(), "ModuleNotFoundError") {
			hint = "\ninstall: apt-get install python3-icalendar python3-vobject libical3"
		}
		t.Fatalf("%s %s: %v\n%s%s", python, program, err, stderr.String(), hint)
	}
	var readings []reading
	if err := json.Unmarshal(stdout.Bytes(), &readings); err != nil {
		t.Fatal(err)
	}
	return readings
}

// publicEntries are events in many zones, summer and winter, and with titles that trouble readers.
func publicEntries(t *testing.T) []Entry {
	var entries []Entry
	add := func(change func(*Entry)) {
		e := symposium(t)
		e.Description = "" // read by neither program
		change(&e)
		entries = append(entries, e)
	}
	for _, name := range []string{
		"Europe/Berlin", "Europe/Lisbon", "Europe/Dublin", "America/New_York", "America/St_Johns", "Australia/Sydney",
		"Australia/Lord_Howe", "Asia/Kolkata", "Asia/Jerusalem", "Africa/Casablanca", "UTC",
	} {
		zone := mustZone(t, name)
		for _, day := range []time.Time{
			time.Date(2027, 1, 15, 9, 30, 0, 0, zone), time.Date(2027, 7, 15, 9, 30, 0, 0, zone),
			time.Date(2027, 3, 27, 22, 0, 0, 0, zone), time.Date(2027, 10, 30, 22, 0, 0, 0, zone),
			time.Date(2036, 12, 31, 10, 0, 0, 0, zone),
		} {
			add(func(e *Entry) { e.Start, e.End = day, day.Add(8*time.Hour) })
		}
	}
	berlin := mustZone(t, "Europe/Berlin")
	add(func(e *Entry) { // first pass of the autumn hour
		e.Start = time.Date(2027, 10, 31, 0, 30, 0, 0, time.UTC).In(berlin)
		e.End = e.Start.Add(2 * time.Hour)
	})
	add(func(e *Entry) { // second pass
		e.Start = time.Date(2027, 10, 31, 1, 30, 0, 0, time.UTC).In(berlin)
		e.End = e.Start.Add(2 * time.Hour)
	})
	for _, text := range []string{
		strings.Repeat("ü", 200), strings.Repeat("😀", 200), `Größler; "Söhne", Töchter: 100 % \ Rest ^n`, "a\r\nATTENDEE:mailto:x@example.org",
		"a\u2028ATTENDEE:mailto:x@example.org\u0085END:VEVENT", "\x00\x1b]0;x\a ok", `end with \`, `a;PARTSTAT=ACCEPTED:mailto:x@example.org`,
	} {
		add(func(e *Entry) { e.Summary, e.Location, e.Attendee.Name = text, text, text })
	}
	return entries
}

func TestTwoIndependentParsersReadTheSame(t *testing.T) {
	t.Parallel()
	entries := publicEntries(t)
	objects, want := make([]string, len(entries)), make([]reading, len(entries))
	for i, e := range entries {
		object, err := Request(e)
		if err != nil {
			t.Fatal(err)
		}
		objects[i] = string(object)
		want[i] = reading{
			UID: e.UID, Summary: clean(e.Summary), Location: clean(e.Location), CN: cleanParam(e.Attendee.Name), Attendees: 1,
			Start: e.Start.UTC().Format(time.RFC3339), End: e.End.UTC().Format(time.RFC3339),
		}
	}
	for _, program := range []string{"read_icalendar.py", "read_vobject.py"} {
		t.Run(program, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, readBy(t, program, objects)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTwoIndependentParsersReadDownloads(t *testing.T) {
	t.Parallel()
	day := symposium(t)
	day.AllDay, day.Start, day.End = true, time.Date(2027, 6, 30, 0, 0, 0, 0, time.UTC), time.Date(2027, 7, 1, 0, 0, 0, 0, time.UTC)
	timed, err := Publish("Termine", []Entry{symposium(t)})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := Publish("", []Entry{day})
	if err != nil {
		t.Fatal(err)
	}
	base := reading{UID: day.UID, Summary: day.Summary, Location: day.Location}
	first, second := base, base
	first.Start, first.End = "2027-03-25T08:30:00Z", "2027-03-25T15:30:00Z"
	second.Start, second.End = "2027-06-30", "2027-07-01"
	for _, program := range []string{"read_icalendar.py", "read_vobject.py"} {
		if diff := cmp.Diff([]reading{first, second}, readBy(t, program, []string{string(timed), string(whole)})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", program, diff)
		}
	}
}

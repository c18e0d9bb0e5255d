package feed_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// khal is a calendar kept by a program that knows nothing of ours.
type khal struct {
	t    *testing.T
	home string
}

func newKhal(t *testing.T) khal {
	t.Helper()
	if _, err := exec.LookPath("khal"); err != nil {
		t.Fatal("khal is missing: apt-get install khal")
	}
	k := khal{t, t.TempDir()}
	config := "[calendars]\n[[test]]\npath = " + filepath.Join(k.home, "calendar") + "\n" +
		"[locale]\nlocal_timezone = Europe/Berlin\ndefault_timezone = Europe/Berlin\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n" +
		"longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n" +
		"[default]\ndefault_calendar = test\n[sqlite]\npath = " + filepath.Join(k.home, "khal.db") + "\n"
	for _, dir := range []string{"calendar", "config/khal"} {
		if err := os.MkdirAll(filepath.Join(k.home, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(k.home, "config/khal/config"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return k
}

// take imports the calendar and lists all entries of two years as "title | begin–end | status".
func (k khal) take(calendar []byte) []string {
	k.t.Helper()
	file := filepath.Join(k.home, "feed.ics")
	if err := os.WriteFile(file, calendar, 0o600); err != nil {
		k.t.Fatal(err)
	}
	k.run("import", "--batch", "-a", "test", file)
	listed := k.run("list", "--once", "--day-format", "", "--format", "{title} | {start}–{end} | {status}", "2026-11-01", "800d")
	var entries []string
	for line := range strings.Lines(listed) {
		entries = append(entries, strings.TrimSpace(line))
	}
	return entries
}

func (k khal) run(args ...string) string {
	k.t.Helper()
	command := exec.CommandContext(k.t.Context(), "khal", args...)
	command.Env = []string{
		"HOME=" + k.home, "XDG_CONFIG_HOME=" + filepath.Join(k.home, "config"), "XDG_DATA_HOME=" + k.home, "XDG_CACHE_HOME=" + k.home,
		"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=Europe/Berlin",
	}
	out, err := command.CombinedOutput()
	if err != nil {
		k.t.Fatalf("khal %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// reading is an entry as python3-icalendar reads it.
type reading struct {
	Summary, Start, End, Status, UID string
	Transparent                      bool
	Sequence                         int
}

// icalendar reads the calendar with python3-icalendar; its entries by title.
func icalendar(t *testing.T, calendar []byte) map[string]reading {
	t.Helper()
	var stdout, stderr bytes.Buffer
	command := exec.CommandContext(t.Context(), "/usr/bin/python3", "-I", filepath.Join("testdata", "read_feed.py")) // Debian installs libraries for its own Python only
	command.Env = []string{"PYTHONIOENCODING=utf-8", "LC_ALL=C.UTF-8"}
	command.Stdin, command.Stdout, command.Stderr = bytes.NewReader(calendar), &stdout, &stderr
	if err := command.Run(); err != nil {
		t.Fatalf("python3-icalendar (apt-get install python3-icalendar): %v\n%s", err, stderr.String())
	}
	var all []reading
	if err := json.Unmarshal(stdout.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	entries := map[string]reading{}
	for _, one := range all {
		if _, twice := entries[one.Summary]; twice {
			t.Errorf("%q is there twice", one.Summary)
		}
		entries[one.Summary] = one
	}
	return entries
}

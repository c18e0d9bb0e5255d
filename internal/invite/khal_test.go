package invite_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
)

// calendar is a calendar kept by khal, a program that knows nothing of ours.
type calendar struct {
	t    *testing.T
	home string
}

func newCalendar(t *testing.T) calendar {
	t.Helper()
	if _, err := exec.LookPath("khal"); err != nil {
		t.Fatal("khal is missing: apt-get install khal")
	}
	c := calendar{t, t.TempDir()}
	config := "[calendars]\n[[test]]\npath = " + filepath.Join(c.home, "calendar") + "\n" +
		"[locale]\nlocal_timezone = Europe/Berlin\ndefault_timezone = Europe/Berlin\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n" +
		"longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n" +
		"[default]\ndefault_calendar = test\n[sqlite]\npath = " + filepath.Join(c.home, "khal.db") + "\n"
	for _, dir := range []string{"calendar", "config/khal"} {
		if err := os.MkdirAll(filepath.Join(c.home, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(c.home, "config/khal/config"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c calendar) run(args ...string) string {
	c.t.Helper()
	command := exec.CommandContext(c.t.Context(), "khal", args...)
	command.Env = []string{
		"HOME=" + c.home, "XDG_CONFIG_HOME=" + filepath.Join(c.home, "config"), "XDG_DATA_HOME=" + c.home, "XDG_CACHE_HOME=" + c.home,
		"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=Europe/Berlin",
	}
	out, err := command.CombinedOutput()
	if err != nil {
		c.t.Fatalf("khal %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// take imports a mail's calendar part and returns all entries as "title | begin–end | status".
func (c calendar) take(object string) []string {
	c.t.Helper()
	file := filepath.Join(c.home, "invite.ics")
	if err := os.WriteFile(file, []byte(object), 0o600); err != nil {
		c.t.Fatal(err)
	}
	c.run("import", "--batch", "-a", "test", file)
	listed := c.run("list", "--once", "--day-format", "", "--format", "{title} | {start}–{end} | {status}", "2027-01-01", "365d")
	var entries []string
	for _, line := range strings.Split(listed, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			entries = append(entries, line)
		}
	}
	return entries
}

func TestAnotherProgramKeepsOneEntryThroughAllVersions(t *testing.T) {
	t.Parallel()
	const event, workshop = "Fachtagung „Wohnen“; Größler, 2027", "Workshop: Prävention"
	steps := []struct {
		kind, changes, want string
		entries             int
	}{
		{"invitation", event, "| 2027-03-25 09:30–2027-03-25 16:00 |", 1},
		{"confirmation", event, "| 2027-03-25 09:30–2027-03-25 16:00 |", 1},
		{"confirmation*", workshop, "| 2027-03-25 11:00–2027-03-25 12:30 |", 2},
		{"update", event, "| 2027-03-25 10:30–2027-03-25 17:00 |", 2},
		{"update*", workshop, "| 2027-03-25 12:00–2027-03-25 13:30 |", 2},
		{"cancellation", event, "| CANCELLED", 2},
		{"cancellation*", workshop, "| CANCELLED", 2},
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		theirs := newCalendar(t)
		h := published(t, db)
		mails := h.live()
		if len(mails) != len(steps) {
			t.Fatalf("%d mails, want %d", len(mails), len(steps))
		}
		for n, step := range steps {
			entries := theirs.take(mails[n].Calendar)
			if h.kind(mails[n]) != step.kind || len(entries) != step.entries {
				t.Fatalf("%s: %d entries, want %s with %d: %q", h.kind(mails[n]), len(entries), step.kind, step.entries, entries)
			}
			found := false
			for _, entry := range entries {
				found = found || strings.Contains(entry, step.changes) && strings.Contains(entry, step.want)
			}
			if !found {
				t.Errorf("%s: no entry %q %q in %q", step.kind, step.changes, step.want, entries)
			}
		}
	})
}

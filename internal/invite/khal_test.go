package invite_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/mail"
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

// take imports the calendar parts of mails in their order and returns all entries as "title | begin–end | status".
func (c calendar) take(mails []mail.Message) []string {
	c.t.Helper()
	args := []string{"import", "--batch", "-a", "test"}
	for n, m := range mails {
		file := filepath.Join(c.home, fmt.Sprintf("invite-%d.ics", n))
		if err := os.WriteFile(file, []byte(m.Calendar), 0o600); err != nil {
			c.t.Fatal(err)
		}
		args = append(args, file)
	}
	c.run(args...)
	listed := c.run("list", "--once", "--day-format", "", "--format", "{title} | {start}–{end} | {status}", "2027-01-01", "365d")
	var entries []string
	for _, line := range strings.Split(listed, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			entries = append(entries, line)
		}
	}
	slices.Sort(entries)
	return entries
}

func TestAnotherProgramKeepsOneEntryThroughAllVersions(t *testing.T) {
	t.Parallel()
	const event, workshop = "Fachtagung „Wohnen“; Größler, 2027", "Workshop: Prävention"
	stages := []struct {
		mails string
		want  []string
	}{
		{"invitation", []string{event + " | 2027-03-25 09:30–2027-03-25 16:00 | "}},
		{"confirmation confirmation*", []string{
			event + " | 2027-03-25 09:30–2027-03-25 16:00 | ", workshop + " | 2027-03-25 11:00–2027-03-25 12:30 | ",
		}},
		{"update update*", []string{
			event + " | 2027-03-25 10:30–2027-03-25 17:00 | ", workshop + " | 2027-03-25 12:00–2027-03-25 13:30 | ",
		}},
		{"cancellation cancellation*", []string{
			event + " | 2027-03-25 10:30–2027-03-25 17:00 | CANCELLED", workshop + " | 2027-03-25 12:00–2027-03-25 13:30 | CANCELLED",
		}},
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		theirs := newCalendar(t)
		h := published(t, db)
		mails := h.live()
		for _, stage := range stages {
			kinds := strings.Fields(stage.mails)
			for n, kind := range kinds {
				if got := h.kind(mails[n]); got != kind {
					t.Fatalf("%s, want %s", got, kind)
				}
			}
			entries := theirs.take(mails[:len(kinds)])
			mails = mails[len(kinds):]
			if len(entries) != len(stage.want) {
				t.Fatalf("after %s: %q", stage.mails, entries)
			}
			for n, want := range stage.want {
				if !strings.HasPrefix(entries[n], strings.TrimSpace(want)) {
					t.Errorf("after %s: %q, want %q", stage.mails, entries[n], want)
				}
			}
		}
		if len(mails) != 0 {
			t.Errorf("%d further mails", len(mails))
		}
	})
}

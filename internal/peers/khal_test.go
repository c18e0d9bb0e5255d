package peers_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// khal is a calendar program that takes files: it gets the calendar parts as they arrived.
type khal struct {
	t    *testing.T
	home string
	took int
}

const khalConfig = `[calendars]
[[test]]
path = %[1]s/calendar
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %%H:%%M
dateformat = %%Y-%%m-%%d
longdateformat = %%Y-%%m-%%d
datetimeformat = %%Y-%%m-%%d %%H:%%M
longdatetimeformat = %%Y-%%m-%%d %%H:%%M
[default]
default_calendar = test
[sqlite]
path = %[1]s/khal.db
`

func newKhal(t *testing.T) *khal {
	t.Helper()
	k := &khal{t: t, home: t.TempDir()}
	within(t, k.home, "calendar")
	write(t, filepath.Join(within(t, k.home, "config", "khal"), "config"), fmt.Sprintf(khalConfig, k.home))
	return k
}

// take imports a calendar part and returns all entries: "begin–end title status".
func (k *khal) take(object string) []string {
	k.t.Helper()
	k.took++
	file := write(k.t, filepath.Join(k.home, fmt.Sprintf("%d.ics", k.took)), object)
	k.run("import", "--batch", "-a", "test", file)
	listed := k.run("list", "--once", "--day-format", "", "--format", "{start-time}–{end-time} {title} {status}", day().Format("2006-01-02"), "3d")
	var entries []string
	for line := range strings.SplitSeq(listed, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			entries = append(entries, line)
		}
	}
	return entries
}

func (k *khal) run(args ...string) string {
	k.t.Helper()
	command := exec.CommandContext(k.t.Context(), "khal", args...)
	command.Env = []string{
		"HOME=" + k.home, "XDG_CONFIG_HOME=" + filepath.Join(k.home, "config"), "XDG_DATA_HOME=" + k.home, "XDG_CACHE_HOME=" + k.home,
		"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=Europe/Berlin",
	}
	out, err := command.CombinedOutput()
	if err != nil {
		k.t.Fatalf("khal %v: %v\n%s", args, err, out)
	}
	return string(out)
}

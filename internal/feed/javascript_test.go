package feed_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
)

// icalJS is a calendar kept with ical.js, the library that Thunderbird reads calendars with.
type icalJS struct {
	t     *testing.T
	taken []string
}

// take imports the calendar after those before and returns all entries by begin.
func (c *icalJS) take(calendar []byte) []reading {
	c.t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		c.t.Fatal(err)
	}
	library := filepath.Join(cache, "rundertisch/javascript/node_modules/ical.js/dist/ical.es5.cjs")
	if _, err := os.Stat(library); err != nil {
		c.t.Fatal("ical.js is missing: scripts/prepare ical.js")
	}
	c.taken = append(c.taken, string(calendar))
	input, err := json.Marshal(c.taken)
	if err != nil {
		c.t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	command := exec.CommandContext(c.t.Context(), "node", filepath.Join("testdata", "read_feed.cjs"), library)
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "TZ=Asia/Tokyo"} // a zone that no calendar speaks of
	command.Stdin, command.Stdout, command.Stderr = bytes.NewReader(input), &stdout, &stderr
	if err := command.Run(); err != nil {
		c.t.Fatalf("ical.js: %v\n%s", err, stderr.String())
	}
	var entries []reading
	if err := json.Unmarshal(stdout.Bytes(), &entries); err != nil {
		c.t.Fatal(err)
	}
	slices.SortFunc(entries, func(x, y reading) int { return strings.Compare(x.Start, y.Start) })
	return entries
}

// TestICalJSMovesTheEntryOfAMovedDeadline imports the calendar again and again: each entry is there once, with its days and
// times, through a move, a cancellation and a return.
func TestICalJSMovesTheEntryOfAMovedDeadline(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := newHouse(t, s)
		e := h.event(event.Published)
		token, calendar := h.opened(), &icalJS{t: t}
		deadline := reading{Summary: "2.2 Bedarf erhoben", Start: "2027-02-28", End: "2027-03-01", Status: "CONFIRMED", Transparent: true}
		meeting := reading{Summary: e.Title, Start: "2027-10-30T20:00:00.000Z", End: "2027-10-30T21:30:00.000Z", Status: "CONFIRMED"}
		uids := map[string]string{}
		check := func(when string, want ...reading) {
			t.Helper()
			got := calendar.take(h.read(token).Data)
			for i := range got {
				if before := uids[got[i].Summary]; before != "" && before != got[i].UID {
					t.Errorf("%s: %q has another UID", when, got[i].Summary)
				}
				uids[got[i].Summary], got[i].UID = got[i].UID, ""
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s ical.js lists (-want +got):\n%s", when, diff)
			}
		}
		check("at first", deadline, meeting)
		check("once more", deadline, meeting)
		h.due("2028-02")
		deadline.Start, deadline.End, deadline.Sequence = "2028-02-29", "2028-03-01", 1
		check("after the move", meeting, deadline)
		_, err := s.Events.Cancel(t.Context(), h.Actor, e.ID)
		h.must(err)
		meeting.Status, meeting.Sequence = "CANCELLED", 1
		check("after the cancellation", meeting, deadline)
		entry, err := s.Plan.RemoveMilestone(t.Context(), h.Actor, h.milestone.ID)
		h.must(err)
		if got := calendar.take(h.read(token).Data); len(got) != 3 || got[2].Status != "CANCELLED" || got[2].Sequence != 2 { // one says that nothing is left
			t.Errorf("deleted: %+v", got)
		}
		_, err = s.Bin.BringBack(t.Context(), h.Actor, entry.ID)
		h.must(err)
		if got := calendar.take(h.read(token).Data); got[len(got)-1].Status != "CONFIRMED" || got[len(got)-1].Sequence != 3 {
			t.Errorf("brought back: %+v", got)
		}
	})
}

package invite_test

import (
	"strings"
	"testing"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/invite"
)

const (
	sampleUID     = "0000000000000000000000000000uid@example.org" // stands for that of the invitation
	sampleAddress = "anna.weiss@example.org"
)

// FuzzReceive hands mails to the whole path, from the bytes to the stored verdict: whatever it is, it is kept once with a state
// and a reason, nobody is added by it, and only what counts as an answer changes one. The house goes through all of them.
func FuzzReceive(f *testing.F) {
	shared := published(f, dbtest.Open(f, dbtest.File(f)))
	shared.edit(func(d *event.Details) { d.Capacity = "500" })
	shared.invite(shared.person("Anna", "Weiss"))
	sample := attendance.Attendance{UID: sampleUID, Email: sampleAddress}
	for _, mail := range mails() {
		if raw := mail.raw(sample, shared.clock.Now(), 1); len(raw) < 8<<10 {
			f.Add(raw)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		h := *shared
		h.t = t
		h.clock.Advance(time.Minute)
		before := h.rows()[sampleAddress]
		raw = []byte(strings.ReplaceAll(string(raw), sampleUID, before.UID))
		n := h.receive(raw)
		if n.State == "" || n.Reason == "" || len(n.Comment) > 2<<10 {
			t.Fatalf("no verdict: %+v", n)
		}
		rows := h.rows()
		if len(rows) != 1 {
			t.Fatalf("%d people", len(rows))
		}
		if after := rows[sampleAddress]; (after.Answer != before.Answer || after.Place != before.Place) && n.State != invite.Matched {
			t.Fatalf("a mail that is %s changed the answer from %s to %s", n.State, before.Answer, after.Answer)
		}
		if again := h.receive(raw); again.ID != n.ID {
			t.Fatal("the same mail was kept twice")
		}
	})
}

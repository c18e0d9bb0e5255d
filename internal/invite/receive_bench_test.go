package invite_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
)

// BenchmarkReceive takes mails in, each another one: from the bytes to the committed answer.
func BenchmarkReceive(b *testing.B) {
	big := strings.Repeat("Sehr geehrte Damen und Herren, ich komme gern.\r\n", 10<<20/48)
	for _, c := range []struct {
		name string
		mail func(n int) said
	}{
		{"an answer that counts", func(n int) said {
			return said{who: "ATTENDEE;PARTSTAT=" + []string{"ACCEPTED", "TENTATIVE"}[n%2] + ":mailto:{email}", letter: parted("multipart/mixed", text, part, attachment)}
		}},
		{"an answer to an unknown entry", func(int) said { return said{uid: "gibtesnicht@example.org"} }},
		{"an answer before ten megabytes of letter", func(int) said { return by(parted("multipart/mixed", part, "Content-Type: text/plain\r\n\r\n"+big)) }},
		{"a torn object", func(int) said { return said{no: []string{"END:VEVENT"}} }},
	} {
		b.Run(c.name, func(b *testing.B) {
			dbtest.EachOf(b, func(b *testing.B, db *database.DB) {
				h := published(b, db)
				row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
				for n := 0; b.Loop(); n++ {
					h.clock.Advance(time.Second)
					h.receive(c.mail(n).raw(row, h.clock.Now(), n))
				}
				if after := h.rows()[row.Email]; strings.Contains(c.name, "counts") && after.Place != attendance.Confirmed {
					b.Error("the answers did not count")
				}
			})
		})
	}
}

// FuzzReceive hands mails to the whole path, from the bytes to the stored verdict: whatever it is, it is kept with a state and a
// reason, and nobody is added, invited or moved by it.
func FuzzReceive(f *testing.F) {
	sample := attendance.Attendance{UID: sampleUID, Email: sampleAddress}
	for _, mail := range mails() {
		if raw := mail.raw(sample, time.Date(2027, 1, 15, 9, 30, 0, 0, time.UTC), 1); len(raw) < 64<<10 {
			f.Add(raw)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		h := published(t, dbtest.Open(t, dbtest.SQLite(t)))
		row := h.invite(h.person("Anna", "Weiss"))[sampleAddress]
		raw = []byte(strings.ReplaceAll(string(raw), sampleUID, row.UID))
		h.clock.Advance(time.Hour)
		n := h.receive(raw)
		if n.State == "" || n.Reason == "" || len(n.Comment) > 2<<10 {
			t.Fatalf("no verdict: %+v", n)
		}
		rows := h.rows()
		if len(rows) != 1 || rows[sampleAddress].Sequence != row.Sequence || rows[sampleAddress].UID != row.UID {
			t.Fatalf("%d people, %+v", len(rows), rows[sampleAddress])
		}
		if changed := rows[sampleAddress].Answer != row.Answer; changed && fmt.Sprint(n.State) != "matched" {
			t.Fatalf("a mail that is %s changed the answer to %s", n.State, rows[sampleAddress].Answer)
		}
		if again := h.receive(raw); again.ID != n.ID {
			t.Fatal("the same mail was kept twice")
		}
	})
}

const (
	sampleUID     = "0000000000000000000000000000uid@example.org"
	sampleAddress = "anna.weiss@example.org"
)

package invite_test

import (
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

package invite_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/ical"
	"rundertisch/internal/inbox"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail/imapbox"
	"rundertisch/internal/mail/imaptest"
)

// reader reads the mailbox into the house, as one instance of the program does.
func (h *house) reader(s *imaptest.Server) *inbox.Service {
	h.t.Helper()
	server, err := imapbox.ParseServer(s.URL())
	h.must(err)
	source := inbox.Source{Name: server.String(), Open: func(ctx context.Context) (inbox.Box, error) { return imapbox.Open(ctx, server) }}
	keep := func(ctx context.Context, raw []byte) (string, error) {
		_, err := h.Receive(ctx, raw)
		return inbox.Processed, err
	}
	return inbox.New(h.db, h.clock, source, keep, invite.MaxLetter+1, slog.New(slog.DiscardHandler))
}

func TestAnAnswerInTheMailboxIsAppliedOnceHoweverOftenItIsRead(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		h.clock.Advance(time.Minute)
		box := imaptest.Start(t)
		box.Put(t, "INBOX", h.letter(h.mails()[0].Calendar, ical.Accepted, row.Email))
		box.DropAt("UID MOVE")
		reader := h.reader(box)
		if err := reader.ReadOnce(t.Context()); err == nil {
			t.Fatal("the connection did not drop")
		}
		if left, _ := box.Count("INBOX"); left != 1 || h.rows()[row.Email].Place != attendance.Confirmed {
			t.Fatalf("%d in the mailbox, place %s", left, h.rows()[row.Email].Place)
		}
		h.must(reader.ReadOnce(t.Context()))
		wantSent(t, h, 0, "invitation REQUEST 0 anna.weiss", "noted  0 anna.weiss")
		answers, err := attendance.AnswersIn(t.Context(), db.Read(), row.ID)
		h.must(err)
		if left, _ := box.Count("INBOX"); left != 0 || len(answers) != 1 {
			t.Errorf("%d left, %d answers", left, len(answers))
		}
	})
}

// TestTwoInstancesApplyNothingTwice has two processes' readers read 1,000 answers at the same time, once as they do it, by lease,
// and once as if the lease had been lost in the middle.
func TestTwoInstancesApplyNothingTwice(t *testing.T) {
	t.Parallel()
	const people = 1000
	db := dbtest.Open(t, dbtest.Postgres(t))
	h := published(t, db)
	h.edit(func(d *event.Details) { d.Capacity = "" })
	var invited []directory.Person
	for n := range people {
		invited = append(invited, h.person("Anna", fmt.Sprintf("Nummer%d", n)))
	}
	h.invite(invited...)
	h.clock.Advance(time.Minute)
	box := imaptest.Start(t)
	for _, m := range h.mails() {
		box.Put(t, "INBOX", h.letter(m.Calendar, ical.Accepted, m.ToEmail))
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 3)
	for range 2 {
		reader := h.reader(box)
		go func() { ended <- reader.Run(ctx) }()
	}
	intruder := h.reader(box)
	go func() {
		for left := people; left > 0 && ctx.Err() == nil; left, _ = box.Count("INBOX") {
			_ = intruder.ReadOnce(ctx) // meets mails that the other has just taken away
		}
		ended <- nil
	}()
	h.must(<-ended)
	stop()
	h.must(<-ended)
	h.must(<-ended)
	for _, want := range []struct{ what, query string }{
		{"answers applied", "SELECT count(*) FROM attendance_answers WHERE outcome = 'applied'"},
		{"answers", "SELECT count(*) FROM attendance_answers"},
		{"people with a place", "SELECT count(*) FROM attendances WHERE place = 'confirmed'"},
		{"confirmations", "SELECT count(*) FROM mail_messages WHERE kind = 'noted'"},
		{"mails kept", "SELECT count(*) FROM invite_incoming"},
	} {
		var n int
		h.must(db.Read().NewRaw(want.query).Scan(t.Context(), &n))
		if n != people {
			t.Errorf("%s: %d, want %d", want.what, n, people)
		}
	}
	if left, _ := box.Count("INBOX"); left != 0 {
		t.Errorf("%d mails left", left)
	}
}

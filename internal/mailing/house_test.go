package mailing_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/jobs"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
	"rundertisch/internal/mailing"
)

var noon = time.Date(2027, 1, 15, 11, 0, 0, 0, time.UTC)

// house is an office whose mailings are circulars to people numbered from 1.
type house struct {
	*mailing.Service
	t      *testing.T
	db     *database.DB
	clock  *clock.Manual
	actor  account.Actor
	jobs   *jobs.Runner
	outbox *mail.Service
	sender *mail.Sender
	server *mailtest.Server
	kind   *circular
}

// openAt is open on the database at the address.
func openAt(t *testing.T, address string) *house { return open(t, dbtest.Open(t, address)) }

// cutHeader returns what is before, in and behind the header line.
func cutHeader(raw []byte, name string) (before, value, after string) {
	before, rest, _ := strings.Cut(string(raw), "\r\n"+name)
	value, after, _ = strings.Cut(rest, "\r\n")
	return before, value, after
}

func open(t *testing.T, db *database.DB) *house {
	t.Helper()
	h := &house{t: t, db: db, clock: clock.At(noon), server: mailtest.Start(t)}
	h.actor = h.project()
	h.process(0)
	return h
}

// process builds services as another process on the same database would.
func (h *house) process(perHour int) {
	h.t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	h.must(err)
	h.outbox, err = mail.New(h.db, h.clock, netmail.Address{Name: "Planung", Address: "planung@example.org"}, false)
	h.must(err)
	address, err := mail.ParseServer(h.server.URL())
	h.must(err)
	h.sender, err = mail.NewSender(h.outbox, address, perHour, slog.New(slog.DiscardHandler))
	h.must(err)
	h.jobs = jobs.New(h.db, h.clock, slog.New(slog.DiscardHandler))
	h.Service, err = mailing.New(h.db, h.clock, berlin, h.outbox, h.jobs)
	h.must(err)
	h.kind = &circular{mail: h.outbox, people: 250}
	h.must(h.Offer(map[string]mailing.Kind{"circular": h.kind}))
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) project() account.Actor {
	h.t.Helper()
	w := account.Workspace{ID: id.New(), Name: "Landkreis Musterland", CreatedAt: noon, Version: 1}
	p := account.Project{ID: id.New(), WorkspaceID: w.ID, Name: "Vorhaben", CreatedAt: noon, Version: 1}
	h.must(h.db.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, errW := tx.NewInsert().Model(&w).Exec(ctx)
		_, errP := tx.NewInsert().Model(&p).Exec(ctx)
		return errors.Join(errW, errP)
	}))
	return account.Actor{
		UserID: id.New(), Name: "Jana Muster", Email: "jana@example.org", WorkspaceID: w.ID, ProjectID: p.ID, Roles: []account.Role{account.Coordination},
	}
}

func (h *house) draft() mailing.Mailing {
	h.t.Helper()
	m, err := h.Add(h.t.Context(), h.actor, mailing.Mailing{Kind: "circular", SubjectID: "subject", Title: "Rundschreiben", Content: "Guten Tag"})
	h.must(err)
	return m
}

// sending is a mailing that was let go; nothing of it is written yet.
func (h *house) sending() mailing.Mailing {
	h.t.Helper()
	m := h.draft()
	h.must(h.Send(h.t.Context(), h.actor, m.ID, m.Version))
	return m
}

func (h *house) work() {
	h.t.Helper()
	_, err := h.jobs.RunDue(h.t.Context())
	h.must(err)
}

func (h *house) post(want int) {
	h.t.Helper()
	n, err := h.sender.SendDue(h.t.Context())
	h.must(err)
	if n != want {
		h.t.Fatalf("%d mails left, want %d", n, want)
	}
}

func (h *house) find(m mailing.Mailing) mailing.Progress {
	h.t.Helper()
	p, err := h.Find(h.t.Context(), h.actor, m.ID)
	h.must(err)
	return p
}

// is checks where the mailing stands.
func (h *house) is(m mailing.Mailing, state mailing.State, sent, open int) {
	h.t.Helper()
	if p := h.find(m); p.State() != state || p.Sent() != sent || p.Open() != open {
		h.t.Errorf("%s with %d sent and %d open, want %s with %d and %d", p.State(), p.Sent(), p.Open(), state, sent, open)
	}
}

func (h *house) refused(err error) {
	h.t.Helper()
	if !fault.Is(err, fault.Conflict) {
		h.t.Errorf("refused with %v, want a Conflict", err)
	}
}

// arrived counts the mails of each receiver, and fails when somebody has two.
func (h *house) arrived() int {
	h.t.Helper()
	seen := map[string]bool{}
	for _, m := range h.server.Mails() {
		if seen[m.To[0]] {
			h.t.Errorf("%s got two mails", m.To[0])
		}
		seen[m.To[0]] = true
	}
	return len(seen)
}

// circular is a kind of mailings to made-up people.
type circular struct {
	mail    *mail.Service
	people  int
	closed  error                     // what Ready says
	ends    time.Time                 // from when on Ready says that it is too late; never when zero
	broken  func(position int) error  // what writing to somebody says
	taken   []string                  // whose mail was taken back
	leftOut map[string]mailing.Reason // by address, when their turn comes
}

func (c *circular) Ready(_ context.Context, _ bun.IDB, _ mailing.Mailing, at time.Time) error {
	if !c.ends.IsZero() && !at.Before(c.ends) {
		return fault.New(fault.Conflict, "invite.begun")
	}
	return c.closed
}

func (c *circular) Receivers(context.Context, bun.IDB, mailing.Mailing) ([]mailing.Receiver, error) {
	all := []mailing.Receiver{{ReceiverID: "0", Name: "Ohne Adresse", Reason: mailing.NoAddress}}
	for i := range c.people {
		all = append(all, mailing.Receiver{ReceiverID: fmt.Sprint(i + 1), Name: fmt.Sprintf("Person %d", i+1), Email: fmt.Sprintf("p%d@example.org", i+1)})
	}
	return all, nil
}

func (c *circular) Preview(_ context.Context, _ bun.IDB, m mailing.Mailing, to mailing.Receiver, note string) (mail.Message, error) {
	return c.letter(m, to, strings.TrimSpace(note+"\n"+m.Content)), nil
}

func (c *circular) letter(m mailing.Mailing, to mailing.Receiver, text string) mail.Message {
	return mail.Message{
		ID: id.New(), WorkspaceID: m.WorkspaceID, ProjectID: m.ProjectID, MailingID: m.ID, Kind: "circular", ThreadKey: m.ID + to.ReceiverID,
		ToName: to.Name, ToEmail: to.Email, Subject: m.Title, Text: text, Method: "REQUEST",
		Calendar: "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nUID:" + to.ReceiverID + "\r\nEND:VCALENDAR\r\n",
	}
}

func (c *circular) WriteIn(ctx context.Context, tx bun.IDB, m mailing.Mailing, part []mailing.Receiver) error {
	for i := range part {
		if c.broken != nil {
			if err := c.broken(part[i].Position); err != nil {
				return err
			}
		}
		if reason := c.leftOut[part[i].Email]; reason != "" {
			part[i].Reason = reason
			continue
		}
		letter := c.letter(m, part[i], m.Content)
		part[i].Turn, part[i].MessageID = mailing.Written, letter.ID
		if err := c.mail.QueueIn(ctx, tx, letter); err != nil {
			return err
		}
	}
	return nil
}

func (c *circular) UnwriteIn(_ context.Context, _ bun.IDB, _ mailing.Mailing, part []mailing.Receiver) error {
	for _, r := range part {
		c.taken = append(c.taken, r.Email)
	}
	return nil
}

package invite_test

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
	"rundertisch/internal/attendance"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/holiday"
	"rundertisch/internal/id"
	"rundertisch/internal/invite"
	"rundertisch/internal/jobs"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
	"rundertisch/internal/mailing"
)

const (
	organizer = "planung@example.org"
	baseURL   = "https://rundertisch.example.org"
)

// house is a project with a published event, a directory and everything that writes mail.
type house struct {
	*invite.Service
	t           testing.TB
	db          *database.DB
	clock       *clock.Manual
	actor       account.Actor
	events      *event.Service
	attendances *attendance.Service
	people      *directory.Service
	mailings    *mailing.Service
	jobs        *jobs.Runner
	event       event.Event
}

func open(t testing.TB, db *database.DB) *house {
	t.Helper()
	h := &house{t: t, db: db, clock: clock.At(time.Date(2027, 1, 15, 9, 0, 0, 0, time.UTC))}
	berlin, err := time.LoadLocation("Europe/Berlin")
	h.must(err)
	catalogue, texts := mailtest.Sentences(t)
	mails, err := mail.New(db, h.clock, netmail.Address{Name: "Landkreis Musterland", Address: organizer}, false)
	h.must(err)
	announcer, err := invite.NewAnnouncer(mails, texts, catalogue, h.clock, baseURL)
	h.must(err)
	calendar, err := holiday.Thuringia()
	h.must(err)
	h.attendances, err = attendance.New(db, h.clock, calendar, "example.org", announcer)
	h.must(err)
	h.events, err = event.New(db, h.clock, berlin, h.attendances, announcer)
	h.must(err)
	h.jobs = jobs.New(db, h.clock, slog.New(slog.DiscardHandler))
	h.people = directory.New(db, h.clock, berlin, h.jobs)
	h.mailings, err = mailing.New(db, h.clock, berlin, mails, h.jobs)
	h.must(err)
	h.Service, err = invite.New(db, h.clock, announcer, h.attendances, h.people, h.mailings)
	h.must(err)
	h.actor = h.project()
	h.event, err = h.events.Add(t.Context(), h.actor, details())
	h.must(err)
	return h
}

// published is a house whose event people can be invited to.
func published(t testing.TB, db *database.DB) *house {
	t.Helper()
	h := open(t, db)
	var err error
	h.event, err = h.events.Publish(t.Context(), h.actor, h.event.ID)
	h.must(err)
	return h
}

func details() event.Details {
	return event.Details{
		Kind: event.Symposium, Title: "Fachtagung „Wohnen“; Größler, 2027", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus",
		Address: "Lindenplatz 1\n99974 Musterstadt", Capacity: "3", Contact: "sozialplanung@example.org",
	}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) in(fn func(ctx context.Context, tx bun.IDB) error) {
	h.t.Helper()
	h.must(h.db.RunInTx(h.t.Context(), fn))
}

func (h *house) project() account.Actor {
	h.t.Helper()
	w := account.Workspace{ID: id.New(), Name: "Landkreis Musterland", Imprint: "Impressum", PrivacyContact: "datenschutz@example.org", CreatedAt: h.clock.Now(), Version: 1}
	p := account.Project{ID: id.New(), WorkspaceID: w.ID, Name: "Vorhaben", CreatedAt: h.clock.Now(), Version: 1}
	h.in(func(ctx context.Context, tx bun.IDB) error {
		_, errW := tx.NewInsert().Model(&w).Exec(ctx)
		_, errP := tx.NewInsert().Model(&p).Exec(ctx)
		return errors.Join(errW, errP)
	})
	return account.Actor{UserID: id.New(), Name: "Jana Muster", WorkspaceID: w.ID, ProjectID: p.ID, Roles: []account.Role{account.Coordination}}
}

// person adds somebody to the directory.
func (h *house) person(given, family string) directory.Person {
	h.t.Helper()
	p, err := h.people.AddPerson(h.t.Context(), h.actor, directory.Person{
		Given: given, Family: family, Email: database.FoldWord(given) + "." + database.FoldWord(family) + "@example.org", Lang: "de", Source: "Test",
	})
	h.must(err)
	return p
}

func choose(persons ...directory.Person) directory.Choice {
	var c directory.Choice
	for _, p := range persons {
		c.PersonIDs = append(c.PersonIDs, p.ID)
	}
	return c
}

// invite invites the persons and returns their attendances by address.
func (h *house) invite(persons ...directory.Person) map[string]attendance.Attendance {
	h.t.Helper()
	h.send(invite.Order{Choice: choose(persons...)})
	return h.rows()
}

// send carries the order out and returns what became of it.
func (h *house) send(order invite.Order) mailing.Progress {
	h.t.Helper()
	order.Title = "Einladung"
	m, err := h.Draft(h.t.Context(), h.actor, h.event.ID, order)
	h.must(err)
	h.must(h.mailings.Send(h.t.Context(), h.actor, m.ID, m.Version))
	_, err = h.jobs.RunDue(h.t.Context())
	h.must(err)
	sent, err := h.mailings.Find(h.t.Context(), h.actor, m.ID)
	h.must(err)
	return sent
}

// rows reads everybody at the event by address.
func (h *house) rows() map[string]attendance.Attendance {
	h.t.Helper()
	list, err := attendance.ListIn(h.t.Context(), h.db.Read(), h.event.ID)
	h.must(err)
	rows := map[string]attendance.Attendance{}
	for _, row := range list {
		rows[row.Email] = row
	}
	return rows
}

func (h *house) answer(row attendance.Attendance, answer attendance.Answer) {
	h.t.Helper()
	h.in(func(ctx context.Context, tx bun.IDB) error {
		_, err := h.attendances.AnswerIn(ctx, tx, row.ID, attendance.Reply{Answer: answer, Source: attendance.ByWeb})
		return err
	})
}

// register registers somebody by the public form.
func (h *house) register(name string, wishes ...attendance.Wish) {
	h.t.Helper()
	form := attendance.Registration{
		EventID: h.event.ID, Guest: attendance.Guest{Name: name, Email: database.FoldWord(name) + "@example.org", Lang: "de"},
		Source: attendance.ByForm, Ticket: attendance.NewTicket(), Wishes: wishes,
	}
	h.in(func(ctx context.Context, tx bun.IDB) error {
		_, _, err := h.attendances.RegisterIn(ctx, tx, form, func(event.Event) error { return nil })
		return err
	})
}

func (h *house) workshop(title string, capacity int) event.ProgrammeItem {
	h.t.Helper()
	item, err := h.events.AddItem(h.t.Context(), h.actor, h.event.ID, event.ItemDetails{
		Kind: event.WorkshopItem, Title: title, Begin: "11:00", End: "12:30", NewSlot: "Vormittag", Room: "Saal 2", Capacity: fmt.Sprint(capacity),
	})
	h.must(err)
	return item
}

// edit changes the event.
func (h *house) edit(change func(*event.Details)) {
	h.t.Helper()
	d := details()
	change(&d)
	now, err := h.events.Find(h.t.Context(), h.actor, h.event.ID)
	h.must(err)
	h.event, err = h.events.Edit(h.t.Context(), h.actor, h.event.ID, now.Version, d)
	h.must(err)
}

func (h *house) cancel() {
	h.t.Helper()
	_, err := h.events.Cancel(h.t.Context(), h.actor, h.event.ID)
	h.must(err)
}

// mails reads the outbox in its order.
func (h *house) mails() []mail.Message {
	h.t.Helper()
	var all []mail.Message
	h.must(h.db.Read().NewSelect().Model(&all).Order("m.created_at", "m.id").Scan(h.t.Context()))
	return all
}

// sent says what is in the outbox beyond the first n mails: "kind METHOD sequence receiver", kind with a * for workshops.
func (h *house) sent(after int) []string {
	h.t.Helper()
	var lines []string
	for _, m := range h.mails()[after:] {
		who, _, _ := strings.Cut(m.ToEmail, "@")
		lines = append(lines, fmt.Sprintf("%s %s %d %s", h.kind(m), m.Method, m.Sequence, who))
	}
	return lines
}

// kind is the mail's template, with a * when it is about a workshop.
func (h *house) kind(m mail.Message) string {
	h.t.Helper()
	if _, err := attendance.FindIn(h.t.Context(), h.db.Read(), m.ThreadKey); err != nil {
		return m.Kind + "*"
	}
	return m.Kind
}

// property returns the value of a property in the event of a calendar object, unfolded.
func property(object, name string) string {
	_, object, _ = strings.Cut(object, "BEGIN:VEVENT")
	for _, line := range strings.Split(strings.ReplaceAll(object, "\r\n ", ""), "\r\n") {
		if rest, found := strings.CutPrefix(line, name); found && (rest[0] == ':' || rest[0] == ';') {
			return rest[1:]
		}
	}
	return ""
}

// choose chooses a workshop on the person's own page.
func (h *house) choose(row attendance.Attendance, item event.ProgrammeItem) {
	h.t.Helper()
	h.in(func(ctx context.Context, tx bun.IDB) error {
		_, err := h.attendances.ChooseIn(ctx, tx, row.ID, attendance.NewTicket(), []attendance.Wish{{ItemID: item.ID}}, attendance.ByWeb)
		return err
	})
}

// registered registers a directory person by the public form.
func (h *house) registered(p directory.Person) func(ctx context.Context, tx bun.IDB) error {
	return func(ctx context.Context, tx bun.IDB) error {
		_, _, err := h.attendances.RegisterIn(ctx, tx, attendance.Registration{
			EventID: h.event.ID, Guest: attendance.Guest{Name: p.Name(), Email: p.Email, Lang: "de"},
			Source: attendance.ByForm, Ticket: attendance.NewTicket(),
		}, func(event.Event) error { return nil })
		return err
	}
}

// posted has the mail server take everything that waits.
func (h *house) posted() {
	h.t.Helper()
	h.in(func(ctx context.Context, tx bun.IDB) error {
		now := h.clock.Now()
		_, err := tx.NewUpdate().Model((*mail.Message)(nil)).Set("state = ?", mail.Sent).Set("sent_at = ?", now).Set("done_at = ?", now).
			Where("state = ?", mail.Queued).Exec(ctx)
		return err
	})
}

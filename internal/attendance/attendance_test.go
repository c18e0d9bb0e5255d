package attendance_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/holiday"
	"rundertisch/internal/id"
)

// watcher notes what it is told.
type watcher struct {
	mu      sync.Mutex
	changes []attendance.Change
}

func (w *watcher) AttendanceChanged(_ context.Context, _ bun.IDB, change attendance.Change) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.changes = append(w.changes, change)
	return nil
}

// reasons returns what was told since the last call, as "Name: reason".
func (w *watcher) reasons() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []string
	for _, change := range w.changes {
		all = append(all, change.After.Name+": "+string(change.Reason))
	}
	w.changes = nil
	return all
}

// room is a published event with the services around it.
type room struct {
	*attendance.Service
	events *event.Service
	db     *database.DB
	clock  *clock.Manual
	told   *watcher
	actor  account.Actor
	event  event.Event
	t      *testing.T
}

func open(t *testing.T, db *database.DB, capacity int) *room {
	t.Helper()
	r := &room{db: db, clock: clock.At(time.Date(2027, 1, 15, 9, 0, 0, 0, time.UTC)), told: &watcher{}, t: t}
	calendar, err := holiday.Thuringia()
	r.must(err)
	r.Service, err = attendance.New(db, r.clock, calendar, "example.org", r.told)
	r.must(err)
	berlin, err := time.LoadLocation("Europe/Berlin")
	r.must(err)
	r.events, err = event.New(db, r.clock, berlin, r.Service)
	r.must(err)
	r.actor = r.project()
	r.event, err = r.events.Add(t.Context(), r.actor, details(capacity))
	r.must(err)
	r.event, err = r.events.Publish(t.Context(), r.actor, r.event.ID)
	r.must(err)
	return r
}

func details(capacity int) event.Details {
	return event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus",
		Address: "Lindenplatz 1", Capacity: fmt.Sprint(capacity), Contact: "sozialplanung@example.org",
	}
}

func (r *room) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) project() account.Actor {
	r.t.Helper()
	w := account.Workspace{ID: id.New(), Name: "Kreis", Imprint: "Impressum", PrivacyContact: "datenschutz@example.org", CreatedAt: r.clock.Now(), Version: 1}
	p := account.Project{ID: id.New(), WorkspaceID: w.ID, Name: "Vorhaben", CreatedAt: r.clock.Now(), Version: 1}
	r.in(func(ctx context.Context, tx bun.IDB) error {
		_, errW := tx.NewInsert().Model(&w).Exec(ctx)
		_, errP := tx.NewInsert().Model(&p).Exec(ctx)
		return errors.Join(errW, errP)
	})
	return account.Actor{UserID: id.New(), Name: "Jana Muster", WorkspaceID: w.ID, ProjectID: p.ID, Roles: []account.Role{account.Coordination}}
}

// in runs fn in a transaction that must succeed.
func (r *room) in(fn func(ctx context.Context, tx bun.IDB) error) {
	r.t.Helper()
	r.must(r.db.RunInTx(r.t.Context(), fn))
}

// workshop adds a workshop to the programme.
func (r *room) workshop(title, slot string, capacity int) event.ProgrammeItem {
	r.t.Helper()
	item, err := r.events.AddItem(r.t.Context(), r.actor, r.event.ID, event.ItemDetails{
		Kind: event.WorkshopItem, Title: title, Begin: "11:00", End: "12:30", NewSlot: slot, Capacity: fmt.Sprint(capacity),
	})
	r.must(err)
	return item
}

func always(event.Event) error { return nil }

func guest(name string) attendance.Guest {
	return attendance.Guest{Name: name, Email: database.FoldWord(name) + "@example.org", Lang: "de"}
}

// register registers somebody by the form.
func (r *room) register(name string, wishes ...attendance.Wish) attendance.Attendance {
	r.t.Helper()
	row, _ := r.registerWith(attendance.Registration{Guest: guest(name), Wishes: wishes})
	return row
}

func (r *room) registerWith(form attendance.Registration) (row attendance.Attendance, result attendance.Result) {
	r.t.Helper()
	form.EventID, form.Source, form.Ticket = r.event.ID, attendance.ByForm, attendance.NewTicket()
	r.in(func(ctx context.Context, tx bun.IDB) (err error) {
		row, result, err = r.RegisterIn(ctx, tx, form, always)
		return err
	})
	return row, result
}

func (r *room) invite(name string) (row attendance.Attendance, fresh bool) {
	r.t.Helper()
	r.in(func(ctx context.Context, tx bun.IDB) (err error) {
		row, fresh, err = r.InviteIn(ctx, tx, r.event.ID, guest(name))
		return err
	})
	return row, fresh
}

func (r *room) answer(attendanceID string, reply attendance.Reply) (answered attendance.Answered) {
	r.t.Helper()
	r.in(func(ctx context.Context, tx bun.IDB) (err error) {
		answered, err = r.AnswerIn(ctx, tx, attendanceID, reply)
		return err
	})
	return answered
}

func (r *room) byWeb(attendanceID string, answer attendance.Answer) attendance.Answered {
	r.t.Helper()
	return r.answer(attendanceID, attendance.Reply{Answer: answer, Source: attendance.ByWeb})
}

// again reads the row as it is now.
func (r *room) again(row attendance.Attendance) attendance.Attendance {
	r.t.Helper()
	row, err := attendance.FindIn(r.t.Context(), r.db.Read(), row.ID)
	r.must(err)
	return row
}

func (r *room) position(row attendance.Attendance) int {
	r.t.Helper()
	n, err := attendance.Position(r.t.Context(), r.db.Read(), r.again(row))
	r.must(err)
	return n
}

// workshops returns the states of the person's workshop places by item.
func (r *room) workshops(row attendance.Attendance) map[string]attendance.Place {
	r.t.Helper()
	places, err := attendance.WorkshopsIn(r.t.Context(), r.db.Read(), row.ID)
	r.must(err)
	states := map[string]attendance.Place{}
	for _, place := range places {
		states[place.ItemID] = place.State
	}
	return states
}

func (r *room) seats(id string) attendance.Seats {
	r.t.Helper()
	all, err := attendance.Occupancy(r.t.Context(), r.db.Read(), r.event.ID)
	r.must(err)
	return all[id]
}

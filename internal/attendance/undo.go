package attendance

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// found is what an answer found and changed. It is kept with the answer, so that the answer can be undone.
type found struct {
	Answer     Answer       `json:"answer"`
	AnsweredAt *time.Time   `json:"answered_at,omitempty"`
	Place      Place        `json:"place"`
	Ticket     int64        `json:"ticket,omitempty"`
	Workshops  []foundPlace `json:"workshops,omitempty"` // places and waitlists
	Made       Place        `json:"made"`                // the place after the answer
	Quiet      bool         `json:"quiet,omitempty"`     // nobody was told of the answer
}

type foundPlace struct {
	ItemID string `json:"item"`
	State  Place  `json:"state"`
	Ticket int64  `json:"ticket"`
}

func foundNow(ctx context.Context, tx bun.IDB, row Attendance) (found, error) {
	f := found{Answer: row.Answer, AnsweredAt: row.AnsweredAt, Place: row.Place, Ticket: row.Ticket}
	if !row.Attends() {
		return f, nil
	}
	places, err := activeWorkshops(ctx, tx, row.ID)
	for _, place := range places {
		f.Workshops = append(f.Workshops, foundPlace{ItemID: place.ItemID, State: place.State, Ticket: place.Ticket})
	}
	return f, err
}

func (f found) text() string {
	text, _ := json.Marshal(f) // of strings, numbers and times: never fails
	return string(text)
}

// Undoing says what undoing an answer would do, as things are now.
type Undoing struct {
	Entry     AnswerEntry
	Answer    Answer // holds again
	GivesBack bool   // the place of the event (or of its waitlist) is taken from the person
	Restores  bool   // the person gets back the place it had, or waits for it when Full
	Full      bool   // somebody else has the place now
	Workshops int    // workshops whose places the person asks for again
	Told      bool   // the person gets a mail
}

// UndoingIn returns what undoing the attendance's newest applied answer would do. A Conflict says why it cannot be undone.
func (s *Service) UndoingIn(ctx context.Context, db bun.IDB, attendanceID string) (Undoing, error) {
	row, err := FindIn(ctx, db, attendanceID)
	if err != nil {
		return Undoing{}, err
	}
	held, err := event.FindIn(ctx, db, row.EventID)
	if err != nil {
		return Undoing{}, err
	}
	last, before, err := s.undoable(ctx, db, row, held)
	if err != nil {
		return Undoing{}, err
	}
	u := Undoing{
		Entry: *last, Answer: before.Answer, GivesBack: row.Attends() && !before.Place.active(),
		Restores: !row.Attends() && before.Place == Confirmed, Told: !before.silent(row),
	}
	if !row.Attends() {
		u.Workshops = len(before.Workshops)
	}
	seats, err := Occupancy(ctx, db, row.EventID)
	u.Full = u.Restores && seats[row.EventID].Full()
	return u, err
}

// undoable returns the answer that counts and what it found. Only the newest applied one can be undone, and only as long
// as the attendance is as that answer left it.
func (s *Service) undoable(ctx context.Context, db bun.IDB, row Attendance, held event.Event) (*AnswerEntry, found, error) {
	var before found
	last, err := LastAppliedIn(ctx, db, row.ID)
	switch {
	case err != nil:
		return nil, before, err
	case last == nil || last.Found == "":
		return nil, before, fault.New(fault.Conflict, "attendance.undo.none")
	case row.Answer != last.Answer || row.AnsweredAt == nil:
		return nil, before, fault.New(fault.Conflict, "attendance.undo.overtaken")
	case !Open(held, s.clock.Now()):
		return nil, before, fault.New(fault.Conflict, "attendance.event_closed")
	}
	return last, before, json.Unmarshal([]byte(last.Found), &before)
}

// silent reports whether the answer's undoing is told to nobody: the person never heard of the answer, nor of anything it
// led to.
func (f found) silent(now Attendance) bool { return f.Quiet && now.Place == f.Made }

// Undone is what became of an undone answer.
type Undone struct {
	Attendance Attendance
	Lost       bool // had a place of the event before and waits for one now
	Waiting    int  // workshops the person had a place in and waits for now
}

// UndoIn takes the attendance's newest applied answer back: what held before holds again, as far as the rules allow now. A
// place that was given back meanwhile went to others; the person then waits for one with the ticket it had. The entry stays
// in the log. A Conflict fault says why nothing can be undone, also when entryID is not the newest any more.
func (s *Service) UndoIn(ctx context.Context, tx bun.IDB, attendanceID, entryID, by string) (Undone, error) {
	row, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil {
		return Undone{}, err
	}
	last, before, err := s.undoable(ctx, tx, row, held)
	if err != nil {
		return Undone{}, err
	}
	if last.ID != entryID {
		return Undone{}, fault.New(fault.Conflict, "attendance.undo.not_last")
	}
	now := s.clock.Now()
	last.UndoneAt, last.UndoneBy = &now, by
	err = database.OneRow(tx.NewUpdate().Model(last).Column("undone_at", "undone_by").WherePK().Exec(ctx))
	if err != nil {
		return Undone{}, err
	}
	return s.restore(ctx, tx, held, row, before)
}

func (s *Service) restore(ctx context.Context, tx bun.IDB, held event.Event, row Attendance, before found) (Undone, error) {
	change := Change{Reason: WasUndone, Before: row, Source: ByStaff, Quiet: before.silent(row)}
	var err error
	attended := row.Attends()
	switch {
	case attended && !before.Place.active():
		row, change.Workshops, err = s.unseatPerson(ctx, tx, row)
		row.Place = before.Place
	case !attended && before.Place.active():
		row, err = s.reseat(ctx, tx, held, row, before)
	}
	if err != nil {
		return Undone{}, err
	}
	row.Answer, row.AnsweredAt, row.UpdatedAt = before.Answer, before.AnsweredAt, s.clock.Now()
	if err := updateAttendance(ctx, tx, &row); err != nil {
		return Undone{}, err
	}
	result := Undone{Attendance: row, Lost: before.Place == Confirmed && row.Place == Waitlisted}
	if !attended && row.Attends() {
		if change.Workshops, err = s.rejoin(ctx, tx, row, before.Workshops); err != nil {
			return result, err
		}
		result.Waiting = lostPlaces(before.Workshops, change.Workshops)
	}
	change.After = row
	if row.Answer != change.Before.Answer || row.Place != change.Before.Place {
		if err := s.tell(ctx, tx, change); err != nil {
			return result, err
		}
	}
	if !attended || row.Attends() {
		return result, nil
	}
	return result, s.settle(ctx, tx, row.EventID)
}

// rejoin asks for the places in workshops again that the person had, with the tickets of then. What is no workshop any more,
// or stands in a slot that is taken, is left out.
func (s *Service) rejoin(ctx context.Context, tx bun.IDB, row Attendance, had []foundPlace) ([]WorkshopPlace, error) {
	if len(had) == 0 {
		return nil, nil
	}
	items, err := event.ListItemsIn(ctx, tx, row.EventID)
	if err != nil {
		return nil, err
	}
	places, err := WorkshopsIn(ctx, tx, row.ID)
	if err != nil {
		return nil, err
	}
	var joined []WorkshopPlace
	for _, one := range had {
		at := slices.IndexFunc(items, func(i event.ProgrammeItem) bool { return i.ID == one.ItemID && i.Kind == event.WorkshopItem })
		if at < 0 || slices.ContainsFunc(joined, func(p WorkshopPlace) bool { return p.Slot == items[at].Slot }) {
			continue
		}
		place, err := s.join(ctx, tx, row, items[at], placeIn(places, one.ItemID), one.Ticket)
		if err != nil {
			return nil, err
		}
		joined = append(joined, place)
	}
	return joined, nil
}

func lostPlaces(had []foundPlace, has []WorkshopPlace) int {
	n := 0
	for _, one := range had {
		at := slices.IndexFunc(has, func(p WorkshopPlace) bool { return p.ItemID == one.ItemID })
		if one.State == Confirmed && at >= 0 && has[at].State == Waitlisted {
			n++
		}
	}
	return n
}

package attendance

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Handover is what passing an invitation to somebody else has done.
type Handover struct {
	From, To Attendance
	Found    string // how the attendance of From was, for ReturnIn
}

// HandOverIn lets the guest come instead of the person: a place, also one on the waitlist, and those in workshops move to an
// attendance of the guest's own without coming free in between. When the reply is a yes, the guest takes a place if there was none to take
// over; without an answer in it the guest is still to answer. A fault at email says why the guest cannot come instead.
func (s *Service) HandOverIn(ctx context.Context, tx bun.IDB, attendanceID string, guest Guest, reply Reply) (Handover, error) {
	from, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil {
		return Handover{}, err
	}
	if !Open(held, s.clock.Now()) || from.Answer == Represented {
		return Handover{}, fault.New(fault.Conflict, "attendance.represent.closed")
	}
	to := s.newRow(held, guest)
	to.Origin = from.Origin
	known, err := findPerson(ctx, tx, held.ID, to.EmailKey, to.NameKey)
	if err != nil {
		return Handover{}, err
	}
	if known.ID != "" {
		if known.ID == from.ID || !known.free() {
			return Handover{}, atEmail("attendance.represent.known", known.Name)
		}
		known.Organisation, known.Lang, to = to.Organisation, to.Lang, known
	}
	before, err := foundNow(ctx, tx, from)
	if err != nil {
		return Handover{}, err
	}
	h := Handover{From: from, To: to, Found: before.text()}
	return h, s.handOver(ctx, tx, held, &h, known, reply)
}

// free reports whether somebody on the list may come instead of another: gave the place back, or declined.
func (a Attendance) free() bool {
	return a.Answer != Represented && (a.Place == Withdrawn || a.Place == NoPlace && a.Answer == Declined)
}

func (s *Service) handOver(ctx context.Context, tx bun.IDB, held event.Event, h *Handover, known Attendance, reply Reply) error {
	now, was := s.clock.Now(), h.From
	to := h.To
	to.Place, to.Answer, to.AnsweredAt, to.UpdatedAt = NoPlace, NeedsAction, nil, now
	to.forgetConsents() // everybody agrees for themselves
	if was.Attends() {
		to.Place, to.Ticket, to.Share, to.GroupID = was.Place, was.Ticket, was.Share, was.GroupID
		if was.OfferedUntil != nil { // sending somebody takes what is offered
			to.Place = Confirmed
		}
		h.From.Place, h.From.OfferedUntil = Withdrawn, nil
		h.From.forgetConsents()
	}
	if reply.Answer == Accepted {
		to.Answer, to.AnsweredAt = Accepted, &now
	}
	h.From.Answer, h.From.AnsweredAt, h.From.UpdatedAt = Represented, &now, now
	if err := updateAttendance(ctx, tx, &h.From); err != nil {
		return err
	}
	var err error
	if reply.Answer == Accepted && !to.Attends() {
		if to, err = s.seatPerson(ctx, tx, held, to, NewTicket()); err != nil {
			return err
		}
	}
	if known.ID == "" {
		err = insertAttendance(ctx, tx, &to)
	} else {
		err = updateAttendance(ctx, tx, &to)
	}
	if err != nil {
		return err
	}
	h.To = to
	if reply.Answer == Accepted {
		reply = reply.at(to, now)
		reply.Sequence = to.Sequence // the answer was to another entry
		if err := record(ctx, tx, to.ID, reply, Applied, now, ""); err != nil {
			return err
		}
	}
	left, joined, err := s.moveWorkshops(ctx, tx, was, to)
	if err != nil {
		return err
	}
	err = s.tell(ctx, tx,
		Change{Reason: HandedOver, Before: was, After: h.From, Workshops: left, With: to.Name},
		Change{Reason: TookOver, Before: known, After: to, Workshops: joined, With: was.Name})
	if err != nil || was.OfferedUntil == nil {
		return err
	}
	return s.settle(ctx, tx, to.EventID)
}

func atEmail(key string, args ...any) error {
	var c fault.Checks
	c.Add("email", key, args...)
	return c.Err()
}

// moveWorkshops gives all workshop places of one attendance to the other, each as a calendar entry of its own, and returns
// both sides of it.
func (s *Service) moveWorkshops(ctx context.Context, tx bun.IDB, from, to Attendance) (left, joined []WorkshopPlace, err error) {
	active, err := activeWorkshops(ctx, tx, from.ID)
	if err != nil || len(active) == 0 {
		return nil, nil, err
	}
	own, err := WorkshopsIn(ctx, tx, to.ID)
	if err != nil {
		return nil, nil, err
	}
	now := s.clock.Now()
	for _, place := range active {
		moved := place
		moved.ID, moved.AttendanceID, moved.UID, moved.Sequence = id.New(), to.ID, s.newUID(), 0
		moved.Stamp, moved.CreatedAt, moved.UpdatedAt = now, now, now
		if place.State == Confirmed {
			place.Sequence++
			place.Stamp = rise(place.Stamp, now)
		}
		place.State, place.UpdatedAt = Withdrawn, now
		if err := updateWorkshopPlace(ctx, tx, &place); err != nil {
			return nil, nil, err
		}
		if old := placeIn(own, place.ItemID); old != nil {
			moved.ID, moved.CreatedAt = old.ID, old.CreatedAt
			err = updateWorkshopPlace(ctx, tx, &moved)
		} else {
			_, err = tx.NewInsert().Model(&moved).Exec(ctx)
			err = database.Fault(err)
		}
		if err != nil {
			return nil, nil, err
		}
		left, joined = append(left, place), append(joined, moved)
	}
	return left, joined, nil
}

// ReturnIn ends a representation: what held for the represented person before holds again. A place that came from there, or
// that the substitute has, moves back; one that the substitute gave back meanwhile is asked for again with the ticket of then,
// and may have gone to others. A Conflict says that nobody represents the person any more.
func (s *Service) ReturnIn(ctx context.Context, tx bun.IDB, attendanceID, substituteID, foundText string) (Undone, error) {
	from, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil {
		return Undone{}, err
	}
	if !Open(held, s.clock.Now()) || from.Answer != Represented {
		return Undone{}, fault.New(fault.Conflict, "attendance.represent.over")
	}
	to, err := FindIn(ctx, tx, substituteID)
	if err != nil {
		return Undone{}, err
	}
	var before found
	if err := json.Unmarshal([]byte(foundText), &before); err != nil {
		return Undone{}, err
	}
	wasTo := to
	leftTo, returned, err := s.giveBack(ctx, tx, held, &from, &to, before)
	if err != nil {
		return Undone{}, err
	}
	result := Undone{Attendance: from, Lost: before.Place == Confirmed && from.Place == Waitlisted, Waiting: lostPlaces(before.Workshops, returned)}
	err = s.tell(ctx, tx,
		Change{Reason: Released, Before: wasTo, After: to, Workshops: leftTo, With: from.Name},
		Change{Reason: CameBack, After: from, Workshops: returned, With: to.Name})
	if err != nil {
		return result, err
	}
	return result, s.settle(ctx, tx, from.EventID)
}

// giveBack moves the places from the substitute and writes both rows.
func (s *Service) giveBack(ctx context.Context, tx bun.IDB, held event.Event, from, to *Attendance, before found) (left, returned []WorkshopPlace, err error) {
	now, moves := s.clock.Now(), to.Attends() && before.Place.active()
	from.Place = before.Place
	switch {
	case moves:
		from.Place, from.Ticket, from.Share = to.Place, to.Ticket, to.Share
		from.OfferedUntil, to.OfferedUntil = to.OfferedUntil, nil
	case to.Attends():
		*to, left, err = s.unseatPerson(ctx, tx, *to)
	case before.Place.active():
		*from, err = s.reseat(ctx, tx, held, *from, before)
	}
	if err != nil {
		return nil, nil, err
	}
	to.Place, to.Answer, to.AnsweredAt, to.UpdatedAt = Withdrawn, Declined, &now, now
	to.forgetConsents()
	from.Answer, from.AnsweredAt, from.UpdatedAt = before.Answer, before.AnsweredAt, now
	if err := updateAttendance(ctx, tx, to); err != nil {
		return nil, nil, err
	}
	if err := updateAttendance(ctx, tx, from); err != nil {
		return nil, nil, err
	}
	switch {
	case moves:
		left, returned, err = s.moveWorkshops(ctx, tx, *to, *from)
	case before.Place.active():
		returned, err = s.rejoin(ctx, tx, *from, before.Workshops)
	}
	return left, returned, err
}

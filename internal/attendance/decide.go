package attendance

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// byPerson reports whether the people themselves acted, and no colleague for them.
func byPerson(source Source) bool { return source == ByForm || source == ByWeb || source == ByMail }

// reseat gives back the kind of place that the person had: one that was only asked for is asked for again.
func (s *Service) reseat(ctx context.Context, tx bun.IDB, held event.Event, row Attendance, before found) (Attendance, error) {
	if before.Place == Requested {
		row.Place, row.Ticket = Requested, before.Ticket
		return row, nil
	}
	if row.GroupID != "" { // the others wait still: none of them has a place before all have
		like := row
		like.Place, like.Ticket, like.OfferedUntil = Waitlisted, before.Ticket, nil
		if others, err := partyOf(ctx, tx, like); err != nil || len(others) > 0 {
			row.Place, row.Ticket = Waitlisted, before.Ticket
			return row, err
		}
	}
	return s.seatPerson(ctx, tx, held, row, before.Ticket)
}

// RequestsIn lists who asks for a place of the event, in the order in which they came.
func RequestsIn(ctx context.Context, db bun.IDB, eventID string) ([]Attendance, error) {
	return listInLine(ctx, db, "t.event_id = ? AND t.place = ?", eventID, Requested)
}

// ApproveIn decides for somebody who asks for a place, and for those who came with the person: they get places, or wait in the order in which
// these were asked for. A Conflict says that the person does not ask any more.
func (s *Service) ApproveIn(ctx context.Context, tx bun.IDB, attendanceID string) ([]Attendance, error) {
	party, held, err := s.asking(ctx, tx, attendanceID)
	if err != nil {
		return nil, err
	}
	if held.ByKind && party[0].Share == "" {
		if party[0].Share, err = kindOf(ctx, tx, party[0]); err != nil {
			return nil, err
		}
	}
	share := party[0].Share
	taken, err := takePlaces(ctx, tx, held, share, int64(len(party)))
	if err != nil {
		return nil, err
	}
	for i, before := range party {
		row := before
		row.Place, row.Share, row.UpdatedAt = placeOf(taken), share, s.clock.Now()
		if err := updateAttendance(ctx, tx, &row); err != nil {
			return nil, err
		}
		party[i] = row
		if row.Follows() && party[0].ConfirmUntil != nil {
			continue // hears of it once the contact's address is confirmed
		}
		if err := s.tell(ctx, tx, Change{Reason: WasApproved, Before: before, After: row, Event: held, Source: ByStaff}); err != nil {
			return nil, err
		}
	}
	return party, s.settle(ctx, tx, held.ID)
}

// asking returns the person who asks for a place, and those who came with the person.
func (s *Service) asking(ctx context.Context, tx bun.IDB, attendanceID string) ([]Attendance, event.Event, error) {
	row, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil {
		return nil, held, err
	}
	if row.Place != Requested || !Open(held, s.clock.Now()) {
		return nil, held, fault.New(fault.Conflict, "attendance.not_requested")
	}
	party, err := partyOf(ctx, tx, row)
	return party, held, err
}

// RefuseIn decides against somebody who asks for a place, and those who came with the person; the reason goes to them. Fields: reason.
func (s *Service) RefuseIn(ctx context.Context, tx bun.IDB, attendanceID, reason string) ([]Attendance, error) {
	party, held, err := s.asking(ctx, tx, attendanceID)
	if err != nil {
		return nil, err
	}
	var c fault.Checks
	reason = strings.TrimSpace(reason)
	c.Require("reason", reason)
	c.MaxLen("reason", reason, MaxReason)
	if err := c.Err(); err != nil {
		return nil, err
	}
	for i, before := range party {
		row, left, err := s.unseatPerson(ctx, tx, before)
		if err != nil {
			return nil, err
		}
		row.Place, row.RefusedFor, row.UpdatedAt = Refused, reason, s.clock.Now()
		if err := updateAttendance(ctx, tx, &row); err != nil {
			return nil, err
		}
		party[i] = row
		if err := s.tell(ctx, tx, Change{Reason: WasRefused, Before: before, After: row, Event: held, Workshops: left, Source: ByStaff}); err != nil {
			return nil, err
		}
	}
	return party, nil
}

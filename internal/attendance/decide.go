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
	return s.seatPerson(ctx, tx, held, row, before.Ticket)
}

// RequestsIn lists who asks for a place of the event, in the order in which they came.
func RequestsIn(ctx context.Context, db bun.IDB, eventID string) ([]Attendance, error) {
	return listInLine(ctx, db, "t.event_id = ? AND t.place = ?", eventID, Requested)
}

// ApproveIn decides for somebody who asks for a place: the person gets one, or waits in the order in which it was asked for. A Conflict says
// that the person does not ask any more.
func (s *Service) ApproveIn(ctx context.Context, tx bun.IDB, attendanceID string) (Attendance, error) {
	before, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil {
		return before, err
	}
	if before.Place != Requested || !Open(held, s.clock.Now()) {
		return before, fault.New(fault.Conflict, "attendance.not_requested")
	}
	row, err := s.seatPerson(ctx, tx, held, before, before.Ticket)
	if err != nil {
		return row, err
	}
	row.UpdatedAt = s.clock.Now()
	if err := updateAttendance(ctx, tx, &row); err != nil {
		return row, err
	}
	if err := s.tell(ctx, tx, Change{Reason: WasApproved, Before: before, After: row, Event: held, Source: ByStaff}); err != nil {
		return row, err
	}
	return row, s.settle(ctx, tx, row.EventID)
}

// RefuseIn decides against somebody who asks for a place; the reason goes to the person. Fields: reason.
func (s *Service) RefuseIn(ctx context.Context, tx bun.IDB, attendanceID, reason string) (Attendance, error) {
	before, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil {
		return before, err
	}
	if before.Place != Requested || !Open(held, s.clock.Now()) {
		return before, fault.New(fault.Conflict, "attendance.not_requested")
	}
	var c fault.Checks
	reason = strings.TrimSpace(reason)
	c.Require("reason", reason)
	c.MaxLen("reason", reason, MaxReason)
	if err := c.Err(); err != nil {
		return before, err
	}
	row, left, err := s.unseatPerson(ctx, tx, before)
	if err != nil {
		return row, err
	}
	row.Place, row.RefusedFor, row.UpdatedAt = Refused, reason, s.clock.Now()
	if err := updateAttendance(ctx, tx, &row); err != nil {
		return row, err
	}
	return row, s.tell(ctx, tx, Change{Reason: WasRefused, Before: before, After: row, Event: held, Workshops: left, Source: ByStaff})
}

package registration

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// Requests are the people who ask for a place of an event.
type Requests struct {
	Event event.Event
	Seats attendance.Seats
	Rows  []Row // in the order in which they came
}

// Requests returns who asks for a place of the event.
func (s *Service) Requests(ctx context.Context, actor account.Actor, eventID string) (Requests, error) {
	if err := mayRead(actor); err != nil {
		return Requests{}, err
	}
	list, err := s.List(ctx, actor, eventID, Filter{Show: Requested, Order: ByArrival})
	return Requests{Event: list.Event, Seats: list.Seats[eventID], Rows: list.Rows}, err
}

// decideIn decides about somebody who asks for a place, and about all of a group together; it returns about whom.
func (s *Service) decideIn(ctx context.Context, tx bun.IDB, actor account.Actor, attendanceID string, deed Deed, reason string) ([]attendance.Attendance, error) {
	if deed == ToApprove {
		rows, err := s.places.ApproveIn(ctx, tx, attendanceID)
		if err != nil {
			return nil, err
		}
		return rows, s.trails(ctx, tx, actor, "attendance.approved", rows, attendance.ByStaff)
	}
	rows, err := s.places.RefuseIn(ctx, tx, attendanceID, reason)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		details := map[string]any{"event": row.EventID, "reason": row.RefusedFor}
		if err := audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "attendance.refused", "attendance", row.ID, details)); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// Confirm notes that the holder of the token, which left by mail, has the address. A Conflict says that the token did not.
func (s *Service) Confirm(ctx context.Context, attendanceID, token string) (attendance.Attendance, error) {
	return s.asHolder(ctx, attendanceID, token, func(ctx context.Context, tx bun.IDB, row attendance.Attendance) (attendance.Attendance, error) {
		mailed, err := attendance.MailedIn(ctx, tx, token)
		if err != nil {
			return row, err
		}
		if !mailed {
			return row, fault.New(fault.Conflict, "attendance.confirm.by_mail")
		}
		row, confirmed, err := s.places.ConfirmIn(ctx, tx, row.ID)
		if err != nil || !confirmed {
			return row, err
		}
		return row, s.trail(ctx, tx, account.Actor{}, "attendance.address_confirmed", row, attendance.ByWeb)
	})
}

// Resend sends the mail with the link to confirm the address once more. A Conflict when it was sent just now.
func (s *Service) Resend(ctx context.Context, attendanceID, token string) error {
	_, err := s.asHolder(ctx, attendanceID, token, func(ctx context.Context, tx bun.IDB, row attendance.Attendance) (attendance.Attendance, error) {
		return row, s.places.RemindIn(ctx, tx, row.ID)
	})
	return err
}

// LapseUnconfirmed ends all registrations whose address was not confirmed in time, each in a transaction of its own, and returns how many there were.
// What fails does not keep the others from it.
func (s *Service) LapseUnconfirmed(ctx context.Context) (int, error) {
	ids, err := s.places.UnconfirmedIn(ctx, s.db.Read())
	if err != nil {
		return 0, err
	}
	n, problems := 0, []error(nil)
	for _, attendanceID := range ids {
		lapsed := false
		err := s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
			rows, err := s.places.LapseUnconfirmedIn(ctx, tx, attendanceID)
			lapsed = len(rows) > 0
			if err != nil {
				return err
			}
			return s.trails(ctx, tx, account.Actor{}, "attendance.unconfirmed", rows, "")
		})
		switch {
		case err != nil && !fault.Is(err, fault.NotFound):
			problems = append(problems, err)
		case lapsed:
			n++
		}
	}
	return n, errors.Join(problems...)
}

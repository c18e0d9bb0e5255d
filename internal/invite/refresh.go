package invite

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
)

// refreshPause is how long somebody who asks for the invitation again and again gets no further mail.
const refreshPause = time.Hour

// refresh answers the wish for the current invitation (RFC 5546, 3.2.6) by sending it, once within refreshPause: two programs
// that ask each other must come to an end.
func (s *Service) refresh(ctx context.Context, tx bun.IDB, n *Incoming, send func() error) error {
	e, err := event.FindIn(ctx, tx, n.EventID)
	if err != nil {
		return err
	}
	if !attendance.Open(e, s.clock.Now()) {
		n.State, n.Reason = Stale, TooLate
		return nil
	}
	lately, err := tx.NewSelect().Model((*Incoming)(nil)).Where("n.uid = ? AND n.reason = ?", n.UID, Refreshed).
		Where("n.attendance_id = ? AND n.received_at > ?", n.AttendanceID, s.clock.Now().Add(-refreshPause)).Exists(ctx)
	if err != nil {
		return database.Fault(err)
	}
	if lately {
		n.State, n.Reason = Ignored, RefreshedOften
		return nil
	}
	n.State, n.Reason = Matched, Refreshed
	return send()
}

// sendAgain sends the person's current calendar entry once more.
func (s *Service) sendAgain(ctx context.Context, tx bun.IDB, row attendance.Attendance) error {
	e, err := s.attendances.HoldIn(ctx, tx, row.EventID)
	if err != nil {
		return err
	}
	if row, err = attendance.FindIn(ctx, tx, row.ID); err != nil {
		return err
	}
	d, err := s.announcer.desk(ctx, tx, e)
	if err != nil {
		return err
	}
	return d.resend(ctx, row)
}

// furtherAddresses are those that the invited person is known to write from, folded.
func furtherAddresses(ctx context.Context, tx bun.IDB, row attendance.Attendance) ([]string, error) {
	if row.PersonID == "" {
		return nil, nil
	}
	known, err := directory.AddressesIn(ctx, tx, row.WorkspaceID, row.PersonID)
	keys := make([]string, len(known))
	for i, a := range known {
		keys[i] = a.EmailKey
	}
	return keys, err
}

package invite

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// Whoever knows the UID of one invitation could otherwise fill the list of what waits for staff without end.
const (
	crowdOver = 24 * time.Hour
	crowded   = 20 // mails about one calendar entry that wait for staff out of crowdOver
)

// crowd puts a mail aside that is one too many about its calendar entry. It is kept and listed like others that change nothing.
func (s *Service) crowd(ctx context.Context, tx bun.IDB, n *Incoming) error {
	if n.State != Review || n.UID == "" || n.AttendanceID == "" {
		return nil
	}
	waiting, err := tx.NewSelect().Model((*Incoming)(nil)).
		Where("n.attendance_id = ? AND n.uid = ? AND n.state = ?", n.AttendanceID, n.UID, Review).
		Where("n.received_at > ?", s.clock.Now().Add(-crowdOver)).Count(ctx)
	if err == nil && waiting >= crowded {
		n.State, n.Reason = Ignored, Crowded
	}
	return database.Fault(err)
}

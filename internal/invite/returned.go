package invite

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/mail/bounce"
)

// returned notes with the mail that came back what a notice says about it, and whose invitation it was.
func (s *Service) returned(ctx context.Context, tx bun.IDB, n *Incoming) error {
	m, err := s.mail.ReturnedIn(ctx, tx, n.notice)
	if err != nil || m.ID == "" {
		return err // staff look at what fits no mail of ours
	}
	n.WorkspaceID, n.ProjectID, n.MessageID = m.WorkspaceID, m.ProjectID, m.ID
	switch n.notice.Outcome {
	case bounce.Failed:
		n.State, n.Reason = Matched, Undelivered
	case bounce.Delayed:
		n.State, n.Reason = Ignored, Delayed
	case bounce.Arrived:
		n.State, n.Reason = Ignored, Arrived
	}
	return n.concern(ctx, tx, m.ThreadKey)
}

// concern notes whose invitation the mails of the outbox's thread are about.
func (n *Incoming) concern(ctx context.Context, tx bun.IDB, threadKey string) error {
	var about []struct {
		ID      string `bun:"id"`
		EventID string `bun:"event_id"`
	}
	err := tx.NewSelect().TableExpr("attendances AS t").Column("t.id", "t.event_id").
		Where("t.id = ? OR t.id IN (SELECT attendance_id FROM workshop_places WHERE id = ?)", threadKey, threadKey).Scan(ctx, &about)
	for _, one := range about {
		n.AttendanceID, n.EventID = one.ID, one.EventID
	}
	return database.Fault(err)
}

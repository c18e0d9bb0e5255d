package pass

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
)

var _ event.Observer = (*Service)(nil)

// EventChanged moves the end of passes along with the event: a link that was handed out works on the day, whenever that is.
func (s *Service) EventChanged(ctx context.Context, tx bun.IDB, change event.Change) error {
	if change.Before.ID == "" || change.Removed || change.Before.EndsAt.Equal(change.After.EndsAt) {
		return nil
	}
	_, err := tx.NewUpdate().Model((*Pass)(nil)).Set("expires_at = ?", change.After.EndsAt.Add(validFor)).Where("event_id = ?", change.After.ID).Exec(ctx)
	return database.Fault(err)
}

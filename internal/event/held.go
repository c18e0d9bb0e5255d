package event

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
)

// ListHeldIn lists the events of the actor's project that were held and ended in the days from one to another, by their
// beginning.
func ListHeldIn(ctx context.Context, db bun.IDB, actor account.Actor, from, to date.Date) ([]Event, error) {
	var events []Event
	err := db.NewSelect().Model(&events).Where("e.workspace_id = ? AND e.project_id = ?", actor.WorkspaceID, actor.ProjectID).
		Where("e.state IN (?)", bun.List([]State{Held, Closed})).
		Where("e.ends_wall >= ? AND e.ends_wall < ?", string(from), string(to.AddDays(1))).Order("e.starts_at", "e.id").Scan(ctx)
	return events, database.Fault(err)
}

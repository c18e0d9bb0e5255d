package result

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
)

// Workshop is a workshop of an event that belongs to a milestone, or the event itself when it has none, and what is known
// of its results.
type Workshop struct {
	MilestoneID string     `bun:"milestone_id"`
	EventID     string     `bun:"event_id"`
	Event       string     `bun:"event"`
	Title       string     `bun:"title"`        // empty for an event without workshops
	PublishedAt *time.Time `bun:"published_at"` // nil while the event's results are not public
	WrittenAt   *time.Time `bun:"written_at"`   // of the first card; nil without one
}

// ShownAt is when the public could read a first result of the workshop; nil when there is none to be read.
func (w Workshop) ShownAt() *time.Time {
	switch {
	case w.PublishedAt == nil || w.WrittenAt == nil:
		return nil
	case w.WrittenAt.After(*w.PublishedAt):
		return w.WrittenAt
	}
	return w.PublishedAt
}

// ListWorkshopsIn lists the workshops of the events of the actor's project that belong to one of the milestones and are
// not cancelled, in the order in which they take place.
func ListWorkshopsIn(ctx context.Context, db bun.IDB, actor account.Actor, milestoneIDs []string) ([]Workshop, error) {
	var workshops []Workshop
	err := db.NewSelect().TableExpr("events AS e").
		ColumnExpr("e.milestone_id, e.id AS event_id, e.title AS event, COALESCE(i.title, '') AS title").
		ColumnExpr("rp.published_at, min(rc.created_at) AS written_at").
		Join("LEFT JOIN programme_items AS i ON i.event_id = e.id AND i.kind = ?", event.WorkshopItem).
		Join("LEFT JOIN result_publications AS rp ON rp.event_id = e.id").
		Join("LEFT JOIN result_cards AS rc ON rc.event_id = e.id AND (i.id IS NULL OR rc.item_id = i.id)").
		Where("e.workspace_id = ? AND e.project_id = ?", actor.WorkspaceID, actor.ProjectID).
		Where("e.milestone_id IN (?) AND e.state <> ?", bun.List(milestoneIDs), event.Cancelled).
		GroupExpr("e.milestone_id, e.id, e.title, e.starts_at, i.id, i.title, i.starts_at, rp.published_at").
		OrderExpr("e.starts_at, e.id, i.starts_at, i.id").Scan(ctx, &workshops)
	return workshops, database.Fault(err)
}

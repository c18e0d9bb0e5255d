package result

import (
	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/event"
)

// Evidence selects the workshops of the events of the actor's project that belong to one of the milestones and are not
// cancelled, as a workplan.EvidenceSource; an event without workshops stands for itself. A workshop counts from when the
// public could read a first result of it.
func Evidence(db bun.IDB, actor account.Actor, milestoneIDs []string) *bun.SelectQuery {
	workshops := db.NewSelect().TableExpr("events AS e").
		ColumnExpr("e.milestone_id, COALESCE(i.title, e.title) AS title, 'events/' || e.id || '/results' AS path").
		ColumnExpr("COALESCE(i.starts_at, e.starts_at) AS happens_at, rp.published_at, min(rc.created_at) AS written_at").
		Join("LEFT JOIN programme_items AS i ON i.event_id = e.id AND i.kind = ?", event.WorkshopItem).
		Join("LEFT JOIN result_publications AS rp ON rp.event_id = e.id").
		Join("LEFT JOIN result_cards AS rc ON rc.event_id = e.id AND rc.withheld_at IS NULL AND (i.id IS NULL OR rc.item_id = i.id)").
		Where("e.workspace_id = ? AND e.project_id = ?", actor.WorkspaceID, actor.ProjectID).
		Where("e.milestone_id IN (?) AND e.state <> ?", bun.List(milestoneIDs), event.Cancelled).
		GroupExpr("e.milestone_id, e.id, e.title, e.starts_at, i.id, i.title, i.starts_at, rp.published_at")
	return db.NewSelect().TableExpr("(?) AS w", workshops).
		ColumnExpr("w.milestone_id, w.title, w.path, '' AS kind, '' AS held_on, w.happens_at").
		ColumnExpr(`CASE WHEN w.published_at IS NULL OR w.written_at IS NULL THEN NULL
			WHEN w.written_at > w.published_at THEN w.written_at ELSE w.published_at END AS since`)
}

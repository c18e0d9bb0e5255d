package meeting

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
)

// Public is what everybody reads of a meeting: the agenda when staff show it, and of published minutes the items that are public.
type Public struct {
	Agenda  []Item // without minutes; an item that is not public has its time only
	Minutes []Item

	ApprovedAt *time.Time // when the minutes were, of published ones
}

// Public returns what the event's public page shows.
func (s *Service) Public(ctx context.Context, e event.Event) (Public, error) {
	var shown Public
	if !Minutable(e) {
		return shown, nil
	}
	var items []struct {
		Item
		AgendaPublic bool       `bun:"agenda_public"`
		PublishedAt  *time.Time `bun:"published_at"`
		ApprovedAt   *time.Time `bun:"approved_at"`
	}
	err := s.DB.Read().NewSelect().Model((*Item)(nil)).ColumnExpr("ai.*, mt.agenda_public, mt.published_at, mt.approved_at").
		Join("JOIN meetings AS mt ON mt.event_id = ai.event_id").Where("ai.event_id = ?", e.ID).
		Where("(mt.agenda_public OR mt.published_at IS NOT NULL)").Order("ai.position", "ai.id").Scan(ctx, &items)
	for _, row := range items {
		if row.PublishedAt != nil && row.Public && row.Minuted() {
			shown.Minutes, shown.ApprovedAt = append(shown.Minutes, row.Item), row.ApprovedAt
		}
		if row.AgendaPublic {
			item := row.Item
			item.Minutes, item.Tally = "", Tally{}
			if !item.Public {
				item = Item{ID: item.ID, Position: item.Position, Planned: item.Planned}
			}
			shown.Agenda = append(shown.Agenda, item)
		}
	}
	return shown, database.Fault(err)
}

// Evidence selects the events of the actor's project that belong to one of the milestones and are not cancelled, as a
// workplan.EvidenceSource; one counts from when its minutes were approved.
func Evidence(db bun.IDB, a account.Actor, milestoneIDs []string) *bun.SelectQuery {
	return db.NewSelect().TableExpr("events AS e").
		ColumnExpr("e.milestone_id, e.title, 'events/' || e.id || '/meeting' AS path, '' AS kind, '' AS held_on").
		ColumnExpr("mt.approved_at AS since, e.starts_at AS happens_at").
		Join("LEFT JOIN meetings AS mt ON mt.event_id = e.id").
		Where("e.workspace_id = ? AND e.project_id = ?", a.WorkspaceID, a.ProjectID).
		Where("e.milestone_id IN (?) AND e.state <> ?", bun.List(milestoneIDs), event.Cancelled)
}

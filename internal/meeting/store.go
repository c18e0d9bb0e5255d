package meeting

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/body"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// lock makes the meeting's row, and lets others who write at the meeting wait.
func lock(ctx context.Context, tx bun.IDB, e event.Event) error {
	row := Meeting{EventID: e.ID, WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID}
	_, err := tx.NewInsert().Model(&row).On("CONFLICT (event_id) DO UPDATE").Set("project_id = EXCLUDED.project_id").Exec(ctx)
	return database.Fault(err)
}

// keep stores how the meeting stands.
func keep(ctx context.Context, tx bun.IDB, d Detail) error {
	return database.OneRow(tx.NewUpdate().Model(&d.Meeting).WherePK().Exec(ctx))
}

func detailIn(ctx context.Context, db bun.IDB, e event.Event) (Detail, error) {
	d := Detail{Event: e, Presence: map[string]Who{}}
	err := database.Fault(db.NewSelect().Model(&d.Meeting).Where("mt.event_id = ?", e.ID).Scan(ctx))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return d, err
	}
	if d.Body, err = body.OfIn(ctx, db, e); err != nil {
		return d, err
	}
	if d.Points, err = listPoints(ctx, db, e); err != nil {
		return d, err
	}
	var present []presence
	if err := db.NewSelect().Model(&present).Where("mp.event_id = ?", e.ID).Scan(ctx); err != nil {
		return d, database.Fault(err)
	}
	for _, p := range present {
		d.Presence[p.MemberID] = p.Who
	}
	if err := db.NewSelect().Model(&d.Guests).Where("mg.event_id = ?", e.ID).Order("mg.created_at", "mg.id").Scan(ctx); err != nil {
		return d, database.Fault(err)
	}
	err = database.Fault(db.NewSelect().Model(&d.Round).Where("mr.event_id = ?", e.ID).OrderExpr("mr.closed_at IS NULL DESC, mr.opened_at DESC").Limit(1).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return d, nil
	}
	if err != nil {
		return d, err
	}
	err = db.NewSelect().Model(&d.Votes).ColumnExpr("mv.*, COALESCE(trim(p.title || ' ' || p.given || ' ' || p.family), '') AS name").
		Join("LEFT JOIN persons AS p ON p.id = mv.person_id").Where("mv.round_id = ?", d.Round.ID).Order("mv.id").Scan(ctx)
	d.Votes = d.counting()
	return d, database.Fault(err)
}

func listPoints(ctx context.Context, db bun.IDB, e event.Event) ([]Point, error) {
	var items []Item
	err := db.NewSelect().Model(&items).Where("ai.event_id = ?", e.ID).Order("ai.position", "ai.id").Scan(ctx)
	if err != nil || len(items) == 0 {
		return nil, database.Fault(err)
	}
	points, ids := make([]Point, len(items)), make([]string, len(items))
	for i, item := range items {
		points[i].Item, ids[i] = item, item.ID
	}
	var links []Link
	if err := db.NewSelect().Model(&links).Where("al.item_id IN (?)", bun.List(ids)).Order("al.kind", "al.subject_id").Scan(ctx); err != nil {
		return nil, database.Fault(err)
	}
	var followups []Followup
	if err := db.NewSelect().Model(&followups).Where("mf.item_id IN (?)", bun.List(ids)).Order("mf.created_at", "mf.id").Scan(ctx); err != nil {
		return nil, database.Fault(err)
	}
	found, err := named(ctx, db, e, links)
	for i := range points {
		for _, l := range links {
			at := slices.IndexFunc(found, func(n Named) bool { return n.Kind == l.Kind && n.ID == l.SubjectID })
			if l.ItemID == points[i].ID && at >= 0 {
				points[i].Links = append(points[i].Links, found[at])
			}
		}
		for _, f := range followups {
			if f.ItemID == points[i].ID {
				points[i].Followups = append(points[i].Followups, f)
			}
		}
	}
	return points, err
}

// named reads what the things are called; one that is gone is left out, and there again when it comes back.
func named(ctx context.Context, db bun.IDB, e event.Event, links []Link) ([]Named, error) {
	var all []Named
	for _, kind := range LinkKinds() {
		var ids []string
		for _, l := range links {
			if l.Kind == kind {
				ids = append(ids, l.SubjectID)
			}
		}
		if len(ids) == 0 {
			continue
		}
		var some []Named
		q := things(db, kind, e.WorkspaceID, e.ProjectID).Where("x.id IN (?)", bun.List(ids))
		if err := q.Scan(ctx, &some); err != nil {
			return nil, database.Fault(err)
		}
		all = append(all, some...)
	}
	return all, nil
}

// things selects what an item may lead to, of one kind.
func things(db bun.IDB, kind LinkKind, workspaceID, projectID string) *bun.SelectQuery {
	q := db.NewSelect().ColumnExpr("? AS kind, x.id", string(kind)).Where("x.workspace_id = ? AND x.project_id = ?", workspaceID, projectID)
	switch kind {
	case Document:
		return q.TableExpr("documents AS x").ColumnExpr("x.title, '' AS event_id").OrderExpr("x.title_key, x.id")
	case Card:
		return q.TableExpr("result_cards AS x").ColumnExpr("x.text AS title, x.event_id").OrderExpr("x.event_id DESC, x.position, x.id")
	}
	return q.TableExpr("milestones AS x").ColumnExpr("x.number || ' ' || x.title AS title, '' AS event_id").OrderExpr("x.number, x.id")
}

const offeredCards = 60 // result cards among which one chooses: those of the latest events

func choices(ctx context.Context, db bun.IDB, a account.Actor, eventID string) ([]Named, error) {
	var all []Named
	for _, kind := range LinkKinds() {
		q := things(db, kind, a.WorkspaceID, a.ProjectID)
		switch kind {
		case Document:
			q = q.Where("x.id IN (SELECT document_id FROM document_links WHERE subject_kind = 'event' AND subject_id = ?)", eventID)
		case Card:
			q = q.Limit(offeredCards)
		}
		var some []Named
		if err := q.Scan(ctx, &some); err != nil {
			return nil, database.Fault(err)
		}
		all = append(all, some...)
	}
	return all, nil
}

package deadline

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// findTemplate returns the workspace's template for a kind of event, or the shipped one with version 0.
func findTemplate(ctx context.Context, db bun.IDB, workspaceID string, kind event.Kind) (Template, error) {
	var t Template
	err := database.Fault(db.NewSelect().Model(&t).Where("dt.workspace_id = ? AND dt.event_kind = ?", workspaceID, kind).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return Template{WorkspaceID: workspaceID, Kind: kind, Rules: sorted(Shipped(kind))}, nil
	}
	t.Rules = sorted(t.Rules)
	return t, err
}

func insertTemplate(ctx context.Context, tx bun.IDB, t Template) error {
	_, err := tx.NewInsert().Model(&t).Exec(ctx)
	return database.Fault(err)
}

// updateTemplate writes t over the version before it; a Conflict when that is not what is stored.
func updateTemplate(ctx context.Context, tx bun.IDB, t Template) error {
	ok, err := database.Changed(tx.NewUpdate().Model(&t).WherePK().Where("workspace_id = ? AND version = ?", t.WorkspaceID, t.Version-1).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

func listDeadlines(ctx context.Context, db bun.IDB, a account.Actor, eventID string) ([]Deadline, error) {
	var all []Deadline
	err := db.NewSelect().Model(&all).
		Where("ed.workspace_id = ? AND ed.project_id = ? AND ed.event_id = ?", a.WorkspaceID, a.ProjectID, eventID).
		Order("ed.created_at", "ed.id").Scan(ctx)
	return all, database.Fault(err)
}

// keepDeadline stores a deadline; one of the same rule whose task is gone is replaced, another is a Conflict.
func keepDeadline(ctx context.Context, tx bun.IDB, d Deadline, gone string) error {
	if gone == "" {
		_, err := tx.NewInsert().Model(&d).Exec(ctx)
		return database.Fault(err)
	}
	ok, err := database.Changed(tx.NewUpdate().Model(&d).ExcludeColumn("id").
		Where("event_id = ? AND rule_key = ? AND task_id = ?", d.EventID, d.Key, gone).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "deadline.fault.changed")
	}
	return err
}

// rebase notes what the deadlines were decided on.
func rebase(ctx context.Context, tx bun.IDB, ids []string, basis string) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := tx.NewUpdate().Model((*Deadline)(nil)).Set("basis = ?", basis).Where("id IN (?)", bun.List(ids)).Exec(ctx)
	return database.Fault(err)
}

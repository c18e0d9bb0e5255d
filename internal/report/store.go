package report

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// at limits a query to the actor's project, so that foreign IDs are simply not there.
func at(a account.Actor) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("rp.workspace_id = ? AND rp.project_id = ?", a.WorkspaceID, a.ProjectID)
	}
}

// withSuccessor adds which report took its place.
func withSuccessor(q *bun.SelectQuery) *bun.SelectQuery {
	return q.ColumnExpr("COALESCE(next.id, '') AS superseded_by, COALESCE(next.number, 0) AS superseded_number").
		Join("LEFT JOIN reports AS next ON next.replaces_id = rp.id")
}

// listReports lists the project's reports without their contents, the latest period first.
func listReports(ctx context.Context, db bun.IDB, a account.Actor) ([]Report, error) {
	var all []Report
	err := db.NewSelect().Model(&all).ExcludeColumn("content", "document", "summary", "deviation", "outlook").Apply(at(a)).Apply(withSuccessor).
		Order("rp.ends_on DESC", "rp.id DESC").Scan(ctx)
	return all, database.Fault(err)
}

func findReport(ctx context.Context, db bun.IDB, a account.Actor, reportID string) (Report, error) {
	var r Report
	err := db.NewSelect().Model(&r).ColumnExpr("rp.*").Apply(at(a)).Apply(withSuccessor).Where("rp.id = ?", reportID).Scan(ctx)
	return r, database.Fault(err)
}

// lockDraft returns the draft and makes others wait who want to write it; Conflict when it is frozen.
func lockDraft(ctx context.Context, tx bun.IDB, a account.Actor, reportID string) (Report, error) {
	locked, err := database.Changed(tx.NewUpdate().Model((*Report)(nil)).Set("version = version").
		Where("id = ? AND project_id = ? AND workspace_id = ? AND frozen_at IS NULL", reportID, a.ProjectID, a.WorkspaceID).Exec(ctx))
	if err != nil {
		return Report{}, err
	}
	r, err := findReport(ctx, tx, a, reportID)
	if err == nil && !locked {
		return r, frozen()
	}
	return r, err
}

func frozen() error { return fault.New(fault.Conflict, "report.fault.frozen") }

func insertReport(ctx context.Context, tx bun.IDB, r Report) error {
	_, err := tx.NewInsert().Model(&r).Exec(ctx)
	if database.Duplicate(err) {
		return fault.New(fault.Conflict, "report.fault.corrected_already")
	}
	return database.Fault(err)
}

func updateReport(ctx context.Context, tx bun.IDB, r Report) error {
	_, err := tx.NewUpdate().Model(&r).WherePK().Exec(ctx)
	if database.Duplicate(err) { // two reports at the same moment wanted the same number
		return fault.New(fault.Conflict, "report.fault.once_more")
	}
	return database.Fault(err)
}

func nextNumber(ctx context.Context, tx bun.IDB, a account.Actor) (int64, error) {
	var last int64
	err := tx.NewSelect().Model((*Report)(nil)).ColumnExpr("COALESCE(max(rp.number), 0)").Apply(at(a)).Scan(ctx, &last)
	return last + 1, database.Fault(err)
}

func listTexts(ctx context.Context, db bun.IDB, r Report) ([]Text, error) {
	var texts []Text
	err := db.NewSelect().Model(&texts).Where("rt.report_id = ?", r.ID).Order("rt.milestone_id").Scan(ctx)
	return texts, database.Fault(err)
}

func writeText(ctx context.Context, tx bun.IDB, t Text) error {
	_, err := tx.NewInsert().Model(&t).On("CONFLICT (report_id, milestone_id) DO UPDATE").
		Set("deviation = EXCLUDED.deviation").Set("outlook = EXCLUDED.outlook").Exec(ctx)
	return database.Fault(err)
}

// findPlace returns the workspace and project that the report is about.
func findPlace(ctx context.Context, db bun.IDB, a account.Actor) (w account.Workspace, p account.Project, err error) {
	if err = db.NewSelect().Model(&w).Where("w.id = ?", a.WorkspaceID).Scan(ctx); err != nil {
		return w, p, database.Fault(err)
	}
	err = db.NewSelect().Model(&p).Where("p.id = ? AND p.workspace_id = ?", a.ProjectID, a.WorkspaceID).Scan(ctx)
	return w, p, database.Fault(err)
}

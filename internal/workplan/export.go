package workplan

import (
	"context"
	"encoding/csv"
	"io"
	"iter"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/sheet"
)

// ExportCSV writes the plans of all projects of all workspaces to w as CSV with commas: project, number, title, due
// (MM/YYYY), state as of now, whose zone says which day it is. Goals have neither deadline nor state; those cells are empty. Every plan row is one
// line, and a cell that a spreadsheet would take for a formula begins with an apostrophe.
func ExportCSV(ctx context.Context, db *database.DB, now time.Time, evidence EvidenceSources, w io.Writer) error {
	out := csv.NewWriter(w)
	err := db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) error {
		var projects []account.Project
		if err := tx.NewSelect().Model(&projects).Order("p.workspace_id", "p.created_at", "p.id").Scan(ctx); err != nil {
			return database.Fault(err)
		}
		return writePlans(ctx, tx, projects, now, evidence, out)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func writePlans(ctx context.Context, tx bun.IDB, projects []account.Project, now time.Time, evidence EvidenceSources, out *csv.Writer) error {
	if err := out.Write(exportHeading()); err != nil {
		return err
	}
	for _, project := range projects {
		plan, err := loadPlan(ctx, tx, account.Program(project.WorkspaceID, project.ID), now, evidence)
		if err != nil {
			return err
		}
		for row := range planRows(project.Name, plan) {
			for i := range row {
				row[i] = sheet.Guard(row[i])
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
	}
	return nil
}

func exportHeading() []string { return []string{"project", "number", "title", "due", "state"} }

// planRows goes through a plan's rows: each goal, then its milestones.
func planRows(project string, plan Plan) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for _, goal := range plan.Goals {
			if !yield(lines(project, goal.Label(), goal.Title, "", "")) {
				return
			}
			for _, m := range goal.Milestones {
				if !yield(lines(project, m.Number, m.Title, m.DueOn.Slash(), string(m.State))) {
					return
				}
			}
		}
	}
}

// lines makes every value one line.
func lines(values ...string) []string {
	for i, value := range values {
		values[i] = sheet.OneLine(value)
	}
	return values
}

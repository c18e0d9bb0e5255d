package workplan

import (
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
)

// ExportCSV writes the plans of all projects of all workspaces to w as CSV with commas: project, number, title, due
// (MM/YYYY), state as of today. Goals have neither deadline nor state; those cells are empty. Every plan row is one
// line, and a cell that a spreadsheet would take for a formula begins with an apostrophe.
func ExportCSV(ctx context.Context, db *database.DB, today date.Date, w io.Writer) error {
	out := csv.NewWriter(w)
	err := db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) error {
		var projects []account.Project
		if err := tx.NewSelect().Model(&projects).Order("p.workspace_id", "p.created_at", "p.id").Scan(ctx); err != nil {
			return database.Fault(err)
		}
		return writePlans(ctx, tx, projects, today, out)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func writePlans(ctx context.Context, tx bun.IDB, projects []account.Project, today date.Date, out *csv.Writer) error {
	if err := out.Write(exportHeading()); err != nil {
		return err
	}
	for _, project := range projects {
		plan, err := loadPlan(ctx, tx, account.Program(project.WorkspaceID, project.ID), today)
		if err != nil {
			return err
		}
		if err := writePlan(out, project.Name, plan); err != nil {
			return err
		}
	}
	return nil
}

// WriteCSV writes one plan to w for German spreadsheets: byte order mark, semicolons, the columns of ExportCSV.
func WriteCSV(project string, plan Plan, w io.Writer) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma = ';'
	if err := out.Write(exportHeading()); err != nil {
		return err
	}
	if err := writePlan(out, project, plan); err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

func exportHeading() []string { return []string{"project", "number", "title", "due", "state"} }

func writePlan(out *csv.Writer, project string, plan Plan) error {
	for _, goal := range plan.Goals {
		if err := out.Write(cells(project, goal.Label(), goal.Title, "", "")); err != nil {
			return err
		}
		for _, m := range goal.Milestones {
			if err := out.Write(cells(project, m.Number, m.Title, m.DueOn.Slash(), string(m.State))); err != nil {
				return err
			}
		}
	}
	return nil
}

// cells makes every value one line that no spreadsheet takes for a formula.
func cells(values ...string) []string {
	safe := slices.Clone(values)
	for i, value := range safe {
		safe[i] = guard(oneLine(value))
	}
	return safe
}

// guard puts an apostrophe before a cell that begins like a formula (OWASP: CSV injection).
func guard(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

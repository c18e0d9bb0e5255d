package workplan

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
)

// Refers reports whether a column holds the identifier of something else, which is shown by its name.
func Refers(field string) bool {
	return strings.HasSuffix(field, "_id") || strings.HasSuffix(field, "_by")
}

// named looks up what the identifiers in the changes stand for, all at once.
func named(ctx context.Context, db bun.IDB, a account.Actor, changes []FieldChange) ([]HistoryLine, error) {
	var ids []string
	for _, c := range changes {
		ids = append(ids, c.ParentID)
		if Refers(c.Field) {
			ids = append(ids, c.Old, c.New)
		}
		for _, f := range c.Fields() {
			if Refers(f.Field) {
				ids = append(ids, f.Value)
			}
		}
	}
	names, err := lookUp(ctx, db, a.WorkspaceID, ids)
	lines := make([]HistoryLine, len(changes))
	for i, c := range changes {
		lines[i] = HistoryLine{c, names}
	}
	return lines, err
}

// lookUp finds names of colleagues, and in the workspace of persons of the directory and of parts of the plan, which keep
// theirs when they are deleted.
func lookUp(ctx context.Context, db bun.IDB, workspaceID string, ids []string) (map[string]string, error) {
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(one string) bool { return one == "" })
	names := map[string]string{}
	if len(ids) == 0 {
		return names, nil
	}
	for part := range slices.Chunk(ids, 500) {
		var rows []struct{ ID, Name string }
		q := db.NewSelect().TableExpr("users AS x").ColumnExpr("x.id AS id, x.name AS name").Where("x.id IN (?)", bun.List(part)).
			UnionAll(db.NewSelect().TableExpr("persons AS x").ColumnExpr("x.id AS id, trim(x.title || ' ' || x.given || ' ' || x.family) AS name").
				Where("x.workspace_id = ? AND x.id IN (?)", workspaceID, bun.List(part))).
			UnionAll(db.NewSelect().TableExpr("plan_changes AS x").ColumnExpr("x.subject_id AS id, x.subject AS name").
				Where("x.workspace_id = ? AND x.subject_id IN (?)", workspaceID, bun.List(part)).
				Where("NOT EXISTS (?)", db.NewSelect().TableExpr("plan_changes AS later").ColumnExpr("1").
					Where("later.project_id = x.project_id AND later.subject_id = x.subject_id").
					Where("later.step > x.step OR later.step = x.step AND later.id > x.id")))
		if err := q.Scan(ctx, &rows); err != nil {
			return nil, database.Fault(err)
		}
		for _, row := range rows {
			names[row.ID] = row.Name
		}
	}
	return names, nil
}

package dump

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/files"
)

const chunk = 200 // rows of a table read at once

// reading is a document that is being written.
type reading struct {
	tx    bun.IDB
	actor account.Actor
	out   *writer
	files *files.Store
	known map[string]bool // identifiers of what was written
	named map[string]bool // identifiers of those whose names come at the end
}

// name says whose names come at the end.
func (r *reading) name(ids ...string) {
	for _, one := range ids {
		if one != "" {
			r.named[one] = true
		}
	}
}

// rows writes a table of the project by identifier; fill completes some of its rows.
func rows[T interface{ key() string }](ctx context.Context, r *reading, list string, fill func(some []T) error) error {
	r.out.open(list)
	last := ""
	for {
		var some []T
		err := r.tx.NewSelect().Model(&some).Where("x.workspace_id = ? AND x.project_id = ?", r.actor.WorkspaceID, r.actor.ProjectID).
			Where("x.id > ?", last).Order("x.id").Limit(chunk).Scan(ctx)
		if err != nil {
			return database.Fault(err)
		}
		if err := fill(some); err != nil {
			return err
		}
		for i := range some {
			r.known[some[i].key()] = true
			r.out.item(&some[i])
		}
		if r.out.err != nil || len(some) < chunk {
			r.out.shut()
			return r.out.err
		}
		last = some[len(some)-1].key()
	}
}

// below reads the rows that hang below some others of the project by a column, in an order, sorted under the identifiers they
// hang below.
func below[C any, T interface{ key() string }](ctx context.Context, r *reading, some []T, column, order string, parent func(C) string) (map[string][]C, error) {
	of := make(map[string][]C, len(some))
	ids := make([]string, len(some))
	for i, one := range some {
		ids[i], of[one.key()] = one.key(), []C{}
	}
	if len(ids) == 0 {
		return of, nil
	}
	var found []C
	err := r.tx.NewSelect().Model(&found).Where("x.? IN (?)", bun.Ident(column), bun.List(ids)).OrderExpr(order).Scan(ctx)
	for _, one := range found {
		of[parent(one)] = append(of[parent(one)], one)
	}
	return of, database.Fault(err)
}

// people writes the names of those whose identifiers stand in the document.
func (r *reading) people(ctx context.Context) error {
	r.out.open("people")
	for some := range slices.Chunk(slices.Sorted(maps.Keys(r.named)), chunk) {
		var found []person
		err := r.tx.NewSelect().TableExpr("users AS x").ColumnExpr("x.id AS id, x.name AS name, 'colleague' AS kind").Where("x.id IN (?)", bun.List(some)).
			UnionAll(r.tx.NewSelect().TableExpr("persons AS x").
				ColumnExpr("x.id AS id, trim(x.title || ' ' || x.given || ' ' || x.family) AS name, 'person' AS kind").
				Where("x.workspace_id = ? AND x.id IN (?)", r.actor.WorkspaceID, bun.List(some))).Scan(ctx, &found)
		if err != nil {
			return database.Fault(err)
		}
		slices.SortFunc(found, func(x, y person) int { return cmp.Compare(x.ID, y.ID) })
		for _, one := range found {
			r.out.item(&one)
		}
	}
	r.out.shut()
	return nil
}

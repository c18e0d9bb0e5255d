package bin

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/id"
)

const chunk = 200 // rows of one INSERT: few enough for the largest statement either database takes

// PutIn writes the entry of a thing that the caller's transaction deletes.
func PutIn(ctx context.Context, tx bun.IDB, actor account.Actor, now time.Time, thing Thing) (Entry, error) {
	raw, err := json.Marshal(thing.Rows)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{
		ID: id.New(), WorkspaceID: actor.WorkspaceID, ProjectID: actor.ProjectID, Kind: thing.Kind, SubjectID: thing.ID,
		ParentID: thing.ParentID, Holds: holds(thing.Along), Title: thing.Title, SortKey: database.FoldWord(thing.Title),
		Search: database.Fold(thing.Title), DeletedBy: actor.UserID, DeletedByName: actor.Name, DeletedAt: now, ExpiresAt: now.Add(Keep),
		Snapshot: raw,
	}
	if thing.Kind.OfWorkspace() {
		e.ProjectID = ""
	}
	_, err = tx.NewInsert().Model(&e).Exec(ctx)
	return e, database.Fault(err)
}

func holds(ids []string) string {
	text := " "
	for _, one := range ids {
		text += one + " "
	}
	return text
}

// TakeIn deletes the rows of a table that the condition names and returns them as they were: those that were deleted, no
// other ones, whatever else is written at the same time.
func TakeIn[T any](ctx context.Context, tx bun.IDB, where string, args ...any) ([]T, error) {
	var rows []T
	err := tx.NewDelete().Model(&rows).Where(where, args...).Returning("*").Scan(ctx)
	return rows, database.Fault(err)
}

// WriteIn inserts rows as they are.
func WriteIn[T any](ctx context.Context, tx bun.IDB, rows []T) error {
	for part := range slices.Chunk(rows, chunk) {
		if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
			return database.Fault(err)
		}
	}
	return nil
}

// in limits a query to the entries that the actor's place has: its project's and the workspace's.
func in(actor account.Actor) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("be.workspace_id = ? AND be.project_id IN (?, '')", actor.WorkspaceID, actor.ProjectID)
	}
}

func findEntry(ctx context.Context, db bun.IDB, actor account.Actor, entryID string) (Entry, error) {
	var e Entry
	err := db.NewSelect().Model(&e).Apply(in(actor)).Where("be.id = ?", entryID).Scan(ctx)
	return e, database.Fault(err)
}

// ListIn lists what lies in the bin of a kind, in all workspaces and with its rows, for owners of something that the rows
// name and that must stay as long as they can come back.
func ListIn(ctx context.Context, db bun.IDB, kind Kind) ([]Entry, error) {
	var entries []Entry
	err := db.NewSelect().Model(&entries).Where("be.kind = ?", kind).Scan(ctx)
	return entries, database.Fault(err)
}

// findHolder returns the entry in which the thing lies, on its own or as a part of another one.
func findHolder(ctx context.Context, db bun.IDB, actor account.Actor, now time.Time, subjectID string) (Entry, error) {
	var e Entry
	err := db.NewSelect().Model(&e).Apply(in(actor)).Where("be.expires_at > ?", now).
		Where("(be.subject_id = ? OR be.holds LIKE ?)", subjectID, "% "+subjectID+" %").
		Order("be.deleted_at DESC").Limit(1).Scan(ctx)
	return e, database.Fault(err)
}

// deleteEntry takes the entry out; Missing when somebody else did so first.
func deleteEntry(ctx context.Context, tx bun.IDB, e Entry) error {
	return database.OneRow(tx.NewDelete().Model(&e).WherePK().Where("workspace_id = ?", e.WorkspaceID).Exec(ctx))
}

func listEntries(ctx context.Context, db bun.IDB, actor account.Actor, now time.Time, f Filter, kinds []Kind) ([]Entry, int, error) {
	var entries []Entry
	if len(kinds) == 0 {
		return nil, 0, nil
	}
	q := db.NewSelect().Model(&entries).ExcludeColumn("snapshot").Apply(in(actor)).
		Where("be.expires_at > ? AND be.kind IN (?)", now, bun.List(kinds))
	for _, pattern := range database.FoldQuery(f.Text) {
		q = q.Where("be.search LIKE ?", pattern)
	}
	total, err := q.Count(ctx)
	if err != nil {
		return nil, 0, database.Fault(err)
	}
	order := map[Order]string{ByTitle: "be.sort_key", ByPerson: "be.deleted_by_name", ByExpiry: "be.expires_at"}[f.Order]
	if order == "" {
		order = "be.deleted_at"
	}
	if f.descending() {
		order += " DESC"
	}
	if f.Rows > 0 {
		last := max(1, (int(total)+f.Rows-1)/f.Rows)
		q = q.Limit(int64(f.Rows)).Offset(int64((min(max(1, f.Page), last) - 1) * f.Rows))
	}
	err = q.OrderExpr(order).OrderExpr("be.id DESC").Scan(ctx)
	return entries, int(total), database.Fault(err)
}

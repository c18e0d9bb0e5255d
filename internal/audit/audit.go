// Package audit keeps the trail: who changed what, when. Every use case that changes something records one entry in
// the transaction that changes it, so that there is no change without an entry and no entry without a change.
//
// Details hold identifiers, states and counts, never texts about people, so that erasure leaves the trail whole.
//
// Tables: audit_entries.
package audit

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/id"
)

// Entry is one line of the trail.
type Entry struct {
	bun.BaseModel `bun:"table:audit_entries,alias:a"`

	ID          string         `bun:"id,pk"`
	WorkspaceID string         `bun:"workspace_id"`
	ProjectID   string         `bun:"project_id"`
	ActorID     string         `bun:"actor_id"` // empty for people without an account and for the program itself
	ActorName   string         `bun:"actor_name"`
	Action      string         `bun:"action"`      // "milestone.updated"
	ObjectKind  string         `bun:"object_kind"` // "milestone"
	ObjectID    string         `bun:"object_id"`
	Details     map[string]any `bun:"details"` // identifiers, states and counts
	At          time.Time      `bun:"at"`
}

// Record writes the entry inside the caller's transaction and gives it an identifier.
func Record(ctx context.Context, tx bun.IDB, entry Entry) error {
	entry.ID = id.New()
	if entry.Details == nil {
		entry.Details = map[string]any{}
	}
	_, err := tx.NewInsert().Model(&entry).Exec(ctx)
	return database.Fault(err)
}

// RecordAll is Record for many entries, a few hundred in a statement.
func RecordAll(ctx context.Context, tx bun.IDB, entries []Entry) error {
	for part := range slices.Chunk(entries, 200) {
		for i := range part {
			part[i].ID = id.New()
			if part[i].Details == nil {
				part[i].Details = map[string]any{}
			}
		}
		if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
			return database.Fault(err)
		}
	}
	return nil
}

// Of lists the entries about one object, newest first.
func Of(ctx context.Context, db bun.IDB, workspaceID, kind, objectID string) ([]Entry, error) {
	var entries []Entry
	err := db.NewSelect().Model(&entries).
		Where("a.workspace_id = ? AND a.object_kind = ? AND a.object_id = ?", workspaceID, kind, objectID).
		Order("a.at DESC", "a.id DESC").Limit(200).Scan(ctx)
	return entries, database.Fault(err)
}

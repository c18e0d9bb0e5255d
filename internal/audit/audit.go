// Package audit keeps the trail: who changed what, when. Every use case that changes something records one entry in
// the transaction that changes it, so that there is no change without an entry and no entry without a change.
//
// Details hold identifiers, states and counts, never texts about people, so that erasure leaves the trail whole.
//
// A scheduled job seals entries in batches once they are an hour old: a Seal holds the hash of the batch and of the seal
// before it. Recording itself knows no chain, so entries never wait for each other. In an entry's hash stands a salted hash
// of the actor's name instead of the name: EraseNameIn takes name and salt away, and the chain stays whole. Verify
// finds what was changed, removed or inserted since, and says in which batch; doctor asks it.
//
// The plan's history of fields is longer than the trail and has a table of its own, to which rows are only added: SealHistory
// records entries that hold the hash of a batch of them, so that the seals vouch for the history, too.
//
// Tables: audit_entries, audit_seals.
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
	Salt        string         `bun:"salt"`      // of the name's hash; empty when the name was erased, or before the entry is sealed if it is from an older program
	NameHash    string         `bun:"name_hash"` // what a seal holds of the actor's name
}

// Record writes the entry inside the caller's transaction and gives it an identifier.
func Record(ctx context.Context, tx bun.IDB, entry Entry) error {
	entry.prepare()
	return database.Later(ctx, tx, entry)
}

// RecordAll is Record for many entries, a few hundred in a statement.
func RecordAll(ctx context.Context, tx bun.IDB, entries []Entry) error {
	for part := range slices.Chunk(entries, 200) {
		for i := range part {
			part[i].prepare()
		}
		if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
			return database.Fault(err)
		}
	}
	return nil
}

func (e *Entry) prepare() {
	e.ID = id.New()
	if e.Details == nil {
		e.Details = map[string]any{}
	}
	e.hashName()
}

// FindIn returns an entry of the workspace.
func FindIn(ctx context.Context, db bun.IDB, workspaceID, entryID string) (Entry, error) {
	var entry Entry
	err := db.NewSelect().Model(&entry).Where("a.workspace_id = ? AND a.id = ?", workspaceID, entryID).Scan(ctx)
	return entry, database.Fault(err)
}

// Of lists the entries about one object, newest first.
func Of(ctx context.Context, db bun.IDB, workspaceID, kind, objectID string) ([]Entry, error) {
	var entries []Entry
	err := db.NewSelect().Model(&entries).
		Where("a.workspace_id = ? AND a.object_kind = ? AND a.object_id = ?", workspaceID, kind, objectID).
		Order("a.at DESC", "a.id DESC").Limit(200).Scan(ctx)
	return entries, database.Fault(err)
}

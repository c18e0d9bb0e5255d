package feed

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// findFeed returns the calendar of a person or project, whether its link works or not.
func findFeed(ctx context.Context, db bun.IDB, kind Kind, projectID, ownerID string) (Feed, error) {
	var f Feed
	err := db.NewSelect().Model(&f).Where("f.kind = ? AND f.project_id = ? AND f.owner_id = ?", kind, projectID, ownerID).Scan(ctx)
	return f, database.Fault(err)
}

func findOpen(ctx context.Context, db bun.IDB, hash string) (Feed, error) {
	var f Feed
	err := db.NewSelect().Model(&f).Where("f.token_hash = ? AND f.closed_at IS NULL", hash).Scan(ctx)
	return f, database.Fault(err)
}

// lock makes other readers of the feed wait until this transaction ends.
func lock(ctx context.Context, tx bun.IDB, f Feed) error {
	_, err := tx.NewUpdate().Model((*Feed)(nil)).Set("token_hash = token_hash").Where("id = ?", f.ID).Exec(ctx)
	return database.Fault(err)
}

func listEntries(ctx context.Context, db bun.IDB, f Feed) ([]entry, error) {
	var entries []entry
	err := db.NewSelect().Model(&entries).Where("n.feed_id = ?", f.ID).Order("n.subject").Scan(ctx)
	return entries, database.Fault(err)
}

// writeEntries adds entries or replaces what was stored of them.
func writeEntries(ctx context.Context, tx bun.IDB, entries []entry) error {
	for part := range slices.Chunk(entries, 200) {
		_, err := tx.NewInsert().Model(&part).On("CONFLICT (feed_id, subject) DO UPDATE").
			Set("sequence = EXCLUDED.sequence").Set("content = EXCLUDED.content").
			Set("changed_at = EXCLUDED.changed_at").Set("gone_at = EXCLUDED.gone_at").Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
	}
	return nil
}

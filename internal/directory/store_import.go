package directory

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

func insertImport(ctx context.Context, tx bun.IDB, i Import) error {
	_, err := tx.NewInsert().Model(&i).Exec(ctx)
	return database.Fault(err)
}

func findImport(ctx context.Context, db bun.IDB, actor account.Actor, importID string, now time.Time) (Import, error) {
	var i Import
	err := db.NewSelect().Model(&i).
		Where("i.id = ? AND i.workspace_id = ? AND i.owner_id = ? AND i.expires_at > ?", importID, actor.WorkspaceID, actor.UserID, now).
		Scan(ctx)
	return i, database.Fault(err)
}

// takeImport marks the import as confirmed; first is false when it was confirmed before.
func takeImport(ctx context.Context, tx bun.IDB, importID string, rows int, now time.Time) (first bool, err error) {
	return database.Changed(tx.NewUpdate().Model((*Import)(nil)).Set("confirmed_at = ?", now).Set("row_count = ?", rows).
		Set("expires_at = ?", now.Add(resultLife)).Where("id = ? AND confirmed_at IS NULL", importID).Exec(ctx))
}

// listImports lists what somebody has uploaded, the newest first, without the files' text.
func listImports(ctx context.Context, db bun.IDB, actor account.Actor, now time.Time) ([]Import, error) {
	var all []Import
	err := db.NewSelect().Model(&all).ExcludeColumn("content").
		Where("i.workspace_id = ? AND i.owner_id = ? AND i.expires_at > ?", actor.WorkspaceID, actor.UserID, now).
		Order("i.created_at DESC", "i.id DESC").Limit(20).Scan(ctx)
	return all, database.Fault(err)
}

// openImport returns an import that is still to be written; found is false when there is nothing to do any more.
func openImport(ctx context.Context, db bun.IDB, workspaceID, importID string) (i Import, found bool, err error) {
	err = database.Fault(db.NewSelect().Model(&i).
		Where("i.id = ? AND i.workspace_id = ? AND i.confirmed_at IS NOT NULL", importID, workspaceID).
		Where("i.finished_at IS NULL AND i.stopped_at IS NULL").Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return i, false, nil
	}
	return i, err == nil, err
}

// advanceImport notes that rows up to done are written; a Conflict fault tells that another process was faster.
func advanceImport(ctx context.Context, tx bun.IDB, i Import, before int) error {
	return oneVersion(database.Changed(tx.NewUpdate().Model((*Import)(nil)).Set("rows_done = ?", i.Done).
		Set("added = ?", i.Added).Set("changed = ?", i.Changed).Set("skipped = ?", i.Skipped).Set("organisations = ?", i.Organisations).
		Where("id = ? AND rows_done = ? AND finished_at IS NULL AND stopped_at IS NULL", i.ID, before).Exec(ctx)))
}

// finishImport closes an import and forgets its text; first is false when that has been done.
func finishImport(ctx context.Context, tx bun.IDB, importID string, now time.Time) (first bool, err error) {
	return database.Changed(tx.NewUpdate().Model((*Import)(nil)).Set("finished_at = ?", now).Set("content = ''").
		Where("id = ? AND finished_at IS NULL", importID).Exec(ctx))
}

// holdImport stops an import at, or lets it go on when at is nil; done is false when there was nothing to do.
func holdImport(ctx context.Context, tx bun.IDB, importID string, at *time.Time) (done bool, err error) {
	return database.Changed(tx.NewUpdate().Model((*Import)(nil)).Set("stopped_at = ?", at).
		Where("id = ? AND confirmed_at IS NOT NULL AND finished_at IS NULL AND (stopped_at IS NULL) = ?", importID, at != nil).Exec(ctx))
}

func insertLeftOut(ctx context.Context, tx bun.IDB, rows []LeftOut) error {
	return insertChunks(ctx, tx, rows)
}

func listLeftOut(ctx context.Context, db bun.IDB, i Import, limit int64) ([]LeftOut, error) {
	var rows []LeftOut
	q := db.NewSelect().Model(&rows).Where("lo.import_id = ? AND lo.workspace_id = ?", i.ID, i.WorkspaceID).Order("lo.line")
	if limit > 0 {
		q = q.Limit(limit)
	}
	return rows, database.Fault(q.Scan(ctx))
}

func deleteImport(ctx context.Context, tx bun.IDB, actor account.Actor, importID string) error {
	return database.OneRow(tx.NewDelete().Model((*Import)(nil)).
		Where("confirmed_at IS NULL").Where("id = ? AND workspace_id = ? AND owner_id = ?", importID, actor.WorkspaceID, actor.UserID).Exec(ctx))
}

func deleteExpiredImports(ctx context.Context, tx bun.IDB, now time.Time) error {
	_, err := tx.NewDelete().Model((*Import)(nil)).Where("expires_at <= ?", now).Exec(ctx)
	return database.Fault(err)
}

func organisationsNamed(ctx context.Context, db bun.IDB, workspaceID string, names []string) ([]Organisation, error) {
	var found []Organisation
	if len(names) == 0 {
		return nil, nil
	}
	err := selectOrganisations(db, &found).Where("o.workspace_id = ? AND o.name_key IN (?)", workspaceID, bun.List(names)).
		Order("o.name_key", "o.id").Scan(ctx)
	return found, database.Fault(err)
}

// personsBy finds persons by one of their keys, name_key or email_key.
func personsBy(ctx context.Context, db bun.IDB, workspaceID, column string, values []string) ([]Person, error) {
	var found []Person
	if len(values) == 0 {
		return nil, nil
	}
	err := selectPersons(db, &found).
		Where("p.workspace_id = ? AND p.? IN (?)", workspaceID, bun.Ident(column), bun.List(values)).Scan(ctx)
	return found, database.Fault(err)
}

// findProgress is findImport without the file's text.
func findProgress(ctx context.Context, db bun.IDB, actor account.Actor, importID string, now time.Time) (Import, error) {
	var i Import
	err := db.NewSelect().Model(&i).ExcludeColumn("content").
		Where("i.id = ? AND i.workspace_id = ? AND i.owner_id = ? AND i.expires_at > ?", importID, actor.WorkspaceID, actor.UserID, now).
		Scan(ctx)
	return i, database.Fault(err)
}

package directory

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
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
func takeImport(ctx context.Context, tx bun.IDB, importID string, now time.Time) (first bool, err error) {
	return database.Changed(tx.NewUpdate().Model((*Import)(nil)).Set("confirmed_at = ?", now).
		Where("id = ? AND confirmed_at IS NULL", importID).Exec(ctx))
}

func updateImport(ctx context.Context, tx bun.IDB, i Import) error {
	return database.OneRow(tx.NewUpdate().Model(&i).WherePK().Exec(ctx))
}

func deleteImport(ctx context.Context, tx bun.IDB, actor account.Actor, importID string) error {
	return database.OneRow(tx.NewDelete().Model((*Import)(nil)).
		Where("id = ? AND workspace_id = ? AND owner_id = ?", importID, actor.WorkspaceID, actor.UserID).Exec(ctx))
}

func deleteExpiredImports(ctx context.Context, tx bun.IDB, now time.Time) error {
	_, err := tx.NewDelete().Model((*Import)(nil)).Where("expires_at <= ?", now).Exec(ctx)
	return database.Fault(err)
}

func everyOrganisation(ctx context.Context, db bun.IDB, workspaceID string) ([]Organisation, error) {
	var all []Organisation
	err := selectOrganisations(db, &all).Where("o.workspace_id = ?", workspaceID).Order("o.name_key", "o.id").Scan(ctx)
	return all, database.Fault(err)
}

func everyPerson(ctx context.Context, db bun.IDB, workspaceID string) ([]Person, error) {
	var all []Person
	err := selectPersons(db, &all).Where("p.workspace_id = ?", workspaceID).Order("p.sort_key", "p.id").Scan(ctx)
	return all, database.Fault(err)
}

package directory

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

func selectGroups(db bun.IDB, into any) *bun.SelectQuery {
	return db.NewSelect().Model(into).ColumnExpr("g.*").
		ColumnExpr(`(SELECT count(*) FROM group_members AS gm JOIN persons AS p ON p.id = gm.person_id
			WHERE gm.group_id = g.id AND p.archived_at IS NULL) AS members`)
}

func findGroup(ctx context.Context, db bun.IDB, workspaceID, groupID string) (Group, error) {
	var g Group
	err := selectGroups(db, &g).Where("g.id = ? AND g.workspace_id = ?", groupID, workspaceID).Scan(ctx)
	return g, database.Fault(err)
}

func listGroups(ctx context.Context, db bun.IDB, workspaceID string) ([]Group, error) {
	var groups []Group
	err := selectGroups(db, &groups).Where("g.workspace_id = ?", workspaceID).Order("g.name_key").Scan(ctx)
	return groups, database.Fault(err)
}

func groupsOf(ctx context.Context, db bun.IDB, workspaceID, personID string) ([]Group, error) {
	var groups []Group
	err := selectGroups(db, &groups).Where("g.workspace_id = ?", workspaceID).
		Where("g.id IN (SELECT group_id FROM group_members WHERE person_id = ?)", personID).
		Order("g.name_key").Scan(ctx)
	return groups, database.Fault(err)
}

func insertGroup(ctx context.Context, tx bun.IDB, g Group) error {
	_, err := tx.NewInsert().Model(&g).Exec(ctx)
	return database.Fault(err)
}

func updateGroup(ctx context.Context, tx bun.IDB, g Group) error {
	before := g.Version
	g.Version++
	return oneVersion(database.Changed(tx.NewUpdate().Model(&g).ExcludeColumn("id", "workspace_id", "created_at").
		Where("id = ? AND workspace_id = ? AND version = ?", g.ID, g.WorkspaceID, before).Exec(ctx)))
}

func insertMembers(ctx context.Context, tx bun.IDB, rows []member) error {
	for part := range slices.Chunk(rows, chunk) {
		if _, err := tx.NewInsert().Model(&part).On("CONFLICT (group_id, person_id) DO NOTHING").Exec(ctx); err != nil {
			return database.Fault(err)
		}
	}
	return nil
}

func deleteMembers(ctx context.Context, tx bun.IDB, workspaceID, groupID string, personIDs []string) error {
	_, err := tx.NewDelete().Model((*member)(nil)).
		Where("workspace_id = ? AND group_id = ? AND person_id IN (?)", workspaceID, groupID, bun.List(personIDs)).Exec(ctx)
	return database.Fault(err)
}

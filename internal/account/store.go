package account

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

func trim(s string) string { return strings.TrimSpace(s) }

func insert(ctx context.Context, tx bun.IDB, row any) error {
	_, err := tx.NewInsert().Model(row).Exec(ctx)
	return database.Fault(err)
}

func findWorkspace(ctx context.Context, db bun.IDB, workspaceID string) (Workspace, error) {
	var workspace Workspace
	err := db.NewSelect().Model(&workspace).Where("w.id = ?", workspaceID).Scan(ctx)
	return workspace, database.Fault(err)
}

func updateWorkspace(ctx context.Context, tx bun.IDB, workspace Workspace) error {
	read := workspace.Version
	workspace.Version++
	ok, err := database.Changed(tx.NewUpdate().Model(&workspace).
		Column("name", "imprint", "privacy_contact", "funding_notice", "version").
		Where("id = ? AND version = ?", workspace.ID, read).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

func findProject(ctx context.Context, db bun.IDB, projectID string) (Project, error) {
	var project Project
	err := db.NewSelect().Model(&project).Where("p.id = ?", projectID).Scan(ctx)
	return project, database.Fault(err)
}

func findUser(ctx context.Context, db bun.IDB, column, value string) (User, error) {
	var user User
	err := db.NewSelect().Model(&user).Where("u.? = ? AND u.disabled_at IS NULL", bun.Ident(column), value).Scan(ctx)
	return user, database.Fault(err)
}

func listRoles(ctx context.Context, db bun.IDB, userID, workspaceID, projectID string) ([]Role, error) {
	var roles []Role
	err := db.NewSelect().Model((*Membership)(nil)).ColumnExpr("DISTINCT m.role").
		Where("m.user_id = ? AND m.workspace_id = ? AND m.project_id IN ('', ?)", userID, workspaceID, projectID).
		Scan(ctx, &roles)
	return roles, database.Fault(err)
}

func listPlaces(ctx context.Context, db bun.IDB, userID string) ([]Place, error) {
	var projects []Project
	held := db.NewSelect().Model((*Membership)(nil)).ColumnExpr("1").
		Where("m.user_id = ? AND m.workspace_id = p.workspace_id AND m.project_id IN ('', p.id)", userID)
	err := db.NewSelect().Model(&projects).Where("EXISTS (?)", held).Order("p.created_at DESC", "p.id DESC").Scan(ctx)
	if err != nil {
		return nil, database.Fault(err)
	}
	workspaces, err := workspacesOf(ctx, db, projects)
	places := make([]Place, len(projects))
	for i, p := range projects {
		places[i] = Place{Workspace: workspaces[p.WorkspaceID], Project: p}
	}
	return places, err
}

func workspacesOf(ctx context.Context, db bun.IDB, projects []Project) (map[string]Workspace, error) {
	byID := map[string]Workspace{}
	if len(projects) == 0 {
		return byID, nil
	}
	var ids []string
	for _, p := range projects {
		ids = append(ids, p.WorkspaceID)
	}
	var list []Workspace
	err := db.NewSelect().Model(&list).Where("w.id IN (?)", bun.List(ids)).Scan(ctx)
	for _, w := range list {
		byID[w.ID] = w
	}
	return byID, database.Fault(err)
}

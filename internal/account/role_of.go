package account

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// RolesIn returns the role of everybody in the actor's project, by user: the one given for the project before the one for
// all.
func RolesIn(ctx context.Context, db bun.IDB, actor Actor) (map[string]Role, error) {
	var memberships []Membership
	err := db.NewSelect().Model(&memberships).Where("m.workspace_id = ? AND m.project_id IN ('', ?)", actor.WorkspaceID, actor.ProjectID).
		Order("m.project_id").Scan(ctx)
	roles := map[string]Role{}
	for _, m := range memberships {
		roles[m.UserID] = m.Role
	}
	return roles, database.Fault(err)
}

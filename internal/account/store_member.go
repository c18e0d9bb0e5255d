package account

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

func findMember(ctx context.Context, db bun.IDB, workspaceID, userID string) (Member, error) {
	found, err := listMembers(ctx, db, workspaceID, userID)
	if err != nil {
		return Member{}, err
	}
	if len(found) == 0 {
		return Member{}, fault.Missing()
	}
	return found[0], nil
}

// listMembers reads the members of a workspace, only the one with userID when it is not empty.
func listMembers(ctx context.Context, db bun.IDB, workspaceID, userID string) ([]Member, error) {
	var memberships []Membership
	query := db.NewSelect().Model(&memberships).Where("m.workspace_id = ?", workspaceID)
	if userID != "" {
		query = query.Where("m.user_id = ?", userID)
	}
	if err := query.Scan(ctx); err != nil || len(memberships) == 0 {
		return nil, database.Fault(err)
	}
	grants := grantsByUser(memberships)
	ids := bun.List(slices.Collect(maps.Keys(grants)))
	var users []User
	if err := db.NewSelect().Model(&users).Where("u.id IN (?) AND u.disabled_at IS NULL", ids).Scan(ctx); err != nil {
		return nil, database.Fault(err)
	}
	var links []loginLink
	if err := db.NewSelect().Model(&links).Where("l.user_id IN (?) AND l.purpose = ? AND l.used_at IS NULL", ids, purposeInvited).Scan(ctx); err != nil {
		return nil, database.Fault(err)
	}
	members := make([]Member, len(users))
	for i, user := range users {
		members[i] = Member{User: user, Grants: grants[user.ID]}
		if at := slices.IndexFunc(links, func(l loginLink) bool { return l.UserID == user.ID }); at >= 0 {
			members[i].Invitation = &links[at].ExpiresAt
		}
	}
	slices.SortFunc(members, byName)
	return members, nil
}

// grantsByUser keeps the most powerful role of each place.
func grantsByUser(memberships []Membership) map[string]Grants {
	all := map[string]Grants{}
	for _, m := range memberships {
		if all[m.UserID] == nil {
			all[m.UserID] = Grants{}
		}
		held, has := all[m.UserID][m.ProjectID]
		if !has || slices.Index(Roles(), m.Role) < slices.Index(Roles(), held) {
			all[m.UserID][m.ProjectID] = m.Role
		}
	}
	return all
}

func byName(a, b Member) int {
	return cmp.Or(cmp.Compare(database.FoldWord(a.Name), database.FoldWord(b.Name)), cmp.Compare(a.ID, b.ID))
}

func listProjects(ctx context.Context, db bun.IDB, workspaceID string) ([]Project, error) {
	var projects []Project
	err := db.NewSelect().Model(&projects).Where("p.workspace_id = ?", workspaceID).Order("p.created_at DESC", "p.id DESC").Scan(ctx)
	return projects, database.Fault(err)
}

func deleteMemberships(ctx context.Context, tx bun.IDB, workspaceID, userID string) error {
	_, err := tx.NewDelete().Model((*Membership)(nil)).Where("workspace_id = ? AND user_id = ?", workspaceID, userID).Exec(ctx)
	return database.Fault(err)
}

// lockWorkspace lets one change of its members at a time through, so that two administrators cannot remove each other.
func lockWorkspace(ctx context.Context, tx bun.IDB, workspaceID string) error {
	return database.OneRow(tx.NewUpdate().Model((*Workspace)(nil)).Set("version = version").Where("id = ?", workspaceID).Exec(ctx))
}

// countAdministrators counts those of the whole workspace who can sign in: an invited one who has not come does not.
func countAdministrators(ctx context.Context, db bun.IDB, workspaceID string) (int64, error) {
	invited := db.NewSelect().Model((*loginLink)(nil)).Column("l.user_id").Where("l.purpose = ? AND l.used_at IS NULL", purposeInvited)
	n, err := db.NewSelect().Model((*Membership)(nil)).
		Where("m.workspace_id = ? AND m.project_id = '' AND m.role = ?", workspaceID, Administrator).
		Where("m.user_id NOT IN (?)", invited).Count(ctx)
	return n, database.Fault(err)
}

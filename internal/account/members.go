package account

import (
	"context"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Members lists the people with a role in the actor's workspace, by name; only administrators may.
func (s *Service) Members(ctx context.Context, actor Actor) ([]Member, error) {
	if !mayManage(actor) {
		return nil, fault.Denied()
	}
	return listMembers(ctx, s.db.Read(), actor.WorkspaceID, "")
}

// Member returns one of them; NotFound for people without a role in the workspace.
func (s *Service) Member(ctx context.Context, actor Actor, userID string) (Member, error) {
	if !mayManage(actor) {
		return Member{}, fault.Denied()
	}
	return findMember(ctx, s.db.Read(), actor.WorkspaceID, userID)
}

// WorkspaceProjects lists the projects of the actor's workspace, the youngest first.
func (s *Service) WorkspaceProjects(ctx context.Context, actor Actor) ([]Project, error) {
	if !actor.Staff() {
		return nil, fault.Missing()
	}
	return listProjects(ctx, s.db.Read(), actor.WorkspaceID)
}

// ChangeRoles gives the member the grants instead of was, a Conflict when they are others by now. Password is the
// actor's own, asked again. It is refused when nobody would administer the workspace any more. Fields: role, role_<project>, password.
func (s *Service) ChangeRoles(ctx context.Context, actor Actor, userID string, was, grants Grants, password string) error {
	if _, err := s.Member(ctx, actor, userID); err != nil {
		return err
	}
	if err := s.checkGrants(ctx, actor, grants); err != nil {
		return err
	}
	if err := s.Confirm(ctx, actor, password); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := unchanged(ctx, tx, actor.WorkspaceID, userID, was); err != nil {
			return err
		}
		if err := s.regrant(ctx, tx, actor.WorkspaceID, userID, grants); err != nil {
			return err
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "member.roles_changed", "user", userID, map[string]any{"roles": grants}))
	})
}

// unchanged is a Conflict unless the member still has the grants that the change was made on.
func unchanged(ctx context.Context, tx bun.IDB, workspaceID, userID string, was Grants) error {
	if err := lockWorkspace(ctx, tx, workspaceID); err != nil {
		return err
	}
	member, err := findMember(ctx, tx, workspaceID, userID)
	if err == nil && !maps.Equal(member.Grants, was) {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

// regrant replaces all memberships of the user in the workspace; none end it. Somebody must stay who administers.
func (s *Service) regrant(ctx context.Context, tx bun.IDB, workspaceID, userID string, grants Grants) error {
	if err := lockWorkspace(ctx, tx, workspaceID); err != nil {
		return err
	}
	if err := deleteMemberships(ctx, tx, workspaceID, userID); err != nil {
		return err
	}
	for _, projectID := range slices.Sorted(maps.Keys(grants)) {
		if err := s.grant(ctx, tx, userID, workspaceID, projectID, grants[projectID]); err != nil {
			return err
		}
	}
	n, err := countAdministrators(ctx, tx, workspaceID)
	if err == nil && n == 0 {
		var c fault.Checks
		c.Add("role", "account.member.last_administrator")
		return c.Err()
	}
	return err
}

// checkGrants checks roles and that each project belongs to the actor's workspace.
func (s *Service) checkGrants(ctx context.Context, actor Actor, grants Grants) error {
	if err := grants.validate(); err != nil {
		return err
	}
	for projectID := range grants {
		if projectID == "" {
			continue
		}
		project, err := findProject(ctx, s.db.Read(), projectID)
		if err != nil {
			return err
		}
		if project.WorkspaceID != actor.WorkspaceID {
			return fault.Missing()
		}
	}
	return nil
}

// Confirm asks the acting person's password again before something that opens or closes doors. Who has none (signed in
// by link only) passes. Fields: password.
func (s *Service) Confirm(ctx context.Context, actor Actor, password string) error {
	user, err := findUser(ctx, s.db.Read(), "id", actor.UserID)
	if err != nil || user.PasswordHash == "" {
		return err
	}
	var c fault.Checks
	counters := []counter{{id.Hash("own " + user.ID), fromOnePlace}}
	_, err = s.count(ctx, counters)
	if until, ok := WaitUntil(err); ok {
		c.Add("password", "account.password.wait", int(until.Sub(s.clock.Now()).Minutes())+1)
		return c.Err()
	}
	if err != nil {
		return err
	}
	ok, err := s.hasher.matches(ctx, password, user.PasswordHash)
	if err == nil && !ok {
		c.Add("password", "account.password.wrong")
		return c.Err()
	}
	if err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error { return forget(ctx, tx, counters) })
}

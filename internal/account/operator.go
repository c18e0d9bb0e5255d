package account

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// The use cases in this file belong to the operator at the command line: whoever may run the program on the server
// may run them, there is no actor to check.

// AddUser creates a user with a role (projectID empty: in all projects) and no password yet.
func (s *Service) AddUser(ctx context.Context, workspaceID, projectID string, role Role, name, email string) (User, error) {
	user := s.newUser(name, email)
	if err := user.Validate(); err != nil {
		return User{}, err
	}
	if !slices.Contains(Roles(), role) {
		return User{}, fault.New(fault.Invalid, "fault.choice")
	}
	return user, s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := insert(ctx, tx, &user); err != nil {
			return err
		}
		if err := s.grant(ctx, tx, user.ID, workspaceID, projectID, role); err != nil {
			return err
		}
		actor := Program(workspaceID, projectID)
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "user.created", "user", user.ID, map[string]any{"role": role}))
	})
}

// FindUser returns the user with the address.
func (s *Service) FindUser(ctx context.Context, email string) (User, error) {
	return findUser(ctx, s.db.Read(), "email", FoldEmail(email))
}

// User returns the user with the identifier; NotFound when they may no longer sign in.
func (s *Service) User(ctx context.Context, userID string) (User, error) {
	return findUser(ctx, s.db.Read(), "id", userID)
}

// AddWorkspace creates a further workspace.
func (s *Service) AddWorkspace(ctx context.Context, workspace Workspace) (Workspace, error) {
	fresh := s.newWorkspace(workspace.Name)
	fresh.Imprint, fresh.PrivacyContact, fresh.FundingNotice = workspace.Imprint, workspace.PrivacyContact, workspace.FundingNotice
	if err := fresh.Validate(); err != nil {
		return Workspace{}, err
	}
	return fresh, s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := insert(ctx, tx, &fresh); err != nil {
			return err
		}
		return audit.Record(ctx, tx, Program(fresh.ID, "").Entry(s.clock.Now(), "workspace.founded", "workspace", fresh.ID, nil))
	})
}

// Projects lists all projects of the installation, the oldest first.
func (s *Service) Projects(ctx context.Context) ([]Project, error) {
	var projects []Project
	err := s.db.Read().NewSelect().Model(&projects).Order("p.created_at", "p.id").Scan(ctx)
	return projects, database.Fault(err)
}

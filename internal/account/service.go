package account

import (
	"cmp"
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Service is the use cases of the package.
type Service struct {
	db      *database.DB
	clock   clock.Clock
	letters Letters
	hasher  *hasher
}

// New returns the service on db; letters is what its mails go out by.
func New(db *database.DB, clock clock.Clock, letters Letters) *Service {
	return &Service{db: db, clock: clock, letters: letters, hasher: newHasher()}
}

// MailHeld reports whether mails are withheld because no mail server is set up.
func (s *Service) MailHeld() bool { return s.letters.Outbox.Held() }

// Setup is what the first administrator types.
type Setup struct {
	Workspace string
	Name      string
	Email     string
	Password  string
	Lang      string // of the pages and mails the person gets; German when empty
}

// Found creates the first workspace and its administrator by a setup link and signs the administrator in.
// The link works once; a wrong field leaves it unused.
func (s *Service) Found(ctx context.Context, token string, setup Setup, userAgent string) (session string, err error) {
	user := s.newUser(setup.Name, setup.Email)
	user.Lang = cmp.Or(setup.Lang, user.Lang)
	workspace := s.newWorkspace(setup.Workspace)
	if err := checkFounding(workspace, user, setup.Password); err != nil {
		return "", err
	}
	if user.PasswordHash, err = s.hasher.hash(ctx, setup.Password); err != nil {
		return "", err
	}
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := useLink(ctx, tx, token, []string{purposeSetup}, s.clock.Now()); err != nil {
			return err
		}
		if err := s.found(ctx, tx, workspace, user); err != nil {
			return err
		}
		session, err = s.openSession(ctx, tx, user.ID, userAgent)
		return err
	})
	return session, err
}

func checkFounding(workspace Workspace, user User, password string) error {
	var c fault.Checks
	c.Merge("workspace_", workspace.Validate())
	c.Merge("", user.Validate())
	checkPassword(&c, "password", password, append(user.context(), workspace.Name)...)
	return c.Err()
}

func (s *Service) newUser(name, email string) User {
	return User{ID: id.New(), Name: trim(name), Email: FoldEmail(email), Lang: "de", CreatedAt: s.clock.Now()}
}

func (s *Service) newWorkspace(name string) Workspace {
	return Workspace{ID: id.New(), Name: trim(name), CreatedAt: s.clock.Now(), Version: 1}
}

func (s *Service) found(ctx context.Context, tx bun.IDB, workspace Workspace, user User) error {
	if err := insert(ctx, tx, &workspace); err != nil {
		return err
	}
	if err := insert(ctx, tx, &user); err != nil {
		return err
	}
	if err := s.grant(ctx, tx, user.ID, workspace.ID, "", Administrator); err != nil {
		return err
	}
	actor := Actor{UserID: user.ID, Name: user.Name, WorkspaceID: workspace.ID}
	return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "workspace.founded", "workspace", workspace.ID, nil))
}

func (s *Service) grant(ctx context.Context, tx bun.IDB, userID, workspaceID, projectID string, role Role) error {
	return insert(ctx, tx, &Membership{
		ID: id.New(), UserID: userID, WorkspaceID: workspaceID, ProjectID: projectID, Role: role, CreatedAt: s.clock.Now(),
	})
}

// Empty reports whether nobody can sign in yet.
func (s *Service) Empty(ctx context.Context) (bool, error) {
	n, err := s.db.Read().NewSelect().Model((*User)(nil)).Count(ctx)
	return n == 0, database.Fault(err)
}

// CreateProject adds a project to the actor's workspace; only administrators may.
func (s *Service) CreateProject(ctx context.Context, actor Actor, project Project) (Project, error) {
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		project, err = s.CreateProjectIn(ctx, tx, actor, project)
		return err
	})
	return project, err
}

// CreateProjectIn is CreateProject inside of another domain's transaction.
func (s *Service) CreateProjectIn(ctx context.Context, tx bun.IDB, actor Actor, project Project) (Project, error) {
	if !mayManage(actor) {
		return Project{}, fault.Denied()
	}
	project.ID, project.WorkspaceID, project.CreatedAt, project.Version = id.New(), actor.WorkspaceID, s.clock.Now(), 1
	project.Name = trim(project.Name)
	if err := project.Validate(); err != nil {
		return Project{}, err
	}
	if err := insert(ctx, tx, &project); err != nil {
		return Project{}, err
	}
	actor.ProjectID = project.ID
	return project, audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "project.created", "project", project.ID, nil))
}

// UpdateWorkspace changes name, legal texts and funding notice; Version must be the one that was read.
func (s *Service) UpdateWorkspace(ctx context.Context, actor Actor, workspace Workspace) error {
	if !mayManage(actor) || workspace.ID != actor.WorkspaceID {
		return fault.Denied()
	}
	if err := workspace.Validate(); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := updateWorkspace(ctx, tx, workspace); err != nil {
			return err
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "workspace.updated", "workspace", workspace.ID, nil))
	})
}

// Workspace returns the workspace by identifier.
func (s *Service) Workspace(ctx context.Context, workspaceID string) (Workspace, error) {
	return findWorkspace(ctx, s.db.Read(), workspaceID)
}

// FirstWorkspace returns the oldest workspace: the one whose name and legal texts public pages carry that belong to
// no project. NotFound on an empty installation.
func (s *Service) FirstWorkspace(ctx context.Context) (Workspace, error) {
	var workspace Workspace
	err := s.db.Read().NewSelect().Model(&workspace).Order("w.created_at", "w.id").Limit(1).Scan(ctx)
	return workspace, database.Fault(err)
}

// Colleagues lists the people who hold a role at the actor's place, by name.
func (s *Service) Colleagues(ctx context.Context, actor Actor) ([]User, error) {
	var users []User
	members := s.db.Read().NewSelect().Model((*Membership)(nil)).Column("m.user_id").
		Where("m.workspace_id = ? AND m.project_id IN ('', ?)", actor.WorkspaceID, actor.ProjectID)
	err := s.db.Read().NewSelect().Model(&users).Where("u.disabled_at IS NULL AND u.id IN (?)", members).
		Order("u.name", "u.id").Scan(ctx)
	return users, database.Fault(err)
}

// Place is a project somebody may work in.
type Place struct {
	Workspace Workspace
	Project   Project
}

// Places lists the projects in which the user holds a role, the youngest first.
func (s *Service) Places(ctx context.Context, userID string) ([]Place, error) {
	return listPlaces(ctx, s.db.Read(), userID)
}

// Workspaces lists the workspaces the user administers.
func (s *Service) Workspaces(ctx context.Context, userID string) ([]Workspace, error) {
	return s.workspacesAs(ctx, userID, Administrator)
}

// Audited lists the workspaces whose audit trail the user reads.
func (s *Service) Audited(ctx context.Context, userID string) ([]Workspace, error) {
	return s.workspacesAs(ctx, userID, Administrator, Auditor)
}

func (s *Service) workspacesAs(ctx context.Context, userID string, roles ...Role) ([]Workspace, error) {
	var list []Workspace
	held := s.db.Read().NewSelect().Model((*Membership)(nil)).Column("m.workspace_id").
		Where("m.user_id = ? AND m.project_id = '' AND m.role IN (?)", userID, bun.List(roles))
	err := s.db.Read().NewSelect().Model(&list).Where("w.id IN (?)", held).Order("w.name", "w.id").Scan(ctx)
	return list, database.Fault(err)
}

// Enter returns the user as actor in the project with the project and its workspace; NotFound for people without a
// role there, whether the project exists or not.
func (s *Service) Enter(ctx context.Context, user User, projectID string) (Actor, Place, error) {
	var place Place
	project, err := findProject(ctx, s.db.Read(), projectID)
	if err != nil {
		return Actor{}, place, err
	}
	actor, workspace, err := s.EnterWorkspace(ctx, user, project.WorkspaceID, projectID)
	return actor, Place{Workspace: workspace, Project: project}, err
}

// EnterWorkspace returns the user as actor in the workspace, counting the roles for all projects and for projectID.
func (s *Service) EnterWorkspace(ctx context.Context, user User, workspaceID, projectID string) (Actor, Workspace, error) {
	roles, err := listRoles(ctx, s.db.Read(), user.ID, workspaceID, projectID)
	if err != nil {
		return Actor{}, Workspace{}, err
	}
	if len(roles) == 0 {
		return Actor{}, Workspace{}, fault.Missing()
	}
	workspace, err := findWorkspace(ctx, s.db.Read(), workspaceID)
	return Actor{
		UserID: user.ID, Name: user.Name, Email: user.Email, WorkspaceID: workspaceID, ProjectID: projectID, Roles: roles,
	}, workspace, err
}

// Secret returns the installation's secret for signing, made and kept on first use.
func (s *Service) Secret(ctx context.Context) (string, error) {
	var secret string
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO settings (name, value) VALUES ('secret', ?) ON CONFLICT (name) DO NOTHING", id.Token()+id.Token())
		if err != nil {
			return err
		}
		return tx.NewSelect().Table("settings").Column("value").Where("name = 'secret'").Scan(ctx, &secret)
	})
	return secret, database.Fault(err)
}

func mayManage(actor Actor) bool { return actor.Has(Administrator) }

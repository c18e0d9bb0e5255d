package handover

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/workplan"
)

// Nobody is the answer that work stays without anybody for now.
const Nobody = "nobody"

// Service is the use cases of the package.
type Service struct {
	db       *database.DB
	clock    clock.Clock
	accounts *account.Service
	plan     *workplan.Service
}

// New returns the service.
func New(db *database.DB, clock clock.Clock, accounts *account.Service, plan *workplan.Service) *Service {
	return &Service{db: db, clock: clock, accounts: accounts, plan: plan}
}

// Work is what lies with the person in one project.
type Work struct {
	Project account.Project
	Tasks   []workplan.Task // not done, the most urgent first
	Takers  []account.User  // who may take them over
}

// Leaving is somebody who leaves.
type Leaving struct {
	Member  account.Member
	Project account.Project // the only project they leave; zero when they leave the house
	Work    []Work          // by project; those without open work are not in it
	Last    bool            // nobody else administers the workspace
}

// Look returns what lies with the member in one project or (projectID empty) in the whole workspace. NotFound when they
// hold no role there.
func (s *Service) Look(ctx context.Context, actor account.Actor, userID, projectID string) (Leaving, error) {
	members, err := s.accounts.Members(ctx, actor)
	if err != nil {
		return Leaving{}, err
	}
	at := slices.IndexFunc(members, func(m account.Member) bool { return m.ID == userID })
	if at < 0 {
		return Leaving{}, fault.Missing()
	}
	leaving := Leaving{Member: members[at]}
	if _, ok := leaving.Member.Grants[projectID]; projectID != "" && !ok {
		return Leaving{}, fault.Missing()
	}
	leaving.Last = projectID == "" && leaving.Member.Administers() && !slices.ContainsFunc(members, func(m account.Member) bool {
		return m.ID != userID && m.Administers() && !m.Invited()
	})
	return leaving, s.work(ctx, actor, &leaving, projectID)
}

func (s *Service) work(ctx context.Context, actor account.Actor, leaving *Leaving, projectID string) error {
	projects, err := s.accounts.WorkspaceProjects(ctx, actor)
	if err != nil {
		return err
	}
	tasks, err := s.plan.TasksOf(ctx, actor, leaving.Member.ID, projectID)
	if err != nil {
		return err
	}
	for _, project := range projects {
		if project.ID == projectID {
			leaving.Project = project
		}
		work := Work{Project: project, Tasks: slices.DeleteFunc(slices.Clone(tasks), func(t workplan.Task) bool { return t.ProjectID != project.ID })}
		if len(work.Tasks) == 0 {
			continue
		}
		if work.Takers, err = s.accounts.Colleagues(ctx, inProject(actor, project.ID)); err != nil {
			return err
		}
		work.Takers = slices.DeleteFunc(work.Takers, func(u account.User) bool { return u.ID == leaving.Member.ID })
		leaving.Work = append(leaving.Work, work)
	}
	return nil
}

func inProject(actor account.Actor, projectID string) account.Actor {
	actor.ProjectID = projectID
	return actor
}

// Takers says who takes over, by project; "" stands for all projects that are not named.
type Takers map[string]string

// of returns the answer for the project.
func (t Takers) of(projectID string) string {
	if t[projectID] != "" {
		return t[projectID]
	}
	return t[""]
}

// check notes where an answer is missing, or names somebody who may not take over. Fields: taker_<project>.
func (t Takers) check(leaving Leaving) error {
	var c fault.Checks
	for _, work := range leaving.Work {
		field, taker := "taker_"+work.Project.ID, t.of(work.Project.ID)
		known := slices.ContainsFunc(work.Takers, func(u account.User) bool { return u.ID == taker })
		switch {
		case taker == "":
			c.Add(field, "account.leave.who")
		case taker != Nobody && !known:
			c.Add(field, "account.leave.cannot_take", work.Project.Name)
		}
	}
	return c.Err()
}

// Leave hands over what lies with the member and ends their roles in one project or (projectID empty) in the whole
// workspace. Password is the actor's own, asked again. Fields: taker_<project>, password, role.
func (s *Service) Leave(ctx context.Context, actor account.Actor, userID, projectID string, takers Takers, password string) error {
	leaving, err := s.Look(ctx, actor, userID, projectID)
	if err != nil {
		return err
	}
	var c fault.Checks
	c.Merge("", takers.check(leaving))
	if err := s.accounts.Confirm(ctx, actor, password); err != nil {
		if !fault.Is(err, fault.Invalid) {
			return err
		}
		c.Merge("", err)
	}
	if err := c.Err(); err != nil {
		return err
	}
	projects, err := s.accounts.WorkspaceProjects(ctx, actor)
	if err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		handed, err := s.handOverIn(ctx, tx, actor, leaving, projects, takers)
		if err != nil {
			return err
		}
		return s.endIn(ctx, tx, actor, userID, projectID, handed)
	})
}

// handOverIn gives away what lies with the person when the transaction runs, which may be more than the page showed;
// work in a project that nothing was asked about stays without anybody.
func (s *Service) handOverIn(
	ctx context.Context, tx bun.IDB, actor account.Actor, leaving Leaving, projects []account.Project, takers Takers,
) (int, error) {
	handed := 0
	for _, project := range projects {
		if leaving.Project.ID != "" && leaving.Project.ID != project.ID {
			continue
		}
		taker := takers.of(project.ID)
		if taker == Nobody || !slices.ContainsFunc(leaving.Work, func(w Work) bool { return w.Project.ID == project.ID }) {
			taker = ""
		}
		n, err := s.plan.HandOverIn(ctx, tx, inProject(actor, project.ID), leaving.Member.ID, taker)
		if err != nil {
			return 0, err
		}
		handed += n
	}
	return handed, nil
}

func (s *Service) endIn(ctx context.Context, tx bun.IDB, actor account.Actor, userID, projectID string, handed int) error {
	details := map[string]any{"tasks": handed}
	if projectID == "" {
		if err := s.accounts.LeaveIn(ctx, tx, actor, userID); err != nil {
			return err
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "member.left", "user", userID, details))
	}
	if err := s.accounts.LeaveProjectIn(ctx, tx, actor, userID, projectID); err != nil {
		return err
	}
	return audit.Record(ctx, tx, inProject(actor, projectID).Entry(s.clock.Now(), "member.left_project", "user", userID, details))
}

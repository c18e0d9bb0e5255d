package workplan

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Service holds the use cases of the plan. Every one of them works in the actor's project.
type Service struct {
	db       *database.DB
	clock    clock.Clock
	zone     *time.Location
	people   *account.Service
	evidence EvidenceSources
}

// New returns the service; zone decides when a deadline's last day ends, people who may be given a task, evidence what
// counts for milestones. A missing source is an error.
func New(db *database.DB, clk clock.Clock, zone *time.Location, people *account.Service, evidence EvidenceSources) (*Service, error) {
	if err := evidence.complete(); err != nil {
		return nil, err
	}
	return &Service{db: db, clock: clk, zone: zone, people: people, evidence: evidence}, nil
}

// Today is the current day in the service's zone.
func (s *Service) Today() date.Date { return date.Of(s.now()) }

func (s *Service) now() time.Time { return s.clock.Now().In(s.zone) }

// Plan returns the whole plan with all states derived.
func (s *Service) Plan(ctx context.Context, a account.Actor) (Plan, error) {
	if err := mayRead(a); err != nil {
		return Plan{}, err
	}
	return loadPlan(ctx, s.db.Read(), a, s.now(), s.evidence)
}

// loadPlan reads a plan as it stands now, whose zone says which day it is: in one query, and a second one for the evidence
// that its rules ask for.
func loadPlan(ctx context.Context, db bun.IDB, a account.Actor, now time.Time, sources EvidenceSources) (Plan, error) {
	goals, milestones, tasks, err := listPlan(ctx, db, a)
	if err != nil {
		return Plan{}, err
	}
	found, err := sources.find(ctx, db, a, now.Location(), milestones)
	if err != nil {
		return Plan{}, err
	}
	return arrange(goals, milestones, tasks, found, date.Of(now)), nil
}

// Detail is everything a milestone's page tells.
type Detail struct {
	Progress
	Goal    Goal
	Tasks   []Task
	History []audit.Entry // newest first
}

// Milestone returns a milestone with its goal, tasks and history.
func (s *Service) Milestone(ctx context.Context, a account.Actor, milestoneID string) (Detail, error) {
	if err := mayRead(a); err != nil {
		return Detail{}, err
	}
	db := s.db.Read()
	m, err := findMilestone(ctx, db, a, milestoneID)
	if err != nil {
		return Detail{}, err
	}
	d := Detail{}
	if d.Goal, err = findGoal(ctx, db, a, m.GoalID); err != nil {
		return Detail{}, err
	}
	if d.Tasks, err = listTasks(ctx, db, a, m.ID); err != nil {
		return Detail{}, err
	}
	if d.History, err = audit.Of(ctx, db, a.WorkspaceID, "milestone", m.ID); err != nil {
		return Detail{}, err
	}
	d.History = slices.DeleteFunc(d.History, func(e audit.Entry) bool { return insideTask(e.Action) })
	found, err := s.evidence.find(ctx, db, a, s.zone, []Milestone{m})
	if err != nil {
		return Detail{}, err
	}
	d.Progress = m.progress(s.Today(), CountTasks(d.Tasks), found)
	d.nameOpenTasks()
	return d, nil
}

// nameOpenTasks says which tasks a rule still waits for.
func (d *Detail) nameOpenTasks() {
	for i, c := range d.Standing {
		if c.Source != OfTasks {
			continue
		}
		for _, t := range d.Tasks {
			if t.State != TaskDone {
				d.Standing[i].Missing = append(d.Standing[i].Missing, Proof{Title: t.Title, Path: []string{"tasks", t.ID}})
			}
		}
	}
}

// Goals lists the project's goals by number.
func (s *Service) Goals(ctx context.Context, a account.Actor) ([]Goal, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	return listGoals(ctx, s.db.Read(), a)
}

// Milestones lists the project's milestones by number.
func (s *Service) Milestones(ctx context.Context, a account.Actor) ([]Milestone, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	return listMilestones(ctx, s.db.Read(), a)
}

// Goal returns a goal.
func (s *Service) Goal(ctx context.Context, a account.Actor, goalID string) (Goal, error) {
	if err := mayRead(a); err != nil {
		return Goal{}, err
	}
	return findGoal(ctx, s.db.Read(), a, goalID)
}

// AddGoal adds a goal with number and title.
func (s *Service) AddGoal(ctx context.Context, a account.Actor, g Goal) (Goal, error) {
	if err := mayShape(a); err != nil {
		return Goal{}, err
	}
	g.Clean()
	if err := g.Validate(); err != nil {
		return Goal{}, err
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error { return s.insertGoal(ctx, tx, a, &g, "goal.added") })
	return g, err
}

func (s *Service) insertGoal(ctx context.Context, tx bun.IDB, a account.Actor, g *Goal, action string) error {
	g.ID, g.WorkspaceID, g.ProjectID, g.CreatedAt, g.Version = id.New(), a.WorkspaceID, a.ProjectID, s.clock.Now(), 1
	if err := insert(ctx, tx, s.pen(a), g); err != nil {
		return err
	}
	return audit.Record(ctx, tx, a.Entry(g.CreatedAt, action, "goal", g.ID, map[string]any{"number": g.Number}))
}

// ChangeGoal changes number and title of the goal with g.ID; g.Version is the one the change was made on.
func (s *Service) ChangeGoal(ctx context.Context, a account.Actor, g Goal) error {
	if err := mayShape(a); err != nil {
		return err
	}
	g.Clean()
	if err := g.Validate(); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		stored, err := findGoal(ctx, tx, a, g.ID)
		if err != nil {
			return err
		}
		if stored.Version != g.Version {
			return stale()
		}
		stored.Number, stored.Title = g.Number, g.Title
		return s.updateGoal(ctx, tx, a, stored, "goal.changed")
	})
}

func (s *Service) updateGoal(ctx context.Context, tx bun.IDB, a account.Actor, g Goal, action string) error {
	g.Version++
	if err := update(ctx, tx, s.pen(a), &g, g.Version); err != nil {
		return err
	}
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), action, "goal", g.ID, map[string]any{"number": g.Number}))
}

// checkColleague notes fault.choice at the field unless userID is empty or names a colleague.
func (s *Service) checkColleague(ctx context.Context, a account.Actor, field, userID string) error {
	if userID == "" {
		return nil
	}
	colleagues, err := s.people.Colleagues(ctx, a)
	if err != nil {
		return err
	}
	var c fault.Checks
	if !slices.ContainsFunc(colleagues, func(u account.User) bool { return u.ID == userID }) {
		c.Add(field, "fault.choice")
	}
	return c.Err()
}

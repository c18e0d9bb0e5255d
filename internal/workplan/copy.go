package workplan

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Begins is the first month in which something of the plan is worked on; empty without milestones.
func (p Plan) Begins() date.Month {
	var first date.Month
	for _, m := range p.Milestones() {
		if begins := m.Begins().Month(); first.IsZero() || begins < first {
			first = begins
		}
	}
	return first
}

// Ends is the month of the last deadline; empty without milestones.
func (p Plan) Ends() date.Month {
	var last date.Month
	for _, m := range p.Milestones() {
		last = max(last, m.DueOn)
	}
	return last
}

// mayCopy: administrators, who alone create projects.
func mayCopy(a account.Actor) error {
	return a.InProject(func(a account.Actor) bool { return a.Has(account.Administrator) })
}

// MayCopy reports whether the actor may begin a project from this one, for pages that offer it.
func MayCopy(a account.Actor) bool { return mayCopy(a) == nil }

// Copy creates a project in the same workspace with the plan of the actor's project: goals, milestones with their rules,
// what depends on what, and on demand the tasks, all to be done, with nobody who has them. Everything lies so many
// months later as the new project begins after the plan of the old one. What was reached, approved, decided or attached stays where it is.
func (s *Service) Copy(ctx context.Context, a account.Actor, project account.Project, withTasks bool) (account.Project, error) {
	if err := mayCopy(a); err != nil {
		return account.Project{}, err
	}
	var c fault.Checks
	c.Require("starts_on", string(project.StartsOn))
	c.Merge("", project.Validate())
	if err := c.Err(); err != nil {
		return account.Project{}, err
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		plan, err := loadPlan(ctx, tx, a, s.now(), s.evidence)
		if err != nil {
			return err
		}
		if project, err = s.people.CreateProjectIn(ctx, tx, a, project); err != nil {
			return err
		}
		into := a
		into.ProjectID = project.ID
		c := copier{Service: s, from: a, into: into, copies: map[string]string{}}
		if begins := plan.Begins(); !begins.IsZero() {
			c.months = begins.Until(project.StartsOn)
		}
		return c.all(ctx, tx, plan, withTasks)
	})
	return project, err
}

// copier writes the parts of one plan anew for another project.
type copier struct {
	*Service

	from, into account.Actor
	months     int               // later
	copies     map[string]string // new identifiers by old ones
}

func (c copier) all(ctx context.Context, tx bun.IDB, plan Plan, withTasks bool) error {
	for _, g := range plan.Goals {
		if err := c.goal(ctx, tx, g); err != nil {
			return err
		}
	}
	if withTasks {
		if err := c.tasks(ctx, tx); err != nil {
			return err
		}
	}
	dependencies, err := listDependencies(ctx, tx, c.from)
	if err != nil {
		return err
	}
	for _, d := range dependencies {
		if c.copies[d.FromID] == "" || c.copies[d.ToID] == "" {
			continue // an end of it lies in the bin, or is a task that is not copied
		}
		d.ID, d.ProjectID, d.CreatedAt = id.New(), c.into.ProjectID, c.clock.Now()
		d.FromID, d.ToID = c.copies[d.FromID], c.copies[d.ToID]
		if err := insert(ctx, tx, c.pen(c.into), &d); err != nil {
			return err
		}
	}
	return nil
}

func (c copier) goal(ctx context.Context, tx bun.IDB, g GoalPlan) error {
	goal := Goal{
		ID: id.New(), WorkspaceID: c.into.WorkspaceID, ProjectID: c.into.ProjectID, Number: g.Number, Title: g.Title, CreatedAt: c.clock.Now(), Version: 1,
	}
	if err := insert(ctx, tx, c.pen(c.into), &goal); err != nil {
		return err
	}
	for _, old := range g.Milestones {
		m := Milestone{
			ID: id.New(), WorkspaceID: c.into.WorkspaceID, ProjectID: c.into.ProjectID, GoalID: goal.ID, Number: old.Number, Title: old.Title,
			StartsOn: old.StartsOn.Add(c.months), DueOn: old.DueOn.Add(c.months), Rule: old.Rule, CreatedAt: c.clock.Now(), Version: 1,
		}
		if err := insert(ctx, tx, c.pen(c.into), &m); err != nil {
			return err
		}
		c.copies[old.ID] = m.ID
	}
	return nil
}

func (c copier) tasks(ctx context.Context, tx bun.IDB) error {
	tasks, err := listTasks(ctx, tx, c.from, "")
	if err != nil {
		return err
	}
	for _, old := range tasks {
		t := Task{
			ID: id.New(), WorkspaceID: c.into.WorkspaceID, ProjectID: c.into.ProjectID, MilestoneID: c.copies[old.MilestoneID], Title: old.Title,
			Description: old.Description, StartsOn: old.StartsOn.AddMonths(c.months), DueOn: old.DueOn.AddMonths(c.months), State: TaskOpen,
			CreatedAt: c.clock.Now(), Version: 1,
		}
		if err := insert(ctx, tx, c.pen(c.into), &t); err != nil {
			return err
		}
		c.copies[old.ID] = t.ID
	}
	return nil
}

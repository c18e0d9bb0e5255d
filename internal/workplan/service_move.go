package workplan

import (
	"context"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

// mayMove: who may change the part itself.
func mayMove(a account.Actor, p Part) error {
	if p.IsTask() {
		return mayKeepTasks(a)
	}
	return mayShape(a)
}

// MayMove reports whether the actor may move the part and say what it waits for, for pages that offer it.
func MayMove(a account.Actor, p Part) bool { return mayMove(a, p) == nil }

// Part returns a milestone or task of the project as an end of dependencies.
func (s *Service) Part(ctx context.Context, a account.Actor, partID string) (Part, error) {
	if err := mayRead(a); err != nil {
		return Part{}, err
	}
	parts, err := loadParts(ctx, s.db.Read(), a, []Dependency{{FromID: partID, ToID: partID}})
	if err != nil {
		return Part{}, err
	}
	p, ok := parts[partID]
	if !ok {
		return Part{}, fault.Missing()
	}
	return p, nil
}

// Moving shows what another last day of a milestone or task would move along. It writes nothing.
func (s *Service) Moving(ctx context.Context, a account.Actor, partID string, to date.Date) (Moving, error) {
	if err := mayKeepTasks(a); err != nil {
		return Moving{}, err
	}
	return s.loadMoving(ctx, s.db.Read(), a, partID, to)
}

// Move gives a milestone or task another last day, and so it does those that would move along and are chosen. Seen is the
// fingerprint of what was shown: when the plan is another now, nothing is written and the fault is a Conflict. Moving a
// milestone asks for a reason, and for somebody who may shape the plan. Fields: due_on, move_reason.
func (s *Service) Move(ctx context.Context, a account.Actor, m Moved) error {
	if err := mayKeepTasks(a); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := oneAtATime(ctx, tx, a); err != nil {
			return err
		}
		now, err := s.loadMoving(ctx, tx, a, m.PartID, m.To)
		if err != nil {
			return err
		}
		moves := []Step{{Part: now.Part, To: now.To}}
		for _, step := range now.Along {
			if slices.Contains(m.Along, step.Part.ID) {
				moves = append(moves, step)
			}
		}
		if err := mayMoveAll(a, moves, m.Reason); err != nil {
			return err
		}
		if now.Fingerprint() != m.Seen {
			return stale()
		}
		for _, step := range moves {
			if err := s.moveTo(ctx, tx, a, step, m.Reason); err != nil {
				return err
			}
		}
		return nil
	})
}

// mayMoveAll refuses moves that the actor may not make, and moves of milestones without a reason.
func mayMoveAll(a account.Actor, moves []Step, reason string) error {
	var c fault.Checks
	asks := false
	for _, step := range moves {
		if err := mayMove(a, step.Part); err != nil {
			return err
		}
		asks = asks || !step.Part.IsTask()
	}
	if asks {
		c.Require("move_reason", reason)
	}
	c.MaxLen("move_reason", reason, maxReason)
	return c.Err()
}

// moveTo moves beginning and end together.
func (s *Service) moveTo(ctx context.Context, tx bun.IDB, a account.Actor, step Step, reason string) error {
	if step.Part.IsTask() {
		return s.onTaskIn(ctx, tx, a, step.Part.ID, step.Part.Version, func(t Task) error {
			if !t.StartsOn.IsZero() {
				t.StartsOn = step.To.Begins
			}
			t.DueOn = step.To.Ends
			return s.updateTask(ctx, tx, a, t, t.State)
		})
	}
	was, err := findMilestone(ctx, tx, a, step.Part.ID)
	if err != nil {
		return err
	}
	is := was
	is.DueOn = step.To.Ends.Month()
	if !is.StartsOn.IsZero() {
		is.StartsOn = step.To.Begins.Month()
	}
	if err := s.recordMove(ctx, tx, a, was, is, reason); err != nil {
		return err
	}
	return s.updateMilestone(ctx, tx, a, is, "milestone.changed", differences(was, is))
}

// loadMoving finds the part; one that has no last day, or has this one already, is a fault. Field: due_on.
func (s *Service) loadMoving(ctx context.Context, db bun.IDB, a account.Actor, partID string, to date.Date) (Moving, error) {
	dependencies, err := listDependencies(ctx, db, a)
	if err != nil {
		return Moving{}, err
	}
	parts, err := loadParts(ctx, db, a, append(dependencies, Dependency{FromID: partID, ToID: partID}))
	if err != nil {
		return Moving{}, err
	}
	if err := s.markReached(ctx, db, a, parts); err != nil {
		return Moving{}, err
	}
	p, ok := parts[partID]
	if !ok {
		return Moving{}, fault.Missing()
	}
	var c fault.Checks
	switch {
	case p.Ends.IsZero():
		c.Add("due_on", "workplan.fault.no_due")
	case to.IsZero() || p.endingOn(to, s.Today()) == p:
		c.Add("due_on", "workplan.fault.not_moved."+string(p.Kind))
	}
	if err := c.Err(); err != nil {
		return Moving{Part: p}, err
	}
	within, err := listInside(ctx, db, a, parts)
	return moving(p, to, s.Today(), ties(dependencies, parts), within), err
}

// listInside lists the milestones, and the tasks that have a day and are not done.
func listInside(ctx context.Context, db bun.IDB, a account.Actor, parts map[string]Part) ([]Part, error) {
	var inside []Part
	for _, p := range parts {
		if !p.IsTask() {
			inside = append(inside, p)
		}
	}
	var tasks []Task
	err := db.NewSelect().Model(&tasks).Apply(at(a)).Where("t.state <> ? AND (t.due_on <> '' OR t.starts_on <> '')", TaskDone).
		OrderExpr("t.due_on, t.id").Scan(ctx)
	for _, t := range tasks {
		inside = append(inside, t.Part(parts[t.MilestoneID].Number))
	}
	return inside, database.Fault(err)
}

// markReached notes as done which milestones are reached by their rules: by themselves they know what was declared only.
func (s *Service) markReached(ctx context.Context, db bun.IDB, a account.Actor, parts map[string]Part) error {
	plan, err := loadPlan(ctx, db, a, s.now(), s.evidence)
	for _, m := range plan.Milestones() {
		if p, ok := parts[m.ID]; ok {
			p.Done = m.Complete()
			parts[m.ID] = p
		}
	}
	return err
}

// loadParts reads all milestones, and those tasks that are ends of the dependencies.
func loadParts(ctx context.Context, db bun.IDB, a account.Actor, of []Dependency) (map[string]Part, error) {
	milestones, err := listMilestones(ctx, db, a)
	if err != nil {
		return nil, err
	}
	parts := partsOf(milestones, nil)
	var others []string
	for _, d := range of {
		for _, end := range []string{d.FromID, d.ToID} {
			if _, ok := parts[end]; !ok {
				others = append(others, end)
			}
		}
	}
	tasks, err := FindTasksIn(ctx, db, a, others)
	return partsOf(milestones, slices.Collect(maps.Values(tasks))), err
}

package workplan

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Ties lists the dependencies of the project by the numbers of their milestones.
func (s *Service) Ties(ctx context.Context, a account.Actor) ([]Tie, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	return loadTies(ctx, s.db.Read(), a)
}

// Tie makes one milestone begin only after another has ended and lag days have passed. A circle is refused and named.
// Fields: from, lag_days.
func (s *Service) Tie(ctx context.Context, a account.Actor, from, to string, lag int) error {
	if err := mayShape(a); err != nil {
		return err
	}
	if lag < 0 || lag > maxLag {
		var c fault.Checks
		c.Add("lag_days", "workplan.fault.lag", maxLag)
		return c.Err()
	}
	d := Dependency{ID: id.New(), WorkspaceID: a.WorkspaceID, ProjectID: a.ProjectID, FromID: from, ToID: to, LagDays: lag, CreatedAt: s.clock.Now()}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := oneAtATime(ctx, tx, a); err != nil {
			return err
		}
		milestones, err := listMilestones(ctx, tx, a)
		if err != nil {
			return err
		}
		if err := checkEnds(milestones, d); err != nil {
			return err
		}
		all, err := listDependencies(ctx, tx, a)
		if err != nil {
			return err
		}
		if err := checkCycle(all, d, numberOf(milestones)); err != nil {
			return err
		}
		if err := insert(ctx, tx, s.pen(a), &d); err != nil {
			return tied(err)
		}
		return s.recordTie(ctx, tx, a, d, "milestone.tied")
	})
}

// Untie takes a dependency away.
func (s *Service) Untie(ctx context.Context, a account.Actor, dependencyID string) (Dependency, error) {
	var d Dependency
	if err := mayShape(a); err != nil {
		return d, err
	}
	return d, s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		gone, err := take[Dependency](ctx, tx, s.pen(a), "pd.id = ? AND pd.project_id = ? AND pd.workspace_id = ?", dependencyID, a.ProjectID, a.WorkspaceID)
		if err != nil {
			return err
		}
		if len(gone) == 0 {
			return fault.Missing()
		}
		d = gone[0]
		return s.recordTie(ctx, tx, a, d, "milestone.untied")
	})
}

func (s *Service) recordTie(ctx context.Context, tx bun.IDB, a account.Actor, d Dependency, action string) error {
	details := map[string]any{"after": d.FromID, "lag_days": d.LagDays}
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), action, "milestone", d.ToID, details))
}

// Moving shows what a new deadline would move along. It writes nothing.
func (s *Service) Moving(ctx context.Context, a account.Actor, milestoneID string, to date.Month) (Moving, error) {
	if err := mayShape(a); err != nil {
		return Moving{}, err
	}
	return loadMoving(ctx, s.db.Read(), a, milestoneID, to)
}

// Move gives a milestone another deadline, and so it does those that would move along and are chosen. Seen is the
// fingerprint of what was shown: when the plan is another now, nothing is written and the fault is a Conflict.
// Fields: due_on, move_reason.
func (s *Service) Move(ctx context.Context, a account.Actor, m Moved) error {
	if err := mayShape(a); err != nil {
		return err
	}
	var c fault.Checks
	c.Require("move_reason", m.Reason)
	c.MaxLen("move_reason", m.Reason, maxReason)
	if err := c.Err(); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := oneAtATime(ctx, tx, a); err != nil {
			return err
		}
		now, err := loadMoving(ctx, tx, a, m.MilestoneID, m.To)
		if err != nil {
			return err
		}
		if now.Fingerprint() != m.Seen {
			return stale()
		}
		if err := s.moveTo(ctx, tx, a, now.Milestone, now.To, m.Reason); err != nil {
			return err
		}
		for _, step := range now.Along {
			if !slices.Contains(m.Along, step.Milestone.ID) {
				continue
			}
			if err := s.moveTo(ctx, tx, a, step.Milestone, step.To, m.Reason); err != nil {
				return err
			}
		}
		return nil
	})
}

// moveTo moves deadline and beginning together.
func (s *Service) moveTo(ctx context.Context, tx bun.IDB, a account.Actor, was Milestone, to date.Month, reason string) error {
	is := shift(was, was.DueOn.Until(to))
	if err := s.recordMove(ctx, tx, a, was, is, reason); err != nil {
		return err
	}
	return s.updateMilestone(ctx, tx, a, is, "milestone.changed", differences(was, is))
}

func loadMoving(ctx context.Context, db bun.IDB, a account.Actor, milestoneID string, to date.Month) (Moving, error) {
	m, err := findMilestone(ctx, db, a, milestoneID)
	if err != nil {
		return Moving{}, err
	}
	if to == "" || to == m.DueOn {
		var c fault.Checks
		c.Add("due_on", "workplan.fault.not_moved")
		return Moving{Milestone: m}, c.Err()
	}
	all, err := loadTies(ctx, db, a)
	return moving(m, to, all), err
}

func loadTies(ctx context.Context, db bun.IDB, a account.Actor) ([]Tie, error) {
	all, err := listDependencies(ctx, db, a)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	milestones, err := listMilestones(ctx, db, a)
	return ties(all, milestones), err
}

func listDependencies(ctx context.Context, db bun.IDB, a account.Actor) ([]Dependency, error) {
	var all []Dependency
	err := db.NewSelect().Model(&all).Apply(at(a)).Order("pd.id").Scan(ctx)
	return all, database.Fault(err)
}

// oneAtATime lets transactions that read the project's dependencies and write by them go one after another: two that
// each add half of a circle would not see each other.
func oneAtATime(ctx context.Context, tx bun.IDB, a account.Actor) error {
	_, err := tx.NewUpdate().Model((*Goal)(nil)).Set("version = version").
		Where("workspace_id = ? AND project_id = ?", a.WorkspaceID, a.ProjectID).Exec(ctx)
	return database.Fault(err)
}

// checkEnds refuses a dependency unless both milestones are the project's. A foreign later one is not there at all.
func checkEnds(milestones []Milestone, d Dependency) error {
	has := func(id string) bool {
		return slices.ContainsFunc(milestones, func(m Milestone) bool { return m.ID == id })
	}
	if !has(d.ToID) {
		return fault.Missing()
	}
	var c fault.Checks
	if !has(d.FromID) {
		c.Add("from", "fault.choice")
	}
	return c.Err()
}

func numberOf(milestones []Milestone) func(string) string {
	return func(id string) string {
		for _, m := range milestones {
			if m.ID == id {
				return m.Number
			}
		}
		return "…" // it lies in the bin
	}
}

// tied says of a dependency that it is there already.
func tied(err error) error {
	if !database.Duplicate(err) {
		return database.Fault(err)
	}
	return &fault.Error{Kind: fault.Conflict, Key: "fault.invalid", Err: err, Fields: []fault.Field{{Name: "from", Key: "workplan.fault.tied_already"}}}
}

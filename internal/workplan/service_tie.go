package workplan

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Ties lists the dependencies of the project by the numbers and titles of their ends.
func (s *Service) Ties(ctx context.Context, a account.Actor) ([]Tie, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	return s.loadTies(ctx, s.db.Read(), a)
}

// Tie makes a milestone or task begin only after another has ended and lag days have passed. A circle is refused and
// named, and so is that a milestone and one of its own tasks wait for each other. Who may move what waits may tie it.
// Fields: from, lag_days.
func (s *Service) Tie(ctx context.Context, a account.Actor, from, to string, lag int) error {
	if err := mayKeepTasks(a); err != nil {
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
		all, err := listDependencies(ctx, tx, a)
		if err != nil {
			return err
		}
		parts, err := loadParts(ctx, tx, a, append(all, d))
		if err != nil {
			return err
		}
		if err := checkEnds(a, parts, d); err != nil {
			return err
		}
		if all, err = s.lasting(ctx, tx, a, all, parts); err != nil {
			return err
		}
		if err := checkCycle(append(all, inside(parts)...), d, nameOf(parts)); err != nil {
			return err
		}
		if err := insert(ctx, tx, s.pen(a), &d); err != nil {
			return tied(err)
		}
		if parts[d.ToID].IsTask() {
			return s.recordTie(ctx, tx, a, d, "task.tied", "task")
		}
		return s.recordTie(ctx, tx, a, d, "milestone.tied", "milestone")
	})
}

// lasting leaves out dependencies of which an end is neither there nor in the bin: no circle can come back through it.
func (s *Service) lasting(ctx context.Context, tx bun.IDB, a account.Actor, all []Dependency, parts map[string]Part) ([]Dependency, error) {
	lasts := map[string]bool{}
	for _, d := range all {
		for _, end := range []string{d.FromID, d.ToID} {
			if _, known := lasts[end]; known {
				continue
			}
			_, lasts[end] = parts[end]
			if lasts[end] {
				continue
			}
			held, err := bin.HolderIn(ctx, tx, a, s.clock.Now(), end)
			if err != nil {
				return nil, err
			}
			lasts[end] = held
		}
	}
	return slices.DeleteFunc(all, func(d Dependency) bool { return !lasts[d.FromID] || !lasts[d.ToID] }), nil
}

// Untie takes a dependency away and returns it with its ends, of which one may be gone.
func (s *Service) Untie(ctx context.Context, a account.Actor, dependencyID string) (Tie, error) {
	var t Tie
	if err := mayKeepTasks(a); err != nil {
		return t, err
	}
	return t, s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		gone, err := take[Dependency](ctx, tx, s.pen(a), "pd.id = ? AND pd.project_id = ? AND pd.workspace_id = ?", dependencyID, a.ProjectID, a.WorkspaceID)
		if err != nil {
			return err
		}
		if len(gone) == 0 {
			return fault.Missing()
		}
		t.Dependency = gone[0]
		parts, err := loadParts(ctx, tx, a, gone)
		if err != nil {
			return err
		}
		t.From, t.To = parts[t.FromID], parts[t.ToID]
		if err := mayMove(a, t.To); err != nil {
			return err
		}
		if t.To.IsTask() {
			return s.recordTie(ctx, tx, a, t.Dependency, "task.untied", "task")
		}
		return s.recordTie(ctx, tx, a, t.Dependency, "milestone.untied", "milestone")
	})
}

func (s *Service) recordTie(ctx context.Context, tx bun.IDB, a account.Actor, d Dependency, action, kind string) error {
	details := map[string]any{"after": d.FromID, "lag_days": d.LagDays}
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), action, kind, d.ToID, details))
}

// MostTasks is how many tasks are offered for something to wait for.
const MostTasks = 200

// Others lists what a part may wait for: the milestones, and the most urgent ones of the tasks that are not done.
func (s *Service) Others(ctx context.Context, a account.Actor, p Part) ([]Part, error) {
	lines, err := s.Tasks(ctx, a, TaskFilter{})
	if err != nil {
		return nil, err
	}
	milestones, err := listMilestones(ctx, s.db.Read(), a)
	var others []Part
	for _, m := range milestones {
		others = append(others, m.Part())
	}
	for _, t := range lines {
		if t.State != TaskDone && len(others) < len(milestones)+MostTasks {
			others = append(others, t.Part(t.Milestone.Number))
		}
	}
	return slices.DeleteFunc(others, func(other Part) bool {
		return other.ID == p.ID || other.Kind != p.Kind && other.MilestoneID == p.MilestoneID
	}), err
}

func (s *Service) loadTies(ctx context.Context, db bun.IDB, a account.Actor) ([]Tie, error) {
	all, err := listDependencies(ctx, db, a)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	parts, err := loadParts(ctx, db, a, all)
	if err != nil {
		return nil, err
	}
	if err := s.markReached(ctx, db, a, parts); err != nil {
		return nil, err
	}
	return ties(all, parts), nil
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

// checkEnds refuses a dependency unless both ends are the project's, the actor may change the later one, and neither is
// the milestone of the other. A foreign later one is not there at all.
func checkEnds(a account.Actor, parts map[string]Part, d Dependency) error {
	to, ok := parts[d.ToID]
	if !ok {
		return fault.Missing()
	}
	if err := mayMove(a, to); err != nil {
		return err
	}
	var c fault.Checks
	from, ok := parts[d.FromID]
	switch {
	case !ok:
		c.Add("from", "fault.choice")
	case from.Kind != to.Kind && from.MilestoneID == to.MilestoneID:
		c.Add("from", "workplan.fault.own_task")
	}
	return c.Err()
}

func nameOf(parts map[string]Part) func(string) string {
	return func(id string) string {
		if p, ok := parts[id]; ok {
			return p.Name()
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

package workplan

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
)

// remains is what the bin keeps of a part of the plan: the part itself with all that lies below it.
type remains struct {
	Goals      []Goal
	Milestones []Milestone
	Tasks      []Task
	Items      []Item    // of the tasks' checklists
	Comments   []Comment // on the tasks
}

// along lists the identifiers of what lies below the part.
func (r remains) along(subjectID string) []string {
	ids := bin.IDs(r.Tasks, func(t Task) string { return t.ID })
	ids = append(ids, bin.IDs(r.Milestones, func(m Milestone) string { return m.ID })...)
	for i, one := range ids {
		if one == subjectID {
			return append(ids[:i], ids[i+1:]...)
		}
	}
	return ids
}

// RemoveTask puts a task into the bin.
func (s *Service) RemoveTask(ctx context.Context, a account.Actor, taskID string) (bin.Entry, error) {
	if err := mayKeepTasks(a); err != nil {
		return bin.Entry{}, err
	}
	var entry bin.Entry
	err := s.onTask(ctx, a, taskID, func(ctx context.Context, tx bun.IDB, t Task) (err error) {
		entry, err = s.removeTask(ctx, tx, a, t)
		return err
	})
	return entry, err
}

// RemoveMilestone puts a milestone with its tasks into the bin.
func (s *Service) RemoveMilestone(ctx context.Context, a account.Actor, milestoneID string) (bin.Entry, error) {
	if err := mayShape(a); err != nil {
		return bin.Entry{}, err
	}
	var entry bin.Entry
	err := s.onMilestone(ctx, a, milestoneID, func(ctx context.Context, tx bun.IDB, m Milestone) (err error) {
		var gone remains
		if err = s.takeTasks(ctx, tx, a, &gone, "t.milestone_id = ?", m.ID); err != nil {
			return err
		}
		if gone.Milestones, err = take[Milestone](ctx, tx, s.pen(a), "m.id = ?", m.ID); err != nil {
			return inUse(err)
		}
		entry, err = s.putIn(ctx, tx, a, gone, bin.Thing{Kind: bin.Milestone, ID: m.ID, ParentID: m.GoalID, Title: m.Number + " " + m.Title})
		return err
	})
	return entry, err
}

// RemoveGoal puts a goal with its milestones and their tasks into the bin.
func (s *Service) RemoveGoal(ctx context.Context, a account.Actor, goalID string) (bin.Entry, error) {
	if err := mayShape(a); err != nil {
		return bin.Entry{}, err
	}
	var entry bin.Entry
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		g, err := findGoal(ctx, tx, a, goalID)
		if err != nil {
			return err
		}
		var gone remains
		if err = s.takeTasks(ctx, tx, a, &gone, "t.milestone_id IN (SELECT id FROM milestones WHERE goal_id = ?)", g.ID); err != nil {
			return err
		}
		if gone.Milestones, err = take[Milestone](ctx, tx, s.pen(a), "m.goal_id = ?", g.ID); err != nil {
			return inUse(err)
		}
		if gone.Goals, err = take[Goal](ctx, tx, s.pen(a), "g.id = ?", g.ID); err != nil {
			return inUse(err)
		}
		entry, err = s.putIn(ctx, tx, a, gone, bin.Thing{Kind: bin.Goal, ID: g.ID, Title: g.Label() + " " + g.Title})
		return err
	})
	return entry, err
}

// takeTasks takes the tasks that the condition names, with their checklists and comments.
func (s *Service) takeTasks(ctx context.Context, tx bun.IDB, a account.Actor, gone *remains, where, id string) (err error) {
	below := "task_id IN (SELECT t.id FROM tasks AS t WHERE " + where + ")"
	if gone.Items, err = bin.TakeIn[Item](ctx, tx, "i."+below, id); err != nil {
		return err
	}
	if gone.Comments, err = bin.TakeIn[Comment](ctx, tx, "co."+below, id); err != nil {
		return err
	}
	gone.Tasks, err = take[Task](ctx, tx, s.pen(a), where, id)
	return inUse(err)
}

func (s *Service) putIn(ctx context.Context, tx bun.IDB, a account.Actor, gone remains, thing bin.Thing) (bin.Entry, error) {
	if len(gone.Goals)+len(gone.Milestones) == 0 {
		return bin.Entry{}, fault.Missing() // somebody else was faster
	}
	thing.Rows, thing.Along = gone, gone.along(thing.ID)
	entry, err := bin.PutIn(ctx, tx, a, s.clock.Now(), thing)
	if err != nil {
		return entry, err
	}
	details := map[string]any{"milestones": len(gone.Milestones), "tasks": len(gone.Tasks)}
	return entry, audit.Record(ctx, tx, a.Entry(s.clock.Now(), string(thing.Kind)+".removed", string(thing.Kind), thing.ID, details))
}

// inUse says of a part of the plan that others hold on to it, or that something was added below it meanwhile.
func inUse(err error) error {
	if fault.Is(err, fault.Conflict) {
		return &fault.Error{Kind: fault.Conflict, Key: "workplan.fault.in_use", Err: err}
	}
	return err
}

// BinKeepers says how parts of the plan come back from the bin.
func (s *Service) BinKeepers() []bin.Keeper {
	return []bin.Keeper{
		{Kind: bin.Goal, May: MayShape, BringBack: s.bringBack},
		{Kind: bin.Milestone, May: MayShape, BringBack: s.bringBack},
		{Kind: bin.Task, May: MayKeepTasks, BringBack: s.bringBack},
	}
}

func (s *Service) bringBack(ctx context.Context, tx bun.IDB, a account.Actor, e bin.Entry) error {
	var rows remains
	if err := e.Read(&rows); err != nil {
		return err
	}
	if err := checkParent(ctx, tx, a, e); err != nil {
		return err
	}
	if err := putBack(ctx, tx, s.pen(a), rows.Goals); err != nil {
		return bin.Taken(err, "workplan.fault.number_taken_meanwhile", rows.Goals[0].Label())
	}
	for _, m := range rows.Milestones {
		if err := putBack(ctx, tx, s.pen(a), []Milestone{m}); err != nil {
			return bin.Taken(err, "workplan.fault.number_taken_meanwhile", m.Number)
		}
	}
	for i, t := range rows.Tasks { // entries from before the day was noted, and of persons who were merged since
		rows.Tasks[i].settle(date.Of(t.CreatedAt.In(s.zone)))
		if t.PersonID == "" {
			continue
		}
		person, err := directory.KeptAsIn(ctx, tx, a.WorkspaceID, t.PersonID)
		if err != nil {
			return err
		}
		rows.Tasks[i].PersonID = person
	}
	if err := putBack(ctx, tx, s.pen(a), rows.Tasks); err != nil {
		return database.Fault(err)
	}
	if err := bin.WriteIn(ctx, tx, rows.Items); err != nil {
		return err
	}
	if err := bin.WriteIn(ctx, tx, rows.Comments); err != nil {
		return err
	}
	if e.Kind == bin.Task {
		return s.recordTask(ctx, tx, a, "task.brought_back", rows.Tasks[0], nil)
	}
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), string(e.Kind)+".brought_back", string(e.Kind), e.SubjectID, nil))
}

// checkParent refuses a task without its milestone and a milestone without its goal.
func checkParent(ctx context.Context, tx bun.IDB, a account.Actor, e bin.Entry) error {
	var err error
	kind := bin.Goal
	switch e.Kind {
	case bin.Task:
		kind = bin.Milestone
		_, err = findMilestone(ctx, tx, a, e.ParentID)
	case bin.Milestone:
		_, err = findGoal(ctx, tx, a, e.ParentID)
	}
	if fault.Is(err, fault.NotFound) {
		return bin.Gone(kind, e.ParentID)
	}
	return err
}

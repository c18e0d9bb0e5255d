package workplan

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Task returns a task.
func (s *Service) Task(ctx context.Context, a account.Actor, taskID string) (Task, error) {
	if err := mayRead(a); err != nil {
		return Task{}, err
	}
	return findTask(ctx, s.db.Read(), a, taskID)
}

// TaskDetail is everything a task's page tells.
type TaskDetail struct {
	Task
	Milestone Milestone
	Items     []Item        // of its checklist, in their order
	Comments  []Comment     // the oldest first
	History   []audit.Entry // newest first
}

// TaskDetail returns a task with its milestone, checklist, comments and history.
func (s *Service) TaskDetail(ctx context.Context, a account.Actor, taskID string) (d TaskDetail, err error) {
	if err := mayRead(a); err != nil {
		return d, err
	}
	db := s.db.Read()
	if d.Task, err = findTask(ctx, db, a, taskID); err != nil {
		return d, err
	}
	if d.Milestone, err = findMilestone(ctx, db, a, d.MilestoneID); err != nil {
		return d, err
	}
	if d.Items, err = listItems(ctx, db, a, taskID); err != nil {
		return d, err
	}
	if d.Comments, err = listComments(ctx, db, a, taskID); err != nil {
		return d, err
	}
	entries, err := audit.Of(ctx, db, a.WorkspaceID, "milestone", d.MilestoneID)
	d.History = slices.DeleteFunc(entries, func(e audit.Entry) bool { return e.Details["task"] != d.ID || insideTask(e.Action) })
	return d, err
}

// OpenTasks lists the project's tasks that are not done, the most urgent first.
func (s *Service) OpenTasks(ctx context.Context, a account.Actor) ([]Task, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	tasks, err := listTasks(ctx, s.db.Read(), a, "")
	return slices.DeleteFunc(tasks, func(t Task) bool { return t.State == TaskDone }), err
}

// Assignees lists the colleagues who may be given a task.
func (s *Service) Assignees(ctx context.Context, a account.Actor) ([]account.User, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	return s.people.Colleagues(ctx, a)
}

// AddTask adds a task under the milestone t.MilestoneID.
func (s *Service) AddTask(ctx context.Context, a account.Actor, t Task) (Task, error) {
	if err := s.checkTask(ctx, a, &t, Task{}); err != nil {
		return Task{}, err
	}
	t.ID, t.WorkspaceID, t.ProjectID, t.CreatedAt, t.Version = id.New(), a.WorkspaceID, a.ProjectID, s.clock.Now(), 1
	t.DoneOn = ""
	t.settle(s.Today())
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := findMilestone(ctx, tx, a, t.MilestoneID); err != nil {
			return err
		}
		if err := insert(ctx, tx, s.pen(a), &t); err != nil {
			return err
		}
		return s.recordTask(ctx, tx, a, "task.added", t, nil)
	})
	return t, err
}

// ChangeTask changes milestone, texts, assignee, deputy, dates and state of the task with t.ID; t.Version is the one the change was
// made on. A colleague who has left, or a person who is no longer in the directory, keeps the task until it is given to
// somebody else.
func (s *Service) ChangeTask(ctx context.Context, a account.Actor, t Task) (Task, error) {
	stored, err := s.Task(ctx, a, t.ID)
	if err != nil {
		return Task{}, err
	}
	if err := s.checkTask(ctx, a, &t, stored); err != nil {
		return stored, err
	}
	return stored, s.onTask(ctx, a, t.ID, func(ctx context.Context, tx bun.IDB, stored Task) error {
		if stored.Version != t.Version {
			return stale()
		}
		if err := changeMilestone(ctx, tx, a, &stored, t.MilestoneID); err != nil {
			return err
		}
		from := stored.State
		stored.Title, stored.Description, stored.State = t.Title, t.Description, t.State
		stored.AssigneeID, stored.PersonID, stored.DeputyID = t.AssigneeID, t.PersonID, t.DeputyID
		stored.StartsOn, stored.DueOn = t.StartsOn, t.DueOn
		return s.updateTask(ctx, tx, a, stored, from)
	})
}

// changeMilestone puts the task under another milestone of the project, unless the two wait for each other; an empty
// identifier leaves it where it is. Field: milestone.
func changeMilestone(ctx context.Context, tx bun.IDB, a account.Actor, t *Task, milestoneID string) error {
	if milestoneID == "" || milestoneID == t.MilestoneID {
		return nil
	}
	var c fault.Checks
	_, err := findMilestone(ctx, tx, a, milestoneID)
	switch {
	case fault.Is(err, fault.NotFound):
		c.Add("milestone", "fault.choice")
		return c.Err()
	case err != nil:
		return err
	}
	if err := oneAtATime(ctx, tx, a); err != nil {
		return err
	}
	dependencies, err := listDependencies(ctx, tx, a)
	if err != nil {
		return err
	}
	after := func(d Dependency) bool { return d.ToID == t.ID && d.FromID == milestoneID }
	if way(dependencies, t.ID, milestoneID) != nil || slices.ContainsFunc(dependencies, after) {
		c.Add("milestone", "workplan.fault.own_task")
		return c.Err()
	}
	t.MilestoneID = milestoneID
	return nil
}

// SetTask puts a task into a state; it returns the task as it was.
func (s *Service) SetTask(ctx context.Context, a account.Actor, taskID string, state TaskState) (Task, error) {
	if err := mayKeepTasks(a); err != nil {
		return Task{}, err
	}
	if !slices.Contains(TaskStates(), state) {
		return Task{}, fault.New(fault.Invalid, "fault.choice")
	}
	var before Task
	err := s.onTask(ctx, a, taskID, func(ctx context.Context, tx bun.IDB, t Task) error {
		before = t
		if t.State == state {
			return nil
		}
		t.State = state
		return s.updateTask(ctx, tx, a, t, before.State)
	})
	return before, err
}

// TasksOf lists the tasks in the actor's workspace that lie with the user and are not done, in one project or (projectID
// empty) in all, the most urgent first.
func (s *Service) TasksOf(ctx context.Context, a account.Actor, userID, projectID string) ([]Task, error) {
	if !a.Works() {
		return nil, fault.Denied()
	}
	return tasksOf(ctx, s.db.Read(), a.WorkspaceID, userID, projectID)
}

// HandOverIn gives the tasks in the actor's project that lie with one user and are not done to another (empty: to
// nobody yet) and returns how many they are. The other also stands in where the one did, and answers for milestones where
// the one did. The caller has asked whether the other may take them.
func (s *Service) HandOverIn(ctx context.Context, tx bun.IDB, a account.Actor, from, to string) (int, error) {
	if err := mayKeepTasks(a); err != nil {
		return 0, err
	}
	if err := s.handOverMilestonesIn(ctx, tx, a, from, to); err != nil {
		return 0, err
	}
	tasks, err := tasksOf(ctx, tx, a.WorkspaceID, from, a.ProjectID)
	if err != nil {
		return 0, err
	}
	for _, t := range tasks {
		t.take(to, "")
		if err := s.giveIn(ctx, tx, a, t, from, to); err != nil {
			return 0, err
		}
	}
	asDeputy, err := deputisedBy(ctx, tx, a, from)
	if err != nil {
		return 0, err
	}
	for _, t := range asDeputy {
		t.DeputyID = to
		t.take(t.AssigneeID, t.PersonID)
		if err := s.giveIn(ctx, tx, a, t, from, to); err != nil {
			return 0, err
		}
	}
	return len(tasks), nil
}

func (s *Service) giveIn(ctx context.Context, tx bun.IDB, a account.Actor, t Task, from, to string) error {
	t.Version++
	if err := update(ctx, tx, s.pen(a), &t, t.Version); err != nil {
		return err
	}
	return s.recordTask(ctx, tx, a, "task.handed_over", t, map[string]any{"from": from, "to": to})
}

// checkTask tidies and checks a task; people who are already named in the stored one are not asked about again.
func (s *Service) checkTask(ctx context.Context, a account.Actor, t *Task, stored Task) error {
	if err := mayKeepTasks(a); err != nil {
		return err
	}
	t.clean()
	var c fault.Checks
	c.Merge("", t.Validate())
	for _, who := range []struct{ field, id, now string }{{"assignee", t.AssigneeID, stored.AssigneeID}, {"deputy", t.DeputyID, stored.DeputyID}} {
		if who.id == who.now {
			continue
		}
		err := s.checkColleague(ctx, a, who.field, who.id)
		if err != nil && !fault.Is(err, fault.Invalid) {
			return err
		}
		c.Merge("", err)
	}
	if t.PersonID != "" && t.PersonID != stored.PersonID {
		there, err := directory.HasPersonIn(ctx, s.db.Read(), a.WorkspaceID, t.PersonID)
		if err != nil {
			return err
		}
		if !there {
			c.Add("person", "fault.choice")
		}
	}
	return c.Err()
}

func (s *Service) onTask(ctx context.Context, a account.Actor, taskID string, fn func(context.Context, bun.IDB, Task) error) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		t, err := findTask(ctx, tx, a, taskID)
		if err != nil {
			return err
		}
		return fn(ctx, tx, t)
	})
}

func (s *Service) updateTask(ctx context.Context, tx bun.IDB, a account.Actor, t Task, from TaskState) error {
	t.Version++
	t.settle(s.Today())
	if err := update(ctx, tx, s.pen(a), &t, t.Version); err != nil {
		return err
	}
	if from == t.State {
		return s.recordTask(ctx, tx, a, "task.changed", t, nil)
	}
	return s.recordTask(ctx, tx, a, "task.moved", t, map[string]any{"from": string(from), "to": string(t.State)})
}

// recordTask writes the entry at the task's milestone, whose page tells the history of both.
func (s *Service) recordTask(ctx context.Context, tx bun.IDB, a account.Actor, action string, t Task, details map[string]any) error {
	if details == nil {
		details = map[string]any{}
	}
	details["task"] = t.ID
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), action, "milestone", t.MilestoneID, details))
}

// insideTask reports whether an action is about a task's checklist or comments: the task's page shows these themselves, and the
// trail keeps who did what. A history of the plan would drown in them.
func insideTask(action string) bool {
	return strings.HasPrefix(action, "task.item_") || strings.HasPrefix(action, "task.comment")
}

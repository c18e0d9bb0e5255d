package workplan

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/sheet"
)

// Task returns a task.
func (s *Service) Task(ctx context.Context, a account.Actor, taskID string) (Task, error) {
	if err := mayRead(a); err != nil {
		return Task{}, err
	}
	return findTask(ctx, s.db.Read(), a, taskID)
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
	if err := s.checkTask(ctx, a, &t, ""); err != nil {
		return Task{}, err
	}
	t.ID, t.WorkspaceID, t.ProjectID, t.CreatedAt, t.Version = id.New(), a.WorkspaceID, a.ProjectID, s.clock.Now(), 1
	t.DoneOn = ""
	t.settle(s.Today())
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := findMilestone(ctx, tx, a, t.MilestoneID); err != nil {
			return err
		}
		if err := insert(ctx, tx, &t); err != nil {
			return err
		}
		return s.recordTask(ctx, tx, a, "task.added", t, nil)
	})
	return t, err
}

// ChangeTask changes title, assignee, due date and state of the task with t.ID; t.Version is the one the change was
// made on. A colleague who has left keeps the task until it is given to somebody else.
func (s *Service) ChangeTask(ctx context.Context, a account.Actor, t Task) (Task, error) {
	stored, err := s.Task(ctx, a, t.ID)
	if err != nil {
		return Task{}, err
	}
	if err := s.checkTask(ctx, a, &t, stored.AssigneeID); err != nil {
		return stored, err
	}
	return stored, s.onTask(ctx, a, t.ID, func(ctx context.Context, tx bun.IDB, stored Task) error {
		if stored.Version != t.Version {
			return stale()
		}
		from := stored.State
		stored.Title, stored.AssigneeID, stored.DueOn, stored.State = t.Title, t.AssigneeID, t.DueOn, t.State
		return s.updateTask(ctx, tx, a, stored, from)
	})
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
// nobody yet) and returns how many they are. The caller has asked whether the other may take them.
func (s *Service) HandOverIn(ctx context.Context, tx bun.IDB, a account.Actor, from, to string) (int, error) {
	if err := mayKeepTasks(a); err != nil {
		return 0, err
	}
	tasks, err := tasksOf(ctx, tx, a.WorkspaceID, from, a.ProjectID)
	if err != nil {
		return 0, err
	}
	for _, t := range tasks {
		t.AssigneeID = to
		t.Version++
		if err := update(ctx, tx, &t, t.Version); err != nil {
			return 0, err
		}
		if err := s.recordTask(ctx, tx, a, "task.handed_over", t, map[string]any{"from": from, "to": to}); err != nil {
			return 0, err
		}
	}
	return len(tasks), nil
}

func (s *Service) checkTask(ctx context.Context, a account.Actor, t *Task, assigneeNow string) error {
	if err := mayKeepTasks(a); err != nil {
		return err
	}
	t.Title = sheet.OneLine(t.Title)
	var c fault.Checks
	c.Merge("", t.Validate())
	if t.AssigneeID != assigneeNow {
		err := s.checkColleague(ctx, a, t.AssigneeID)
		if err != nil && !fault.Is(err, fault.Invalid) {
			return err
		}
		c.Merge("", err)
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
	if err := update(ctx, tx, &t, t.Version); err != nil {
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

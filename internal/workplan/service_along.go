package workplan

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// AddTaskIn adds a task under the milestone t.MilestoneID. The caller has asked whether the assignee may take it.
func (s *Service) AddTaskIn(ctx context.Context, tx bun.IDB, a account.Actor, t Task) (Task, error) {
	if err := mayKeepTasks(a); err != nil {
		return Task{}, err
	}
	t.clean()
	if err := t.Validate(); err != nil {
		return Task{}, err
	}
	if _, err := findMilestone(ctx, tx, a, t.MilestoneID); err != nil {
		return Task{}, err
	}
	t.ID, t.WorkspaceID, t.ProjectID, t.CreatedAt, t.Version = id.New(), a.WorkspaceID, a.ProjectID, s.clock.Now(), 1
	t.DoneOn = ""
	t.settle(s.Today())
	if err := insert(ctx, tx, s.pen(a), &t); err != nil {
		return Task{}, err
	}
	return t, s.recordTask(ctx, tx, a, "task.added", t, nil)
}

// MoveTaskIn gives a task another last day, and moves its beginning along; version is the one the decision was made on.
func (s *Service) MoveTaskIn(ctx context.Context, tx bun.IDB, a account.Actor, taskID string, version int64, to date.Date) error {
	return s.onTaskIn(ctx, tx, a, taskID, version, func(t Task) error {
		if t.DueOn != "" {
			t.StartsOn = t.StartsOn.AddDays(t.DueOn.DaysUntil(to))
		}
		t.DueOn, t.StartsOn = to, min(t.StartsOn, to)
		return s.updateTask(ctx, tx, a, t, t.State)
	})
}

// FinishTaskIn notes that a task is done; version is the one the decision was made on.
func (s *Service) FinishTaskIn(ctx context.Context, tx bun.IDB, a account.Actor, taskID string, version int64) error {
	return s.onTaskIn(ctx, tx, a, taskID, version, func(t Task) error {
		from := t.State
		t.State = TaskDone
		return s.updateTask(ctx, tx, a, t, from)
	})
}

// RemoveTaskIn puts a task into the bin; version is the one the decision was made on.
func (s *Service) RemoveTaskIn(ctx context.Context, tx bun.IDB, a account.Actor, taskID string, version int64) error {
	return s.onTaskIn(ctx, tx, a, taskID, version, func(t Task) error {
		_, err := s.removeTask(ctx, tx, a, t)
		return err
	})
}

func (s *Service) onTaskIn(ctx context.Context, tx bun.IDB, a account.Actor, taskID string, version int64, fn func(Task) error) error {
	if err := mayKeepTasks(a); err != nil {
		return err
	}
	t, err := findTask(ctx, tx, a, taskID)
	if err != nil {
		return err
	}
	if t.Version != version {
		return stale()
	}
	return fn(t)
}

// removeTask puts a task that was just read into the bin.
func (s *Service) removeTask(ctx context.Context, tx bun.IDB, a account.Actor, t Task) (bin.Entry, error) {
	var gone remains
	if err := s.takeTasks(ctx, tx, a, &gone, "t.id = ?", t.ID); err != nil {
		return bin.Entry{}, err
	}
	if len(gone.Tasks) == 0 {
		return bin.Entry{}, fault.Missing()
	}
	entry, err := bin.PutIn(ctx, tx, a, s.clock.Now(), bin.Thing{
		Kind: bin.Task, ID: t.ID, ParentID: t.MilestoneID, Title: t.Title, Rows: gone,
	})
	if err != nil {
		return entry, err
	}
	return entry, s.recordTask(ctx, tx, a, "task.removed", t, nil)
}

// FindMilestoneIn returns a milestone of the actor's project.
func FindMilestoneIn(ctx context.Context, db bun.IDB, a account.Actor, milestoneID string) (Milestone, error) {
	return findMilestone(ctx, db, a, milestoneID)
}

// FindTasksIn returns those of the tasks that are there, by identifier.
func FindTasksIn(ctx context.Context, db bun.IDB, a account.Actor, taskIDs []string) (map[string]Task, error) {
	found := map[string]Task{}
	if len(taskIDs) == 0 {
		return found, nil
	}
	var tasks []Task
	err := tasksWithAssignee(db, a, &tasks).Where("t.id IN (?)", bun.List(taskIDs)).Scan(ctx)
	for _, t := range tasks {
		found[t.ID] = t
	}
	return found, database.Fault(err)
}

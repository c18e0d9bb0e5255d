package workplan

import (
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

// TaskState is how far a task is.
type TaskState string

// The states of a task.
const (
	TaskOpen   TaskState = "open"
	TaskInWork TaskState = "in_work"
	TaskDone   TaskState = "done"
)

// TaskStates lists the states in the order of work.
func TaskStates() []TaskState { return []TaskState{TaskOpen, TaskInWork, TaskDone} }

// Task is a piece of work under a milestone.
type Task struct {
	bun.BaseModel `bun:"table:tasks,alias:t"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	ProjectID   string    `bun:"project_id"`
	MilestoneID string    `bun:"milestone_id"`
	Title       string    `bun:"title"`       // one line
	AssigneeID  string    `bun:"assignee_id"` // a colleague's user ID; empty while nobody has taken it
	DueOn       date.Date `bun:"due_on"`      // may be empty
	State       TaskState `bun:"state"`
	DoneOn      date.Date `bun:"done_on"` // the day on which it was done; empty while it is not
	CreatedAt   time.Time `bun:"created_at"`
	Version     int64     `bun:"version"`

	Assignee string `bun:"assignee,scanonly"` // the colleague's name, filled when read
}

// settle keeps the day on which a task was done, or notes it, and forgets it when the task is not done any more.
func (t *Task) settle(today date.Date) {
	switch {
	case t.State != TaskDone:
		t.DoneOn = ""
	case t.DoneOn == "":
		t.DoneOn = today
	}
}

// LateOn reports whether the task is overdue on a day.
func (t Task) LateOn(today date.Date) bool {
	return t.State != TaskDone && t.DueOn != "" && t.DueOn < today
}

// Validate checks a task whose title is one line. Fields: title, state.
func (t Task) Validate() error {
	var c fault.Checks
	checkTitle(&c, t.Title)
	if !slices.Contains(TaskStates(), t.State) {
		c.Add("state", "fault.choice")
	}
	return c.Err()
}

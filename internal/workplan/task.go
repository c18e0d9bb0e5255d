package workplan

import (
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
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
	Description string    `bun:"description"` // plain text of several lines; may be empty
	AssigneeID  string    `bun:"assignee_id"` // a colleague's user ID; empty while no colleague has taken it
	PersonID    string    `bun:"person_id"`   // or a person of the directory who does not sign in; never both
	DeputyID    string    `bun:"deputy_id"`   // the colleague who stands in for the one who has it
	StartsOn    date.Date `bun:"starts_on"`   // may be empty
	DueOn       date.Date `bun:"due_on"`      // last day; may be empty
	State       TaskState `bun:"state"`
	DoneOn      date.Date `bun:"done_on"` // the day on which it was done; empty while it is not
	CreatedAt   time.Time `bun:"created_at"`
	Version     int64     `bun:"version"`

	Assignee string `bun:"assignee,scanonly"` // the name of the colleague or person, filled when read
	Deputy   string `bun:"deputy,scanonly"`   // likewise
}

// Taken reports whether somebody has the task.
func (t Task) Taken() bool { return t.AssigneeID != "" || t.PersonID != "" }

// clean makes texts what is stored of them: a title of one line, a description without blanks around it.
func (t *Task) clean() {
	t.Title = sheet.OneLine(t.Title)
	t.Description = strings.TrimSpace(strings.ReplaceAll(t.Description, "\r\n", "\n"))
}

// take gives the task to a colleague or to a person of the directory, whom the deputy stands in for.
func (t *Task) take(assigneeID, personID string) {
	t.AssigneeID, t.PersonID = assigneeID, personID
	if t.DeputyID == assigneeID {
		t.DeputyID = ""
	}
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

// maxDescription is how many characters a task's description may have.
const maxDescription = 5000

// Validate checks a task whose title is one line. Fields: title, description, person, deputy, due_on, state.
func (t Task) Validate() error {
	var c fault.Checks
	checkTitle(&c, t.Title)
	c.MaxLen("description", t.Description, maxDescription)
	if t.AssigneeID != "" && t.PersonID != "" {
		c.Add("person", "workplan.fault.one_assignee")
	}
	if t.DeputyID != "" && t.DeputyID == t.AssigneeID {
		c.Add("deputy", "workplan.fault.own_deputy")
	}
	if t.StartsOn != "" && t.DueOn != "" && t.DueOn < t.StartsOn {
		c.Add("due_on", "workplan.fault.starts_after_due")
	}
	if !slices.Contains(TaskStates(), t.State) {
		c.Add("state", "fault.choice")
	}
	return c.Err()
}

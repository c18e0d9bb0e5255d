package workplanviews

import (
	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Frame is what all pages of the plan have: the page and the addresses of the project.
type Frame struct {
	views.Page
	At func(parts ...string) string // address inside the project
}

// RemoveTaskPage asks whether a task is to be deleted.
type RemoveTaskPage struct {
	Frame
	Task workplan.Task
}

// RemovePartPage asks whether a goal or a milestone is to be deleted.
type RemovePartPage struct {
	Frame
	About   string // number and title
	Ask     shared.Confirmation
	Problem string // why it was refused, empty at first
}

func taskTone(t workplan.Task, today date.Date) shared.Tone {
	switch {
	case t.State == workplan.TaskDone:
		return shared.Success
	case t.LateOn(today):
		return shared.Danger
	case t.State == workplan.TaskInWork:
		return shared.Info
	default:
		return shared.Neutral
	}
}

// shortened keeps a goal's title to what fits a select on a small screen.
func shortened(title string) string {
	const limit = 80
	if r := []rune(title); len(r) > limit {
		return string(r[:limit]) + " …"
	}
	return title
}

func (f Frame) taskStates() []shared.Option {
	var options []shared.Option
	for _, s := range workplan.TaskStates() {
		options = append(options, shared.Option{Value: string(s), Label: f.T("workplan.task.state." + string(s))})
	}
	return options
}

// nextStates are the states a task's buttons lead to.
func nextStates(t workplan.Task) []workplan.TaskState {
	switch t.State {
	case workplan.TaskOpen:
		return []workplan.TaskState{workplan.TaskInWork, workplan.TaskDone}
	case workplan.TaskInWork:
		return []workplan.TaskState{workplan.TaskDone}
	default:
		return []workplan.TaskState{workplan.TaskOpen}
	}
}

func (f Frame) day(d date.Date) string { return f.L.Day(d.Time()) }

func (f Frame) taskState(t workplan.Task, today date.Date) string {
	if t.LateOn(today) {
		return f.T("workplan.task.state.late")
	}
	return f.T("workplan.task.state." + string(t.State))
}

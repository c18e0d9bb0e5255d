package workplanviews

import (
	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
)

// BoardPage shows the tasks side by side by state.
type BoardPage struct {
	Frame
	Tabs         []shared.Tab
	List         shared.List // what narrows the board, and which column is shown whole
	Board        workplan.Board
	Today        date.Date
	MayKeepTasks bool
}

func (p BoardPage) filter() filterPart {
	return filterPart{Frame: p.Frame, List: p.List, Milestones: p.Board.Milestones}
}

// wayTo says to which side of the board the state lies.
func wayTo(from, to workplan.TaskState) string {
	for _, state := range workplan.TaskStates() {
		switch state {
		case from:
			return "chevron-right"
		case to:
			return "chevron-left"
		}
	}
	return ""
}

// elsewhere are the states a card can be moved to, in the order of the columns.
func elsewhere(t workplan.Task) []workplan.TaskState {
	var states []workplan.TaskState
	for _, state := range workplan.TaskStates() {
		if state != t.State {
			states = append(states, state)
		}
	}
	return states
}

// CardID is the anchor of a task on the board.
func CardID(taskID string) string { return "task-" + taskID }

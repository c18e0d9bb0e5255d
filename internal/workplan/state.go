package workplan

import "rundertisch/internal/date"

// State says where a milestone stands; it is derived, never stored.
type State string

// The states of a milestone.
const (
	Planned State = "planned"  // nothing begun, the deadline is far
	InWork  State = "in_work"  // a task is begun or done
	DueSoon State = "due_soon" // the deadline is at most 60 days away
	Late    State = "late"     // the deadline has passed
	Done    State = "done"     // its rule is fulfilled, or it was declared complete
)

// soonDays is how many days before its deadline a milestone counts as due soon.
const soonDays = 60

// States lists all states in the order in which they ask for attention.
func States() []State { return []State{Late, DueSoon, InWork, Planned, Done} }

// stateOn derives the milestone's state on a day from its deadline, its tasks and whether it is reached.
func (m Milestone) stateOn(today date.Date, tasks Counts, reached bool) State {
	deadline := m.Deadline()
	switch {
	case reached:
		return Done
	case today > deadline:
		return Late
	case today.DaysUntil(deadline) <= soonDays:
		return DueSoon
	case tasks.InWork+tasks.Done > 0:
		return InWork
	}
	return Planned
}

// Counts is how many tasks of a milestone are in which state.
type Counts struct {
	Open, InWork, Done int

	DoneOn date.Date // the day on which the last of the done ones was done
}

// Total is the number of all tasks.
func (c Counts) Total() int { return c.Open + c.InWork + c.Done }

func (c *Counts) add(state TaskState, n int) {
	switch state {
	case TaskInWork:
		c.InWork += n
	case TaskDone:
		c.Done += n
	case TaskOpen:
		c.Open += n
	}
}

// CountTasks counts tasks by state.
func CountTasks(tasks []Task) Counts {
	var c Counts
	for _, t := range tasks {
		c.add(t.State, 1)
		c.DoneOn = max(c.DoneOn, t.DoneOn)
	}
	return c
}

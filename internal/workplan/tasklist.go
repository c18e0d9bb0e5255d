package workplan

import (
	"cmp"
	"context"
	"slices"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
)

// TaskOrder is what a list of tasks is sorted by.
type TaskOrder string

// The orders of a list of tasks.
const (
	ByUrgency   TaskOrder = "" // unfinished ones first, then by due date; those without one come last
	ByTitle     TaskOrder = "title"
	ByMilestone TaskOrder = "milestone"
	ByAssignee  TaskOrder = "assignee"
	ByState     TaskOrder = "state"
)

// TaskOrders lists all orders.
func TaskOrders() []TaskOrder {
	return []TaskOrder{ByUrgency, ByTitle, ByMilestone, ByAssignee, ByState}
}

// TaskFilter narrows and sorts a list of tasks; its zero value lists all.
type TaskFilter struct {
	Mine        bool // the actor's own
	Late        bool // overdue
	MilestoneID string
	State       TaskState
	Order       TaskOrder
	Desc        bool // the other way round
}

// TaskLine is a task with the milestone it belongs to.
type TaskLine struct {
	Task
	Milestone Milestone
}

// Tasks lists the project's tasks.
func (s *Service) Tasks(ctx context.Context, a account.Actor, f TaskFilter) ([]TaskLine, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	milestones, err := listMilestones(ctx, s.db.Read(), a)
	if err != nil {
		return nil, err
	}
	tasks, err := listTasks(ctx, s.db.Read(), a, f.MilestoneID)
	if err != nil {
		return nil, err
	}
	today := s.Today()
	var lines []TaskLine
	for _, t := range tasks {
		if f.Mine && t.AssigneeID != a.UserID || f.Late && !t.LateOn(today) || f.State != "" && t.State != f.State {
			continue
		}
		at := slices.IndexFunc(milestones, func(m Milestone) bool { return m.ID == t.MilestoneID })
		if at >= 0 {
			lines = append(lines, TaskLine{Task: t, Milestone: milestones[at]})
		}
	}
	f.sort(lines, milestones)
	return lines, nil
}

func (f TaskFilter) sort(lines []TaskLine, milestones []Milestone) {
	place := map[string]int{}
	for i, m := range milestones {
		place[m.ID] = i
	}
	compare := map[TaskOrder]func(a, b TaskLine) int{
		ByTitle:     byFolded(func(t TaskLine) string { return t.Title }),
		ByAssignee:  byFolded(func(t TaskLine) string { return t.Assignee }),
		ByMilestone: func(a, b TaskLine) int { return cmp.Compare(place[a.MilestoneID], place[b.MilestoneID]) },
		ByState: func(a, b TaskLine) int {
			return cmp.Compare(slices.Index(TaskStates(), a.State), slices.Index(TaskStates(), b.State))
		},
	}[f.Order]
	if compare == nil { // as they were read
		if f.Desc {
			slices.Reverse(lines)
		}
		return
	}
	slices.SortStableFunc(lines, func(a, b TaskLine) int {
		if f.Desc {
			a, b = b, a
		}
		return compare(a, b)
	})
}

func byFolded(text func(TaskLine) string) func(a, b TaskLine) int {
	return func(a, b TaskLine) int { return cmp.Compare(database.FoldWord(text(a)), database.FoldWord(text(b))) }
}

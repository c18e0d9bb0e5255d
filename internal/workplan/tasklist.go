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
)

// TaskFilter narrows and sorts a list of tasks; its zero value lists all.
type TaskFilter struct {
	Mine        bool // the actor's own
	Late        bool // overdue
	MilestoneID string
	State       TaskState
	Order       TaskOrder
	Desc        bool // the other way round; urgency has none
}

// Narrowed reports whether the filter leaves something out.
func (f TaskFilter) Narrowed() bool { return f.Mine || f.Late || f.MilestoneID != "" || f.State != "" }

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
		ByTitle:     func(a, b TaskLine) int { return cmp.Compare(database.FoldWord(a.Title), database.FoldWord(b.Title)) },
		ByMilestone: func(a, b TaskLine) int { return cmp.Compare(place[a.MilestoneID], place[b.MilestoneID]) },
		ByAssignee: func(a, b TaskLine) int {
			return cmp.Compare(database.FoldWord(a.Assignee), database.FoldWord(b.Assignee))
		},
	}[f.Order]
	if compare == nil {
		return // as they were read
	}
	slices.SortStableFunc(lines, func(a, b TaskLine) int {
		if f.Desc {
			a, b = b, a
		}
		return compare(a, b)
	})
}

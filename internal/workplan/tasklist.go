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

// paged reports whether the database can sort and narrow the list: it does not know how umlauts fold.
func (f TaskFilter) paged() bool { return f.Order != ByTitle && f.Order != ByAssignee }

// TaskLine is a task with the milestone it belongs to.
type TaskLine struct {
	Task
	Milestone Milestone
	Ticked    Ticked // of its checklist
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
	lines := linesOf(slices.DeleteFunc(tasks, func(t Task) bool {
		return f.Mine && t.AssigneeID != a.UserID || f.Late && !t.LateOn(today) || f.State != "" && t.State != f.State
	}), milestones)
	f.sort(lines, milestones)
	return lines, nil
}

// TaskPage is a page of a list of tasks.
type TaskPage struct {
	Lines      []TaskLine
	Total      int         // on all pages
	Milestones []Milestone // of the plan, by number
}

// TaskPage returns a page of the list that Tasks returns whole. At says from the number of tasks where the page begins
// and how long it is. Only the tasks of the page are read where the database can sort them.
func (s *Service) TaskPage(ctx context.Context, a account.Actor, f TaskFilter, at func(total int) (from, length int)) (TaskPage, error) {
	if !f.paged() {
		lines, err := s.Tasks(ctx, a, f)
		if err != nil {
			return TaskPage{}, err
		}
		from, length := at(len(lines))
		page := TaskPage{Lines: lines[from:min(from+length, len(lines))], Total: len(lines)}
		if page.Milestones, err = listMilestones(ctx, s.db.Read(), a); err != nil {
			return TaskPage{}, err
		}
		return page, addTicked(ctx, s.db.Read(), a, page.Lines)
	}
	if err := mayRead(a); err != nil {
		return TaskPage{}, err
	}
	milestones, err := listMilestones(ctx, s.db.Read(), a)
	if err != nil {
		return TaskPage{}, err
	}
	page := TaskPage{Milestones: milestones}
	if page.Total, err = countFiltered(ctx, s.db.Read(), a, f, s.Today()); err != nil {
		return TaskPage{}, err
	}
	from, length := at(page.Total)
	tasks, err := listFiltered(ctx, s.db.Read(), a, f, s.Today(), milestones, from, length)
	if err != nil {
		return TaskPage{}, err
	}
	page.Lines = linesOf(tasks, milestones)
	return page, addTicked(ctx, s.db.Read(), a, page.Lines)
}

func linesOf(tasks []Task, milestones []Milestone) []TaskLine {
	of := make(map[string]Milestone, len(milestones))
	for _, m := range milestones {
		of[m.ID] = m
	}
	lines := make([]TaskLine, 0, len(tasks))
	for _, t := range tasks {
		if m, ok := of[t.MilestoneID]; ok {
			lines = append(lines, TaskLine{Task: t, Milestone: m})
		}
	}
	return lines
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

// AddTicked notes at tasks that were read whole how much of their checklists is done.
func (s *Service) AddTicked(ctx context.Context, a account.Actor, lines []TaskLine) error {
	if err := mayRead(a); err != nil {
		return err
	}
	return addTicked(ctx, s.db.Read(), a, lines)
}

package workplanweb

import (
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// taskList is the list of tasks: mine, late, milestone, state and words narrow it.
func taskList(r *page.Request) shared.List {
	list := shared.Listing{
		Path:   r.Path("tasks"),
		Narrow: append(taskNarrow(), shared.OneOf("state", workplan.TaskStates()...)),
	}
	for _, order := range workplan.TaskOrders() {
		list.Orders = append(list.Orders, string(order))
	}
	return r.List(list)
}

// taskNarrow are the fields that narrow list and board.
func taskNarrow() []shared.Narrow {
	return []shared.Narrow{{Name: "q"}, {Name: "milestone"}, shared.Flag("mine"), shared.Flag("late")}
}

func taskFilter(list shared.List) workplan.TaskFilter {
	return workplan.TaskFilter{
		Mine: list.On("mine"), Late: list.On("late"), MilestoneID: list.Value("milestone"), State: workplan.TaskState(list.Value("state")),
		Order: workplan.TaskOrder(list.Order), Desc: list.Desc,
	}
}

// Tasks lists the project's tasks.
func (p *Pages) Tasks(r *page.Request) error {
	list := taskList(r)
	filter := taskFilter(list)
	if list.Value("q") != "" || r.WantsFile() {
		return p.foundTasks(r, list, filter)
	}
	found, err := p.plan.TaskPage(r.Context(), r.Actor, filter, func(total int) (from, length int) {
		list = list.Count(total)
		return list.From(), shared.PageLength
	})
	if err != nil {
		return err
	}
	return p.showTasks(r, list, found.Lines, found.Milestones)
}

// foundTasks shows the tasks in which the typed words occur, or answers with all of the list as a file.
func (p *Pages) foundTasks(r *page.Request, list shared.List, filter workplan.TaskFilter) error {
	lines, err := p.linesWith(r, list, filter)
	if err != nil {
		return err
	}
	if r.WantsFile() {
		people, err := p.plan.People(r.Context(), r.Actor)
		if err != nil {
			return err
		}
		return r.Table(r.L.T("tasklist.title"), workplan.LinesTable(lines, people, r.L.T))
	}
	milestones, err := p.plan.Milestones(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	shown := shared.PageOf(&list, lines)
	if err := p.plan.AddTicked(r.Context(), r.Actor, shown); err != nil {
		return err
	}
	return p.showTasks(r, list, shown, milestones)
}

// linesWith returns the tasks in which the typed words occur.
func (p *Pages) linesWith(r *page.Request, list shared.List, filter workplan.TaskFilter) ([]workplan.TaskLine, error) {
	lines, err := p.plan.Tasks(r.Context(), r.Actor, filter)
	return page.Find(lines, list.Value("q"), func(t workplan.TaskLine) []string {
		return []string{t.Title, t.Assignee, t.Milestone.Number, t.Milestone.Title}
	}), err
}

func (p *Pages) showTasks(r *page.Request, list shared.List, rows []workplan.TaskLine, milestones []workplan.Milestone) error {
	return r.Render(workplanviews.Tasks(workplanviews.TasksPage{
		Frame: below(r, r.Page("tasklist.title")), Tabs: taskTabs(r, false), List: list, Rows: rows, Milestones: milestones, Today: p.plan.Today(),
		MayKeepTasks: workplan.MayKeepTasks(r.Actor),
	}))
}

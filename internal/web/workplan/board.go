package workplanweb

import (
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// boardList is what narrows the board, as far as it can also narrow the list, and the column that is shown whole.
func boardList(r *page.Request) shared.List {
	return r.List(shared.Listing{Path: r.Path("tasks", "board"), Narrow: append(taskNarrow(), shared.OneOf("all", workplan.TaskStates()...))})
}

// Board shows the project's tasks side by side by state.
func (p *Pages) Board(r *page.Request) error {
	list := boardList(r)
	board, err := p.board(r, list)
	if err != nil {
		return err
	}
	return r.Render(workplanviews.Board(workplanviews.BoardPage{
		Frame: below(r, r.Page("tasklist.title")), Tabs: taskTabs(r, true), List: list, Board: board, Today: p.plan.Today(),
		MayKeepTasks: workplan.MayKeepTasks(r.Actor),
	}))
}

func (p *Pages) board(r *page.Request, list shared.List) (workplan.Board, error) {
	filter, whole := taskFilter(list), workplan.TaskState(list.Value("all"))
	if list.Value("q") == "" {
		return p.plan.Board(r.Context(), r.Actor, filter, whole)
	}
	lines, err := p.linesWith(r, list, filter)
	if err != nil {
		return workplan.Board{}, err
	}
	if err := p.plan.AddTicked(r.Context(), r.Actor, lines); err != nil {
		return workplan.Board{}, err
	}
	milestones, err := p.plan.Milestones(r.Context(), r.Actor)
	return workplan.BoardOf(lines, milestones, whole), err
}

// taskTabs lead to list and board of the same tasks.
func taskTabs(r *page.Request, board bool) []shared.Tab {
	list := r.List(shared.Listing{Path: r.Path("tasks"), Narrow: taskNarrow()})
	return []shared.Tab{
		{Label: r.L.T("tasklist.as_list"), Href: list.Address(), Current: !board, Count: -1},
		{Label: r.L.T("tasklist.as_board"), Href: boardList(r).With("all", "").Address(), Current: board, Count: -1},
	}
}

package workplanweb

import (
	"slices"

	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
	workplanviews "rundertisch/views/workplan"
)

// Tasks lists the project's tasks as the address asks: mine, late, milestone, state, sort, desc and page.
func (p *Pages) Tasks(r *page.Request) error {
	f := readTaskFilter(r)
	lines, err := p.plan.Tasks(r.Context(), r.Actor, f)
	if err != nil {
		return err
	}
	plan, err := p.plan.Plan(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	shown := workplanviews.TasksPage{
		Frame: below(r, r.Page("tasklist.title")), Filter: f, Total: len(lines), Milestones: plan.Milestones(), Today: p.plan.Today(),
		MayKeepTasks: workplan.MayKeepTasks(r.Actor),
	}
	shown.Rows, shown.Paging = shared.Cut(lines, r.QueryInt("page"))
	return r.Render(workplanviews.Tasks(shown))
}

// readTaskFilter reads the list's state from the address; what is not understood is left out.
func readTaskFilter(r *page.Request) workplan.TaskFilter {
	f := workplan.TaskFilter{
		Mine: r.Query("mine") == "1", Late: r.Query("late") == "1", MilestoneID: r.Query("milestone"), Desc: r.Query("desc") == "1",
	}
	if state := workplan.TaskState(r.Query("state")); slices.Contains(workplan.TaskStates(), state) {
		f.State = state
	}
	switch order := workplan.TaskOrder(r.Query("sort")); order {
	case workplan.ByTitle, workplan.ByMilestone, workplan.ByAssignee:
		f.Order = order
	default:
		f.Desc = false
	}
	return f
}

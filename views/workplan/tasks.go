package workplanviews

import (
	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
)

// TasksPage lists the tasks of the whole plan.
type TasksPage struct {
	Frame
	Tabs         []shared.Tab
	List         shared.List
	Rows         []workplan.TaskLine // of the page shown
	Milestones   []workplan.Milestone
	Today        date.Date
	MayKeepTasks bool
}

// filterPart is what list and board are narrowed by.
type filterPart struct {
	Frame
	List       shared.List
	Milestones []workplan.Milestone
}

func (p TasksPage) filter() filterPart {
	return filterPart{Frame: p.Frame, List: p.List, Milestones: p.Milestones}
}

func (p filterPart) form() shared.Form { return p.List.Form("tasklist.filter.") }

func (p filterPart) milestones() []shared.Option {
	var options []shared.Option
	for _, m := range p.Milestones {
		options = append(options, milestoneOption(m))
	}
	return options
}

func milestoneOption(m workplan.Milestone) shared.Option {
	return shared.Option{Value: m.ID, Label: m.Number + " " + m.Title}
}

func (p TasksPage) columns() []shared.Column {
	return []shared.Column{
		p.List.Column(p.T("workplan.column.task"), string(workplan.ByTitle)),
		p.List.Column(p.T("workplan.column.milestone"), string(workplan.ByMilestone)),
		p.List.Column(p.T("workplan.column.assignee"), string(workplan.ByAssignee)),
		p.List.Column(p.T("workplan.column.task_due"), string(workplan.ByUrgency)),
		p.List.Column(p.T("workplan.column.state"), string(workplan.ByState)),
	}
}

package workplanviews

import (
	"net/url"
	"strconv"

	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
)

// TasksPage lists the tasks of the whole plan.
type TasksPage struct {
	Frame
	Filter       workplan.TaskFilter
	Rows         []workplan.TaskLine
	Total        int // on all pages
	Paging       shared.Pages
	Milestones   []workplan.Progress
	Today        date.Date
	MayKeepTasks bool
}

// address is the list with the filter.
func (p TasksPage) address(f workplan.TaskFilter, number int) string {
	values := url.Values{}
	for name, value := range taskQuery(f) {
		if value != "" {
			values.Set(name, value)
		}
	}
	if number > 1 {
		values.Set("page", strconv.Itoa(number))
	}
	if len(values) == 0 {
		return p.At("tasks")
	}
	return p.At("tasks") + "?" + values.Encode()
}

func taskQuery(f workplan.TaskFilter) map[string]string {
	values := map[string]string{"milestone": f.MilestoneID, "state": string(f.State), "sort": string(f.Order)}
	for name, on := range map[string]bool{"mine": f.Mine, "late": f.Late, "desc": f.Desc} {
		if on {
			values[name] = "1"
		}
	}
	return values
}

func (p TasksPage) form() shared.Form {
	form := shared.Fill(taskQuery(p.Filter))
	form.Labels = "tasklist.filter."
	return form
}

func (p TasksPage) pages() shared.Pages {
	p.Paging.Href = func(number int) string { return p.address(p.Filter, number) }
	return p.Paging
}

func (p TasksPage) milestones() []shared.Option {
	var options []shared.Option
	for _, m := range p.Milestones {
		options = append(options, shared.Option{Value: m.ID, Label: m.Number + " " + m.Title})
	}
	return options
}

// column sorts the list by the order; urgency sorts one way only.
func (p TasksPage) column(label string, order workplan.TaskOrder) shared.Column {
	f, column := p.Filter, shared.Column{Label: label}
	current := f.Order == order
	if current {
		column.Order = "ascending"
		if f.Desc {
			column.Order = "descending"
		}
	}
	f.Desc, f.Order = current && !f.Desc && order != workplan.ByUrgency, order
	column.Sort = p.address(f, 1)
	return column
}

func (p TasksPage) columns() []shared.Column {
	return []shared.Column{
		p.column(p.T("workplan.column.task"), workplan.ByTitle),
		p.column(p.T("workplan.column.milestone"), workplan.ByMilestone),
		p.column(p.T("workplan.column.assignee"), workplan.ByAssignee),
		p.column(p.T("workplan.column.task_due"), workplan.ByUrgency),
		{Label: p.T("workplan.column.state")},
	}
}

package workplanviews

import (
	"time"

	"github.com/a-h/templ"

	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
)

// MilestonePage shows one milestone.
type MilestonePage struct {
	Frame
	Detail       workplan.Detail
	Today        date.Date
	History      []Happening
	Order        Order
	TaskForm     shared.Form
	People       workplan.People
	Documents    templ.Component // what is attached, and the form for more
	Reminders    templ.Component // how and when people are reminded
	Events       []event.Event   // that belong to it
	Loose        []event.Event   // that belong to no milestone and may be tied to this one
	MayShape     bool
	MayKeepTasks bool
}

const newest = 10 // lines of history beside a milestone or task

// Happening is a line of a milestone's history.
type Happening struct {
	When time.Time
	Who  string
	What string
}

// MilestoneFormPage is the form of a milestone.
type MilestoneFormPage struct {
	Frame
	ID        string // empty for a new milestone
	Milestone workplan.Milestone
	Form      shared.Form
	Goals     []workplan.Goal
	People    workplan.People
}

// CompletePage asks for day and reason of a milestone's completion.
type CompletePage struct {
	Frame
	Milestone workplan.Milestone
	Form      shared.Form
}

// KeepOpenPage asks why a milestone whose rule is fulfilled is not reached.
type KeepOpenPage struct {
	Frame
	Milestone workplan.Milestone
	Form      shared.Form
}

// ReopenPage asks whether a milestone's completion is to be taken back.
type ReopenPage struct {
	Frame
	Milestone workplan.Milestone
}

func (p MilestoneFormPage) action() string {
	if p.ID == "" {
		return p.At("milestones")
	}
	return p.At("milestones", p.ID)
}

func (p MilestoneFormPage) back() string {
	if p.ID == "" {
		return p.At("plan")
	}
	return p.At("milestones", p.ID)
}

func (p MilestoneFormPage) goals() []shared.Option {
	var options []shared.Option
	for _, g := range p.Goals {
		options = append(options, shared.Option{Value: g.ID, Label: g.Label() + " " + shortened(g.Title)})
	}
	return options
}

func (p MilestonePage) columns() []shared.Column {
	columns := []shared.Column{
		{Label: p.T("workplan.column.task")},
		{Label: p.T("workplan.column.assignee")},
		{Label: p.T("workplan.column.task_due")},
		{Label: p.T("workplan.column.state")},
	}
	if p.MayKeepTasks {
		columns = append(columns, shared.Column{Label: p.T("workplan.column.actions"), Hidden: true})
	}
	return columns
}

// terms are the milestone's facts.
func (p MilestonePage) terms() []shared.Term {
	m := p.Detail.Milestone
	return []shared.Term{
		{Label: p.T("workplan.milestone.goal"), Value: p.Detail.Goal.Label() + " " + p.Detail.Goal.Title},
		{Label: p.T("workplan.milestone.start"), Value: m.StartsOn.Slash()},
		{Label: p.T("workplan.milestone.due"), Value: p.T("workplan.milestone.due_value", m.DueOn.Slash(), p.day(m.Deadline()))},
		{Label: p.T("workplan.milestone.remaining"), Value: p.remaining()},
		{Label: p.T("workplan.milestone.lead"), Value: m.Lead},
		{Label: p.T("workplan.milestone.deputy"), Value: m.Deputy},
		{Label: p.T("workplan.milestone.rule"), Value: ruleText(p.L, m.Rule)},
		{Label: p.T("workplan.milestone.completed_on"), Value: p.day(p.Detail.CompletedOn)},
		{Label: p.T("workplan.milestone.reason"), Value: p.reason()},
	}
}

// remaining says how far the deadline is, or by how much it was missed.
func (p MilestonePage) remaining() string {
	m := p.Detail.Milestone
	from := p.Today
	complete := p.Detail.Complete()
	if complete {
		from = p.Detail.CompletedOn
	}
	days := from.DaysUntil(m.Deadline())
	switch {
	case complete && days >= 0:
		return p.T("workplan.milestone.in_time")
	case complete:
		return p.N("workplan.milestone.was_late", -days)
	case days == 0:
		return p.T("workplan.milestone.due_today")
	case days < 0:
		return p.N("workplan.milestone.late_by", -days)
	}
	return p.N("workplan.milestone.days_left", days)
}

package workplanviews

import (
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
)

// CopyPage begins a project from the plan of another one.
type CopyPage struct {
	Frame
	Form   shared.Form
	Plan   workplan.Plan // of the old one
	Months int           // by which everything is later
}

func (p CopyPage) columns() []shared.Column {
	return []shared.Column{{Label: p.T("workplan.column.milestone")}, {Label: p.T("workplan.copy.old")}, {Label: p.T("workplan.copy.new")}}
}

func (p CopyPage) shift() string {
	if p.Months < 0 {
		return p.N("workplan.copy.earlier", -p.Months)
	}
	return p.N("workplan.copy.later", p.Months)
}

// span is from when until when a milestone is worked on, so many months later.
func span(m workplan.Progress, months int) string {
	if m.StartsOn.IsZero() {
		return m.DueOn.Add(months).Slash()
	}
	return m.StartsOn.Add(months).Slash() + " – " + m.DueOn.Add(months).Slash()
}

package workplanviews

import (
	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
)

// MovePage asks for a new deadline.
type MovePage struct {
	Frame
	Milestone workplan.Milestone
	Form      shared.Form
}

// MovingPage shows what a new deadline moves along and asks for the reason.
type MovingPage struct {
	Frame
	Moving  workplan.Moving
	Form    shared.Form
	Changed bool // the plan is another than the one that was shown before
}

// TiePage asks what has to end before a milestone begins.
type TiePage struct {
	Frame
	Milestone workplan.Milestone
	Others    []workplan.Milestone
	Form      shared.Form
}

// shifted says by how much a deadline moves: "5 Monate später (153 Tage)".
func (f Frame) shifted(from, to date.Month) string {
	months, days := from.Until(to), from.Last().DaysUntil(to.Last())
	if days < 0 {
		return f.N("workplan.compare.earlier", -months, f.N("workplan.compare.days", -days))
	}
	return f.N("workplan.compare.later", months, f.N("workplan.compare.days", days))
}

func (p MovingPage) lead() string {
	m := p.Moving
	return p.T("workplan.moving.lead", m.Milestone.DueOn.Slash(), m.To.Slash(), p.shifted(m.Milestone.DueOn, m.To))
}

func (p MovingPage) because(s workplan.Step) string {
	if s.LagDays > 0 {
		return p.N("workplan.moving.because_lag", s.LagDays, s.Because)
	}
	return p.T("workplan.moving.because", s.Because)
}

func (p MovingPage) columns() []shared.Column {
	return []shared.Column{
		{Label: p.T("workplan.column.milestone")},
		{Label: p.T("workplan.compare.column.from")},
		{Label: p.T("workplan.compare.column.to")},
		{Label: p.T("workplan.moving.shift")},
		{Label: p.T("workplan.moving.why")},
	}
}

func (p MovingPage) choices() []shared.Option {
	var options []shared.Option
	for _, s := range p.Moving.Along {
		options = append(options, shared.Option{Value: s.Milestone.ID, Label: s.Milestone.Number + " " + shortened(s.Milestone.Title)})
	}
	return options
}

func (p TiePage) others() []shared.Option {
	var options []shared.Option
	for _, m := range p.Others {
		options = append(options, shared.Option{Value: m.ID, Label: m.Number + " " + shortened(m.Title)})
	}
	return options
}

func (p MilestonePage) lag(t workplan.Tie) string {
	if t.LagDays == 0 {
		return ""
	}
	return p.N("workplan.tie.lag", t.LagDays)
}

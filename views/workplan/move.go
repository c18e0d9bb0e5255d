package workplanviews

import (
	"slices"

	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
)

// MovePage asks for a new last day.
type MovePage struct {
	Frame
	Part workplan.Part
	Base string // address of the part's own page
	Form shared.Form
}

// MovingPage shows what a new last day moves along and asks for the reason.
type MovingPage struct {
	Frame
	Moving  workplan.Moving
	Base    string
	Form    shared.Form
	MayMove func(workplan.Part) bool
	Changed bool // the plan is another than the one that was shown before
}

// TiePage asks what has to end before a milestone or task begins.
type TiePage struct {
	Frame
	Part   workplan.Part
	Base   string
	Others []workplan.Part
	Form   shared.Form
}

// Order is what comes before a milestone or task and what after it.
type Order struct {
	Part          workplan.Part
	Base          string
	Before, After []workplan.Tie
	MayMove       bool
}

// label is number and title of a milestone, title and number of a task.
func (f Frame) label(p workplan.Part) string {
	if p.IsTask() {
		return f.T("workplan.part.task", p.Title, p.Number)
	}
	return p.Number + " " + p.Title
}

// when is the last day of a part, in its own measure; of a task without one the first.
func (f Frame) when(p workplan.Part) string {
	switch {
	case !p.IsTask():
		return p.Ends.Month().Slash()
	case p.Ends.IsZero():
		return f.day(p.Begins)
	}
	return f.day(p.Ends)
}

// shifted says by how much a part moves: "5 Monate später (153 Tage)", "12 Tage später".
func (f Frame) shifted(from, to workplan.Part, days int) string {
	if from.IsTask() {
		if days < 0 {
			return f.N("workplan.slip.days_earlier", -days)
		}
		return f.N("workplan.slip.days_later", days)
	}
	months := from.Ends.Month().Until(to.Ends.Month())
	if days < 0 {
		return f.N("workplan.compare.earlier", -months, f.N("workplan.compare.days", -days))
	}
	return f.N("workplan.compare.later", months, f.N("workplan.compare.days", days))
}

// page is where a part has its page.
func (f Frame) page(p workplan.Part) string {
	if p.IsTask() {
		return f.At("tasks", p.ID)
	}
	return f.At("milestones", p.ID)
}

func (p MovingPage) lead() string {
	m := p.Moving
	return p.T("workplan.moving.lead", p.when(m.Part), p.when(m.To), p.shifted(m.Part, m.To, m.Days()))
}

// to is the new last day as the form sends it.
func (p MovingPage) to() string {
	if p.Moving.To.IsTask() {
		return string(p.Moving.To.Ends)
	}
	return p.Moving.To.Ends.Month().Slash()
}

func (p MovingPage) because(s workplan.Step) string {
	if s.Inside {
		return p.T("workplan.moving.inside", s.Because.Name())
	}
	if s.LagDays > 0 {
		return p.N("workplan.moving.because_lag", s.LagDays, s.Because.Name())
	}
	return p.T("workplan.moving.because", s.Because.Name())
}

func (p MovingPage) columns() []shared.Column {
	return []shared.Column{
		{Label: p.T("workplan.moving.what")},
		{Label: p.T("workplan.compare.column.from")},
		{Label: p.T("workplan.compare.column.to")},
		{Label: p.T("workplan.moving.shift")},
		{Label: p.T("workplan.moving.why")},
	}
}

// asksReason reports whether a milestone is or may be moved.
func (p MovingPage) asksReason() bool {
	if !p.Moving.Part.IsTask() {
		return true
	}
	for _, s := range p.Moving.Along {
		if !s.Part.IsTask() && p.MayMove(s.Part) {
			return true
		}
	}
	return false
}

// keptBack reports whether something would have to move along that who looks may not move.
func (p MovingPage) keptBack() bool {
	return slices.ContainsFunc(p.Moving.Along, func(s workplan.Step) bool { return !p.MayMove(s.Part) })
}

func (p TiePage) others() []shared.Option {
	var options []shared.Option
	for _, other := range p.Others {
		options = append(options, shared.Option{Value: other.ID, Label: shortened(p.label(other))})
	}
	return options
}

func (f Frame) lag(t workplan.Tie) string {
	if t.LagDays == 0 {
		return ""
	}
	return f.N("workplan.tie.lag", t.LagDays)
}

package workplanviews

import (
	"rundertisch/internal/date"
	"rundertisch/internal/handout"
	"rundertisch/internal/workplan"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// HandoutsPage lists who reads the plan by a link.
type HandoutsPage struct {
	Frame
	Handouts   []handout.Handout // newest first
	Today      date.Date
	MayHandOut bool
	Form       shared.Form
	Link       string // the secret address, only right after it was made
}

// ReadingPage is the plan as somebody reads it who never signs in.
type ReadingPage struct {
	views.Page
	handout.Reading
}

func (p HandoutsPage) columns() []shared.Column {
	columns := []shared.Column{
		{Label: p.T("handout.field.reader")}, {Label: p.T("handout.column.opened")}, {Label: p.T("handout.field.until_on")}, {Label: p.T("handout.column.state")},
	}
	if p.MayHandOut {
		columns = append(columns, shared.Column{Label: p.T("handout.column.deeds"), Hidden: true})
	}
	return columns
}

func (p HandoutsPage) until(h handout.Handout) string {
	if h.UntilOn.IsZero() {
		return p.T("handout.no_end")
	}
	return p.L.Day(h.UntilOn.Time())
}

func (p HandoutsPage) state(h handout.Handout) (shared.Tone, string) {
	switch {
	case h.ClosedAt != nil:
		return shared.Neutral, p.T("handout.state.closed")
	case !h.Open(p.Today):
		return shared.Neutral, p.T("handout.state.over")
	}
	return shared.Success, p.T("handout.state.open")
}

// nowhere makes rows without links: the pages behind them are not for readers.
func nowhere(...string) string { return "" }

func (p ReadingPage) lines(goal workplan.GoalPlan) []TimelineLine {
	part := workplan.Timeline{Plan: p.Line.Plan}
	for _, row := range p.Line.Rows {
		if row.Milestone.GoalID == goal.ID {
			part.Rows = append(part.Rows, row)
		}
	}
	return TimelineLines(p.L, part, nowhere)
}

func (p ReadingPage) picture() shared.Timeline {
	t := shared.Timeline{
		ID: "zeit", Title: p.T("workplan.timeline.title"), Desc: p.T("workplan.timeline.desc_large"), Today: p.Line.Plan.Today, Scale: shared.ByQuarter,
	}
	for _, line := range TimelineLines(p.L, p.Line, nowhere) {
		t.Rows = append(t.Rows, line.row())
	}
	return t
}

func (p ReadingPage) columns() []shared.Column {
	var columns []shared.Column
	for _, name := range []string{"title", "planned", "forecast", "actual", "slip", "state"} {
		columns = append(columns, shared.Column{Label: p.T("workplan.timeline.column." + name)})
	}
	return columns
}

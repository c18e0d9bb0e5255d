package workplanviews

import (
	"rundertisch/internal/date"
	"rundertisch/internal/i18n"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
)

// TimelinePage shows the plan over time, large.
type TimelinePage struct {
	Frame
	List     shared.List
	Form     shared.Form
	Line     workplan.Timeline
	Scale    shared.TimelineScale
	From, To date.Month // empty for as far as the rows go
}

// TimelineLine is a row of the timeline's table and file: a milestone or a task of the one above.
type TimelineLine struct {
	workplan.Dates
	Number string // of the milestone
	Title  string
	Href   string
	Kind   string
	Task   bool
	State  shared.TimelineState
	Tone   shared.Tone
	Says   string
	Slip   string
}

// TimelineLines are the rows in words.
func TimelineLines(l *i18n.Locale, line workplan.Timeline, at func(parts ...string) string) []TimelineLine {
	var lines []TimelineLine
	for _, row := range line.Rows {
		lines = append(lines, milestoneLine(l, row, at))
		for _, t := range row.Tasks {
			lines = append(lines, timelineTask(l, t, row.Milestone, line.Plan.Today, at))
		}
	}
	return lines
}

func milestoneLine(l *i18n.Locale, row workplan.TimelineRow, at func(parts ...string) string) TimelineLine {
	m, dates := row.Milestone, row.Dates()
	return TimelineLine{
		Dates: dates, Number: m.Number, Title: m.Title, Href: at("milestones", m.ID), Kind: l.T("workplan.column.milestone"),
		State: timelineState(m.State), Tone: Tone(m.State), Says: l.T("workplan.state." + string(m.State)), Slip: dates.Words(l),
	}
}

func timelineTask(l *i18n.Locale, t workplan.Task, m workplan.Progress, today date.Date, at func(parts ...string) string) TimelineLine {
	line := TimelineLine{
		Dates: workplan.Dates{Forecast: t.DueOn}, Number: m.Number, Title: t.Title, Href: at("milestones", m.ID), Kind: l.T("workplan.column.task"),
		Task: true, State: shared.TimelineOpen, Tone: taskTone(t, today), Says: l.T("workplan.task.state." + string(t.State)),
	}
	switch {
	case t.State == workplan.TaskDone:
		line.State = shared.TimelineDone
	case t.LateOn(today):
		line.State, line.Says = shared.TimelineLate, l.T("workplan.task.state.late")
	}
	return line
}

func (p TimelinePage) lines() []TimelineLine { return TimelineLines(p.L, p.Line, p.At) }

// picture is the timeline of the rows.
func (p TimelinePage) picture() shared.Timeline {
	t := shared.Timeline{
		ID: "zeit", Title: p.T("workplan.timeline.title"), Desc: p.T("workplan.timeline.desc_large"),
		Today: p.Line.Plan.Today, Scale: p.Scale, From: p.From, To: p.To,
	}
	for _, line := range p.lines() {
		t.Rows = append(t.Rows, line.row())
	}
	return t
}

// row is the line as a row of the picture; a task's number is its milestone's and stands above it already.
func (t TimelineLine) row() shared.TimelineRow {
	row := shared.TimelineRow{
		Number: t.Number, Label: t.Title, Href: t.Href, Below: t.Task, ByDay: t.Task,
		Start: t.Start, From: t.PlannedStart, Planned: t.Planned, Due: t.Forecast, Done: t.Actual, State: t.State, Says: t.Says, Slip: t.Slip,
	}
	if t.Task {
		row.Number = ""
	}
	return row
}

func (p TimelinePage) scales() []shared.Option {
	var options []shared.Option
	for _, scale := range shared.TimelineScales() {
		options = append(options, shared.Option{Value: string(scale), Label: p.T("workplan.timeline.scale." + string(scale))})
	}
	return options
}

func (p TimelinePage) milestones() []shared.Option {
	var options []shared.Option
	for _, m := range p.Line.Plan.Milestones() {
		options = append(options, milestoneOption(m.Milestone))
	}
	return options
}

func (p TimelinePage) columns() []shared.Column {
	var columns []shared.Column
	for _, name := range []string{"title", "planned", "forecast", "actual", "slip", "state"} {
		columns = append(columns, shared.Column{Label: p.T("workplan.timeline.column." + name)})
	}
	return columns
}

// day says a date of the line: a milestone's deadline is a month, what has happened and tasks are days.
func (t TimelineLine) day(l *i18n.Locale, d date.Date) string {
	switch {
	case d.IsZero():
		return "–"
	case t.Task:
		return l.Day(d.Time())
	default:
		return d.Month().Slash()
	}
}

// happened says the day on which the line was done.
func (t TimelineLine) happened(l *i18n.Locale) string {
	if t.Actual.IsZero() {
		return "–"
	}
	return l.Day(t.Actual.Time())
}

package workplanviews

import (
	"rundertisch/internal/i18n"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
)

// PlanPage shows the whole plan.
type PlanPage struct {
	Frame
	Plan     workplan.Plan
	Timeline shared.Timeline
	Violated map[string][]workplan.Tie // dependencies that do not hold, by the milestone that begins too early

	MayShape, MayKeepTasks, MayCopy, MayTake bool
}

// GoalPage is the form of a goal.
type GoalPage struct {
	Frame
	ID   string // empty for a new goal
	Form shared.Form
}

// Tone is how a milestone's state looks.
func Tone(s workplan.State) shared.Tone {
	switch s {
	case workplan.Done:
		return shared.Success
	case workplan.Late:
		return shared.Danger
	case workplan.DueSoon:
		return shared.Warning
	case workplan.InWork:
		return shared.Info
	default:
		return shared.Neutral
	}
}

// Timeline is the picture of a plan, on its own page and on the dashboard.
func Timeline(l *i18n.Locale, plan workplan.Plan, at func(parts ...string) string) shared.Timeline {
	return shared.Timeline{
		ID: "plan", Title: l.T("workplan.timeline.title"), Desc: l.T("workplan.timeline.desc"),
		Today: plan.Today, Rows: timelineRows(l, plan, at),
	}
}

func timelineRows(l *i18n.Locale, plan workplan.Plan, at func(parts ...string) string) []shared.TimelineRow {
	var rows []shared.TimelineRow
	for _, m := range plan.Milestones() {
		rows = append(rows, shared.TimelineRow{
			Number: m.Number, Label: m.Title, Href: at("milestones", m.ID),
			Start: m.StartsOn.First(), Due: m.Deadline(), Done: m.CompletedOn, State: timelineState(m.State),
			Says: l.T("workplan.state." + string(m.State)),
		})
	}
	return rows
}

func timelineState(s workplan.State) shared.TimelineState {
	switch s {
	case workplan.Done:
		return shared.TimelineDone
	case workplan.Late:
		return shared.TimelineLate
	case workplan.DueSoon:
		return shared.TimelineSoon
	default:
		return shared.TimelineOpen
	}
}

func (p GoalPage) action() string {
	if p.ID == "" {
		return p.At("goals")
	}
	return p.At("goals", p.ID)
}

// GoalLabel is how the goal reads among the choices.
func GoalLabel(goals []workplan.Goal, goalID string) string {
	return shared.LabelOf(MilestoneFormPage{Goals: goals}.goals(), goalID)
}

func (p PlanPage) lead() string {
	if p.Plan.Empty() {
		return ""
	}
	total := len(p.Plan.Milestones())
	return p.N("workplan.plan.lead", total, p.Plan.Count(workplan.Done), p.Plan.Count(workplan.Late))
}

// around are the pages about the plan that are not opened every day.
func (p PlanPage) around() []shared.Option {
	pages := []shared.Option{
		{Value: p.At("plan", "history"), Label: p.T("history.link"), Hint: p.T("workplan.plan.more_history")},
		{Value: p.At("reminders"), Label: p.T("reminder.link"), Hint: p.T("workplan.plan.more_reminders")},
		{Value: p.At("calendar"), Label: p.T("feed.link"), Hint: p.T("workplan.plan.more_calendar")},
		{Value: p.At("plan", "links"), Label: p.T("handout.title"), Hint: p.T("handout.pass_on_text")},
	}
	if p.MayCopy {
		pages = append(pages, shared.Option{Value: p.At("copy"), Label: p.T("workplan.copy.title"), Hint: p.T("workplan.copy.text")})
	}
	return pages
}

func (p PlanPage) columns() []shared.Column {
	return []shared.Column{
		{Label: p.T("workplan.column.milestone")},
		{Label: p.T("workplan.column.due")},
		{Label: p.T("workplan.column.state")},
		{Label: p.T("workplan.column.tasks")},
	}
}

package workplanviews

import (
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/i18n"
	"rundertisch/internal/workplan"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Frame is what all pages of the plan have: the page and the addresses of the project.
type Frame struct {
	views.Page
	At func(parts ...string) string // address inside the project
}

// PlanPage shows the whole plan.
type PlanPage struct {
	Frame
	Plan     workplan.Plan
	Timeline shared.Timeline

	MayShape, MayKeepTasks bool
}

// MilestonePage shows one milestone.
type MilestonePage struct {
	Frame
	Detail       workplan.Detail
	Today        date.Date
	History      []Happening
	TaskForm     shared.Form
	Assignees    []account.User
	Documents    templ.Component // what is attached, and the form for more
	MayShape     bool
	MayKeepTasks bool
}

// Happening is a line of a milestone's history.
type Happening struct {
	When time.Time
	Who  string
	What string
}

// GoalPage is the form of a goal.
type GoalPage struct {
	Frame
	ID   string // empty for a new goal
	Form shared.Form
}

// MilestoneFormPage is the form of a milestone.
type MilestoneFormPage struct {
	Frame
	ID    string // empty for a new milestone
	Form  shared.Form
	Goals []workplan.Goal
}

// CompletePage asks for day and reason of a milestone's completion.
type CompletePage struct {
	Frame
	Milestone workplan.Milestone
	Form      shared.Form
}

// ReopenPage asks whether a milestone's completion is to be taken back.
type ReopenPage struct {
	Frame
	Milestone workplan.Milestone
}

// TaskPage is the form of a task.
type TaskPage struct {
	Frame
	Task      workplan.Task
	Form      shared.Form
	Assignees []account.User
	Documents templ.Component // what is attached, and the form for more
}

// RemoveTaskPage asks whether a task is to be deleted.
type RemoveTaskPage struct {
	Frame
	Task workplan.Task
}

// RemovePartPage asks whether a goal or a milestone is to be deleted.
type RemovePartPage struct {
	Frame
	About   string // number and title
	Ask     shared.Confirmation
	Problem string // why it was refused, empty at first
}

// ImportPage takes a plan file.
type ImportPage struct {
	Frame
	Form shared.Form
}

// PreviewPage shows what a plan file would do.
type PreviewPage struct {
	Frame
	Preview workplan.Preview
	Moved   bool // the plan has changed since the preview that was confirmed
	Columns shared.Form
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

func taskTone(t workplan.Task, today date.Date) shared.Tone {
	switch {
	case t.State == workplan.TaskDone:
		return shared.Success
	case t.LateOn(today):
		return shared.Danger
	case t.State == workplan.TaskInWork:
		return shared.Info
	default:
		return shared.Neutral
	}
}

func changeTone(c workplan.Change) shared.Tone {
	switch c {
	case workplan.RowNew:
		return shared.Success
	case workplan.RowChanged:
		return shared.Info
	case workplan.RowWrong:
		return shared.Danger
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
			Start: m.StartsOn, Due: m.DueOn, Done: m.CompletedOn.Month(), State: timelineState(m.State),
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

// GoalLabel is how the goal reads among the choices.
func GoalLabel(goals []workplan.Goal, goalID string) string {
	return shared.LabelOf(MilestoneFormPage{Goals: goals}.goals(), goalID)
}

// AssigneeName is how the task's assignee reads among the choices.
func AssigneeName(users []account.User, present workplan.Task, userID string) string {
	return shared.LabelOf(assignees(users, present), userID)
}

// shortened keeps a goal's title to what fits a select on a small screen.
func shortened(title string) string {
	const limit = 80
	if r := []rune(title); len(r) > limit {
		return string(r[:limit]) + " …"
	}
	return title
}

// assignees are the choices of a task's assignee; the present one stays a choice after leaving.
func assignees(users []account.User, present workplan.Task) []shared.Option {
	var options []shared.Option
	for _, u := range users {
		options = append(options, shared.Option{Value: u.ID, Label: u.Name})
	}
	known := slices.ContainsFunc(users, func(u account.User) bool { return u.ID == present.AssigneeID })
	if present.AssigneeID != "" && !known {
		options = append(options, shared.Option{Value: present.AssigneeID, Label: present.Assignee})
	}
	return options
}

func (f Frame) taskStates() []shared.Option {
	var options []shared.Option
	for _, s := range workplan.TaskStates() {
		options = append(options, shared.Option{Value: string(s), Label: f.T("workplan.task.state." + string(s))})
	}
	return options
}

// nextStates are the states a task's buttons lead to.
func nextStates(t workplan.Task) []workplan.TaskState {
	switch t.State {
	case workplan.TaskOpen:
		return []workplan.TaskState{workplan.TaskInWork, workplan.TaskDone}
	case workplan.TaskInWork:
		return []workplan.TaskState{workplan.TaskDone}
	default:
		return []workplan.TaskState{workplan.TaskOpen}
	}
}

func (f Frame) day(d date.Date) string { return f.L.Day(d.Time()) }

func (f Frame) taskState(t workplan.Task, today date.Date) string {
	if t.LateOn(today) {
		return f.T("workplan.task.state.late")
	}
	return f.T("workplan.task.state." + string(t.State))
}

// changeOf says what a row of a file replaces.
func (p PreviewPage) changesOf(r workplan.Row) []string {
	var said []string
	if r.Was.Title != "" {
		said = append(said, p.T("workplan.preview.was_title", r.Was.Title))
	}
	if r.Was.Parent != "" {
		said = append(said, p.T("workplan.preview.was_parent", r.Was.Parent))
	}
	if r.Was.DueOn != "" {
		said = append(said, p.T("workplan.preview.was_due", r.Was.DueOn.Slash()))
	}
	return said
}

func (p PlanPage) lead() string {
	if p.Plan.Empty() {
		return ""
	}
	total := len(p.Plan.Milestones())
	return p.N("workplan.plan.lead", total, p.Plan.Count(workplan.Done), p.Plan.Count(workplan.Late))
}

func (p PlanPage) columns() []shared.Column {
	return []shared.Column{
		{Label: p.T("workplan.column.milestone")},
		{Label: p.T("workplan.column.due")},
		{Label: p.T("workplan.column.state")},
		{Label: p.T("workplan.column.tasks")},
	}
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
		{Label: p.T("workplan.milestone.completed_on"), Value: p.day(m.CompletedOn)},
		{Label: p.T("workplan.milestone.reason"), Value: m.CompletedReason},
	}
}

// remaining says how far the deadline is, or by how much it was missed.
func (p MilestonePage) remaining() string {
	m := p.Detail.Milestone
	from := p.Today
	if m.Complete() {
		from = m.CompletedOn
	}
	days := from.DaysUntil(m.Deadline())
	switch {
	case m.Complete() && days >= 0:
		return p.T("workplan.milestone.in_time")
	case m.Complete():
		return p.N("workplan.milestone.was_late", -days)
	case days == 0:
		return p.T("workplan.milestone.due_today")
	case days < 0:
		return p.N("workplan.milestone.late_by", -days)
	}
	return p.N("workplan.milestone.days_left", days)
}

const shownProblems = 50

func (p PreviewPage) shown() []workplan.Problem {
	return p.Preview.Problems[:min(shownProblems, len(p.Preview.Problems))]
}

func (p PreviewPage) lead() string {
	switch {
	case !p.Preview.OK():
		return p.T("workplan.preview.lead_wrong")
	case !p.Preview.Writes():
		return p.T("workplan.preview.lead_same")
	}
	return p.T("workplan.preview.lead", p.Preview.Count(workplan.RowNew), p.Preview.Count(workplan.RowChanged), p.Preview.Count(workplan.RowUnchanged))
}

func (p PreviewPage) kept() string {
	const most = 20
	kept := p.Preview.Kept
	said := strings.Join(kept[:min(most, len(kept))], ", ")
	if len(kept) > most {
		said += " …"
	}
	return p.T("workplan.preview.kept", said)
}

func (p PreviewPage) columns() []shared.Column {
	return []shared.Column{
		{Label: p.T("workplan.column.number")},
		{Label: p.T("workplan.column.line"), Numeric: true},
		{Label: p.T("workplan.column.goal")},
		{Label: p.T("workplan.column.title")},
		{Label: p.T("workplan.column.due")},
		{Label: p.T("workplan.column.change")},
	}
}

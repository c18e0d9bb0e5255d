package workplanviews

import (
	"slices"

	"github.com/a-h/templ"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
	"rundertisch/views/shared"
)

// TaskPage shows one task.
type TaskPage struct {
	Frame
	Detail       workplan.TaskDetail
	Today        date.Date
	History      []Happening
	Documents    templ.Component // what is attached, and the form for more
	Reminders    templ.Component // how and when people are reminded
	ItemForm     shared.Form     // of a new line of the checklist
	Ordering     bool            // the lines are being put in order
	CommentForm  shared.Form
	Mentions     []shared.Option // whom a comment can mention
	Actor        account.Actor   // who looks
	MayKeepTasks bool
	MayComment   bool
	Order        Order
}

// TaskFormPage is the form of a task.
type TaskFormPage struct {
	Frame
	Task       workplan.Task // the zero value for a new one
	Form       shared.Form
	People     workplan.People
	Milestones []workplan.Milestone // a new task may belong to
}

// suggested is how many persons of the directory a form offers while typing; any other may be typed.
const suggested = 500

// refused is the form that was sent and refused, an empty one at first.
func (p TaskPage) refused() shared.Form {
	if p.ItemForm.HasErrors() {
		return p.ItemForm
	}
	return p.CommentForm
}

func (p TaskPage) terms() []shared.Term {
	t := p.Detail.Task
	return []shared.Term{
		{Label: p.T("workplan.column.milestone"), Value: p.Detail.Milestone.Number + " " + p.Detail.Milestone.Title, Href: p.At("milestones", t.MilestoneID)},
		p.assignee(),
		{Label: p.T("workplan.task.field.deputy"), Value: t.Deputy},
		{Label: p.T("workplan.task.field.starts_on"), Value: p.day(t.StartsOn)},
		p.due(),
		{Label: p.T("workplan.task.done_on"), Value: p.day(t.DoneOn)},
	}
}

func (p TaskPage) assignee() shared.Term {
	term := shared.Term{Label: p.T("workplan.task.field.assignee"), Value: p.Detail.Assignee}
	switch {
	case term.Value == "":
		term.Value = p.T("workplan.task.nobody")
	case p.Detail.PersonID != "":
		term.Href = p.At("directory", "persons", p.Detail.PersonID)
	}
	return term
}

func (p TaskPage) due() shared.Term {
	term := shared.Term{Label: p.T("workplan.task.field.due_on")}
	if !p.Detail.DueOn.IsZero() {
		term.Content = shared.WhenDay(p.L, p.Detail.DueOn, p.Today)
	}
	return term
}

func (p TaskFormPage) action() string {
	if p.Task.ID == "" {
		return p.At("tasks")
	}
	return p.At("tasks", p.Task.ID)
}

func (p TaskFormPage) back() string {
	switch {
	case p.Task.ID != "":
		return p.At("tasks", p.Task.ID)
	case p.Form.Value("milestone") != "":
		return p.At("milestones", p.Form.Value("milestone"))
	}
	return p.At("tasks")
}

func (p TaskFormPage) milestones() []shared.Option {
	var options []shared.Option
	for _, m := range p.Milestones {
		options = append(options, shared.Option{Value: m.ID, Label: m.Number + " " + shortened(m.Title)})
	}
	return options
}

func (p TaskFormPage) persons() []string {
	var texts []string
	for _, one := range p.People.Persons[:min(suggested, len(p.People.Persons))] {
		texts = append(texts, p.People.PersonText(workplan.Task{PersonID: one.ID}))
	}
	return texts
}

// ColleagueName is how a colleague of the task reads among the choices.
func ColleagueName(people workplan.People, present workplan.Task, userID string) string {
	options := slices.Concat(colleagues(people, present.AssigneeID, present.Assignee), colleagues(people, present.DeputyID, present.Deputy))
	return shared.LabelOf(options, userID)
}

// colleagues are the choices of a task's assignee or deputy; the present one stays a choice after leaving.
func colleagues(people workplan.People, presentID, present string) []shared.Option {
	var options []shared.Option
	for _, u := range people.Colleagues {
		options = append(options, shared.Option{Value: u.ID, Label: u.Name})
	}
	known := slices.ContainsFunc(people.Colleagues, func(u account.User) bool { return u.ID == presentID })
	if presentID != "" && !known {
		options = append(options, shared.Option{Value: presentID, Label: present})
	}
	return options
}

// Package reminderweb has the pages of reminders: what was sent, and when people are reminded.
package reminderweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/audit"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/reminder"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views"
	reminderviews "rundertisch/views/reminder"
	"rundertisch/views/shared"
)

const labels = "reminder.field." // catalogue prefix of the forms' labels

// Pages are the handlers.
type Pages struct {
	reminders *reminder.Service
	plan      *workplan.Service
}

// New returns the handlers over the services.
func New(reminders *reminder.Service, plan *workplan.Service) *Pages {
	return &Pages{reminders: reminders, plan: plan}
}

func frame(r *page.Request, p views.Page, above ...views.Crumb) reminderviews.Frame {
	p.Breadcrumb = append([]views.Crumb{{Label: r.L.T("workplan.plan.title"), Href: r.Path("plan")}}, above...)
	for i := range p.Nav {
		p.Nav[i].Current = p.Nav[i].Href == r.Path("plan")
	}
	return reminderviews.Frame{Page: p, At: r.Path}
}

// Section makes the part of a thing's page that tells of its reminders.
func (p *Pages) Section(r *page.Request, of reminder.Subject, due date.Date, done bool) (templ.Component, error) {
	view := reminderviews.SectionPage{
		Frame: frame(r, r.Page("reminder.title")), Of: of, MaySet: reminder.MaySet(r.Actor, of.Kind), Ladder: r.Path(string(of.Kind)+"s", of.ID, "reminders"),
	}
	var err error
	if view.Setting, err = p.reminders.Setting(r.Context(), r.Actor, of); err != nil {
		return nil, err
	}
	if !done {
		view.Next = view.Setting.Ladder.Next(due, p.reminders.Today())
	}
	view.Sent, err = p.reminders.Of(r.Context(), r.Actor, of)
	return reminderviews.Section(view), err
}

// thing is what a ladder belongs to, as its form needs it.
type thing struct {
	reminder.Subject

	title string
	above []views.Crumb
	back  string
	edit  page.Edit // what is the same for all: where it stands in the trail
}

func (p *Pages) project(r *page.Request) (thing, error) {
	return thing{
		Subject: reminder.Subject{Kind: reminder.Project}, back: r.Path("reminders"),
		above: []views.Crumb{{Label: r.L.T("reminder.title"), Href: r.Path("reminders")}},
		edit:  page.Edit{Kind: "project", ID: r.Actor.ProjectID, About: entries("project.reminders_set", "")},
	}, nil
}

func (p *Pages) milestone(r *page.Request) (thing, error) {
	m, err := p.plan.Milestone(r.Context(), r.Actor, r.Params("milestone"))
	return below(r, reminder.Subject{Kind: reminder.Milestone, ID: m.ID}, m.Milestone, entries("milestone.reminders_set", "")), err
}

func (p *Pages) task(r *page.Request) (thing, error) {
	t, err := p.plan.Task(r.Context(), r.Actor, r.Params("task"))
	if err != nil {
		return thing{}, err
	}
	m, err := p.plan.Milestone(r.Context(), r.Actor, t.MilestoneID)
	one := below(r, reminder.Subject{Kind: reminder.Task, ID: t.ID}, m.Milestone, entries("task.reminders_set", t.ID))
	one.title, one.back = t.Title, r.Path("tasks", t.ID)
	return one, err
}

// below is a thing whose form stands below a milestone.
func below(r *page.Request, of reminder.Subject, m workplan.Milestone, about func(audit.Entry) bool) thing {
	at := r.Path("milestones", m.ID)
	return thing{
		Subject: of, title: m.Number + " " + m.Title, back: at,
		above: []views.Crumb{{Label: r.L.T("workplan.milestone.label", m.Number), Href: at}},
		edit:  page.Edit{Kind: "milestone", ID: m.ID, About: about},
	}
}

// entries picks those of the trail that are about the ladder.
func entries(action, taskID string) func(audit.Entry) bool {
	return func(e audit.Entry) bool {
		task, _ := e.Details["task"].(string)
		return e.Action == action && task == taskID
	}
}

func (p *Pages) show(r *page.Request, of thing, form shared.Form) error {
	if !reminder.MaySet(r.Actor, of.Kind) {
		return fault.Denied()
	}
	setting, err := p.reminders.Setting(r.Context(), r.Actor, of.Subject)
	if err != nil {
		return err
	}
	if form.Values == nil {
		form = stored(setting)
	}
	shown := reminderviews.LadderPage{
		Frame: frame(r, r.Page("reminder.ladder.title."+string(of.Kind)), of.above...), Of: of.Subject, Form: form, Setting: setting,
		Action: action(r, of), Back: of.back,
	}
	shown.Of.ID, shown.Page.Of, shown.HasErrors = of.ID, of.title, form.HasErrors()
	if form.HasErrors() {
		return r.Invalid(reminderviews.Ladder(shown))
	}
	return r.Render(reminderviews.Ladder(shown))
}

func action(r *page.Request, of thing) string {
	if of.Kind == reminder.Project {
		return r.Path("reminders", "ladder")
	}
	return r.Path(string(of.Kind)+"s", of.ID, "reminders")
}

func stored(s reminder.Setting) shared.Form {
	return shared.Stored(labels, 0, map[string]string{"before": s.Ladder.Before(), "after": s.Ladder.After()})
}

func (p *Pages) save(r *page.Request, of thing) error {
	edit := of.edit
	edit.Labels, edit.Of, edit.Back, edit.Next, edit.Flash = labels, of.title, of.back, of.back, "reminder.flash.set"
	edit.Stored = func() (shared.Form, error) {
		setting, err := p.reminders.Setting(r.Context(), r.Actor, of.Subject)
		return stored(setting), err
	}
	edit.Save = func(form shared.Form) error {
		was, _ := reminder.ParseLadder(form.Basis.Value("before"), form.Basis.Value("after"))
		is, err := reminder.ParseLadder(form.Value("before"), form.Value("after"))
		if err != nil {
			return err
		}
		return p.reminders.SetLadder(r.Context(), r.Actor, of.Subject, was, is)
	}
	edit.Again = func(form shared.Form) error { return p.show(r, of, form) }
	return r.Edit(edit)
}

// with runs what is done with a thing.
func with(r *page.Request, find func(*page.Request) (thing, error), do func(thing) error) error {
	of, err := find(r)
	if err != nil {
		return err
	}
	return do(of)
}

// Ladder shows the project's ladder.
func (p *Pages) Ladder(r *page.Request) error {
	return with(r, p.project, func(of thing) error { return p.show(r, of, shared.Form{}) })
}

// SaveLadder changes it.
func (p *Pages) SaveLadder(r *page.Request) error {
	return with(r, p.project, func(of thing) error { return p.save(r, of) })
}

// MilestoneLadder shows the ladder of a milestone.
func (p *Pages) MilestoneLadder(r *page.Request) error {
	return with(r, p.milestone, func(of thing) error { return p.show(r, of, shared.Form{}) })
}

// SaveMilestoneLadder changes it.
func (p *Pages) SaveMilestoneLadder(r *page.Request) error {
	return with(r, p.milestone, func(of thing) error { return p.save(r, of) })
}

// TaskLadder shows the ladder of a task.
func (p *Pages) TaskLadder(r *page.Request) error {
	return with(r, p.task, func(of thing) error { return p.show(r, of, shared.Form{}) })
}

// SaveTaskLadder changes it.
func (p *Pages) SaveTaskLadder(r *page.Request) error {
	return with(r, p.task, func(of thing) error { return p.save(r, of) })
}

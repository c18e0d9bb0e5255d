// Package deadlineweb has the handlers of an event's deadlines and of the templates they come from.
package deadlineweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/account"
	"rundertisch/internal/deadline"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views"
	deadlineviews "rundertisch/views/deadline"
	"rundertisch/views/shared"
)

// Pages are the handlers.
type Pages struct {
	deadlines *deadline.Service
	plan      *workplan.Service // for who may be given a task
}

// New returns the handlers.
func New(deadlines *deadline.Service, plan *workplan.Service) *Pages {
	return &Pages{deadlines: deadlines, plan: plan}
}

// here is the address of the deadlines of the event in the address.
func here(r *page.Request) string { return r.Path("events", r.Params("event"), "deadlines") }

// Board shows an event's deadlines.
func (p *Pages) Board(r *page.Request) error { return p.show(r, r.Render, shared.Form{}, false) }

// Add makes tasks of the chosen deadlines.
func (p *Pages) Add(r *page.Request) error {
	board, err := p.deadlines.Board(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	form := r.Form()
	var chosen []deadline.Chosen
	for _, d := range board.Proposed {
		if form.Has("take", d.Rule.Key) {
			chosen = append(chosen, deadline.Chosen{
				Key: d.Rule.Key, Title: deadlineviews.TaskTitle(r.L, d.Rule, board.Event), Assignee: form.Value("assignee_" + d.Rule.Key),
			})
		}
	}
	return p.decided(r, form, "deadline.flash.added", p.deadlines.Add(r.Context(), r.Actor, board.Event.ID, form.Value("seen"), chosen))
}

// Move gives the chosen tasks the days that the event asks for now.
func (p *Pages) Move(r *page.Request) error {
	form := r.Form()
	err := p.deadlines.Move(r.Context(), r.Actor, r.Params("event"), form.Value("seen"), form.Values["move"])
	return p.decided(r, form, flash(form, "move", "deadline.flash.moved"), err)
}

// Close ends the chosen tasks of an event that was cancelled.
func (p *Pages) Close(r *page.Request) error {
	form := r.Form()
	ending := deadline.Ending(form.Value("ending"))
	err := p.deadlines.Close(r.Context(), r.Actor, r.Params("event"), form.Value("seen"), form.Values["close"], ending)
	return p.decided(r, form, flash(form, "close", "deadline.flash.closed"), err)
}

// flash is what a decision says: another sentence when all was left as it is.
func flash(form shared.Form, name, key string) string {
	if len(form.Values[name]) == 0 {
		return "deadline.flash.left"
	}
	return key
}

// decided answers a decision: when what was decided about is another by now, it is shown anew.
func (p *Pages) decided(r *page.Request, form shared.Form, flash string, err error) error {
	switch {
	case fault.Is(err, fault.Conflict):
		return p.show(r, r.Invalid, shared.Form{}, true)
	case fault.Is(err, fault.Invalid):
		form.Labels = labels
		return p.show(r, r.Invalid, form.Refused(form.Values, err), false)
	case err != nil:
		return err
	}
	return r.SeeOther(here(r), flash)
}

func (p *Pages) show(r *page.Request, answer func(templ.Component) error, form shared.Form, changed bool) error {
	board, err := p.deadlines.Board(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	colleagues, err := p.plan.Assignees(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	shown := deadlineviews.BoardPage{
		Page: r.Page("deadline.board.title"), Base: r.Path("events", board.Event.ID), At: r.Path, Board: board, Form: form, Changed: changed,
		MayKeep: deadline.MayKeep(r.Actor), Colleagues: people(colleagues),
	}
	shown.KnownFrom, shown.KnownTo = p.deadlines.Calendar().Known()
	if r.Actor.Has(account.Administrator) {
		shown.Template = templates(r) + "/" + string(board.Event.Kind)
	}
	shown.Breadcrumb = []views.Crumb{
		{Label: r.L.T("event.list.title"), Href: r.Path("events")}, {Label: board.Event.Title, Href: shown.Base},
	}
	shown.Of, shown.HasErrors = board.Event.Title, form.HasErrors()
	return answer(deadlineviews.Board(shown))
}

func people(users []account.User) []shared.Option {
	var all []shared.Option
	for _, u := range users {
		all = append(all, shared.Option{Value: u.ID, Label: u.Name})
	}
	return all
}

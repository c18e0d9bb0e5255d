package eventweb

import (
	"rundertisch/internal/bin"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	eventviews "rundertisch/views/event"
	"rundertisch/views/shared"
)

// RemoveForm says what deleting a draft does, and of other events that they can only be cancelled.
func (p *Pages) RemoveForm(r *page.Request) error { return p.askRemoveEvent(r, nil) }

// Remove puts a draft into the bin.
func (p *Pages) Remove(r *page.Request) error {
	gone, err := p.events.Remove(r.Context(), r.Actor, r.Params("event"))
	if fault.Is(err, fault.Conflict) {
		return p.askRemoveEvent(r, err)
	}
	if err != nil {
		return err
	}
	return r.Deleted(r.Path("events"), "event.flash.removed", gone.ID)
}

func (p *Pages) askRemoveEvent(r *page.Request, problem error) error {
	e, items, err := p.events.Programme(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	if !event.MayRun(r.Actor) {
		return fault.Denied()
	}
	ask := eventviews.ConfirmPage{
		Page: r.Page("event.remove.title"), About: e.Title, Blocked: e.State != event.Draft,
		Ask: shared.Confirmation{
			Title: r.L.T("event.remove.question"), Text: r.L.T("bin.notice", bin.Days), Effects: []string{r.L.T("event.remove.effect")},
			Action: base(r, e.ID) + "/delete", Button: r.L.T("event.remove.action"), Cancel: base(r, e.ID),
		},
	}
	if len(items) > 0 {
		ask.Ask.Effects = append(ask.Ask.Effects, r.L.N("event.remove.effect_programme", len(items)))
	}
	board, err := p.deadlines.Board(r.Context(), r.Actor, e.ID)
	if err != nil {
		return err
	}
	if board.Open() > 0 {
		ask.Ask.Effects = append(ask.Ask.Effects, r.L.N("event.remove.effect_deadlines", board.Open()))
	}
	ask.Ask.CSRF, ask.Breadcrumb, ask.Of = ask.CSRF, crumbs(r, crumbOf(r, e)), e.Title
	switch {
	case ask.Blocked:
		ask.Problem = r.L.T("event.remove.not_draft")
	case problem != nil:
		ask.Problem = said(r, problem)
	}
	if problem == nil {
		return r.Render(eventviews.Confirm(ask))
	}
	return r.Invalid(eventviews.Confirm(ask))
}

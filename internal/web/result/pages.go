// Package resultweb has the handlers of result cards for staff.
package resultweb

import (
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/result"
	"rundertisch/internal/showcase"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views"
	resultviews "rundertisch/views/result"
	"rundertisch/views/shared"
)

// Pages are the handlers.
type Pages struct {
	events  *event.Service
	results *result.Service
	plan    *workplan.Service
}

// New returns the handlers.
func New(events *event.Service, results *result.Service, plan *workplan.Service) *Pages {
	return &Pages{events: events, results: results, plan: plan}
}

// base is the address of the event the request is about.
func base(r *page.Request) string { return r.Path("events", r.Params("event")) }

// board is the address of its results; item leads to the part of one programme item.
func board(r *page.Request, item string) string {
	if item == "" {
		return base(r) + "/results"
	}
	return base(r) + "/results#item-" + item
}

func crumbs(r *page.Request, e event.Event) []views.Crumb {
	return []views.Crumb{{Label: r.L.T("event.list.title"), Href: r.Path("events")}, {Label: e.Title, Href: base(r)}}
}

func resultsCrumb(r *page.Request) views.Crumb {
	return views.Crumb{Label: r.L.T("event.tab.results"), Href: board(r, "")}
}

// Board shows the cards of an event.
func (p *Pages) Board(r *page.Request) error { return p.show(r, nil) }

func (p *Pages) show(r *page.Request, problem error) error {
	b, err := p.results.Board(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	show := resultviews.BoardPage{
		Page: r.Page("result.title", b.Event.Title), Base: base(r), Board: b,
		MayWrite: result.MayWrite(r.Actor) && result.Writable(b.Event), MayPublish: result.MayPublish(r.Actor),
		MayApprove: result.MayApprove(r.Actor) && result.Approvable(b.Event),
	}
	show.Breadcrumb = crumbs(r, b.Event)
	if b.Event.Kind.Public() {
		show.PublicHref = "/v/" + b.Event.Slug
	}
	if showcase.Pictured(b.Event) && result.MayPublish(r.Actor) {
		show.PhotosHref = base(r) + "/photos"
	}
	if problem == nil {
		return r.Render(resultviews.Board(show))
	}
	show.Problem = shared.Message(r.L, problem)
	return r.Invalid(resultviews.Board(show))
}

// Publish shows the cards to the public.
func (p *Pages) Publish(r *page.Request) error {
	return p.decided(r, p.results.Publish(r.Context(), r.Actor, r.Params("event")), "result.flash.published")
}

// Unpublish takes them down.
func (p *Pages) Unpublish(r *page.Request) error {
	return p.decided(r, p.results.Unpublish(r.Context(), r.Actor, r.Params("event")), "result.flash.unpublished")
}

func (p *Pages) decided(r *page.Request, err error, flash string) error {
	switch {
	case fault.Is(err, fault.Conflict):
		return p.show(r, err)
	case err != nil:
		return err
	}
	return r.SeeOther(board(r, ""), flash)
}

// Package badgeweb has the handlers of an event's paper: what can be printed, each list as a page and as files, and the badges.
package badgeweb

import (
	"io"

	"rundertisch/internal/badge"
	"rundertisch/internal/event"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	badgeviews "rundertisch/views/badge"
)

const mediaType = "application/pdf"

// Pages are the handlers.
type Pages struct{ papers *badge.Service }

// New returns the handlers over the service.
func New(papers *badge.Service) *Pages { return &Pages{papers: papers} }

// Offer shows what can be printed.
func (p *Pages) Offer(r *page.Request) error {
	papers, err := p.papers.Papers(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	view := badgeviews.OfferPage{Page: r.Page("badge.title"), Papers: papers, Base: base(r, papers.Event)}
	view.Breadcrumb, view.Of = crumbs(r, papers.Event), papers.Event.Title
	return r.Render(badgeviews.Offer(view))
}

// List shows one of the lists to be printed, or answers with it as a file.
func (p *Pages) List(r *page.Request) error {
	papers, err := p.papers.Papers(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	list, err := papers.List(r.L, badge.Kind(r.Params("sheet")))
	if err != nil {
		return err
	}
	switch {
	case r.Query("format") == "pdf":
		return r.Spool(list.Title+".pdf", mediaType, func(w io.Writer) error { return papers.Write(w, r.L, list, r.Now()) })
	case r.WantsFile():
		return r.Table(list.Title, list.Sheet(r.L))
	}
	view := badgeviews.ListPage{Page: r.Titled(list.Title), Papers: papers, List: list, Here: base(r, papers.Event) + "/" + string(list.Kind)}
	view.Breadcrumb, view.Of = crumbs(r, papers.Event, offer(r, papers.Event)), papers.Event.Title
	return r.Render(badgeviews.List(view))
}

// Badges shows the badges to be printed, or answers with them as a file.
func (p *Pages) Badges(r *page.Request) error {
	papers, err := p.papers.Badges(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	format, err := badge.FormatOf(r.Query("size"))
	if err != nil {
		return err
	}
	if r.Query("format") == "pdf" {
		return r.Spool(r.L.T("badge.badges.title")+".pdf", mediaType, func(w io.Writer) error { return papers.WriteBadges(w, r.L, format, r.Now()) })
	}
	view := badgeviews.BadgesPage{Page: r.Page("badge.badges.title"), Papers: papers, Here: base(r, papers.Event) + "/badges"}
	view.Breadcrumb, view.Of = crumbs(r, papers.Event, offer(r, papers.Event)), papers.Event.Title
	return r.Render(badgeviews.Badges(view))
}

func base(r *page.Request, e event.Event) string { return r.Path("events", e.ID, "paper") }

func offer(r *page.Request, e event.Event) views.Crumb {
	return views.Crumb{Label: r.L.T("badge.title"), Href: base(r, e)}
}

// crumbs leads from the events to the page.
func crumbs(r *page.Request, e event.Event, more ...views.Crumb) []views.Crumb {
	return append([]views.Crumb{
		{Label: r.L.T("event.list.title"), Href: r.Path("events")}, {Label: e.Title, Href: r.Path("events", e.ID)},
	}, more...)
}

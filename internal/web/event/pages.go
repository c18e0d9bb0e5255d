// Package eventweb has the handlers of events and their programmes for staff.
package eventweb

import (
	"strconv"

	"github.com/a-h/templ"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/deadline"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/invite"
	"rundertisch/internal/web/page"
	"rundertisch/internal/workplan"
	"rundertisch/views"
	eventviews "rundertisch/views/event"
)

// Documents makes the part of a page that shows what is attached to an event.
type Documents interface {
	Section(r *page.Request, of document.Subject) (templ.Component, error)
}

// Pages are the handlers.
type Pages struct {
	db        *database.DB // for what attendance counts
	events    *event.Service
	plan      *workplan.Service // for the milestone an event belongs to
	documents Documents
	deadlines *deadline.Service // for what the event's day means
	invites   *invite.Service   // for who is told of a change
}

// New returns the handlers.
func New(db *database.DB, events *event.Service, plan *workplan.Service, documents Documents, deadlines *deadline.Service, invites *invite.Service) *Pages {
	return &Pages{db: db, events: events, plan: plan, documents: documents, deadlines: deadlines, invites: invites}
}

// base is the address of an event.
func base(r *page.Request, eventID string) string { return r.Path("events", eventID) }

// crumbs leads from the project to the page; deeper entries are added by the caller.
func crumbs(r *page.Request, more ...views.Crumb) []views.Crumb {
	first := views.Crumb{Label: r.L.T("event.list.title"), Href: r.Path("events")}
	return append([]views.Crumb{first}, more...)
}

func crumbOf(r *page.Request, e event.Event) views.Crumb {
	return views.Crumb{Label: e.Title, Href: base(r, e.ID)}
}

// Show shows an event with its programme and what comes next.
func (p *Pages) Show(r *page.Request) error {
	e, items, err := p.events.Programme(r.Context(), r.Actor, r.Params("event"))
	if err != nil {
		return err
	}
	seats, err := attendance.Occupancy(r.Context(), p.db.Read(), e.ID)
	if err != nil {
		return err
	}
	missing, err := p.events.MissingFor(r.Context(), e)
	if err != nil {
		return err
	}
	show := eventviews.EventPage{
		Page: r.Titled(e.Title), Base: base(r, e.ID), Event: e, Items: items, Seats: seats, Missing: missing,
		MayRun: event.MayRun(r.Actor), Now: r.Now(),
	}
	show.Breadcrumb = crumbs(r)
	if show.Milestones, err = p.plan.Milestones(r.Context(), r.Actor); err != nil {
		return err
	}
	show.At = r.Path
	if show.Deadlines, err = p.deadlines.Board(r.Context(), r.Actor, e.ID); err != nil {
		return err
	}
	if show.Conflicts, err = p.conflicts(r, e); err != nil {
		return err
	}
	if show.Documents, err = p.documents.Section(r, document.Subject{Kind: document.Event, ID: e.ID}); err != nil {
		return err
	}
	if r.Actor.Has(account.Administrator) {
		show.Settings = "/workspaces/" + r.Workspace.ID + "/settings"
	}
	if e.Kind.Public() {
		show.PublicURL = r.Site().BaseURL + "/v/" + e.Slug
	}
	return r.Render(eventviews.Show(show))
}

// settled is where somebody goes after a change of the event: to its deadlines when the change leaves some to decide on,
// else to next.
func (p *Pages) settled(r *page.Request, eventID, next string) (string, error) {
	board, err := p.deadlines.Board(r.Context(), r.Actor, eventID)
	if board.Undecided() {
		next = base(r, eventID) + "/deadlines"
	}
	return next, err
}

// conflicts is what stands against the event's days, as long as they lie ahead and can be changed.
func (p *Pages) conflicts(r *page.Request, e event.Event) (eventviews.Conflicts, error) {
	if !e.Editable() || e.Begun(r.Now()) {
		return eventviews.Conflicts{}, nil
	}
	c := eventviews.Conflicts{Holidays: p.deadlines.Calendar().Over(e.FirstDay(), e.LastDay()), At: r.Path}
	c.KnownFrom, c.KnownTo = p.deadlines.Calendar().Known()
	var err error
	c.Neighbours, err = p.events.Neighbours(r.Context(), r.Actor, e)
	return c, err
}

// version reads the version a form was made from; 0, which never fits, when it is none.
func version(typed string) int64 {
	n, err := strconv.ParseInt(typed, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

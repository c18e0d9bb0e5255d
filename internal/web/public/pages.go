// Package publicweb has the handlers of the pages everybody may see: the events ahead, the page of one event and its
// calendar file.
package publicweb

import (
	"github.com/a-h/templ"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/mailinglist"
	"rundertisch/internal/result"
	"rundertisch/internal/web/page"
	publicviews "rundertisch/views/public"
)

// Registrar makes what stands below the heading of registration on a published event's page: the form, or why there is
// none.
type Registrar interface {
	RegistrationForm(r *page.Request, e event.Event, items []event.ProgrammeItem, seats map[string]attendance.Seats) (templ.Component, error)
}

// Pages are the handlers.
type Pages struct {
	db        *database.DB // for what attendance counts
	accounts  *account.Service
	events    *event.Service
	results   *result.Service
	lists     *mailinglist.Service
	registrar Registrar
}

// New returns the handlers.
func New(db *database.DB, accounts *account.Service, events *event.Service, results *result.Service, lists *mailinglist.Service, registrar Registrar) *Pages {
	return &Pages{db: db, accounts: accounts, events: events, results: results, lists: lists, registrar: registrar}
}

// List shows the public events ahead. In an installation that is not founded yet it is empty.
func (p *Pages) List(r *page.Request) error {
	home, err := p.accounts.FirstWorkspace(r.Context())
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	r.Workspace = home
	events, err := p.events.Coming(r.Context())
	if err != nil {
		return err
	}
	list := publicviews.ListPage{Page: r.Page("public.list.title"), Now: r.Now()}
	list.Description, list.Alternates = r.L.T("public.list.lead"), r.Alternates()
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = e.ID
	}
	seats, err := attendance.Occupancy(r.Context(), p.db.Read(), ids...)
	if err != nil {
		return err
	}
	for _, e := range events {
		list.Entries = append(list.Entries, publicviews.Entry{Event: e, Seats: seats[e.ID]})
	}
	lists, err := p.lists.Public(r.Context())
	if err != nil {
		return err
	}
	list.Lists = len(lists) > 0
	revalidate(r)
	return r.Render(publicviews.List(list))
}

// revalidate lets browsers keep the page for their back button; it holds a token, so nobody else may.
func revalidate(r *page.Request) { r.Set("Cache-Control", "private, no-cache") }

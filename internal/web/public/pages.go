// Package publicweb has the handlers of the pages everybody may see: the events ahead and past, the page of one event with
// its picture and documents, and the same for programs: news feed, calendars and the list that other sites embed.
package publicweb

import (
	"strconv"

	"github.com/a-h/templ"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/mailinglist"
	"rundertisch/internal/meeting"
	"rundertisch/internal/proceedings"
	"rundertisch/internal/result"
	"rundertisch/internal/showcase"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	publicviews "rundertisch/views/public"
)

// Registrar makes what stands below the heading of registration on a published event's page: the form, or why there is
// none.
type Registrar interface {
	RegistrationForm(r *page.Request, e event.Event, items []event.ProgrammeItem, seats map[string]attendance.Seats) (templ.Component, views.Typing, error)
}

// Services are what the pages are made from; every one is required.
type Services struct {
	DB        *database.DB // for what attendance counts
	Accounts  *account.Service
	Events    *event.Service
	Showcase  *showcase.Service
	Documents *document.Service
	Results   *result.Service
	Record    *proceedings.Service
	Meetings  *meeting.Service
	Lists     *mailinglist.Service
}

// Pages are the handlers.
type Pages struct {
	Services
	registrar Registrar
}

// New returns the handlers.
func New(services Services, registrar Registrar) *Pages {
	return &Pages{Services: services, registrar: registrar}
}

// List shows the public events ahead. In an installation that is not founded yet it is empty.
func (p *Pages) List(r *page.Request) error {
	if err := p.enterHome(r); err != nil {
		return err
	}
	list := publicviews.ListPage{Page: r.Page("public.list.title"), Now: r.Now()}
	list.Description, list.Alternates, list.Feed = r.L.T("public.list.lead"), r.Alternates(), feedPath
	list.Preview = views.Preview{URL: r.Site().BaseURL + listPath, Kind: "website"}
	var err error
	if list.Entries, err = p.coming(r); err != nil {
		return err
	}
	past, err := p.Events.Past(r.Context())
	if err != nil {
		return err
	}
	list.Archive = len(past) > 0
	lists, err := p.Lists.Public(r.Context())
	if err != nil {
		return err
	}
	list.Lists = len(lists) > 0
	revalidate(r)
	return r.Render(publicviews.List(list))
}

// enterHome sets whose name the frame shows.
func (p *Pages) enterHome(r *page.Request) error {
	home, err := p.Accounts.FirstWorkspace(r.Context())
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	r.Workspace = home
	return nil
}

// coming are the events ahead with their pictures and how full they are.
func (p *Pages) coming(r *page.Request) ([]publicviews.Entry, error) {
	events, err := p.Events.Coming(r.Context())
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(events))
	for i, e := range events {
		ids[i] = e.ID
	}
	seats, err := attendance.Occupancy(r.Context(), p.DB.Read(), ids...)
	if err != nil {
		return nil, err
	}
	return p.entries(r, events, seats)
}

func (p *Pages) entries(r *page.Request, events []event.Event, seats map[string]attendance.Seats) ([]publicviews.Entry, error) {
	pictures, err := p.Showcase.Pictures(r.Context(), events)
	entries := make([]publicviews.Entry, len(events))
	for i, e := range events {
		entries[i] = publicviews.Entry{Event: e, Seats: seats[e.ID], Picture: pictures[e.ID]}
	}
	return entries, err
}

// Archive shows the past events of a year, of the latest one unless the address names another.
func (p *Pages) Archive(r *page.Request) error {
	if err := p.enterHome(r); err != nil {
		return err
	}
	past, err := p.Events.Past(r.Context())
	if err != nil {
		return err
	}
	show := publicviews.ArchivePage{Page: r.Page("public.archive.title")}
	show.Description, show.Alternates = r.L.T("public.archive.lead"), r.Alternates()
	show.Year, _ = strconv.Atoi(r.Query("jahr"))
	var chosen []event.Event
	for _, e := range past {
		year := e.Starts().Year()
		if show.Year == 0 {
			show.Year = year
		}
		if n := len(show.Years); n == 0 || show.Years[n-1] != year {
			show.Years = append(show.Years, year)
		}
		if year == show.Year {
			chosen = append(chosen, e)
		}
	}
	if show.Entries, err = p.entries(r, chosen, nil); err != nil {
		return err
	}
	revalidate(r)
	return r.Render(publicviews.Archive(show))
}

// revalidate lets browsers keep the page for their back button; it holds a token, so nobody else may.
func revalidate(r *page.Request) { r.Set("Cache-Control", "private, no-cache") }

package publicweb

import (
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/showcase"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	eventviews "rundertisch/views/event"
	publicviews "rundertisch/views/public"
)

// Event shows the public page of an event; drafts are not there. It is what most people see of the program: everything around
// the event comes with one query.
func (p *Pages) Event(r *page.Request) error {
	e, items, err := p.Events.Public(r.Context(), r.Params("slug"))
	if err != nil {
		return err
	}
	around, err := p.Showcase.Around(r.Context(), e)
	if err != nil {
		return err
	}
	r.Workspace = around.Organiser
	show := publicviews.EventPage{Page: r.Titled(e.Title), Event: e, Items: items, Around: around, Now: r.Now()}
	show.Description, show.Alternates, show.Feed = description(r, e), r.Alternates(), feedPath
	show.Preview = preview(r.Site().BaseURL, e, around.Page)
	if show.News, err = event.NewsOf(around.Versions, items); err != nil {
		return err
	}
	if e.State == event.Published {
		if show.Seats, err = attendance.Occupancy(r.Context(), p.DB.Read(), e.ID); err != nil {
			return err
		}
	}
	if show.Results, err = p.Results.Public(r.Context(), e, items); err != nil {
		return err
	}
	if around.Meeting {
		if show.Meeting, err = p.Meetings.Public(r.Context(), e); err != nil {
			return err
		}
	}
	if p.registrar != nil && e.State == event.Published {
		if show.Registration, show.Typing, err = p.registrar.RegistrationForm(r, e, items, show.Seats); err != nil {
			return err
		}
	}
	revalidate(r)
	return p.unlessKnown(r, show.Seats[e.ID], publicviews.Event(show))
}

// description is the event in one sentence, with its time for those who see nothing else.
func description(r *page.Request, e event.Event) string {
	when := eventviews.When(r.L, e)
	if e.Summary == "" {
		return when
	}
	return e.Summary + " " + when
}

func preview(baseURL string, e event.Event, of showcase.Page) views.Preview {
	at := baseURL + "/v/" + e.Slug
	shown := views.Preview{URL: at, Kind: "article"}
	if of.Pictured() {
		shown.Image, shown.ImageAlt = baseURL+eventviews.PicturePath("/v/"+e.Slug, of.Large), of.Alt
		shown.ImageWidth, shown.ImageHeight = of.Width, of.Height
	}
	return shown
}

package publicweb

import (
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/web/page"
	publicviews "rundertisch/views/public"
)

// Event shows the public page of an event; drafts are not there.
func (p *Pages) Event(r *page.Request) error {
	e, items, err := p.events.Public(r.Context(), r.Params("slug"))
	if err != nil {
		return err
	}
	if r.Workspace, err = p.accounts.Workspace(r.Context(), e.WorkspaceID); err != nil {
		return err
	}
	seats, err := attendance.Occupancy(r.Context(), p.db.Read(), e.ID)
	if err != nil {
		return err
	}
	results, err := p.results.Public(r.Context(), e)
	if err != nil {
		return err
	}
	show := publicviews.EventPage{
		Page: r.Titled(e.Title), Event: e, Items: items, Seats: seats, Organiser: r.Workspace, Results: results, Now: r.Now(),
	}
	show.Description, show.Alternates = e.Summary, r.Alternates()
	if p.registrar != nil && e.State == event.Published {
		if show.Registration, err = p.registrar.RegistrationForm(r, e, items, seats); err != nil {
			return err
		}
	}
	revalidate(r)
	return r.Render(publicviews.Event(show))
}

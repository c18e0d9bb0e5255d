package publicweb

import (
	"rundertisch/internal/attendance"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	publicviews "rundertisch/views/public"
)

// Guests names the participants who agreed to it. Search engines are asked to leave the page out, and no cache keeps it: who takes
// the consent back is gone from it at once.
func (p *Pages) Guests(r *page.Request) error {
	e, _, err := p.Events.Public(r.Context(), r.Params("slug"))
	if err != nil {
		return err
	}
	if !e.ShowsGuests(r.Now()) {
		return fault.Missing()
	}
	around, err := p.Showcase.Around(r.Context(), e)
	if err != nil {
		return err
	}
	r.Workspace = around.Organiser
	show := publicviews.GuestsPage{Page: r.Page("public.guests.title"), Event: e}
	show.Of = e.Title
	if show.Guests, err = attendance.ListedIn(r.Context(), p.DB.Read(), e.ID); err != nil {
		return err
	}
	r.Set("X-Robots-Tag", "noindex")
	revalidate(r)
	return r.Render(publicviews.Guests(show))
}

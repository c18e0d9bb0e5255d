package publicweb

import (
	"rundertisch/internal/attendance"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	publicviews "rundertisch/views/public"
)

// Programme shows the whole programme of an event on a page of its own: who speaks, what has changed, and one sheet of paper.
func (p *Pages) Programme(r *page.Request) error {
	e, items, err := p.Events.Public(r.Context(), r.Params("slug"))
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return fault.Missing()
	}
	stage, err := p.Showcase.Stage(r.Context(), e)
	if err != nil {
		return err
	}
	r.Workspace = stage.Organiser
	show := publicviews.ProgrammePage{Page: r.Page("public.programme"), Event: e, Items: items, Materials: stage.Materials, Now: r.Now()}
	show.Of, show.Description, show.Alternates = e.Title, description(r, e), r.Alternates()
	if show.Speakers, err = p.Events.PublicSpeakers(r.Context(), e); err != nil {
		return err
	}
	if show.News, err = p.Events.News(r.Context(), e, items); err != nil {
		return err
	}
	revalidate(r)
	return p.unlessKnown(r, attendance.Seats{}, publicviews.Programme(show))
}

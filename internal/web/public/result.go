package publicweb

import (
	"rundertisch/internal/web/page"
	resultviews "rundertisch/views/result"
)

// Result shows one result card of an event at the address that stays, while the cards are public.
func (p *Pages) Result(r *page.Request) error {
	e, _, err := p.Events.Public(r.Context(), r.Params("slug"))
	if err != nil {
		return err
	}
	story, err := p.Results.PublicStory(r.Context(), e, r.Params("card"))
	if err != nil {
		return err
	}
	if r.Workspace, err = p.Accounts.Workspace(r.Context(), e.WorkspaceID); err != nil {
		return err
	}
	show := resultviews.PublicStoryPage{Page: r.Titled(resultviews.Kind(r.L, story.Card.Kind)), Story: story}
	show.Of, show.Alternates = e.Title, r.Alternates()
	return r.Render(resultviews.PublicStory(show))
}

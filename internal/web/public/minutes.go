package publicweb

import (
	"io"

	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
)

// Minutes answers with the public part of published minutes as a PDF.
func (p *Pages) Minutes(r *page.Request) error {
	e, _, err := p.Events.Public(r.Context(), r.Params("slug"))
	if err != nil {
		return err
	}
	around, err := p.Showcase.Around(r.Context(), e)
	if err != nil {
		return err
	}
	shown, err := p.Meetings.Public(r.Context(), e)
	if err == nil && len(shown.Minutes) == 0 {
		err = fault.Missing()
	}
	if err != nil {
		return err
	}
	paper := shown.Paper(r.L, around.Organiser, e)
	return r.Spool(r.L.T("meeting.print.title", e.Title)+".pdf", "application/pdf", func(w io.Writer) error { return paper.Write(w, r.L, r.Now()) })
}

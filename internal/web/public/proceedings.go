package publicweb

import (
	"io"

	"rundertisch/internal/proceedings"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	proceedingsviews "rundertisch/views/proceedings"
)

// Proceedings shows what remains of an event for everybody, or answers with it as a file.
func (p *Pages) Proceedings(r *page.Request) error {
	found, err := p.Record.Public(r.Context(), r.Params("slug"))
	if err != nil {
		return err
	}
	r.Workspace = found.Organiser
	base := r.Site().BaseURL
	if r.Query("format") == "pdf" {
		paper := proceedings.Paper{L: r.L, Base: base, Now: r.Now(), Read: p.Record.SmallFile}
		name := r.L.T("proceedings.title") + " " + found.Event.Title + ".pdf"
		return r.Spool(name, "application/pdf", func(w io.Writer) error { return found.Write(w, paper) })
	}
	show := proceedingsviews.Page{Page: r.Page("proceedings.title"), Proceedings: found}
	show.Of, show.Description, show.Alternates = found.Event.Title, description(r, found.Event), r.Alternates()
	show.Preview = views.Preview{URL: base + "/v/" + found.Event.Slug + "/ergebnisse", Kind: "article"}
	revalidate(r)
	return r.Render(proceedingsviews.Show(show))
}

// Package binweb has the pages of the bin.
package binweb

import (
	"rundertisch/internal/bin"
	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	binviews "rundertisch/views/bin"
	"rundertisch/views/shared"
)

// Pages are the handlers of the bin.
type Pages struct{ bin *bin.Service }

// New returns the handlers over the service.
func New(service *bin.Service) *Pages { return &Pages{bin: service} }

// List lists what lies in the bin, or answers with it as a file.
func (p *Pages) List(r *page.Request) error { return p.list(r, nil) }

func (p *Pages) list(r *page.Request, problem error) error {
	shown := binviews.ListPage{Page: r.Page("bin.title"), Base: r.Path("bin"), Now: r.Now(), Kinds: p.bin.Kinds(r.Actor)}
	list := r.List(shared.Listing{
		Path: r.Path("bin"), Narrow: []shared.Narrow{{Name: "q"}, shared.OneOf("kind", shown.Kinds...)},
		Orders:  []string{string(bin.ByDeletion), string(bin.ByTitle), string(bin.ByPerson), string(bin.ByExpiry)},
		Falling: []string{string(bin.ByDeletion)},
	})
	f := bin.Filter{
		Text: list.Value("q"), Kind: bin.Kind(list.Value("kind")), Order: bin.Order(list.Order), Page: list.Page, Rows: shared.PageLength,
		Desc: list.Desc != (list.Order == string(bin.ByDeletion)),
	}
	if r.WantsFile() {
		f.Rows = 0
	}
	found, err := p.bin.List(r.Context(), r.Actor, f)
	if err != nil {
		return err
	}
	if r.WantsFile() {
		return r.Table(r.L.T("bin.title"), file(r, found.Entries))
	}
	shown.List = list.Count(found.Total)
	for _, e := range found.Entries {
		shown.Rows = append(shown.Rows, binviews.Row{Entry: e, MayBringBack: p.bin.MayBringBack(r.Actor, e), MayPurge: p.bin.MayPurge(r.Actor, e)})
	}
	if problem == nil {
		return r.Render(binviews.List(shown))
	}
	shown.Problem, shown.HasErrors = shared.Message(r.L, problem), true
	return r.Invalid(binviews.List(shown))
}

func file(r *page.Request, entries []bin.Entry) sheet.Source {
	cell := func(column string, value func(bin.Entry) string) page.Cell[bin.Entry] {
		return page.Cell[bin.Entry]{Label: r.L.T("bin.column." + column), Value: value}
	}
	return page.TableOf(r.L.T("bin.title"), entries,
		cell("title", func(e bin.Entry) string { return e.Title }),
		cell("kind", func(e bin.Entry) string { return r.L.T("bin.kind." + string(e.Kind)) }),
		cell("deleted", func(e bin.Entry) string { return r.L.Instant(e.DeletedAt) }),
		cell("person", func(e bin.Entry) string { return e.DeletedByName }),
		cell("left", func(e bin.Entry) string { return r.L.N("bin.days_left", e.DaysLeft(r.Now())) }),
	)
}

// BringBack brings an entry back and leads to the thing. When it cannot come back, the bin says what to do first.
func (p *Pages) BringBack(r *page.Request) error {
	e, err := p.bin.BringBack(r.Context(), r.Actor, r.Params("entry"))
	if fault.Is(err, fault.Conflict) {
		return p.list(r, err)
	}
	if err != nil {
		return err
	}
	return r.SeeOther(place(r, e), said(e.Kind))
}

// said is what is said of a thing that came back; what was public is so no more.
func said(kind bin.Kind) string {
	switch kind {
	case bin.Document:
		return "bin.flash.back_document"
	case bin.ResultCard:
		return "bin.flash.back_card"
	default:
		return "bin.flash.back"
	}
}

// place is the page that shows the thing.
func place(r *page.Request, e bin.Entry) string {
	switch e.Kind {
	case bin.Milestone:
		return r.Path("milestones", e.SubjectID)
	case bin.Task:
		return r.Path("tasks", e.SubjectID)
	case bin.Event:
		return r.Path("events", e.SubjectID)
	case bin.ProgrammeItem:
		return r.Path("events", e.ParentID) + "#programme"
	case bin.ResultCard:
		return r.Path("events", e.ParentID, "results")
	case bin.Document:
		return r.Path("documents", e.SubjectID)
	case bin.Report:
		return r.Path("reports", e.SubjectID)
	case bin.Mailing:
		return r.Path("mailings", e.SubjectID)
	case bin.Body:
		return r.Path("bodies", e.SubjectID)
	case bin.Organisation:
		return r.Path("directory", "organisations", e.SubjectID)
	case bin.Person:
		return r.Path("directory", "persons", e.SubjectID)
	case bin.Group:
		return r.Path("directory", "groups", e.SubjectID)
	default:
		return r.Path("plan")
	}
}

// PurgeForm asks before an entry is deleted for good.
func (p *Pages) PurgeForm(r *page.Request) error {
	e, err := p.bin.Find(r.Context(), r.Actor, r.Params("entry"))
	if err != nil {
		return err
	}
	if !p.bin.MayPurge(r.Actor, e) {
		return fault.Denied()
	}
	ask := binviews.PurgePage{Page: r.Page("bin.purge.title"), Ask: shared.Confirmation{
		Title: r.L.T("bin.purge.question", e.Title), Text: r.L.T("bin.purge.text"), Effects: effects(r, e),
		Action: r.Path("bin", e.ID, "purge"), Button: r.L.T("bin.purge.action"), Cancel: r.Path("bin"),
	}}
	ask.Breadcrumb = []views.Crumb{{Label: r.L.T("bin.title"), Href: r.Path("bin")}}
	ask.Ask.CSRF = ask.CSRF
	return r.Render(binviews.Purge(ask))
}

func effects(r *page.Request, e bin.Entry) []string {
	said := []string{r.L.T("bin.purge.effect." + string(e.Kind))}
	if e.Along() > 0 {
		said = append(said, r.L.N("bin.purge.along", e.Along()))
	}
	return append(said, r.L.T("bin.purge.trail"))
}

// Purge deletes an entry for good.
func (p *Pages) Purge(r *page.Request) error {
	if _, err := p.bin.Purge(r.Context(), r.Actor, r.Params("entry")); err != nil {
		return err
	}
	return r.SeeOther(r.Path("bin"), "bin.flash.purged")
}

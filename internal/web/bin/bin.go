// Package binweb has the pages of the bin.
package binweb

import (
	"slices"
	"strconv"

	"rundertisch/internal/bin"
	"rundertisch/internal/fault"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	binviews "rundertisch/views/bin"
	"rundertisch/views/shared"
)

// Pages are the handlers of the bin.
type Pages struct{ bin *bin.Service }

// New returns the handlers over the service.
func New(service *bin.Service) *Pages { return &Pages{bin: service} }

// List lists what lies in the bin as the address asks: q, kind, sort, desc and page.
func (p *Pages) List(r *page.Request) error { return p.list(r, nil) }

func (p *Pages) list(r *page.Request, problem error) error {
	shown := binviews.ListPage{Page: r.Page("bin.title"), Base: r.Path("bin"), Now: r.Now(), Kinds: p.bin.Kinds(r.Actor)}
	shown.Filter = readFilter(r, shown.Kinds)
	var err error
	if shown.List, err = p.bin.List(r.Context(), r.Actor, shown.Filter); err != nil {
		return err
	}
	shown.Filter.Page = shown.List.Page
	for _, e := range shown.List.Entries {
		shown.Rows = append(shown.Rows, binviews.Row{Entry: e, MayBringBack: p.bin.MayBringBack(r.Actor, e), MayPurge: p.bin.MayPurge(r.Actor, e)})
	}
	if problem == nil {
		return r.Render(binviews.List(shown))
	}
	shown.Problem, shown.HasErrors = shared.Message(r.L, problem), true
	return r.Invalid(binviews.List(shown))
}

// readFilter reads the list's state from the address; what is not understood is left out.
func readFilter(r *page.Request, kinds []bin.Kind) bin.Filter {
	f := bin.Filter{Text: r.Query("q"), Desc: r.Query("desc") == "1", Rows: shared.PageLength}
	if kind := bin.Kind(r.Query("kind")); slices.Contains(kinds, kind) {
		f.Kind = kind
	}
	if order := bin.Order(r.Query("sort")); slices.Contains([]bin.Order{bin.ByTitle, bin.ByPerson, bin.ByExpiry}, order) {
		f.Order = order
	}
	f.Page, _ = strconv.Atoi(r.Query("page"))
	return f
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
	return r.SeeOther(place(r, e), "bin.flash.back")
}

// place is the page that shows the thing.
func place(r *page.Request, e bin.Entry) string {
	switch e.Kind {
	case bin.Milestone:
		return r.Path("milestones", e.SubjectID)
	case bin.Task:
		return r.Path("milestones", e.ParentID)
	case bin.Event:
		return r.Path("events", e.SubjectID)
	case bin.ProgrammeItem:
		return r.Path("events", e.ParentID) + "#programme"
	case bin.ResultCard:
		return r.Path("events", e.ParentID, "results")
	case bin.Document:
		return r.Path("documents", e.SubjectID)
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

// Package trailweb has the page of the audit trail of a workspace or of one of its projects.
package trailweb

import (
	"iter"
	"net/url"
	"strconv"

	"rundertisch/internal/audit"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
	"rundertisch/internal/trail"
	"rundertisch/internal/web/page"
	"rundertisch/views"
	"rundertisch/views/shared"
	trailviews "rundertisch/views/trail"
)

// Pages are the handlers.
type Pages struct{ trail *trail.Service }

// New returns the handlers over the service.
func New(service *trail.Service) *Pages { return &Pages{trail: service} }

// List shows the trail as the address asks: person, kind, from, to and page.
func (p *Pages) List(r *page.Request) error {
	f, form := readFilter(r)
	number := max(1, r.QueryInt("page"))
	lines, total, err := p.trail.Page(r.Context(), r.Actor, f, number, shared.PageLength)
	if last := shared.LastPage(total); err == nil && number > last {
		number = last
		lines, total, err = p.trail.Page(r.Context(), r.Actor, f, number, shared.PageLength)
	}
	if err != nil {
		return err
	}
	base := base(r)
	shown := trailviews.Page{Page: r.Page("audit.title"), Form: form, Base: base, Query: query(f), Total: total, Narrowed: f.Narrowed()}
	if r.Project.ID == "" {
		shown.Breadcrumb = []views.Crumb{{Label: r.L.T("account.projects.title"), Href: "/projects"}}
	}
	shown.HasErrors = form.HasErrors()
	shown.Paging = shared.Pages{Current: number, Last: shared.LastPage(total), Href: func(n int) string {
		return base + shown.With("page", strconv.Itoa(n))
	}}
	for _, line := range lines {
		one := row(r, line)
		if r.Project.ID != "" {
			one.Project = "" // the same in all rows
		}
		shown.Rows = append(shown.Rows, one)
	}
	if shown.People, shown.Kinds, err = p.choices(r); err != nil {
		return err
	}
	if form.HasErrors() {
		return r.Invalid(trailviews.Show(shown))
	}
	return r.Render(trailviews.Show(shown))
}

func base(r *page.Request) string {
	if r.Project.ID != "" {
		return r.Path("audit")
	}
	return "/workspaces/" + r.Workspace.ID + "/audit"
}

func (p *Pages) choices(r *page.Request) (people, kinds []shared.Option, err error) {
	known, err := p.trail.People(r.Context(), r.Actor)
	if err != nil {
		return nil, nil, err
	}
	for _, one := range known {
		if one.Name == audit.Erased {
			one.Name = r.L.T("audit.name_erased")
		}
		people = append(people, shared.Option{Value: one.ID, Label: one.Name})
	}
	found, err := p.trail.Kinds(r.Context(), r.Actor)
	for _, kind := range found {
		kinds = append(kinds, shared.Option{Value: kind, Label: kindWord(r, kind)})
	}
	return people, kinds, err
}

// Export writes the trail, as the address narrows it, to a file.
func (p *Pages) Export(r *page.Request) error {
	f, form := readFilter(r)
	if form.HasErrors() {
		return form.Err
	}
	var header []string
	for _, column := range []string{"when", "who", "what", "kind", "thing", "project"} {
		header = append(header, r.L.T("audit.column."+column))
	}
	return r.Table(r.L.T("audit.file"), sheet.Source{Name: r.L.T("audit.title"), Header: header, Rows: p.rows(r, f)})
}

func (p *Pages) rows(r *page.Request, f trail.Filter) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for line, err := range p.trail.All(r.Context(), r.Actor, f) {
			shown := row(r, line)
			if !yield([]string{shown.When, shown.Who, shown.What, shown.Kind, shown.Thing, shown.Project}, err) {
				return
			}
		}
	}
}

// readFilter reads the list's state from the address; a day that is none is said at its field.
func readFilter(r *page.Request) (trail.Filter, shared.Form) {
	typed := map[string]string{}
	for _, name := range []string{"person", "kind", "from", "to"} {
		typed[name] = r.Query(name)
	}
	form := shared.Fill(typed)
	form.Labels = "audit.filter."
	var c fault.Checks
	day := func(name string) date.Date {
		d, err := date.Parse(typed[name])
		if err != nil {
			c.Add(name, "fault.day")
		}
		return d
	}
	f := trail.Filter{ActorID: typed["person"], Kind: typed["kind"], From: day("from"), To: day("to")}
	form.Err = c.Err()
	return f, form
}

func query(f trail.Filter) url.Values {
	values := url.Values{}
	for name, value := range map[string]string{"person": f.ActorID, "kind": f.Kind, "from": string(f.From), "to": string(f.To)} {
		if value != "" {
			values.Set(name, value)
		}
	}
	return values
}

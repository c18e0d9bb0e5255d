// Package searchweb has the page of the search over all kinds of things.
package searchweb

import (
	"net/url"
	"slices"
	"strconv"

	"rundertisch/internal/search"
	"rundertisch/internal/web/page"
	searchviews "rundertisch/views/search"
	"rundertisch/views/shared"
)

// Pages are the handlers of the search.
type Pages struct{ search *search.Service }

// New returns the handlers over the service.
func New(service *search.Service) *Pages { return &Pages{search: service} }

// Search looks for what the address asks: q, kind and page.
func (p *Pages) Search(r *page.Request) error {
	q := search.Query{Text: r.Query("q"), Rows: shared.PageLength}
	if kind := search.Kind(r.Query("kind")); slices.Contains(search.Kinds(), kind) {
		q.Kind = kind
	}
	q.Page, _ = strconv.Atoi(r.Query("page"))
	results, err := p.search.Find(r.Context(), r.Actor, q)
	if err != nil {
		return err
	}
	return r.Render(searchviews.Show(shown(r, q, results)))
}

func shown(r *page.Request, q search.Query, results search.Results) searchviews.Page {
	p := searchviews.Page{
		Page: r.Page("search.title"), Action: r.Path("search"), Asked: len(results.Words) > 0, Kind: q.Kind, Behind: results.Behind,
		Form: shared.Form{Values: map[string][]string{"q": {q.Text}}},
	}
	if q.Text != "" {
		p.Title = r.L.T("search.title_of", q.Text)
	}
	p.SearchText = q.Text
	p.Tabs = tabs(r, q, results)
	for _, g := range results.Groups {
		if len(g.Hits) > 0 {
			p.Groups = append(p.Groups, group(r, q, g))
		}
	}
	p.Paging = shared.Pages{Current: results.Page, Last: results.Last, Href: func(n int) string { return address(r, q.Text, q.Kind, n) }}
	return p
}

func tabs(r *page.Request, q search.Query, results search.Results) []shared.Tab {
	all := shared.Tab{Label: r.L.T("search.everything"), Href: address(r, q.Text, "", 1), Current: q.Kind == "", Count: -1}
	list := []shared.Tab{all}
	for _, g := range results.Groups {
		tab := shared.Tab{Label: r.L.T("search.kind." + string(g.Kind)), Href: address(r, q.Text, g.Kind, 1), Current: q.Kind == g.Kind, Count: g.Total}
		if g.More {
			tab.Label, tab.Count = r.L.T("search.more_than_of", tab.Label, g.Total), -1
		}
		list = append(list, tab)
	}
	return list
}

func group(r *page.Request, q search.Query, g search.Group) searchviews.Group {
	view := searchviews.Group{
		ID: string(g.Kind), Title: r.L.T("search.kind." + string(g.Kind)), Count: r.L.N("search.count", g.Total),
	}
	if g.More {
		view.Count = r.L.T("search.more_than", g.Total)
	}
	if q.Kind == "" && g.Total > len(g.Hits) {
		view.More = address(r, q.Text, g.Kind, 1)
	}
	for _, h := range g.Hits {
		view.Hits = append(view.Hits, hit(r, g.Kind, h))
	}
	return view
}

func hit(r *page.Request, kind search.Kind, h search.Hit) searchviews.Hit {
	view := searchviews.Hit{Title: h.Title, Href: href(r, kind, h)}
	if h.Parent != "" {
		view.Context = r.L.T("search.context."+string(kind), h.Parent)
	}
	for _, m := range h.Matches {
		view.Matches = append(view.Matches, searchviews.Match{Field: r.L.T("search.field." + m.Field), Parts: m.Parts})
	}
	return view
}

// href leads to the page that shows the thing.
func href(r *page.Request, kind search.Kind, h search.Hit) string {
	switch kind {
	case search.Milestones:
		return r.Path("milestones", h.ID)
	case search.Tasks:
		return r.Path("tasks", h.ID)
	case search.Comments:
		return r.Path("tasks", h.ParentID) + "#comment-" + h.ID
	case search.Events:
		return r.Path("events", h.ID)
	case search.Items:
		return r.Path("events", h.ParentID)
	case search.Cards:
		return r.Path("events", h.ParentID, "results")
	case search.Documents:
		return r.Path("documents", h.ID)
	case search.Organisations:
		return r.Path("directory", "organisations", h.ID)
	case search.Persons:
		return r.Path("directory", "persons", h.ID)
	case search.Groups:
		return r.Path("directory", "groups", h.ID)
	default:
		return r.Path("plan")
	}
}

func address(r *page.Request, text string, kind search.Kind, number int) string {
	values := url.Values{"q": {text}}
	if kind != "" {
		values.Set("kind", string(kind))
	}
	if number > 1 {
		values.Set("page", strconv.Itoa(number))
	}
	return r.Path("search") + "?" + values.Encode()
}

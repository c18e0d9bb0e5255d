package directoryweb

import (
	"fmt"

	"rundertisch/internal/directory"
	"rundertisch/internal/web/page"
	directoryviews "rundertisch/views/directory"
	"rundertisch/views/shared"
)

// organisations is the list of organisations.
func organisations(r *page.Request) shared.List {
	return r.List(shared.Listing{
		Path:   r.Path("directory", "organisations"),
		Narrow: []shared.Narrow{{Name: "q"}, shared.OneOf("kind", directory.Kinds()...), shared.Flag("archived")},
		Orders: []string{"name", "kind", "place", "persons"}, Falling: []string{"persons"},
	})
}

// persons is a list of persons at the path.
func persons(r *page.Request, path string, narrow ...shared.Narrow) shared.List {
	return r.List(shared.Listing{
		Path:   path,
		Narrow: append([]shared.Narrow{{Name: "q"}, shared.OneOf("kind", directory.Kinds()...)}, narrow...),
		Orders: []string{"name", "organisation", "email"},
	})
}

// filterOf says to the service what the list wants.
func filterOf(list shared.List) directory.Filter {
	return directory.Filter{
		Text: list.Value("q"), Kind: directory.Kind(list.Value("kind")), GroupID: list.Value("group"),
		OrganisationID: list.Value("organisation"), Archived: list.On("archived"), Sort: list.Order, Desc: list.Desc, Page: list.Page,
	}
}

// Organisations lists organisations.
func (p *Pages) Organisations(r *page.Request) error {
	list := organisations(r)
	if r.WantsFile() {
		rows, err := p.directory.AllOrganisations(r.Context(), r.Actor, filterOf(list))
		if err != nil {
			return err
		}
		return r.Table(r.L.T("directory.organisations"), directory.OrganisationsTable(rows, r.L.T))
	}
	found, err := p.directory.Organisations(r.Context(), r.Actor, filterOf(list))
	if err != nil {
		return err
	}
	common, err := p.listPage(r, "organisations", list.Count(found.Total))
	if err != nil {
		return err
	}
	return r.Render(directoryviews.Organisations(directoryviews.OrganisationsPage{ListPage: common, Rows: found.Rows}))
}

// Persons lists persons.
func (p *Pages) Persons(r *page.Request) error {
	list := persons(r, r.Path("directory", "persons"), shared.Narrow{Name: "group"}, shared.Narrow{Name: "organisation"}, shared.Flag("archived"))
	if r.WantsFile() {
		return p.personsFile(r, r.L.T("directory.persons"), filterOf(list))
	}
	found, err := p.directory.Persons(r.Context(), r.Actor, filterOf(list))
	if err != nil {
		return err
	}
	common, err := p.listPage(r, "persons", list.Count(found.Total))
	if err != nil {
		return err
	}
	return r.Render(directoryviews.Persons(directoryviews.PersonsPage{ListPage: common, Rows: found.Rows, Today: p.directory.Today()}))
}

func (p *Pages) personsFile(r *page.Request, name string, f directory.Filter) error {
	rows, err := p.directory.AllPersons(r.Context(), r.Actor, f)
	if err != nil {
		return err
	}
	return r.Table(name, directory.PersonsTable(rows, r.L.T))
}

// listPage returns what the lists share.
func (p *Pages) listPage(r *page.Request, part string, list shared.List) (directoryviews.ListPage, error) {
	numbers, err := p.directory.Counts(r.Context(), r.Actor)
	if err != nil {
		return directoryviews.ListPage{}, err
	}
	groups, err := p.directory.Groups(r.Context(), r.Actor)
	return directoryviews.ListPage{Base: base(r, r.Page("directory."+part)), Part: part, Numbers: numbers, List: list, Groups: groups}, err
}

// Groups lists groups.
func (p *Pages) Groups(r *page.Request) error {
	numbers, err := p.directory.Counts(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	rows, err := p.directory.Groups(r.Context(), r.Actor)
	if err != nil {
		return err
	}
	list := r.List(shared.Listing{
		Path: r.Path("directory", "groups"), Narrow: []shared.Narrow{{Name: "q"}},
		Orders: []string{"name", "members"}, Falling: []string{"members"},
	})
	rows = page.Find(rows, list.Value("q"), func(g directory.Group) []string { return []string{g.Name, g.Description} })
	page.Sort(list, rows, func(g directory.Group) string { return g.NameKey + " " + g.ID }, page.Keys[directory.Group]{
		"name":    func(g directory.Group) string { return g.NameKey },
		"members": func(g directory.Group) string { return page.Figure(g.Members) },
	})
	if r.WantsFile() {
		return r.Table(r.L.T("directory.groups"), page.TableOf(r.L.T("directory.groups"), rows,
			page.Cell[directory.Group]{Label: r.L.T("directory.field.name"), Value: func(g directory.Group) string { return g.Name }},
			page.Cell[directory.Group]{Label: r.L.T("directory.field.description"), Value: func(g directory.Group) string { return g.Description }},
			page.Cell[directory.Group]{Label: r.L.T("directory.group.members"), Value: func(g directory.Group) string { return fmt.Sprint(g.Members) }},
		))
	}
	shown := shared.PageOf(&list, rows)
	return r.Render(directoryviews.Groups(directoryviews.GroupsPage{
		Base: base(r, r.Page("directory.groups")), Numbers: numbers, List: list, Rows: shown,
	}))
}

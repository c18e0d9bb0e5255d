package directoryweb

import (
	"strconv"

	"rundertisch/internal/directory"
	"rundertisch/internal/web/page"
	directoryviews "rundertisch/views/directory"
)

// readFilter takes a list's state from the address; what is not understood is left out.
func readFilter(r *page.Request) directory.Filter {
	f := directory.Filter{
		Text: r.Query("q"), GroupID: r.Query("group"), OrganisationID: r.Query("organisation"), Sort: r.Query("sort"),
		Archived: r.Query("archived") == "1", Desc: r.Query("desc") == "1",
	}
	if kind := directory.Kind(r.Query("kind")); kind.Valid() {
		f.Kind = kind
	}
	f.Page, _ = strconv.Atoi(r.Query("page"))
	return f
}

// listPage returns what the lists share; what was counted is filled in by the caller.
func (p *Pages) listPage(r *page.Request, part string, f directory.Filter) (directoryviews.ListPage, error) {
	numbers, err := p.directory.Counts(r.Context(), r.Actor)
	if err != nil {
		return directoryviews.ListPage{}, err
	}
	groups, err := p.directory.Groups(r.Context(), r.Actor)
	values := map[string]string{"q": f.Text, "kind": string(f.Kind), "group": f.GroupID}
	if f.Archived {
		values["archived"] = "1"
	}
	return directoryviews.ListPage{
		Base: base(r, r.Page("directory."+part)), Part: part, Numbers: numbers, Filter: f, Form: filled(values), Groups: groups,
	}, err
}

// Organisations lists organisations.
func (p *Pages) Organisations(r *page.Request) error {
	f := readFilter(r)
	list, err := p.directory.Organisations(r.Context(), r.Actor, f)
	if err != nil {
		return err
	}
	f.Page = list.Page
	common, err := p.listPage(r, "organisations", f)
	if err != nil {
		return err
	}
	common.Total, common.Pages = list.Total, list.Pages
	return r.Render(directoryviews.Organisations(directoryviews.OrganisationsPage{ListPage: common, Rows: list.Rows}))
}

// Persons lists persons.
func (p *Pages) Persons(r *page.Request) error {
	f := readFilter(r)
	list, err := p.directory.Persons(r.Context(), r.Actor, f)
	if err != nil {
		return err
	}
	f.Page = list.Page
	common, err := p.listPage(r, "persons", f)
	if err != nil {
		return err
	}
	common.Total, common.Pages = list.Total, list.Pages
	return r.Render(directoryviews.Persons(directoryviews.PersonsPage{ListPage: common, Rows: list.Rows, Today: p.directory.Today()}))
}

// ExportOrganisations answers with the shown list of organisations as a file.
func (p *Pages) ExportOrganisations(r *page.Request) error {
	rows, err := p.directory.AllOrganisations(r.Context(), r.Actor, readFilter(r))
	if err != nil {
		return err
	}
	return r.Table(r.L.T("directory.organisations"), directory.OrganisationsTable(rows, r.L.T))
}

// ExportPersons answers with the shown list of persons as a file.
func (p *Pages) ExportPersons(r *page.Request) error {
	rows, err := p.directory.AllPersons(r.Context(), r.Actor, readFilter(r))
	if err != nil {
		return err
	}
	return r.Table(r.L.T("directory.persons"), directory.PersonsTable(rows, r.L.T))
}

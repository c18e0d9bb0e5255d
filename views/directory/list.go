package directoryviews

import (
	"net/url"
	"strconv"

	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/views/shared"
)

// ListPage is what the lists of organisations and persons share. The filter's state is in the address.
type ListPage struct {
	Base
	Part    string // "organisations" or "persons"
	Numbers directory.Numbers
	Filter  directory.Filter
	Form    shared.Form
	Total   int
	Pages   int
	Groups  []directory.Group
}

// OrganisationsPage is the list of organisations.
type OrganisationsPage struct {
	ListPage
	Rows []directory.Organisation
}

// PersonsPage is the list of persons.
type PersonsPage struct {
	ListPage
	Rows  []directory.Person
	Today date.Date
}

// Tabs lead to the parts of the directory.
func (b Base) Tabs(current string, n directory.Numbers) []shared.Tab {
	return []shared.Tab{
		{Label: b.T("directory.organisations"), Href: b.To("organisations"), Current: current == "organisations", Count: n.Organisations},
		{Label: b.T("directory.persons"), Href: b.To("persons"), Current: current == "persons", Count: n.Persons},
		{Label: b.T("directory.groups"), Href: b.To("groups"), Current: current == "groups", Count: n.Groups},
	}
}

// address is the list's own with another filter.
func (p ListPage) address(f directory.Filter) string { return withQuery(p.To(p.Part), Query(f)) }

// exportHref is the address of the shown list as a file.
func (p ListPage) exportHref(format string) string {
	values := Query(p.Filter)
	values.Set("format", format)
	return withQuery(p.To(p.Part, "export"), values)
}

// Paging leads through the list.
func (p ListPage) Paging() shared.Pages {
	return shared.Pages{Current: p.Filter.Page, Last: p.Pages, Href: func(page int) string {
		f := p.Filter
		f.Page = page
		return p.address(f)
	}}
}

// Column is a column that sorts the list by the key.
func (p ListPage) Column(label, sort string) shared.Column {
	f := p.Filter
	f.Page = 1
	column := shared.Column{Label: label}
	current := f.Sort == sort || (f.Sort == "" && sort == "name")
	if current {
		column.Order = "ascending"
		if f.Desc {
			column.Order = "descending"
		}
	}
	f.Desc = current && !f.Desc
	f.Sort = sort
	column.Sort = p.address(f)
	return column
}

// Query returns the filter as the query of an address; what is as usual is left out.
func Query(f directory.Filter) url.Values {
	values := url.Values{}
	set := func(name, value string) {
		if value != "" {
			values.Set(name, value)
		}
	}
	set("q", f.Text)
	set("kind", string(f.Kind))
	set("group", f.GroupID)
	set("organisation", f.OrganisationID)
	set("sort", f.Sort)
	if f.Archived {
		set("archived", "1")
	}
	if f.Desc {
		set("desc", "1")
	}
	if f.Page > 1 {
		set("page", strconv.Itoa(f.Page))
	}
	return values
}

func withQuery(path string, values url.Values) string {
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

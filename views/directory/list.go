package directoryviews

import (
	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/views/shared"
)

// ListPage is what the lists of organisations and persons share.
type ListPage struct {
	Base
	Part    string // "organisations" or "persons"
	Numbers directory.Numbers
	List    shared.List
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

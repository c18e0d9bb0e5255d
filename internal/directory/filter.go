package directory

// PageSize is the number of rows on a page of a list.
const PageSize = 50

// Filter says which part of a list is wanted. The zero value is the first page of everything that is not archived,
// by name.
type Filter struct {
	Text           string // search words; all must be found
	Kind           Kind
	GroupID        string // persons only: members of the group
	OrganisationID string // persons only
	NotInGroup     string // persons only: those who can still be added to the group
	Archived       bool   // only what is archived
	Sort           string // "kind", "place" or "persons" of organisations, "organisation" or "email" of persons; by name otherwise
	Desc           bool
	Page           int // from 1

	all bool // without pages
}

// List is one page of a list.
type List[T any] struct {
	Rows  []T
	Total int
	Page  int // from 1; the last page when a later one was asked for
	Pages int // at least 1
}

// pageOf fits the wanted page to the number of rows.
func pageOf(wanted, total int) (page, pages int) {
	pages = max(1, (total+PageSize-1)/PageSize)
	return min(max(1, wanted), pages), pages
}

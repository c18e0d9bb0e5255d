// Package searchviews shows what a search found, and why.
package searchviews

import (
	"rundertisch/internal/search"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// Page is the search with its results, or before anything was typed.
type Page struct {
	views.Page
	Form   shared.Form // field q
	Action string      // of the form
	Asked  bool        // something was typed that counts
	Kind   search.Kind // the one kind that is shown; empty: the first of each
	Groups []Group
	Tabs   []shared.Tab
	Behind bool
	Paging shared.Pages
}

// Group is the hits of one kind.
type Group struct {
	ID    string // of its heading
	Title string
	Count string // "12 Treffer", "mehr als 1.000 Treffer"
	Hits  []Hit
	More  string // address of all of them, when not all are shown
}

// Hit is a thing that was found.
type Hit struct {
	Title   []search.Part
	Href    string
	Context string // where it is shown: "Meilenstein: …"
	Matches []Match
}

// Match is a field in which something was found.
type Match struct {
	Field string
	Parts []search.Part
}

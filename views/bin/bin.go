// Package binviews has the pages of the bin: what lies in it, and the question before something is deleted for good.
package binviews

import (
	"time"

	"rundertisch/internal/bin"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// ListPage is what lies in the bin.
type ListPage struct {
	views.Page
	Base    string // address of the bin
	List    shared.List
	Kinds   []bin.Kind // that the person sees
	Rows    []Row      // of the page shown
	Now     time.Time
	Problem string // why something could not be brought back, empty at first
}

// Row is an entry with what the person may do with it.
type Row struct {
	bin.Entry
	MayBringBack, MayPurge bool
}

// PurgePage asks before an entry is deleted for good.
type PurgePage struct {
	views.Page
	Ask shared.Confirmation
}

func (p ListPage) form() shared.Form { return p.List.Form("bin.filter.") }

func (p ListPage) kinds() []shared.Option {
	var options []shared.Option
	for _, kind := range p.Kinds {
		options = append(options, shared.Option{Value: string(kind), Label: p.T("bin.kind." + string(kind))})
	}
	return options
}

func (p ListPage) columns() []shared.Column {
	return []shared.Column{
		p.List.Column(p.T("bin.column.title"), string(bin.ByTitle)),
		p.List.Column(p.T("bin.column.deleted"), string(bin.ByDeletion)),
		p.List.Column(p.T("bin.column.person"), string(bin.ByPerson)),
		p.List.Column(p.T("bin.column.left"), string(bin.ByExpiry)),
		{Label: p.T("bin.column.actions"), Hidden: true},
	}
}

// left says how long the entry can still be brought back.
func (p ListPage) left(e bin.Entry) string { return p.N("bin.days_left", e.DaysLeft(p.Now)) }

// soon marks what is deleted for good within the week.
func (p ListPage) soon(e bin.Entry) bool { return e.DaysLeft(p.Now) <= 7 }

// Package binviews has the pages of the bin: what lies in it, and the question before something is deleted for good.
package binviews

import (
	"net/url"
	"strconv"
	"time"

	"rundertisch/internal/bin"
	"rundertisch/views"
	"rundertisch/views/shared"
)

// ListPage is what lies in the bin. The filter's state is in the address.
type ListPage struct {
	views.Page
	Base    string // address of the bin
	Filter  bin.Filter
	List    bin.List
	Kinds   []bin.Kind // that the person sees
	Rows    []Row
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

func (p ListPage) query(f bin.Filter) url.Values {
	values := url.Values{}
	for name, value := range map[string]string{"q": f.Text, "kind": string(f.Kind), "sort": string(f.Order)} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if f.Desc {
		values.Set("desc", "1")
	}
	if f.Page > 1 {
		values.Set("page", strconv.Itoa(f.Page))
	}
	return values
}

func (p ListPage) address(f bin.Filter) string {
	if query := p.query(f).Encode(); query != "" {
		return p.Base + "?" + query
	}
	return p.Base
}

func (p ListPage) form() shared.Form {
	return shared.Form{Labels: "bin.filter.", Values: p.query(p.Filter)}
}

func (p ListPage) kinds() []shared.Option {
	var options []shared.Option
	for _, kind := range p.Kinds {
		options = append(options, shared.Option{Value: string(kind), Label: p.T("bin.kind." + string(kind))})
	}
	return options
}

func (p ListPage) paging() shared.Pages {
	return shared.Pages{Current: p.List.Page, Last: p.List.Last, Href: func(number int) string {
		f := p.Filter
		f.Page = number
		return p.address(f)
	}}
}

// column sorts the list by the order; the newest deletions come first, everything else ascends first.
func (p ListPage) column(label string, order bin.Order) shared.Column {
	f, column := p.Filter, shared.Column{Label: label}
	current := f.Order == order
	if current {
		column.Order = "ascending"
		if f.Desc != (order == bin.ByDeletion) {
			column.Order = "descending"
		}
	}
	f.Desc, f.Order, f.Page = current && !f.Desc, order, 1
	column.Sort = p.address(f)
	return column
}

func (p ListPage) columns() []shared.Column {
	return []shared.Column{
		p.column(p.T("bin.column.title"), bin.ByTitle),
		p.column(p.T("bin.column.deleted"), bin.ByDeletion),
		p.column(p.T("bin.column.person"), bin.ByPerson),
		p.column(p.T("bin.column.left"), bin.ByExpiry),
		{Label: p.T("bin.column.actions"), Hidden: true},
	}
}

// left says how long the entry can still be brought back.
func (p ListPage) left(e bin.Entry) string { return p.N("bin.days_left", e.DaysLeft(p.Now)) }

// soon marks what is deleted for good within the week.
func (p ListPage) soon(e bin.Entry) bool { return e.DaysLeft(p.Now) <= 7 }

package badge

import (
	"slices"
	"strconv"
	"strings"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/form"
	"rundertisch/internal/i18n"
	"rundertisch/internal/pdf"
)

// Kind is one of the lists.
type Kind string

// The lists.
const (
	Signing Kind = "signing" // everybody with a place, with room for a signature
	Door    Kind = "door"    // everybody with a place, to tick off by surname
	Groups  Kind = "groups"  // who is in which workshop
	Needs   Kind = "needs"   // how much is to be arranged
)

// Kinds lists the lists in the order in which they are offered.
func Kinds() []Kind { return []Kind{Signing, Door, Groups, Needs} }

const walkIns = 5 // empty lines for people who come without a registration

// List is a list as it is printed, whatever it is printed on.
type List struct {
	Kind     Kind
	Title    string
	Facts    []string // what it is a list of: event, time, place
	Sections []Section
	Note     string // below the last one
}

// Section is a table of the list.
type Section struct {
	Heading string // empty for the only one
	Lead    string
	Columns []pdf.Column
	Rows    [][]string
	Least   float64 // height of a row on paper, in millimetres; 0: as high as its text
	Empty   string  // said when there are no rows
	Apart   bool    // begins a page of its own
	Blank   bool    // its rows are to be filled in by hand, and no part of the table for spreadsheets
}

// List makes one of the lists. A list that does not exist is Missing.
func (p Papers) List(l *i18n.Locale, kind Kind) (List, error) {
	if !slices.Contains(Kinds(), kind) {
		return List{}, fault.Missing()
	}
	list := List{
		Kind: kind, Title: l.T("badge.list." + string(kind)), Facts: []string{p.Event.Title, p.Event.When(l), p.Event.Where()},
		Note: l.T("badge.list." + string(kind) + "_note"),
	}
	list.Facts = slices.DeleteFunc(list.Facts, func(fact string) bool { return fact == "" })
	switch kind {
	case Signing:
		list.Sections = p.signing(l)
	case Door:
		list.Sections = p.door(l)
	case Groups:
		list.Sections = p.groups(l)
	case Needs:
		list.Sections = p.needs(l)
	}
	return list, nil
}

func (p Papers) signing(l *i18n.Locale) []Section {
	columns := []pdf.Column{
		{Label: l.T("badge.column.number"), Share: 1.1, Right: true},
		{Label: l.T("badge.column.name"), Share: 5, Bold: true},
		{Label: l.T("badge.column.organisation"), Share: 6},
		{Label: l.T("badge.column.signature"), Share: 6},
	}
	all := Section{Columns: columns, Least: 11, Empty: l.T("badge.list.nobody"), Lead: l.N("badge.list.people", len(p.Guests))}
	for i, g := range p.Guests {
		all.Rows = append(all.Rows, []string{strconv.Itoa(i + 1), g.Name, g.Organisation, ""})
	}
	blank := slices.Clone(columns)
	blank[1].Bold = false
	more := Section{Heading: l.T("badge.list.walk_ins"), Columns: blank, Least: 11, Blank: true}
	for i := range walkIns {
		more.Rows = append(more.Rows, []string{strconv.Itoa(len(p.Guests) + i + 1), "", "", ""})
	}
	return []Section{all, more}
}

func (p Papers) door(l *i18n.Locale) []Section {
	columns := []pdf.Column{
		{Label: l.T("badge.column.here"), Share: 1.3}, {Label: l.T("badge.column.name"), Share: 5, Bold: true}, {Label: l.T("badge.column.organisation"), Share: 6},
	}
	workshops := len(p.Workshops()) > 0
	if workshops {
		columns = append(columns, pdf.Column{Label: l.T("badge.column.workshops"), Share: 6})
	}
	all := Section{Columns: columns, Empty: l.T("badge.list.nobody"), Lead: l.N("badge.list.people", len(p.Guests))}
	for _, g := range p.Guests {
		row := []string{"", g.Name, g.Organisation}
		if workshops {
			row = append(row, g.titles())
		}
		all.Rows = append(all.Rows, row)
	}
	return []Section{all}
}

func (p Papers) groups(l *i18n.Locale) []Section {
	var sections []Section
	for i, item := range p.Workshops() {
		s := Section{
			Heading: item.Title, Lead: strings.Join(p.about(l, item), " · "), Empty: l.T("badge.list.nobody"), Apart: i > 0, Least: 9,
			Columns: []pdf.Column{
				{Label: l.T("badge.column.number"), Share: 1.1, Right: true},
				{Label: l.T("badge.column.name"), Share: 5, Bold: true},
				{Label: l.T("badge.column.organisation"), Share: 7},
				{Label: l.T("badge.column.here"), Share: 1.6},
			},
		}
		for n, g := range p.in(item) {
			s.Rows = append(s.Rows, []string{strconv.Itoa(n + 1), g.Name, g.Organisation, ""})
		}
		sections = append(sections, s)
	}
	if len(sections) == 0 {
		sections = []Section{{Empty: l.T("badge.list.no_workshops")}}
	}
	return sections
}

// about says when and where a workshop is, who leads it and how full it is.
func (p Papers) about(l *i18n.Locale, item event.ProgrammeItem) []string {
	about := []string{l.T("event.when.hours", hour(item.Starts(p.Event)), hour(item.Ends(p.Event)))}
	if p.Event.SeveralDays() {
		about = append([]string{l.LongDay(item.Starts(p.Event))}, about...)
	}
	for _, part := range []string{item.Room, item.Moderator} {
		if part != "" {
			about = append(about, part)
		}
	}
	taken := len(p.in(item))
	if item.Capacity > 0 {
		return append(about, l.T("badge.list.places", taken, item.Capacity))
	}
	return append(about, l.N("badge.list.people", taken))
}

// needs counts what is to be arranged. Nobody is named.
func (p Papers) needs(l *i18n.Locale) []Section {
	columns := []pdf.Column{{Label: l.T("badge.column.need"), Share: 8, Bold: true}, {Label: l.T("badge.column.people"), Share: 2, Right: true}}
	all := Section{Heading: l.T("badge.list.altogether"), Columns: columns}
	all.Rows = append(all.Rows, []string{l.T("badge.need.places"), l.Number(len(p.Guests))})
	sections := []Section{all}
	for _, part := range []struct {
		key   string
		codes []string
	}{{"food", form.Food()}, {"access", form.Access()}, {"more", []string{"note"}}} {
		s := Section{Heading: l.T("badge.list.needs_" + part.key), Columns: columns, Empty: l.T("badge.list.needs_none")}
		for _, count := range p.Needs {
			if slices.Contains(part.codes, count.Code) {
				s.Rows = append(s.Rows, []string{l.T("form.need." + count.Code), l.Number(count.People)})
			}
		}
		if part.key != "more" || len(s.Rows) > 0 {
			sections = append(sections, s)
		}
	}
	return sections
}

package shared

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rundertisch/internal/i18n"
)

// PageLength is how many rows a page of a long list has.
const PageLength = 50

// LastPage is the number of the last page of a list with so many rows.
func LastPage(rows int) int { return max(1, (rows+PageLength-1)/PageLength) }

// Listing is what the address of a list may say: which fields narrow it, and what it can be sorted by.
type Listing struct {
	Path    string // address of the list without query
	Narrow  []Narrow
	Orders  []string // the first is how the list comes by itself
	Falling []string // those of them that begin with the greatest: the latest day, the most members
	Cards   bool     // it has no heads of columns to sort it by: the order is a field of its form
	Columns []Choice // those to choose from beside the one that names the row; none when all are always shown
	Lengths []int    // of pages, to choose from: the first is usual; PageLength alone when empty
}

// Choice is a column that one may choose.
type Choice struct {
	Name  string
	Label string
	Usual bool // shown to whoever chose none
}

// The names under which an address says which columns are shown and how many rows a page has.
const (
	ColumnsName = "columns"
	LengthName  = "rows"
)

// Narrow is a field that narrows a list. Among are the values it may have, any when empty; Usual counts when the
// address has none of them.
type Narrow struct {
	Name  string
	Among []string
	Usual string
}

// Flag is a field that is ticked or not.
func Flag(name string) Narrow { return Narrow{Name: name, Among: []string{"1"}} }

// OneOf is a field with the values to choose from.
func OneOf[T ~string](name string, values ...T) Narrow {
	n := Narrow{Name: name}
	for _, value := range values {
		n.Among = append(n.Among, string(value))
	}
	return n
}

// List is the state of a list, all of which is in its address. Total is set by whoever reads the rows.
type List struct {
	Listing

	Order string
	Desc  bool
	Page  int // from 1; the nearest there is, once Total is set by Count
	Total int // rows on all pages

	Length int // rows on a page

	values map[string]string
	chosen []string // columns; nil when none were chosen
}

// Read takes the state from the address; what is not understood is left out.
func (of Listing) Read(query func(name string) string) List {
	list := List{Listing: of, values: map[string]string{}, Page: 1}
	for _, n := range of.Narrow {
		value := query(n.Name)
		if value == "" || len(n.Among) > 0 && !slices.Contains(n.Among, value) {
			value = n.Usual
		}
		list.values[n.Name] = value
	}
	if list.Order = query("sort"); !slices.Contains(of.Orders, list.Order) {
		list.Order = of.first()
	}
	list.Desc = of.falls(list.Order)
	if desc := query("desc"); desc == "0" || desc == "1" {
		list.Desc = desc == "1"
	}
	if page, err := strconv.Atoi(query("page")); err == nil && page > 1 {
		list.Page = page
	}
	list.Length = of.length(query(LengthName))
	list.chosen = of.choose(query(ColumnsName))
	return list
}

func (of Listing) length(said string) int {
	if n, err := strconv.Atoi(said); err == nil && slices.Contains(of.Lengths, n) {
		return n
	}
	return of.usualLength()
}

func (of Listing) usualLength() int {
	if len(of.Lengths) == 0 {
		return PageLength
	}
	return of.Lengths[0]
}

// choose returns the chosen ones of the columns in their order, nil when they are the usual ones.
func (of Listing) choose(said string) []string {
	names := strings.Split(said, ",")
	var chosen []string
	unusual := false
	for _, c := range of.Columns {
		on := slices.Contains(names, c.Name)
		if on {
			chosen = append(chosen, c.Name)
		}
		unusual = unusual || on != c.Usual
	}
	if !unusual {
		return nil
	}
	return chosen
}

// Chose reports whether the address chooses the columns.
func (s List) Chose() bool { return s.chosen != nil }

// Shown lists the columns that are shown.
func (s List) Shown() []string {
	if s.Chose() {
		return s.chosen
	}
	var usual []string
	for _, c := range s.Listing.Columns {
		if c.Usual {
			usual = append(usual, c.Name)
		}
	}
	return usual
}

// Shows reports whether the column is shown.
func (s List) Shows(column string) bool { return slices.Contains(s.Shown(), column) }

func (of Listing) first() string {
	if len(of.Orders) == 0 {
		return ""
	}
	return of.Orders[0]
}

func (of Listing) falls(order string) bool { return slices.Contains(of.Falling, order) }

// Value returns what narrows the list by the field, "" when nothing does.
func (s List) Value(name string) string { return s.values[name] }

// On reports whether the field is ticked.
func (s List) On(name string) bool { return s.values[name] == "1" }

// Narrowed reports whether a field leaves something out beyond what is usual.
func (s List) Narrowed() bool {
	return slices.ContainsFunc(s.Narrow, func(n Narrow) bool { return s.values[n.Name] != n.Usual })
}

// Count notes how many rows there are on all pages; of pages beyond the last, the last is shown.
func (s List) Count(total int) List {
	s.Total = total
	s.Page = min(max(1, s.Page), s.last())
	return s
}

func (s List) last() int { return max(1, (s.Total+s.Length-1)/max(1, s.Length)) }

// From is the number of rows before the page.
func (s List) From() int { return (s.Page - 1) * s.Length }

// With is the first page of the list with another value of the field.
func (s List) With(name, value string) List {
	values := map[string]string{name: value}
	for other, kept := range s.values {
		if other != name {
			values[other] = kept
		}
	}
	s.values, s.Page = values, 1
	return s
}

// Address is where the list is shown as it is.
func (s List) Address() string { return s.at(s.query()) }

// File is the address of all the rows the list shows, as a file of the format.
func (s List) File(format string) string {
	values := s.query()
	values.Del("page")
	values.Set("format", format)
	return s.at(values)
}

func (s List) at(values url.Values) string {
	if len(values) == 0 {
		return s.Path
	}
	return s.Path + "?" + values.Encode()
}

// query is the state without what is as usual.
func (s List) query() url.Values {
	values := url.Values{}
	for _, n := range s.Narrow {
		if value := s.values[n.Name]; value != n.Usual {
			values.Set(n.Name, value)
		}
	}
	for _, said := range append(s.sorting(), s.looks()...) {
		values.Set(said.Name, said.Text)
	}
	if s.Page > 1 {
		values.Set("page", strconv.Itoa(s.Page))
	}
	return values
}

// sorting is what the address says of the order, always in the same one.
func (s List) sorting() []Value {
	var said []Value
	if s.Order != s.first() {
		said = append(said, Value{Name: "sort", Text: s.Order})
	}
	if s.Desc != s.falls(s.Order) {
		desc := "0"
		if s.Desc {
			desc = "1"
		}
		said = append(said, Value{Name: "desc", Text: desc})
	}
	return said
}

// looks is what the address says of the columns and of the length of pages.
func (s List) looks() []Value {
	var said []Value
	if s.Chose() {
		said = append(said, Value{Name: ColumnsName, Text: strings.Join(s.chosen, ",")})
	}
	if s.Length != s.usualLength() {
		said = append(said, Value{Name: LengthName, Text: strconv.Itoa(s.Length)})
	}
	return said
}

// Column is a column whose name sorts the list by the order, and the other way round when it is sorted so.
func (s List) Column(label, order string) Column {
	column := Column{Label: label}
	if s.Order == order {
		column.Order = "ascending"
		if s.Desc {
			column.Order = "descending"
		}
		s.Desc = !s.Desc
	} else {
		s.Order, s.Desc = order, s.falls(order)
	}
	s.Page = 1
	column.Sort = s.Address()
	return column
}

// Figures is a Column of numbers.
func (s List) Figures(label, order string) Column {
	column := s.Column(label, order)
	column.Numeric = true
	return column
}

// Form is the list's state as the form that narrows it; labels is the catalogue prefix of its fields.
func (s List) Form(labels string) Form {
	form := Fill(s.values)
	form.Values["sort"] = []string{s.Order}
	form.Values[ColumnsName] = s.Shown()
	form.Values[LengthName] = []string{strconv.Itoa(s.Length)}
	form.ID, form.Labels = "filter", labels
	return form
}

func (s List) columnOptions() []Option {
	options := make([]Option, len(s.Listing.Columns))
	for i, c := range s.Listing.Columns {
		options[i] = Option{Value: c.Name, Label: c.Label}
	}
	return options
}

func (s List) lengthOptions() []Option {
	options := make([]Option, len(s.Lengths))
	for i, n := range s.Lengths {
		options[i] = Option{Value: strconv.Itoa(n), Label: strconv.Itoa(n)}
	}
	return options
}

// Pages is where one is in the list.
func (s List) Pages() Pages {
	return Pages{Current: s.Page, Last: s.last(), Rows: s.Total, Length: s.Length, Href: func(page int) string {
		s.Page = page
		return s.Address()
	}}
}

// said says which rows the page shows: "1–50 von 312".
func (p Pages) said(l *i18n.Locale) string {
	if p.Rows == 0 {
		return l.T("shared.page_of", p.Current, p.Last)
	}
	length := p.Length
	if length == 0 {
		length = PageLength
	}
	return l.T("shared.page_range", (p.Current-1)*length+1, min(p.Current*length, p.Rows), p.Rows)
}

// PageOf returns the rows of the list's page from all of them, which it counts.
func PageOf[T any](list *List, rows []T) []T {
	*list = list.Count(len(rows))
	return rows[list.From():min(list.From()+list.Length, len(rows))]
}

package directoryviews

import (
	"slices"
	"strconv"
	"strings"

	"rundertisch/internal/directory"
	"rundertisch/views/shared"
)

const shownRows = 100 // of each kind in a preview; a file may have thousands

// ImportPage asks for a file.
type ImportPage struct {
	Base
	Form    shared.Form
	Imports []directory.Import // uploaded lately
}

func (p ImportPage) kinds() []shared.Option {
	var options []shared.Option
	for _, kind := range []directory.ImportKind{directory.ImportPersons, directory.ImportOrganisations} {
		key := "directory.import.kind." + string(kind)
		options = append(options, shared.Option{Value: string(kind), Label: p.T(key), Hint: p.T(key + "_hint")})
	}
	return options
}

func (p ImportPage) columns(kind directory.ImportKind) string {
	var names []string
	for _, field := range directory.Columns(kind) {
		names = append(names, p.T("directory.column."+field))
	}
	return p.T("directory.import.columns_"+string(kind), strings.Join(names, ", "))
}

// PreviewPage shows what an uploaded file would do.
type PreviewPage struct {
	Base
	Import directory.Import
	Plan   directory.Plan
	Form   shared.Form // carries why a confirmation was refused
}

func (p PreviewPage) stats() []shared.Stat {
	stat := func(state directory.RowState, tone shared.Tone) shared.Stat {
		n := p.Plan.Count(state)
		s := shared.Stat{Value: strconv.Itoa(n), Label: p.T("directory.import.preview." + string(state))}
		if n > 0 {
			s.Tone, s.Href = tone, "#rows-"+string(state)
		}
		return s
	}
	return []shared.Stat{
		stat(directory.RowNew, shared.Success), stat(directory.RowChanged, shared.Info),
		stat(directory.RowDuplicate, shared.Neutral), stat(directory.RowWrong, shared.Danger),
	}
}

// shown are the first rows of a state; more is how many are left out.
func (p PreviewPage) shown(state directory.RowState) (rows []directory.Row, more int) {
	rows = p.Plan.Of(state)
	if len(rows) > shownRows {
		return rows[:shownRows], len(rows) - shownRows
	}
	return rows, 0
}

// remarked reports whether there is anything to say beside the rows.
func remarked(rows []directory.Row) bool {
	return slices.ContainsFunc(rows, func(row directory.Row) bool { return row.Note != nil || len(row.Changes) > 0 })
}

func (p PreviewPage) columns(rows []directory.Row) []shared.Column {
	columns := []shared.Column{{Label: p.T("directory.import.preview.line")}, {Label: p.T("directory.import.preview.name")}}
	if remarked(rows) {
		columns = append(columns, shared.Column{Label: p.T("directory.import.preview.note")})
	}
	return columns
}

func (p PreviewPage) change(d directory.Difference) string {
	return p.T("directory.import.preview.before_after", p.T("directory.column."+d.Field), p.said(d.Field, d.Before), p.said(d.Field, d.After))
}

// said is a field's value in words.
func (p PreviewPage) said(field, value string) string {
	switch {
	case value == "":
		return p.T("directory.import.preview.blank")
	case field == "kind" || field == "lang":
		return p.T("directory." + field + "." + value)
	}
	return value
}

// place is where the row's entry belongs, the address added for persons.
func place(row directory.Row) string {
	if row.Place != "" && row.Email != "" {
		return row.Place + ", " + row.Email
	}
	return row.Place + row.Email
}

package page

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"rundertisch/internal/database"
	"rundertisch/internal/sheet"
	"rundertisch/views/shared"
)

// List reads the state of a list from the request's address.
func (r *Request) List(of shared.Listing) shared.List {
	return of.Read(func(name string) string {
		if name != shared.ColumnsName {
			return r.Query(name)
		}
		var all []string // one for each ticked box, or all in one
		for _, value := range r.Ctx.Context().QueryArgs().PeekMulti(name) {
			all = append(all, string(value))
		}
		return strings.Join(all, ",")
	})
}

// WantsFile reports whether the address asks for the list as a file, which Table then answers with.
func (r *Request) WantsFile() bool {
	format := sheet.Format(r.Query("format"))
	return format == sheet.CSV || format == sheet.XLSX
}

// Table answers with a table to save, in the format that the address asks for: .xlsx at its end or format=xlsx for a
// workbook, CSV otherwise. The name is the file's, without ending.
func (r *Request) Table(name string, source sheet.Source) error {
	format := sheet.CSV
	if strings.HasSuffix(r.Ctx.Path(), ".xlsx") || r.Query("format") == string(sheet.XLSX) {
		format = sheet.XLSX
	}
	return r.Sheet(name, format, source)
}

// Sheet answers with a table to save. Its rows are read while it is written.
func (r *Request) Sheet(name string, format sheet.Format, source sheet.Source) error {
	return r.Spool(name+"."+string(format), format.MediaType(), func(w io.Writer) error { return sheet.Write(w, format, source) })
}

// Keys are what rows are sorted by in each order: folded words, or moments and numbers written so that they sort.
type Keys[T any] map[string]func(T) string

// Sort sorts rows that were read whole in the order of the list; tie, such as the identifier, is the last key.
func Sort[T any](list shared.List, rows []T, tie func(T) string, keys Keys[T]) {
	key := keys[list.Order]
	if key == nil {
		key = tie
	}
	type keyed struct {
		row      T
		key, tie string
	}
	all := make([]keyed, len(rows))
	for i, row := range rows {
		all[i] = keyed{row, key(row), tie(row)}
	}
	slices.SortFunc(all, func(a, b keyed) int {
		if list.Desc {
			a, b = b, a
		}
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.tie, b.tie))
	})
	for i := range all {
		rows[i] = all[i].row
	}
}

// Figure writes a number so that it sorts as a word.
func Figure(n int) string { return fmt.Sprintf("%012d", n) }

// Moment writes an instant so that it sorts as a word.
func Moment(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000") }

// Find keeps the rows in whose texts all typed words occur, umlauts in any spelling.
func Find[T any](rows []T, typed string, texts func(T) []string) []T {
	words := database.FoldQuery(typed)
	if len(words) == 0 {
		return rows
	}
	return slices.DeleteFunc(rows, func(row T) bool {
		text := database.Fold(texts(row)...)
		return slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, strings.Trim(word, "%")) })
	})
}

// Cell is a column of a list as a file.
type Cell[T any] struct {
	Label string
	Value func(T) string
}

// TableOf is the rows of a list as a file.
func TableOf[T any](name string, rows []T, cells ...Cell[T]) sheet.Source {
	source := sheet.Source{Name: name, Rows: sheet.Of(rows, func(row T) []string {
		values := make([]string, len(cells))
		for i, cell := range cells {
			values[i] = cell.Value(row)
		}
		return values
	})}
	for _, cell := range cells {
		source.Header = append(source.Header, cell.Label)
	}
	return source
}

package sheet

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
)

// Table is headings with the rows below them; blank rows are left out.
type Table struct {
	Line   int      // of the headings, from 1
	Header []string // each one line; may be empty texts
	Rows   []Row
}

// Row is one row; empty cells at its end may be missing, and it may have more cells than there are headings.
type Row struct {
	Line  int // in the file
	Cells []string
}

// Read is Text and Parse in one.
func Read(file io.Reader, maxRows int) (Table, error) {
	text, err := Text(file)
	if err != nil {
		return Table{}, err
	}
	return Parse(text, maxRows)
}

// Parse reads text whose cells are separated by semicolons, commas or tabs, whichever the first line uses most; a
// first line "sep=;" is skipped. Cells are one line each and without guard.
func Parse(text string, maxRows int) (Table, error) {
	text, skipped := body(text)
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.FieldsPerRecord, reader.ReuseRecord = separator(text), -1, true
	var t Table
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return t, t.check()
		}
		if err != nil {
			return Table{}, broken(err, skipped)
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		line, _ := reader.FieldPos(0)
		row := Row{Line: line + skipped, Cells: make([]string, len(cells))}
		for i, cell := range cells {
			row.Cells[i] = Unguard(OneLine(cell))
		}
		switch {
		case t.Header == nil:
			t.Line, t.Header = row.Line, row.Cells
			continue
		case len(t.Rows) == maxRows:
			return Table{}, &Error{Reason: Rows, Limit: maxRows, Line: row.Line}
		}
		t.Rows = append(t.Rows, row)
	}
}

// Blank reports whether the column, counted from 0, has no cells.
func (t Table) Blank(column int) bool {
	return !slices.ContainsFunc(t.Rows, func(row Row) bool { return column < len(row.Cells) && row.Cells[column] != "" })
}

func (t Table) check() error {
	if len(t.Rows) == 0 {
		return refuse(Empty, nil)
	}
	return nil
}

// body cuts blank lines and the separator line of German Excel from the beginning and counts them.
func body(text string) (rest string, skipped int) {
	rest = strings.TrimLeft(text, "\r\n")
	skipped = strings.Count(text[:len(text)-len(rest)], "\n")
	if first, below, found := strings.Cut(rest, "\n"); found && strings.HasPrefix(first, "sep=") {
		return below, skipped + 1
	}
	return rest, skipped
}

func separator(text string) rune {
	head, _, _ := strings.Cut(text, "\n")
	best := ';'
	for _, candidate := range ",\t" {
		if strings.Count(head, string(candidate)) > strings.Count(head, string(best)) {
			best = candidate
		}
	}
	return best
}

func broken(err error, skipped int) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &Error{Reason: Quotes, Line: parse.StartLine + skipped, Err: err}
	}
	return err
}

package sheet

import (
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

// Parse reads the whole text as a Reader does. Cells are one line each and without guard.
func Parse(text string, maxRows int) (Table, error) {
	reader, err := NewReader(text, maxRows)
	if err != nil {
		return Table{}, err
	}
	t := Table{Line: reader.Head.Line, Header: reader.Head.Cells}
	for {
		row, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return Table{}, err
		}
		t.Rows = append(t.Rows, row)
	}
}

// Blank reports whether the column, counted from 0, has no cells.
func (t Table) Blank(column int) bool {
	return !slices.ContainsFunc(t.Rows, func(row Row) bool { return column < len(row.Cells) && row.Cells[column] != "" })
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

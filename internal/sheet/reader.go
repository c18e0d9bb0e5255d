package sheet

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// Reader reads a table row by row, so that a long one is never held as a whole.
type Reader struct {
	Head Row // the headings; may be empty texts

	csv     *csv.Reader
	skipped int // lines above the first that csv counts
	rows    int
	maxRows int
}

// NewReader reads the headings of text whose cells are separated by semicolons, commas or tabs, whichever the first
// line uses most; a first line "sep=;" is skipped.
func NewReader(text string, maxRows int) (*Reader, error) {
	text, skipped := body(text)
	r := &Reader{csv: csv.NewReader(strings.NewReader(text)), skipped: skipped, maxRows: maxRows}
	r.csv.Comma, r.csv.FieldsPerRecord, r.csv.ReuseRecord = separator(text), -1, true
	head, err := r.row()
	if errors.Is(err, io.EOF) {
		return nil, refuse(Empty, nil)
	}
	if width(head.Cells) > maxColumns {
		return nil, &Error{Reason: Columns, Limit: maxColumns, Line: head.Line}
	}
	r.Head = head
	return r, err
}

// width is the number of columns up to the last that is not blank.
func width(cells []string) int {
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	return len(cells)
}

// Next returns the next row that is not blank, io.EOF after the last. A table without rows is refused as empty.
func (r *Reader) Next() (Row, error) {
	row, err := r.row()
	switch {
	case errors.Is(err, io.EOF) && r.rows == 0:
		return Row{}, refuse(Empty, nil)
	case err != nil:
		return Row{}, err
	case r.rows == r.maxRows:
		return Row{}, &Error{Reason: Rows, Limit: r.maxRows, Line: row.Line}
	}
	r.rows++
	return row, nil
}

func (r *Reader) row() (Row, error) {
	for {
		cells, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			return Row{}, err
		}
		if err != nil {
			return Row{}, r.broken(err)
		}
		if blank(cells) {
			continue
		}
		line, _ := r.csv.FieldPos(0)
		row := Row{Line: line + r.skipped, Cells: make([]string, len(cells))}
		for i, cell := range cells {
			row.Cells[i] = Unguard(OneLine(cell))
		}
		return row, nil
	}
}

func (r *Reader) broken(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &Error{Reason: Quotes, Line: parse.StartLine + r.skipped, Err: err}
	}
	return err
}

func blank(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

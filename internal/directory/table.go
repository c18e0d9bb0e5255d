package directory

import (
	"cmp"
	"errors"
	"io"
	"strings"

	"rundertisch/internal/fault"
	"rundertisch/internal/sheet"
)

// Largest import file.
const (
	MaxImportBytes = sheet.MaxBytes
	MaxImportRows  = 20000
)

const partRows = 500 // rows that are compared and written together

// record is one row of an import file, its cells by field.
type record struct {
	line  int
	cells map[string]string
}

// table is an import file whose headings are understood; its rows are read again each time they are needed.
type table struct {
	text     string
	fields   []string          // of each column, "" for one that is not read
	headings map[string]string // as typed, by field
	rows     int
}

// heading returns what the file, or else the usual German file, calls the field.
func (t table) heading(kind ImportKind, field string) string {
	if typed := t.headings[field]; typed != "" {
		return typed
	}
	for _, c := range columnsOf(kind) {
		if c.field == field {
			return c.headings[0]
		}
	}
	return field
}

// fileFault is a mistake that makes the whole file unreadable, said at the form's file field.
func fileFault(key string, args ...any) error {
	var c fault.Checks
	c.Add("file", "directory.import.fault."+key, args...)
	return c.Err()
}

// decode reads a file's text, contacts as the text of a table; an Invalid fault at "file" tells what makes it unreadable.
func decode(file io.Reader) (string, error) {
	text, err := sheet.Text(file)
	if err == nil && isCards(text) {
		return cardsText(text)
	}
	return text, atFile(err)
}

// atFile turns the refusal of a file into a message at the form's file field.
func atFile(err error) error {
	refused, ok := sheet.Reported(err)
	if !ok {
		return err
	}
	var c fault.Checks
	c.Add("file", refused.Key(), refused.Args()...)
	return c.Err()
}

// readTable reads text as a file of the kind; an Invalid fault at "file" tells what makes it unreadable.
func readTable(kind ImportKind, text string, chosen []string) (table, error) {
	seen, err := survey(text)
	if err != nil {
		return table{}, err
	}
	fields, headings, err := readHead(kind, seen, chosen)
	if err != nil {
		return table{}, err
	}
	return table{text: text, fields: fields, headings: headings, rows: seen.rows}, seen.width()
}

// surveyed is what one must know of a file before its rows are taken one by one.
type surveyed struct {
	header  []string
	samples [][]string // of each column, its first filled cells
	rows    int
	wide    sheet.Row // the first row with more cells than there are headings; Line 0 for none
}

// survey reads the whole file and keeps next to nothing.
func survey(text string) (surveyed, error) {
	var seen surveyed
	err := eachRow(text, func(header []string) {
		seen.header, seen.samples = header, make([][]string, len(header))
	}, func(row sheet.Row) error {
		seen.take(row)
		return nil
	})
	return seen, err
}

func (s *surveyed) take(row sheet.Row) {
	const enough = 3
	s.rows++
	columns := len(s.header)
	if s.wide.Line == 0 && len(row.Cells) > columns && strings.Join(row.Cells[columns:], "") != "" {
		s.wide = row
	}
	for i, cell := range row.Cells[:min(len(row.Cells), columns)] {
		if cell != "" && len(s.samples[i]) < enough {
			s.samples[i] = append(s.samples[i], shorten(cell))
		}
	}
}

// width finds a row with more cells than there are headings.
func (s *surveyed) width() error {
	if s.wide.Line == 0 {
		return nil
	}
	return fileFault("too_many_cells", s.wide.Line, len(s.wide.Cells), len(s.header))
}

// eachRow reads the file's headings and rows; an Invalid fault at "file" tells why it cannot.
func eachRow(text string, head func([]string), fn func(sheet.Row) error) error {
	reader, err := sheet.NewReader(text, MaxImportRows)
	if err != nil {
		return atFile(err)
	}
	head(reader.Head.Cells)
	for {
		row, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return atFile(err)
		}
		if err := fn(row); err != nil {
			return err
		}
	}
}

// parts gives the file's records in parts of at most partRows; one part ends after the first "after" records.
func (t table) parts(after int, fn func(records []record, read int) error) error {
	var part []record
	read := 0
	flush := func() error {
		if len(part) == 0 {
			return nil
		}
		err := fn(part, read)
		part = part[:0]
		return err
	}
	err := eachRow(t.text, func([]string) {}, func(row sheet.Row) error {
		part = append(part, recordOf(row, t.fields))
		read++
		if len(part) == partRows || read == after {
			return flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// knownHeadings leads from folded headings to fields.
func knownHeadings(kind ImportKind) map[string]string {
	known := map[string]string{}
	for _, c := range columnsOf(kind) {
		for _, name := range append(c.headings, c.field) {
			known[headingKey(name)] = c.field
		}
	}
	return known
}

// readHead returns the field of each column, "" for one that is not read, and the headings by field. What people have
// chosen for the columns goes before what the headings say.
func readHead(kind ImportKind, seen surveyed, chosen []string) (fields []string, headings map[string]string, err error) {
	headings = map[string]string{}
	if len(chosen) == len(seen.header) {
		for i, field := range chosen {
			if field == Ignored {
				field = ""
			} else {
				headings[field] = cmp.Or(seen.header[i], field)
			}
			fields = append(fields, field)
		}
		return fields, headings, nil
	}
	known := knownHeadings(kind)
	for i, cell := range seen.header {
		field := known[headingKey(cell)]
		switch {
		case cell == "" && len(seen.samples[i]) == 0:
		case cell == "":
			return nil, nil, fileFault("blank_column", i+1)
		case field == "":
			return nil, nil, fileFault("unknown_column."+string(kind), shorten(cell))
		case headings[field] != "":
			return nil, nil, fileFault("repeated_column", shorten(headings[field]), shorten(cell))
		default:
			headings[field] = cell
		}
		fields = append(fields, field)
	}
	if headings[kind.required()] == "" {
		return nil, nil, fileFault("missing_column." + string(kind))
	}
	return fields, headings, nil
}

func recordOf(row sheet.Row, fields []string) record {
	r := record{line: row.Line, cells: make(map[string]string, len(fields))}
	for i, field := range fields {
		if i < len(row.Cells) && field != "" {
			r.cells[field] = row.Cells[i]
		}
	}
	return r
}

// shorten keeps foreign text in messages readable.
func shorten(s string) string {
	const limit = 60
	if letters := []rune(s); len(letters) > limit {
		return string(letters[:limit]) + "…"
	}
	return s
}

package directory

import (
	"cmp"
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

// record is one row of an import file, its cells by field.
type record struct {
	line  int
	cells map[string]string
}

// table is an import file whose headings are understood.
type table struct {
	records  []record
	headings map[string]string // as typed, by field
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
	read, err := sheet.Parse(text, MaxImportRows)
	if err != nil {
		return table{}, atFile(err)
	}
	fields, headings, err := readHead(kind, read, chosen)
	if err != nil {
		return table{}, err
	}
	if err := checkWidth(read); err != nil {
		return table{}, err
	}
	t := table{headings: headings, records: make([]record, 0, len(read.Rows))}
	for _, row := range read.Rows {
		t.records = append(t.records, recordOf(row, fields))
	}
	return t, nil
}

// checkWidth finds a row with more cells than there are headings.
func checkWidth(read sheet.Table) error {
	columns := len(read.Header)
	for _, row := range read.Rows {
		if len(row.Cells) > columns && strings.Join(row.Cells[columns:], "") != "" {
			return fileFault("too_many_cells", row.Line, len(row.Cells), columns)
		}
	}
	return nil
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
func readHead(kind ImportKind, read sheet.Table, chosen []string) (fields []string, headings map[string]string, err error) {
	headings = map[string]string{}
	if len(chosen) == len(read.Header) {
		for i, field := range chosen {
			if field == Ignored {
				field = ""
			} else {
				headings[field] = cmp.Or(read.Header[i], field)
			}
			fields = append(fields, field)
		}
		return fields, headings, nil
	}
	known := knownHeadings(kind)
	for i, cell := range read.Header {
		field := known[headingKey(cell)]
		switch {
		case cell == "" && read.Blank(i):
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

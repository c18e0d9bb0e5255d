package directory

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"rundertisch/internal/fault"
)

// Largest import file.
const (
	MaxImportBytes = 5 << 20
	MaxImportRows  = 5000
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

// decode reads a file's text: UTF-8 with or without byte order mark, else Windows-1252 as German Excel writes it.
func decode(file io.Reader) (string, error) {
	raw, err := io.ReadAll(io.LimitReader(file, MaxImportBytes+1))
	switch {
	case err != nil:
		return "", err
	case len(raw) > MaxImportBytes:
		return "", fileFault("too_large", MaxImportBytes>>20)
	case bytes.IndexByte(raw, 0) >= 0:
		return "", fileFault("no_text")
	}
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	if utf8.Valid(raw) {
		return string(raw), nil
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	return string(text), err
}

// readTable reads text as a file of the kind; an Invalid fault at "file" tells what makes it unreadable.
func readTable(kind ImportKind, text string) (table, error) {
	text = strings.TrimLeft(text, "\r\n")
	if first, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(first, "sep=") {
		text = rest
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma = separator(text)
	reader.FieldsPerRecord = -1
	head, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return table{}, fileFault("empty")
	}
	if err != nil {
		return table{}, brokenCSV(err)
	}
	fields, headings, err := readHead(kind, head)
	if err != nil {
		return table{}, err
	}
	records, err := readRecords(reader, fields)
	if err == nil && len(records) == 0 {
		err = fileFault("empty")
	}
	return table{records: records, headings: headings}, err
}

// separator is the one of semicolon, comma and tab the first line uses most.
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

func readHead(kind ImportKind, head []string) (fields []string, headings map[string]string, err error) {
	known := map[string]string{}
	for _, c := range columnsOf(kind) {
		for _, name := range append(c.headings, c.field) {
			known[headingKey(name)] = c.field
		}
	}
	headings = map[string]string{}
	for _, cell := range head {
		cell = oneLine(cell)
		field := known[headingKey(cell)]
		switch {
		case cell == "":
			return nil, nil, fileFault("blank_column", len(fields)+1)
		case field == "":
			return nil, nil, fileFault("unknown_column."+string(kind), shorten(cell))
		case headings[field] != "":
			return nil, nil, fileFault("repeated_column", shorten(headings[field]), shorten(cell))
		}
		headings[field] = cell
		fields = append(fields, field)
	}
	if headings[kind.required()] == "" {
		return nil, nil, fileFault("missing_column." + string(kind))
	}
	return fields, headings, nil
}

func readRecords(reader *csv.Reader, fields []string) ([]record, error) {
	var records []record
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return nil, brokenCSV(err)
		}
		line, _ := reader.FieldPos(0)
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		if len(cells) > len(fields) && strings.TrimSpace(strings.Join(cells[len(fields):], "")) != "" {
			return nil, fileFault("too_many_cells", line, len(cells), len(fields))
		}
		if len(records) == MaxImportRows {
			return nil, fileFault("too_many_rows", MaxImportRows)
		}
		records = append(records, recordOf(line, fields, cells))
	}
}

func recordOf(line int, fields, cells []string) record {
	r := record{line: line, cells: map[string]string{}}
	for i, field := range fields {
		if i < len(cells) {
			r.cells[field] = oneLine(unguard(cells[i]))
		}
	}
	return r
}

func brokenCSV(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return fileFault("quotes", parse.StartLine)
	}
	return err
}

// guard puts an apostrophe before what a spreadsheet would take for a formula; unguard takes it away again.
func guard(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func unguard(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && guard(rest) != rest {
		return rest
	}
	return cell
}

// shorten keeps foreign text in messages readable.
func shorten(s string) string {
	const limit = 60
	if letters := []rune(s); len(letters) > limit {
		return string(letters[:limit]) + "…"
	}
	return s
}

package workplan

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"rundertisch/internal/i18n"
)

const (
	maxFileBytes = 1 << 20
	maxFileRows  = 2000
)

// Columns lists the columns of a plan file.
func Columns() []string { return []string{"number", "parent", "title", "due"} }

// Problem is one thing that is wrong in a plan file. Line 0 means the file as a whole, Column "" the whole line.
type Problem struct {
	Line   int    // in the file, the heading is line 1
	Column string // one of Columns
	Key    string // catalogue key
	Args   []any
}

// Text says the problem and its place in the locale's language: "Zeile 4, Spalte „due“: …".
func (p Problem) Text(l *i18n.Locale) string {
	said := l.T(p.Key, p.Args...)
	switch {
	case p.Line == 0:
		return said
	case p.Column == "":
		return l.T("workplan.import.at_line", p.Line, said)
	}
	return l.T("workplan.import.at_cell", p.Line, p.Column, said)
}

// record is one line of a plan file, its cells by column.
type record struct {
	line  int
	cells map[string]string
}

// decode returns a plan file's content as UTF-8 text; files without a byte order mark that are not UTF-8 are read as
// Windows-1252, as German Excel writes them.
func decode(raw []byte) (string, *Problem) {
	if len(raw) > maxFileBytes {
		return "", &Problem{Key: "workplan.import.too_big", Args: []any{maxFileBytes / 1024}}
	}
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	if bytes.IndexByte(raw, 0) >= 0 {
		return "", &Problem{Key: "workplan.import.not_text"}
	}
	if utf8.Valid(raw) {
		return string(raw), nil
	}
	text, err := charmap.Windows1252.NewDecoder().String(string(raw))
	if err != nil || strings.ContainsRune(text, utf8.RuneError) {
		return "", &Problem{Key: "workplan.import.not_text"}
	}
	return text, nil
}

// readFile reads a plan file into records; any problem here makes the rest unreadable.
func readFile(text string) ([]record, *Problem) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma = separator(text)
	reader.FieldsPerRecord = -1
	heading, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return nil, &Problem{Key: "workplan.import.empty"}
	}
	if err != nil {
		return nil, broken(err)
	}
	columns, problem := readHeading(heading)
	if problem != nil {
		return nil, problem
	}
	return readRecords(reader, columns)
}

// separator is the one of semicolon, comma and tab that the heading uses most.
func separator(text string) rune {
	heading, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	best := ','
	for _, candidate := range ";\t" {
		if strings.Count(heading, string(candidate)) > strings.Count(heading, string(best)) {
			best = candidate
		}
	}
	return best
}

func readHeading(heading []string) ([]string, *Problem) {
	columns := make([]string, len(heading))
	seen := map[string]bool{}
	for i, name := range heading {
		name = strings.ToLower(oneLine(name))
		if !isColumn(name) {
			return nil, &Problem{Line: 1, Key: "workplan.import.unknown_column", Args: []any{shorten(name), strings.Join(Columns(), ", ")}}
		}
		if seen[name] {
			return nil, &Problem{Line: 1, Key: "workplan.import.column_twice", Args: []any{name}}
		}
		seen[name], columns[i] = true, name
	}
	for _, name := range Columns() {
		if !seen[name] {
			return nil, &Problem{Line: 1, Key: "workplan.import.column_missing", Args: []any{name}}
		}
	}
	return columns, nil
}

func isColumn(name string) bool {
	for _, column := range Columns() {
		if column == name {
			return true
		}
	}
	return false
}

func readRecords(reader *csv.Reader, columns []string) ([]record, *Problem) {
	var records []record
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return nil, broken(err)
		}
		line, _ := reader.FieldPos(0)
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		if len(cells) > len(columns) {
			return nil, &Problem{Line: line, Key: "workplan.import.width", Args: []any{len(columns), len(cells)}}
		}
		if len(records) == maxFileRows {
			return nil, &Problem{Line: line, Key: "workplan.import.too_many_rows", Args: []any{maxFileRows}}
		}
		r := record{line: line, cells: map[string]string{}}
		for i, cell := range cells { // empty cells at the end may be missing
			r.cells[columns[i]] = unguard(oneLine(cell))
		}
		records = append(records, r)
	}
}

// unguard removes the apostrophe that guard put before a formula sign, so that an exported text comes back as it was.
func unguard(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && rest != guard(rest) {
		return rest
	}
	return cell
}

func broken(err error) *Problem {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return &Problem{Key: "workplan.import.not_text"}
	}
	key := "workplan.import.broken"
	if errors.Is(err, csv.ErrQuote) || errors.Is(err, csv.ErrBareQuote) {
		key = "workplan.import.quote"
	}
	return &Problem{Line: parse.StartLine, Key: key}
}

// shorten keeps foreign text in messages to a length that can be read.
func shorten(s string) string {
	const limit = 40
	if r := []rune(s); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return s
}

// place names the problem's cell for faults: "4:due", "4", "file".
func (p Problem) place() string {
	switch {
	case p.Line == 0:
		return "file"
	case p.Column == "":
		return strconv.Itoa(p.Line)
	}
	return strconv.Itoa(p.Line) + ":" + p.Column
}

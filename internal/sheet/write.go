package sheet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Format is how a table is written.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Formats lists the formats in the order in which they are offered.
func Formats() []Format { return []Format{CSV, XLSX} }

// Valid reports whether f is one of the formats.
func (f Format) Valid() bool { return f == CSV || f == XLSX }

// MediaType is the format's media type.
func (f Format) MediaType() string {
	if f == XLSX {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}

// Source is a table to be written.
type Source struct {
	Name   string // of the sheet
	Header []string
	Rows   iter.Seq2[[]string, error] // may reuse its slice; the first error ends the writing
}

// Of returns rows from a function for each of the things, one after the other.
func Of[T any](things []T, row func(T) []string) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for _, thing := range things {
			if !yield(row(thing), nil) {
				return
			}
		}
	}
}

// Write writes the table: CSV for German spreadsheets (byte order mark, semicolons, CRLF, guarded cells), or a
// workbook whose cells are all text.
func Write(w io.Writer, format Format, source Source) error {
	if format == XLSX {
		return writeWorkbook(w, source)
	}
	return writeCSV(w, source)
}

func writeCSV(w io.Writer, source Source) error {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	if err := out.Write(guarded(source.Header)); err != nil {
		return err
	}
	for row, err := range source.Rows {
		if err != nil {
			return err
		}
		if err := out.Write(guarded(row)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func writeWorkbook(w io.Writer, source Source) (err error) {
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	name := sheetName(source.Name)
	if err := book.SetSheetName(book.GetSheetName(0), name); err != nil {
		return err
	}
	stream, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := writeHead(book, stream, source.Header); err != nil {
		return err
	}
	line := 1
	for row, err := range source.Rows {
		if err != nil {
			return err
		}
		line++
		if err := setRow(stream, line, row, 0); err != nil {
			return err
		}
	}
	if err := stream.Flush(); err != nil {
		return err
	}
	return book.Write(w)
}

// writeHead sets widths by the headings' lengths, keeps the first row in sight and writes it in bold.
func writeHead(book *excelize.File, stream *excelize.StreamWriter, header []string) error {
	style, err := book.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E6EAF0"}},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true},
	})
	if err != nil {
		return err
	}
	for i, heading := range header {
		width := float64(min(60, max(18, utf8.RuneCountInString(heading)+4)))
		if err := stream.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	if err := stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return setRow(stream, 1, header, style)
}

func setRow(stream *excelize.StreamWriter, line int, texts []string, style int) error {
	cells := make([]any, len(texts))
	for i, text := range texts {
		cells[i] = excelize.Cell{StyleID: style, Value: visible(text)} // a string stays a string: no formulas, no numbers
	}
	return stream.SetRow(fmt.Sprintf("A%d", line), cells)
}

// visible drops what XML 1.0 cannot hold.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// sheetName makes a name that Excel takes: at most 31 characters and none of :\/?*[].
func sheetName(name string) string {
	letters := []rune(strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return ' '
		}
		return r
	}, OneLine(name)), "' "))
	if len(letters) > 31 {
		letters = letters[:31]
	}
	if len(letters) == 0 {
		return "Tabelle"
	}
	return strings.TrimRight(string(letters), "' ")
}

func guarded(cells []string) []string {
	safe := make([]string, len(cells))
	for i, cell := range cells {
		safe[i] = Guard(cell)
	}
	return safe
}

// Guard puts an apostrophe before a cell that begins like a formula (OWASP: CSV injection).
func Guard(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// Unguard takes the apostrophe away again, so that an exported text comes back as it was.
func Unguard(cell string) string {
	if rest, guarded := strings.CutPrefix(cell, "'"); guarded && rest != Guard(rest) {
		return rest
	}
	return cell
}

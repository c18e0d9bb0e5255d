package directory

import (
	"bytes"
	"encoding/csv"
)

// Say returns the sentence for a catalogue key.
type Say func(key string, args ...any) string

// ExportPersons writes persons as a CSV file that German spreadsheets open and an import reads again: byte order
// mark, semicolons, and an apostrophe before what would be taken for a formula.
func ExportPersons(persons []Person, say Say) ([]byte, error) {
	fields := personExport()
	rows := make([][]string, 0, len(persons))
	for _, p := range persons {
		rows = append(rows, cells(fields, func(field string) string {
			if field == "kind" && p.Kind != "" {
				return say("directory.kind." + string(p.Kind))
			}
			return p.Field(field)
		}))
	}
	return writeCSV(fields, rows, say)
}

// ExportOrganisations is ExportPersons for organisations.
func ExportOrganisations(organisations []Organisation, say Say) ([]byte, error) {
	fields := Columns(ImportOrganisations)
	rows := make([][]string, 0, len(organisations))
	for _, o := range organisations {
		rows = append(rows, cells(fields, func(field string) string {
			if field == "kind" {
				return say("directory.kind." + string(o.Kind))
			}
			return o.Field(field)
		}))
	}
	return writeCSV(fields, rows, say)
}

// Template returns an empty import file of the kind: its headings.
func Template(kind ImportKind, say Say) ([]byte, error) { return writeCSV(Columns(kind), nil, say) }

func personExport() []string {
	return []string{
		"title", "given", "family", "function", "email", "phone", "lang", "valid_from", "valid_to", "source",
		"organisation", "kind",
	}
}

func cells(fields []string, value func(field string) string) []string {
	row := make([]string, len(fields))
	for i, field := range fields {
		row[i] = guard(value(field))
	}
	return row
}

func writeCSV(fields []string, rows [][]string, say Say) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\uFEFF")
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	headings := make([]string, len(fields))
	for i, field := range fields {
		headings[i] = say("directory.column." + field)
	}
	if err := w.Write(headings); err != nil {
		return nil, err
	}
	err := w.WriteAll(rows)
	return out.Bytes(), err
}

package directory

import (
	"slices"
	"strconv"

	"rundertisch/internal/sheet"
)

// Say returns the sentence for a catalogue key.
type Say func(key string, args ...any) string

// PersonsTable is persons as a file that an import reads again.
func PersonsTable(persons []Person, say Say) sheet.Source {
	fields := []string{
		"title", "given", "family", "function", "email", "phone", "lang", "valid_from", "valid_to", "source",
		"organisation", "kind",
	}
	source := emptyTable("persons", fields, say)
	source.Rows = sheet.Of(persons, func(p Person) []string {
		return cells(fields, func(field string) string {
			if field == "kind" && p.Kind != "" {
				return say("directory.kind." + string(p.Kind))
			}
			return p.Field(field)
		})
	})
	return source
}

// OrganisationsTable is PersonsTable for organisations.
func OrganisationsTable(organisations []Organisation, say Say) sheet.Source {
	fields := Columns(ImportOrganisations)
	source := emptyTable("organisations", fields, say)
	source.Rows = sheet.Of(organisations, func(o Organisation) []string {
		return cells(fields, func(field string) string {
			if field == "kind" {
				return say("directory.kind." + string(o.Kind))
			}
			return o.Field(field)
		})
	})
	return source
}

// Template is an empty import file of the kind: its headings.
func Template(kind ImportKind, say Say) sheet.Source {
	return emptyTable(string(kind), Columns(kind), say)
}

func emptyTable(name string, fields []string, say Say) sheet.Source {
	source := sheet.Source{Name: say("directory." + name), Rows: sheet.Of(nil, func([]string) []string { return nil })}
	for _, field := range fields {
		source.Header = append(source.Header, say("directory.column."+field))
	}
	return source
}

func cells(fields []string, value func(field string) string) []string {
	row := slices.Clone(fields)
	for i, field := range fields {
		row[i] = value(field)
	}
	return row
}

// LeftOutTable is the rows that an import did not take, with the reason of each.
func LeftOutTable(rows []LeftOut, say Say) sheet.Source {
	return sheet.Source{
		Name: say("directory.import.left_out.file"),
		Header: []string{
			say("directory.import.preview.line"), say("directory.import.preview.name"), say("directory.import.left_out.place"), say("directory.import.left_out.why"),
		},
		Rows: sheet.Of(rows, func(row LeftOut) []string {
			return []string{strconv.Itoa(row.Line), row.Name, row.Place, say(row.Reason, row.Because()...)}
		}),
	}
}

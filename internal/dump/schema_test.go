package dump

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"rundertisch/internal/database/dbtest"
)

// written are the rows of which the document is made.
var written = []any{
	project{},
	goal{},
	milestone{},
	task{},
	item{},
	comment{},
	dependency{},
	move{},
	baseline{},
	approved{},
	ladder{},
	event{},
	part{},
	deadline{},
	point{},
	publication{},
	summary{},
	photo{},
	card{},
	document{},
	version{},
	link{},
	followup{},
	report{},
	text{},
}

// TestEveryTableOfAProjectIsWrittenOrLeftOutForAReason walks the schema: a new table with a project, or one that hangs below
// a table that is written, and a new column of such a table, is written or stands in Left.
func TestEveryTableOfAProjectIsWrittenOrLeftOutForAReason(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, dbtest.SQLite(t))
	var tables, columns, parents []string
	err := db.Read().NewRaw(`SELECT t.name, c.name, COALESCE(f."table", '') FROM pragma_table_list AS t JOIN pragma_table_info(t.name) AS c
		LEFT JOIN pragma_foreign_key_list(t.name) AS f ON f."from" = c.name WHERE t.schema = 'main' AND t.type = 'table'`).
		Scan(t.Context(), &tables, &columns, &parents)
	if err != nil {
		t.Fatal(err)
	}
	fields, found := map[string][]string{}, map[string]bool{}
	for _, row := range written {
		table, names := columnsOf(reflect.TypeOf(row))
		fields[table] = names
	}
	for i, table := range tables {
		column := table + "." + columns[i]
		found[table], found[column] = true, true
		names, isWritten := fields[table]
		switch {
		case isWritten && !slices.Contains(names, columns[i]) && !slices.Contains(everywhere, columns[i]) && Left[column] == "":
			t.Errorf("%s is not in the document: write it, or say in Left why not", column)
		case isWritten && Left[table] != "":
			t.Errorf("%s is written, and Left says why not", table)
		case !isWritten && Left[table] == "" && (columns[i] == "project_id" || fields[parents[i]] != nil && parents[i] != "projects"):
			t.Errorf("%s is not in the document: write it, or say in Left why not", table)
		}
	}
	for name := range Left {
		if !found[name] {
			t.Errorf("there is no %s", name)
		}
	}
	for table, names := range fields {
		for _, name := range names {
			if Left[table+"."+name] != "" {
				t.Errorf("%s.%s is written, and Left says why not", table, name)
			}
		}
	}
}

// columnsOf returns the table and the columns of a row.
func columnsOf(row reflect.Type) (table string, names []string) {
	for i := range row.NumField() {
		field := row.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("bun"), ",")
		of, isTable := strings.CutPrefix(name, "table:")
		switch {
		case isTable:
			table = of
		case field.Anonymous:
			_, inner := columnsOf(field.Type)
			names = append(names, inner...)
		case name != "-":
			names = append(names, name)
		}
	}
	return table, names
}

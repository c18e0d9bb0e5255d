package bin_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rundertisch/internal/app/apptest"
)

// aside are tables that remember what happened, or follow from the others.
var aside = []string{
	"audit_entries", "bin_entries", "jobs", "leases", "login_links", "login_sessions", "mail_messages", "plan_changes", "search_changes", "search_turns",
	"search_words", "settings",
}

// contents reads all rows of all other tables: one line per row with all of its columns.
func contents(t *testing.T, s *apptest.Site, but ...string) []string {
	t.Helper()
	tables, err := s.DB.Tables(t.Context(), s.DB.Read())
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, table := range tables {
		if slices.Contains(aside, table.Name) {
			continue
		}
		var columns []string
		for _, column := range table.Columns {
			if !slices.Contains(but, table.Name+"."+column.Name) {
				columns = append(columns, column.Name)
			}
		}
		lines = append(lines, rowsOf(t, s, table.Name, columns)...)
	}
	return lines
}

func rowsOf(t *testing.T, s *apptest.Site, table string, columns []string) []string {
	t.Helper()
	rows, err := s.DB.Read().QueryContext(t.Context(), "SELECT "+strings.Join(columns, ", ")+" FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var lines []string
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		line := table + ":"
		for i, value := range values {
			line += " " + columns[i] + "=" + plain(value)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}

func plain(value any) string {
	switch v := value.(type) {
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	case []byte:
		return string(v)
	}
	return fmt.Sprint(value)
}

// same fails the test unless all rows are as they were.
func same(t *testing.T, before, after []string) {
	t.Helper()
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the rows are not as they were (-before +after):\n%s", diff)
	}
}

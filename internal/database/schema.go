package database

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/uptrace/bun"
)

// Kind is what a column holds, in the same word for both databases.
type Kind string

// Kinds of columns. SQLite keeps JSON documents as Text.
const (
	Text    Kind = "text"
	Integer Kind = "integer"
	Real    Kind = "real"
	Boolean Kind = "boolean"
	Instant Kind = "instant"
	JSON    Kind = "json"
	Bytes   Kind = "bytes"
)

// Column is one column that is written; what the database computes itself is none.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// Table is a table with its columns in their order.
type Table struct {
	Name    string
	Columns []Column
}

// ledgers are the tables about the schema itself.
var ledgers = []string{"bun_migrations", "bun_migration_locks", "migration_lock"}

const postgresColumns = `SELECT t.table_name, c.column_name, c.data_type FROM information_schema.tables AS t
JOIN information_schema.columns AS c ON c.table_schema = t.table_schema AND c.table_name = t.table_name
WHERE t.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
ORDER BY t.table_name, c.ordinal_position`

const sqliteColumns = `SELECT t.name, c.name, lower(c.type) FROM pragma_table_list AS t JOIN pragma_table_xinfo(t.name) AS c
WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND c.hidden = 0
ORDER BY t.name, c.cid`

var kinds = map[string]Kind{
	"text": Text, "character varying": Text, "bigint": Integer, "integer": Integer, "smallint": Integer,
	"double precision": Real, "real": Real, "boolean": Boolean, "timestamp": Instant, "timestamp with time zone": Instant,
	"json": JSON, "jsonb": JSON, "bytea": Bytes, "blob": Bytes,
}

// Tables lists every table that holds data, by name, as the database itself tells: all but those about the schema and,
// on SQLite, the inside of virtual tables. A column type without a Kind is an error.
func (db *DB) Tables(ctx context.Context, tx bun.IDB) ([]Table, error) {
	query := sqliteColumns
	if db.postgres {
		query = postgresColumns
	}
	var names, columns, types []string
	if err := tx.NewRaw(query).Scan(ctx, &names, &columns, &types); err != nil {
		return nil, err
	}
	var tables []Table
	for i, name := range names {
		if slices.Contains(ledgers, name) {
			continue
		}
		kind, known := kinds[types[i]]
		if !known {
			return nil, fmt.Errorf("database: column %s.%s has the unknown type %q", name, columns[i], types[i])
		}
		if len(tables) == 0 || tables[len(tables)-1].Name != name {
			tables = append(tables, Table{Name: name})
		}
		last := &tables[len(tables)-1]
		last.Columns = append(last.Columns, Column{columns[i], kind})
	}
	return tables, nil
}

// AppliedMigrations lists the applied migrations' numbers in ascending order, known to this program or not, and changes
// nothing; none on a database that was never migrated.
func (db *DB) AppliedMigrations(ctx context.Context, tx bun.IDB) ([]string, error) {
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'bun_migrations'"
	if db.postgres {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'bun_migrations'"
	}
	var found, names []string
	if err := tx.NewRaw(query).Scan(ctx, &found); err != nil || len(found) == 0 {
		return nil, err
	}
	err := tx.NewRaw("SELECT name FROM bun_migrations ORDER BY name").Scan(ctx, &names)
	return names, err
}

// KnownMigrations lists the numbers of the migrations in files in ascending order.
func KnownMigrations(files fs.FS) ([]string, error) {
	paths, err := fs.Glob(files, "*.up.sql")
	names := make([]string, len(paths))
	for i, path := range paths {
		names[i], _, _ = strings.Cut(path, "_")
	}
	slices.Sort(names)
	return names, err
}

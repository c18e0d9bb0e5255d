package database

import (
	"context"

	"github.com/uptrace/bun"
)

// Load runs fn, which inserts rows of a whole database, in the writing transaction tx: triggers are off, because the rows they would write
// come too, foreign keys are checked once fn is through, so that rows may come in any order, and afterwards counted identifiers go on
// behind the highest. On PostgreSQL it needs the tables' owner, who migrated them.
func (db *DB) Load(ctx context.Context, tx bun.IDB, fn func() error) error {
	if db.postgres {
		return loadPostgres(ctx, tx, fn)
	}
	return loadSQLite(ctx, tx, fn)
}

// loadSQLite takes the triggers away and makes them again; the commit checks the foreign keys.
func loadSQLite(ctx context.Context, tx bun.IDB, fn func() error) error {
	var names, statements []string
	err := tx.NewRaw("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name").Scan(ctx, &names, &statements)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = ON"); err != nil {
		return err
	}
	if err := each(ctx, tx, "DROP TRIGGER ?", identifiers(names)); err != nil {
		return err
	}
	if err := fn(); err != nil {
		return err
	}
	for _, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

const (
	ownTables = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1`

	foreignKeys = `SELECT t.relname, c.conname FROM pg_constraint AS c JOIN pg_class AS t ON t.oid = c.conrelid
WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace ORDER BY 1, 2`

	counted = `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'`

	goOn = `SELECT setval(pg_get_serial_sequence(?1, ?2), coalesce(max(?3), 1), max(?3) IS NOT NULL) FROM ?0`
)

func loadPostgres(ctx context.Context, tx bun.IDB, fn func() error) error {
	var tables, owners, constraints []string
	if err := tx.NewRaw(ownTables).Scan(ctx, &tables); err != nil {
		return err
	}
	if err := tx.NewRaw(foreignKeys).Scan(ctx, &owners, &constraints); err != nil {
		return err
	}
	all, keys := identifiers(tables), identifiers(owners)
	for i := range keys {
		keys[i] = append(keys[i], bun.Ident(constraints[i]))
	}
	for _, step := range []func() error{
		func() error { return each(ctx, tx, "ALTER TABLE ? DISABLE TRIGGER USER", all) },
		func() error {
			return each(ctx, tx, "ALTER TABLE ? ALTER CONSTRAINT ? DEFERRABLE INITIALLY DEFERRED", keys)
		},
		fn,
		func() error { return each(ctx, tx, "SET CONSTRAINTS ALL IMMEDIATE", [][]any{nil}) },
		func() error { return each(ctx, tx, "ALTER TABLE ? ALTER CONSTRAINT ? NOT DEFERRABLE", keys) },
		func() error { return each(ctx, tx, "ALTER TABLE ? ENABLE TRIGGER USER", all) },
		func() error { return continueCounting(ctx, tx) },
	} {
		if err := step(); err != nil {
			return Fault(err)
		}
	}
	return nil
}

func continueCounting(ctx context.Context, tx bun.IDB) error {
	var tables, columns []string
	if err := tx.NewRaw(counted).Scan(ctx, &tables, &columns); err != nil {
		return err
	}
	for i, table := range tables {
		if _, err := tx.ExecContext(ctx, goOn, bun.Ident(table), table, columns[i], bun.Ident(columns[i])); err != nil {
			return err
		}
	}
	return nil
}

func identifiers(names []string) [][]any {
	all := make([][]any, len(names))
	for i, name := range names {
		all[i] = []any{bun.Ident(name)}
	}
	return all
}

// each runs the statement once for each list of arguments.
func each(ctx context.Context, tx bun.IDB, statement string, arguments [][]any) error {
	for _, args := range arguments {
		if _, err := tx.ExecContext(ctx, statement, args...); err != nil {
			return err
		}
	}
	return nil
}

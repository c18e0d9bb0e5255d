package backup

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// Restore puts the archive at path into the place, where nothing may be founded and no file be yet; its schema may be missing or
// not newer than the backup's. The program must not run there. Either everything is there afterwards or, besides a schema, nothing.
func Restore(ctx context.Context, place Place, path string) (m Manifest, err error) {
	a, err := Open(ctx, path)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	m = a.Manifest
	known, err := database.KnownMigrations(place.Migrations)
	if err != nil {
		return m, err
	}
	if err := m.readable(known); err != nil {
		return m, err
	}
	if err := place.fits(ctx, m); err != nil {
		return m, err
	}
	if err := place.DB.MigrateTo(ctx, place.Migrations, m.Migrations); err != nil {
		return m, err
	}
	if err := a.unpack(ctx, place); err != nil {
		return m, err
	}
	_, err = place.DB.Migrate(ctx, place.Migrations)
	return m, err
}

// fits refuses a place with data, and one whose schema is ahead of the backup's.
func (p Place) fits(ctx context.Context, m Manifest) error {
	if err := p.noFiles(); err != nil {
		return err
	}
	applied, err := p.DB.AppliedMigrations(ctx, p.DB.Read())
	if err != nil {
		return err
	}
	for _, migration := range applied {
		if !slices.Contains(m.Migrations, migration) {
			return fmt.Errorf("the database already has migration %s, which the backup was made without: restore into a new database", migration)
		}
	}
	all, err := p.DB.Tables(ctx, p.DB.Read())
	if err != nil {
		return err
	}
	return notFounded(ctx, p.DB.Read(), all)
}

// notFounded refuses a database with an administration or somebody who signs in: all else hangs on them. What a program writes
// of itself at its first start may be there and is given up.
func notFounded(ctx context.Context, tx bun.IDB, all []database.Table) error {
	for _, table := range all {
		if table.Name != "workspaces" && table.Name != "users" {
			continue
		}
		count, err := tx.NewSelect().Table(table.Name).Count(ctx)
		if err != nil {
			return err
		}
		if count > 0 {
			return fmt.Errorf("the database already holds data (%s: %d): restore into a new database", table.Name, count)
		}
	}
	return nil
}

// unpack loads rows and files; the rows are committed last, and the files taken away when that fails.
func (a *Archive) unpack(ctx context.Context, place Place) error {
	touched := false
	err := place.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		all, err := place.DB.Tables(ctx, tx)
		if err != nil {
			return err
		}
		if err := errors.Join(notFounded(ctx, tx, all), a.sameTables(all)); err != nil {
			return err
		}
		if err := place.DB.Load(ctx, tx, func() error { return a.load(ctx, place.DB, tx) }); err != nil {
			return err
		}
		if err := place.noFiles(); err != nil {
			return err
		}
		touched = true
		return a.unpackFiles(ctx, place.FilesDir)
	})
	if err != nil && touched {
		err = errors.Join(err, place.clearFiles())
	}
	return err
}

// sameTables refuses an archive whose tables or columns are not those of the schema it says it has.
func (a *Archive) sameTables(all []database.Table) error {
	shapes := map[string][]string{}
	for _, table := range all {
		shapes[table.Name] = names(table.Columns)
	}
	for _, table := range a.Manifest.Tables {
		if !slices.Equal(shapes[table.Name], names(table.Columns)) {
			return fmt.Errorf("the backup's table %s has other columns than the database", table.Name)
		}
		delete(shapes, table.Name)
	}
	for name := range shapes {
		return fmt.Errorf("the backup lacks the table %s", name)
	}
	return nil
}

// names are the columns' names, sorted: the databases may keep another order.
func names(columns []database.Column) []string {
	var all []string
	for _, column := range columns {
		all = append(all, column.Name)
	}
	slices.Sort(all)
	return all
}

package database

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/migrate"
)

// Words are what the migrations' templates may say: one set of SQL files for both databases.
type Words struct {
	PG   bool   // true on PostgreSQL
	PK   string // type of an identifier column (ULID text)
	TS   string // type of an instant
	JSON string // type of a JSON document
}

const (
	lockWait = 30 * time.Second       // how long a second instance waits for the first one's migration
	lockStep = 250 * time.Millisecond // how often it looks
	lockAge  = 2 * time.Minute        // after this a lock belongs to a killed process
)

// Migration is one step of the schema and whether it has been applied.
type Migration struct {
	Name    string
	Applied bool
}

// Migrate applies the missing migrations of files and returns their names. Only one process does so at a time: on
// PostgreSQL by an advisory lock, on SQLite by a row that is taken over once it is two minutes old. A database that
// holds a migration that is not in files was written by a newer program and is left alone.
func (db *DB) Migrate(ctx context.Context, files fs.FS) ([]string, error) {
	if err := db.refuseNewer(ctx, files); err != nil {
		return nil, err
	}
	return db.migrateWith(ctx, files, func(migrate.Migration) bool { return true })
}

// refuseNewer keeps an old program from a schema it does not know: it would write rows that the newer one misreads.
func (db *DB) refuseNewer(ctx context.Context, files fs.FS) error {
	known, err := KnownMigrations(files)
	if err != nil {
		return err
	}
	applied, err := db.AppliedMigrations(ctx, db.write)
	unknown := slices.DeleteFunc(applied, func(number string) bool { return slices.Contains(known, number) })
	if err == nil && len(unknown) > 0 {
		return fmt.Errorf("the database is newer than this program, which does not know the migrations %s: "+
			"start the program that wrote it, or a newer one; nothing was changed", strings.Join(unknown, ", "))
	}
	return err
}

// MigrateTo applies those migrations of files that have one of the numbers and are missing.
func (db *DB) MigrateTo(ctx context.Context, files fs.FS, numbers []string) error {
	_, err := db.migrateWith(ctx, files, func(m migrate.Migration) bool { return slices.Contains(numbers, m.Name) })
	return err
}

func (db *DB) migrateWith(ctx context.Context, files fs.FS, wanted func(migrate.Migration) bool) ([]string, error) {
	m, err := db.migrator(files, wanted)
	if err != nil {
		return nil, err
	}
	var names []string
	err = db.underMigrationLock(ctx, func() error {
		if err := m.Init(ctx); err != nil {
			return err
		}
		group, err := m.Migrate(ctx)
		if err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
		for _, one := range group.Migrations {
			names = append(names, one.Name+"_"+one.Comment)
		}
		return nil
	})
	return names, err
}

// Migrations lists all migrations of files with their state.
func (db *DB) Migrations(ctx context.Context, files fs.FS) ([]Migration, error) {
	m, err := db.migrator(files, func(migrate.Migration) bool { return true })
	if err != nil {
		return nil, err
	}
	if err := m.Init(ctx); err != nil {
		return nil, err
	}
	all, err := m.MigrationsWithStatus(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Migration, len(all))
	for i, one := range all {
		list[i] = Migration{Name: one.Name + "_" + one.Comment, Applied: !one.MigratedAt.IsZero()}
	}
	return list, nil
}

func (db *DB) migrator(files fs.FS, wanted func(migrate.Migration) bool) (*migrate.Migrator, error) {
	all, migrations := migrate.NewMigrations(), migrate.NewMigrations()
	if err := all.Discover(files); err != nil {
		return nil, err
	}
	for _, one := range all.Sorted() {
		if wanted(one) {
			migrations.Add(one)
		}
	}
	return migrate.NewMigrator(db.write, migrations, migrate.WithMarkAppliedOnSuccess(true), migrate.WithTemplateData(db.words())), nil
}

func (db *DB) words() Words {
	if db.postgres {
		return Words{PG: true, PK: "varchar(26)", TS: "timestamptz", JSON: "jsonb"}
	}
	return Words{PK: "text", TS: "timestamp", JSON: "text"}
}

const advisoryLock = 7_202_611 // any constant of our own

func (db *DB) underMigrationLock(ctx context.Context, fn func() error) (err error) {
	if !db.postgres {
		return db.underLockRow(ctx, fn)
	}
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock(?)", advisoryLock); err != nil {
		return err
	}
	defer func() {
		_, unlockErr := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock(?)", advisoryLock)
		err = errors.Join(err, unlockErr)
	}()
	return fn()
}

func (db *DB) underLockRow(ctx context.Context, fn func() error) (err error) {
	if _, err := db.write.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS migration_lock (one integer PRIMARY KEY, taken_at integer NOT NULL)"); err != nil {
		return err
	}
	if err := db.takeLockRow(ctx); err != nil {
		return err
	}
	defer func() {
		_, unlockErr := db.write.ExecContext(context.WithoutCancel(ctx), "DELETE FROM migration_lock")
		err = errors.Join(err, unlockErr)
	}()
	return fn()
}

func (db *DB) takeLockRow(ctx context.Context) error {
	deadline := time.Now().Add(lockWait)
	for {
		now := time.Now()
		taken, err := changed(db.write.ExecContext(ctx,
			"INSERT INTO migration_lock (one, taken_at) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET taken_at = excluded.taken_at WHERE migration_lock.taken_at < ?",
			now.Unix(), now.Add(-lockAge).Unix()))
		if err != nil || taken {
			return err
		}
		if now.After(deadline) {
			return errors.New("another process is migrating this database; wait two minutes if it was killed, then start again")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lockStep):
		}
	}
}

var _ bun.IDB = (*bun.DB)(nil)

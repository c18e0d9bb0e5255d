package backup

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// Place is an installation's data.
type Place struct {
	DB         *database.DB
	FilesDir   string // may be missing: no files
	Migrations fs.FS  // those the program knows
}

// Write keeps the place in the file at path, replacing one that stands there only when the new one is whole. program names
// the version. A database with migrations the program does not know is refused.
func Write(ctx context.Context, place Place, path, program string, now time.Time) (m Manifest, err error) {
	draft, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return m, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(draft.Name()))
		}
	}()
	m = Manifest{Format: Format, Program: program, CreatedAt: now, Database: "sqlite", Files: []Entry{}}
	if place.DB.Postgres() {
		m.Database = "postgres"
	}
	err = errors.Join(archive(ctx, place, draft, &m), draft.Sync(), draft.Close())
	if err == nil {
		err = os.Rename(draft.Name(), path)
	}
	return m, err
}

func archive(ctx context.Context, place Place, file *os.File, m *Manifest) error {
	buffered := bufio.NewWriterSize(file, 1<<16)
	out := zip.NewWriter(buffered)
	err := place.DB.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) error { return tables(ctx, place, tx, out, m) })
	if err != nil {
		return err
	}
	if err := files(ctx, place.FilesDir, out, m); err != nil {
		return err
	}
	last, err := out.Create(manifestName)
	if err != nil {
		return err
	}
	pretty := json.NewEncoder(last)
	pretty.SetIndent("", "  ")
	return errors.Join(pretty.Encode(m), out.Close(), buffered.Flush())
}

func tables(ctx context.Context, place Place, tx bun.IDB, out *zip.Writer, m *Manifest) (err error) {
	if m.Migrations, err = place.DB.AppliedMigrations(ctx, tx); err != nil {
		return err
	}
	known, err := database.KnownMigrations(place.Migrations)
	if err != nil {
		return err
	}
	if err := m.readable(known); err != nil {
		return fmt.Errorf("the database is newer than this program: %w", err)
	}
	if len(m.Migrations) == 0 {
		return errors.New("the database was never set up: there is nothing to back up")
	}
	all, err := place.DB.Tables(ctx, tx)
	if err != nil {
		return err
	}
	for _, table := range all {
		kept := Table{Name: table.Name, Columns: table.Columns}
		kept.Entry, err = add(out, "tables/"+table.Name+".jsonl", func(w *bufio.Writer) error {
			kept.Rows, err = rows(ctx, tx, table, w)
			return err
		})
		if err != nil {
			return fmt.Errorf("table %s: %w", table.Name, err)
		}
		m.Tables = append(m.Tables, kept)
	}
	return nil
}

// rows writes the table's rows and returns how many they are.
func rows(ctx context.Context, tx bun.IDB, table database.Table, w *bufio.Writer) (count int, err error) {
	query := tx.NewSelect().Table(table.Name)
	for _, column := range table.Columns {
		query = query.Column(column.Name)
	}
	found, err := query.Rows(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	values := make([]any, len(table.Columns))
	targets := make([]any, len(values))
	for i := range values {
		targets[i] = &values[i]
	}
	for ; found.Next(); count++ {
		if err := found.Scan(targets...); err != nil {
			return count, err
		}
		for i, column := range table.Columns {
			if values[i], err = outward(column.Kind, values[i]); err != nil {
				return count, fmt.Errorf("row %d, %s: %w", count+1, column.Name, err)
			}
		}
		if err := lines.Encode(values); err != nil {
			return count, err
		}
	}
	return count, found.Err()
}

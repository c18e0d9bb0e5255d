package dbtest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"rundertisch/internal/database"
	"rundertisch/internal/id"
)

// Filled are databases that are filled once in the test's process, on the first use of their kind; each test gets a copy
// of its own. It is for contents that take seconds to make.
type Filled struct {
	file func() ([]byte, error)
	name func() (string, error) // of PostgreSQL's template

	mu   sync.Mutex
	drop func() error
}

// Fill says what the databases are filled with. TestMain calls Drop at the end.
func Fill(fill func(ctx context.Context, db *database.DB) error) *Filled {
	f := &Filled{}
	f.file = sync.OnceValues(func() ([]byte, error) { return filledFile(fill) })
	f.name = sync.OnceValues(func() (string, error) { return f.template(fill) })
	return f
}

// Each is Each with a copy of the filled database.
func (f *Filled) Each(t *testing.T, fn func(t *testing.T, db *database.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		raw, err := f.file()
		if err != nil {
			t.Fatal(err)
		}
		fn(t, Open(t, written(t, raw)))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		name, err := f.name()
		if err != nil {
			t.Fatal(err)
		}
		fn(t, Open(t, cloned(t, name)))
	})
}

// Drop removes PostgreSQL's template.
func (f *Filled) Drop() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.drop == nil {
		return nil
	}
	return f.drop()
}

func filledFile(fill func(ctx context.Context, db *database.DB) error) ([]byte, error) {
	raw, err := sqliteTemplate()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "rundertisch-filled-")
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "filled.db")
	err = os.WriteFile(path, raw, 0o600)
	if err == nil {
		err = fillAt("sqlite:"+path, fill)
	}
	if err == nil {
		raw, err = os.ReadFile(path)
	}
	return raw, errors.Join(err, os.RemoveAll(dir))
}

func (f *Filled) template(fill func(ctx context.Context, db *database.DB) error) (string, error) {
	server, template, err := postgresTemplate()
	if err != nil {
		return "", err
	}
	name := "rt_filled_" + id.Token()
	if _, err := server.Exec("CREATE DATABASE " + name + " TEMPLATE " + template); err != nil {
		return "", err
	}
	f.mu.Lock()
	f.drop = func() error {
		_, err := server.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)")
		return err
	}
	f.mu.Unlock()
	return name, fillAt(withDatabase(os.Getenv(PostgresEnv), name), fill)
}

// fillAt leaves no connection behind: PostgreSQL copies only a database that nobody uses, and SQLite's file is whole.
func fillAt(address string, fill func(ctx context.Context, db *database.DB) error) error {
	ctx := context.Background()
	db, err := database.Open(ctx, address)
	if err != nil {
		return err
	}
	return errors.Join(fill(ctx, db), db.Close())
}

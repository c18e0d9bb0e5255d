// Package dbtest gives each test a migrated database of its own, once on SQLite and once on PostgreSQL.
//
// SQLite databases are copies of one migrated file; PostgreSQL databases are clones of one migrated template in the
// cluster that RUNDERTISCH_TEST_POSTGRES points to (scripts/test starts one). A missing cluster is a failure.
package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"rundertisch/internal/database"
	"rundertisch/internal/id"
	"rundertisch/migrations"
)

// PostgresEnv names the variable with the address of the test cluster's maintenance database.
const PostgresEnv = "RUNDERTISCH_TEST_POSTGRES"

// Each runs fn as two parallel subtests, "sqlite" and "postgres", each on an empty migrated database of its own.
func Each(t *testing.T, fn func(t *testing.T, db *database.DB)) {
	t.Helper()
	for _, kind := range []struct {
		name    string
		address func(t *testing.T) string
	}{{"sqlite", SQLite}, {"postgres", Postgres}} {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			fn(t, Open(t, kind.address(t)))
		})
	}
}

// EachOf is Each for benchmarks, one after the other.
func EachOf(b *testing.B, fn func(b *testing.B, db *database.DB)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) { fn(b, Open(b, File(b))) })
	b.Run("postgres", func(b *testing.B) { fn(b, Open(b, postgres(b))) })
}

// Open opens address and closes it at the end of the test.
func Open(t testing.TB, address string) *database.DB {
	t.Helper()
	db, err := database.Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return db
}

var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "rundertisch-template-")
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "template.db")
	raw, err := migratedFile(path)
	return raw, errors.Join(err, os.RemoveAll(dir))
})

func migratedFile(path string) ([]byte, error) {
	if err := migrate(context.Background(), "sqlite:"+path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

func migrate(ctx context.Context, address string) error {
	db, err := database.Open(ctx, address)
	if err != nil {
		return err
	}
	_, err = db.Migrate(ctx, migrations.FS)
	return errors.Join(err, db.Close())
}

// SQLite returns the address of a fresh migrated file in the test's own folder.
func SQLite(t *testing.T) string {
	t.Helper()
	return File(t)
}

// File is SQLite for benchmarks and fuzz targets.
func File(t testing.TB) string {
	t.Helper()
	raw, err := sqliteTemplate()
	if err != nil {
		t.Fatal(err)
	}
	return written(t, raw)
}

func written(t testing.TB, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// Postgres returns the address of a fresh migrated database, dropped at the end of the test.
func Postgres(t *testing.T) string {
	t.Helper()
	return postgres(t)
}

func postgres(t testing.TB) string {
	t.Helper()
	_, template, err := postgresTemplate()
	if err != nil {
		t.Fatal(err)
	}
	return cloned(t, template)
}

func cloned(t testing.TB, template string) string {
	t.Helper()
	server, _, err := postgresTemplate()
	if err != nil {
		t.Fatal(err)
	}
	name := "rt_" + id.Token()
	if _, err := server.Exec("CREATE DATABASE " + name + " TEMPLATE " + template); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := server.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("drop the test database: %v", err)
		}
	})
	return withDatabase(os.Getenv(PostgresEnv), name)
}

var postgresTemplate = onceTemplate()

func withDatabase(address, name string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Path = "/" + name
	return u.String()
}

func schemaSum() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(migrations.FS, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := migrations.FS.ReadFile(path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(raw), raw)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil))[:16], err
}

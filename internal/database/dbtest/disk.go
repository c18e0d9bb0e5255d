package dbtest

import (
	"bytes"
	"context"
	"os"
	"slices"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// OnDisk reports whether the words lie in the files in which the database keeps the table.
func OnDisk(t testing.TB, db *database.DB, table, words string) bool {
	t.Helper()
	if db.Postgres() {
		var found bool
		err := db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			if _, err := tx.ExecContext(ctx, "CHECKPOINT"); err != nil {
				return err
			}
			return tx.NewRaw("SELECT position(convert_to(?, 'UTF8') IN pg_read_binary_file(pg_relation_filepath(?))) > 0", words, table).Scan(ctx, &found)
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	var path string
	if err := db.Read().NewRaw("SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(t.Context(), &path); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + "-wal"} {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(words)) {
			return true
		}
	}
	return false
}

// KeepJournal lets SQLite's journal grow until somebody empties it on purpose. Otherwise whatever is written next overwrites what it holds,
// and a test cannot tell who made it forget.
func KeepJournal(t testing.TB, db *database.DB) {
	t.Helper()
	if db.Postgres() {
		return
	}
	err := db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.ExecContext(ctx, "PRAGMA wal_autocheckpoint = 0")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Scrubbed scrubs until none of the words lie in the table's files, and reports whether that came about. PostgreSQL keeps what somebody may still
// read, and takes each connection that is being made anywhere in the cluster for such a reader: other tests make many.
func Scrubbed(t testing.TB, db *database.DB, scrub func(context.Context) error, table string, words ...string) bool {
	t.Helper()
	for range 200 {
		if err := scrub(t.Context()); err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(words, func(one string) bool { return OnDisk(t, db, table, one) }) {
			return true
		}
	}
	return false
}

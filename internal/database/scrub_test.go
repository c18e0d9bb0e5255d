package database_test

import (
	"context"
	"errors"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
)

// TestWhatWasBeforeIsScrubbedFromTheFiles: both databases keep older states of a row in their files. Who has the files, a copy of the
// disk, say, would read them, one after the other.
func TestWhatWasBeforeIsScrubbedFromTheFiles(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		run := func(sql string, args ...any) {
			err := db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
				if err := db.Scrub(ctx, "search_words"); !errors.Is(err, database.ErrNested) {
					t.Errorf("inside of a transaction: %v", err)
				}
				_, err := tx.NewRaw(sql, args...).Exec(ctx)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		const first, second, third = "erstes-Wort-von-allen", "zweites-Wort", "drittes-Wort"
		run("INSERT INTO search_words (scope, kind, word, row_id, weight) VALUES ('s', 'k', ?, 'r', 0)", first)
		run("UPDATE search_words SET word = ?", second)
		run("INSERT INTO search_words (scope, kind, word, row_id, weight) VALUES ('s', 'k', ?, 'r', 0)", third)
		run("DELETE FROM search_words WHERE word = ?", third)
		if !dbtest.OnDisk(t, db, "search_words", first) {
			t.Error("an older state is not in the files: the test looks in the wrong place")
		}
		scrub := func(ctx context.Context) error { return db.Scrub(ctx, "search_words") }
		if !dbtest.Scrubbed(t, db, scrub, "search_words", first, third) {
			t.Error("older states stay in the files")
		}
		for words, want := range map[string]bool{first: false, second: true, third: false} {
			if got := dbtest.OnDisk(t, db, "search_words", words); got != want {
				t.Errorf("%q is in the files: %v, want %v", words, got, want)
			}
		}
		var patience int
		if !db.Postgres() {
			err := db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
				return tx.NewRaw("PRAGMA busy_timeout").Scan(ctx, &patience)
			})
			if err != nil || patience != 10_000 {
				t.Errorf("afterwards writers wait %d ms, %v", patience, err)
			}
		}
	})
}

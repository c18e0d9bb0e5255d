package database_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
)

func submission(key string) database.Submission {
	return database.Submission{Key: key, CreatedAt: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
}

func stored(ctx context.Context, t *testing.T, db bun.IDB) int64 {
	t.Helper()
	n, err := db.NewSelect().Model((*database.Submission)(nil)).Count(ctx)
	if err != nil {
		t.Error(err)
	}
	return n
}

func TestDeedsDoneTogetherReadOnceAndWriteAtTheEnd(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		reads := 0
		deed := func(key string, before int64) database.Deed {
			return func(ctx context.Context, tx bun.IDB) error {
				got, err := database.Shared(ctx, "what", func() (int, error) { reads++; return 42, nil })
				if err != nil || got != 42 {
					t.Errorf("read %d, %v", got, err)
				}
				if n := stored(ctx, t, tx); n != before {
					t.Errorf("before %s %d rows stand there, want %d", key, n, before)
				}
				return database.Later(ctx, tx, submission(key))
			}
		}
		catchUp := func(ctx context.Context, tx bun.IDB) error {
			err := database.CatchUp(ctx, tx)
			if n := stored(ctx, t, tx); n != 2 {
				t.Errorf("after catching up %d rows stand there", n)
			}
			return err
		}
		if err := db.Together(t.Context(), []database.Deed{deed("a", 0), deed("b", 0), catchUp, deed("c", 2)}); err != nil {
			t.Fatal(err)
		}
		if n := stored(t.Context(), t, db.Read()); n != 3 || reads != 1 {
			t.Errorf("%d rows, read %d times", n, reads)
		}
	})
}

func TestWhenOneDeedFailsNothingIsWritten(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		failed := errors.New("the room is taken")
		write := func(ctx context.Context, tx bun.IDB) error {
			return errors.Join(database.Later(ctx, tx, submission("a")), database.CatchUp(ctx, tx))
		}
		fail := func(context.Context, bun.IDB) error { return failed }
		if err := db.Together(t.Context(), []database.Deed{write, fail}); !errors.Is(err, failed) {
			t.Error(err)
		}
		twice := []database.Deed{write, write} // the second breaks the key
		if err := db.Together(t.Context(), twice); err == nil {
			t.Error("the same row was written twice")
		}
		if n := stored(t.Context(), t, db.Read()); n != 0 {
			t.Errorf("%d rows were written", n)
		}
	})
}

func TestAloneEverythingHappensAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		reads := 0
		err := db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			for range 2 {
				if _, err := database.Shared(ctx, "what", func() (int, error) { reads++; return reads, nil }); err != nil {
					return err
				}
			}
			err := database.Later(ctx, tx, submission("a"))
			if n := stored(ctx, t, tx); n != 1 || reads != 2 {
				t.Errorf("%d rows, read %d times", n, reads)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

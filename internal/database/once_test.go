package database_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
)

func TestOfManySendingsOfAFormOneStores(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		var stored, repeated atomic.Int32
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				s := &database.Submission{Key: "one form", CreatedAt: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
				err := db.RunInTx(database.WithSubmission(t.Context(), s), func(context.Context, bun.IDB) error {
					stored.Add(1)
					return nil
				})
				switch {
				case errors.Is(err, database.ErrRepeated):
					repeated.Add(1)
				case err != nil || !s.Noted():
					t.Error(err, s.Noted())
				}
			})
		}
		all.Wait()
		if stored.Load() != 1 || repeated.Load() != 7 {
			t.Errorf("%d stored, %d were told that it was sent before", stored.Load(), repeated.Load())
		}
	})
}

func TestAFormThatFailedMayBeSentAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		send := func(answer error) (*database.Submission, error) {
			s := &database.Submission{Key: "one form", CreatedAt: at}
			return s, db.RunInTx(database.WithSubmission(t.Context(), s), func(context.Context, bun.IDB) error { return answer })
		}
		failed := errors.New("the room is taken")
		if s, err := send(failed); !errors.Is(err, failed) || s.Noted() {
			t.Fatal(err, s.Noted())
		}
		s, err := send(nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Settle(t.Context(), s, "/there"); err != nil {
			t.Fatal(err)
		}
		again, err := send(nil)
		if !errors.Is(err, database.ErrRepeated) {
			t.Fatal(err)
		}
		if led, err := db.Led(t.Context(), again); err != nil || led != "/there" {
			t.Errorf("it led to %q, %v", led, err)
		}
		at = at.Add(25 * time.Hour)
		other := &database.Submission{Key: "another form", CreatedAt: at}
		if err := db.Settle(t.Context(), other, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := send(nil); err != nil {
			t.Errorf("a day later it is a new one: %v", err)
		}
	})
}

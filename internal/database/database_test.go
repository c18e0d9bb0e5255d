package database_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/migrations"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestATransactionInsideATransactionFailsAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		err := db.RunInTx(context.Background(), func(ctx context.Context, _ bun.IDB) error {
			return db.RunInTx(ctx, func(context.Context, bun.IDB) error { return nil })
		})
		if !errors.Is(err, database.ErrNested) {
			t.Errorf("got %v, want ErrNested", err)
		}
	})
}

func TestDriverErrorsBecomeFaults(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		insert := func(name string) error {
			return db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
				_, err := tx.ExecContext(ctx, "INSERT INTO settings (name, value) VALUES (?, 'x')", name)
				return database.Fault(err)
			})
		}
		if err := insert("one"); err != nil {
			t.Fatal(err)
		}
		if err := insert("one"); !fault.Is(err, fault.Conflict) {
			t.Errorf("duplicate: %v", err)
		}
		var value string
		err := database.Fault(db.Read().NewSelect().Table("settings").Column("value").Where("name = 'two'").Scan(ctx, &value))
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("no row: %v", err)
		}
	})
}

func TestMigrationsAreListedAndRunOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		list, err := db.Migrations(ctx, migrations.FS)
		if err != nil || len(list) == 0 {
			t.Fatal(list, err)
		}
		for _, m := range list {
			if !m.Applied {
				t.Errorf("%s is not applied", m.Name)
			}
		}
		if again, err := db.Migrate(ctx, migrations.FS); err != nil || len(again) != 0 {
			t.Errorf("second run applied %v, %v", again, err)
		}
	})
}

func TestTwoWorkersNeverClaimTheSameRow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		const rows, workers = 60, 6
		insertJobs(t, db, rows)
		var mu sync.Mutex
		var all []string
		var group sync.WaitGroup
		for range workers {
			group.Go(func() {
				for {
					ids, err := db.Claim(ctx, database.Work{Table: "jobs"}, noon, time.Minute, 7)
					if err != nil {
						t.Error(err)
					}
					if len(ids) == 0 {
						return
					}
					mu.Lock()
					all = append(all, ids...)
					mu.Unlock()
				}
			})
		}
		group.Wait()
		slices.Sort(all)
		if unique := slices.Compact(slices.Clone(all)); len(all) != rows || len(unique) != rows {
			t.Errorf("claimed %d rows, %d different; want %d", len(all), len(unique), rows)
		}
		if late, err := db.Claim(ctx, database.Work{Table: "jobs"}, noon.Add(2*time.Minute), time.Minute, rows); err != nil || len(late) != rows {
			t.Errorf("after the lease %d rows came back, want %d (%v)", len(late), rows, err)
		}
	})
}

func insertJobs(t *testing.T, db *database.DB, n int) {
	t.Helper()
	err := db.RunInTx(context.Background(), func(ctx context.Context, tx bun.IDB) error {
		for range n {
			one := id.New()
			if _, err := tx.ExecContext(ctx, "INSERT INTO jobs (id, kind, dedupe_key, payload, run_at, attempts, last_error, created_at) VALUES (?, 'k', ?, '{}', ?, 0, '', ?)", one, one, noon, noon); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestALeaseHasOneHolderUntilItEnds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		first, second := db.NewLease("ticks"), db.NewLease("ticks")
		for _, step := range []struct {
			lease *database.Lease
			at    time.Duration
			want  bool
		}{{first, 0, true}, {second, 10 * time.Second, false}, {first, 20 * time.Second, true}, {second, 2 * time.Minute, true}, {first, 2 * time.Minute, false}} {
			got, err := step.lease.Hold(context.Background(), noon.Add(step.at), time.Minute)
			if err != nil || got != step.want {
				t.Errorf("at %s: %v, %v; want %v", step.at, got, err, step.want)
			}
		}
	})
}

func TestInstantsKeepMicrosecondsAndOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		lease := func(name string, at time.Time) {
			if ok, err := db.NewLease(name).Hold(ctx, at, 0); err != nil || !ok {
				t.Fatal(ok, err)
			}
		}
		lease("c", noon.Add(510*time.Millisecond))
		lease("a", noon)
		lease("b", noon.Add(500*time.Microsecond))
		var names []string
		var times []time.Time
		if err := db.Read().NewSelect().Table("leases").Column("name", "expires_at").Order("expires_at").Scan(ctx, &names, &times); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(names, []string{"a", "b", "c"}) || !times[1].Equal(noon.Add(500*time.Microsecond)) {
			t.Errorf("%v %v", names, times)
		}
	})
}

func TestFoldFindsUmlautsInEverySpelling(t *testing.T) {
	t.Parallel()
	row := database.Fold("Anna Größler-Weiß", "Łuczak Yılmaz Nguyễn")
	for query, want := range map[string]bool{
		"groessler": true, "grossler": true, "Größ": true, "GRÖSSLER": true, "weiss": true, "Weiß anna": true,
		"luczak": true, "yilmaz": true, "nguyen": true, "gräßler": false, "anna bertha": false,
	} {
		if got := matches(row, query); got != want {
			t.Errorf("%q in %q: %v, want %v", query, row, got, want)
		}
	}
}

func matches(row, query string) bool {
	for _, pattern := range database.FoldQuery(query) {
		if !strings.Contains(row, strings.Trim(pattern, "%")) {
			return false
		}
	}
	return true
}

func TestADatabaseOfANewerProgramIsLeftAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		older := fstest.MapFS{"0001_ground.tx.up.sql": {Data: []byte("SELECT 1")}}
		applied, err := db.Migrate(ctx, older)
		if err == nil || len(applied) != 0 || !strings.Contains(err.Error(), "newer than this program") || !strings.Contains(err.Error(), "0002") {
			t.Errorf("an older program applied %v, %v", applied, err)
		}
		if applied, err := db.Migrate(ctx, migrations.FS); err != nil || len(applied) != 0 {
			t.Errorf("the program that wrote it: %v, %v", applied, err)
		}
	})
}

package audit_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
)

var begin = time.Date(2026, 11, 22, 12, 0, 0, 123456000, time.UTC)

// written records so many entries, a second apart, and returns them in order.
func written(t testing.TB, db *database.DB, n int) []audit.Entry {
	t.Helper()
	entries := make([]audit.Entry, n)
	for i := range entries {
		entries[i] = audit.Entry{
			WorkspaceID: "w", ProjectID: "p", ActorID: fmt.Sprint("u", i%3), ActorName: fmt.Sprint("Jana Größler ", i%3), Action: "task.moved",
			ObjectKind: "milestone", ObjectID: "m", Details: map[string]any{"to": "done", "from": "„open“ <&>", "n": i}, At: begin.Add(time.Duration(i) * time.Second),
		}
	}
	write(t, db, func(ctx context.Context, tx bun.IDB) error { return audit.RecordAll(ctx, tx, entries) })
	return entries
}

func write(t testing.TB, db *database.DB, fn func(ctx context.Context, tx bun.IDB) error) {
	t.Helper()
	if err := db.RunInTx(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func exec(t testing.TB, db *database.DB, statement string, args ...any) {
	t.Helper()
	write(t, db, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.ExecContext(ctx, statement, args...)
		return err
	})
}

func seal(t testing.TB, db *database.DB, at time.Time, want int) {
	t.Helper()
	if n, err := audit.SealAll(context.Background(), db, at); err != nil || n != want {
		t.Fatalf("%d entries sealed, want %d, %v", n, want, err)
	}
}

func verify(t testing.TB, db *database.DB) audit.Report {
	t.Helper()
	report, err := audit.Verify(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// chained is a trail of three seals over 2,500 entries, and one entry that waits.
func chained(t *testing.T, db *database.DB) []audit.Entry {
	t.Helper()
	entries := written(t, db, 2500)
	seal(t, db, begin.Add(2*time.Hour), 2500)
	write(t, db, func(ctx context.Context, tx bun.IDB) error {
		return audit.Record(ctx, tx, audit.Entry{WorkspaceID: "w", Action: "task.added", At: begin.Add(90 * time.Minute)})
	})
	return entries
}

func TestATrailThatNobodyTouchedIsWhole(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		chained(t, db)
		report := verify(t, db)
		if report.Seals != 3 || report.Entries != 2500 || report.Unsealed != 1 || len(report.Breaks) > 0 || len(report.Head) != 64 {
			t.Errorf("%+v", report)
		}
		seal(t, db, begin.Add(2*time.Hour), 0)
		seal(t, db, begin.Add(3*time.Hour), 1)
		if report = verify(t, db); report.Seals != 4 || report.Unsealed != 0 || len(report.Breaks) > 0 {
			t.Errorf("%+v", report)
		}
	})
}

func TestWhatIsYoungerThanAnHourWaits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		written(t, db, 10)
		seal(t, db, begin.Add(time.Hour-time.Microsecond), 0)
		seal(t, db, begin.Add(time.Hour+4*time.Second), 5)
		seal(t, db, begin.Add(2*time.Hour), 5)
		if report := verify(t, db); report.Seals != 2 || len(report.Breaks) > 0 {
			t.Errorf("%+v", report)
		}
	})
}

func TestEveryForgeryIsFoundInItsBatch(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		entries := chained(t, db)
		first, middle, last := entries[0].ID, entries[1500].ID, entries[2499].ID
		for name, forgery := range map[string]struct {
			statement string
			args      []any
			number    int64
			wrong     audit.Wrong
		}{
			"an action is another":    {"UPDATE audit_entries SET action = 'task.added' WHERE id = ?", []any{middle}, 2, audit.Altered},
			"the time is another":     {"UPDATE audit_entries SET at = ? WHERE id = ?", []any{begin.Add(1500*time.Second + time.Microsecond), middle}, 2, audit.Altered},
			"somebody else did it":    {"UPDATE audit_entries SET actor_id = 'u9' WHERE id = ?", []any{first}, 1, audit.Altered},
			"a detail is another":     {`UPDATE audit_entries SET details = '{"to":"open","from":"„open“ <&>","n":1500}' WHERE id = ?`, []any{middle}, 2, audit.Altered},
			"it is another project's": {"UPDATE audit_entries SET project_id = 'q' WHERE id = ?", []any{last}, 3, audit.Altered},
			"a name is another":       {"UPDATE audit_entries SET actor_name = 'Somebody' WHERE id = ?", []any{middle}, 2, audit.Renamed},
			"a name hides as erased":  {"UPDATE audit_entries SET salt = '' WHERE id = ?", []any{middle}, 2, audit.Renamed},
			"the name's hash follows": {"UPDATE audit_entries SET actor_name = '–', salt = '', name_hash = 'x' WHERE id = ?", []any{middle}, 2, audit.Altered},
			"the first is removed":    {"DELETE FROM audit_entries WHERE id = ?", []any{first}, 1, audit.Missing},
			"one is removed":          {"DELETE FROM audit_entries WHERE id = ?", []any{middle}, 2, audit.Missing},
			"the last is removed":     {"DELETE FROM audit_entries WHERE id = ?", []any{last}, 3, audit.Missing},
			"one is inserted before all": {
				"INSERT INTO audit_entries SELECT '00000000000000000000000000', workspace_id, project_id, actor_id, actor_name, action, object_kind, object_id, details, at, salt, name_hash FROM audit_entries WHERE id = ?",
				[]any{first},
				1, audit.Inserted,
			},
			"a copy is inserted": {
				"INSERT INTO audit_entries SELECT substr(id, 1, 25) || '~', workspace_id, project_id, actor_id, actor_name, action, object_kind, object_id, details, at, salt, name_hash FROM audit_entries WHERE id = ?",
				[]any{middle},
				2, audit.Inserted,
			},
			"a seal is removed":     {"DELETE FROM audit_seals WHERE number = 2", nil, 3, audit.Unlinked},
			"a seal is made anew":   {"UPDATE audit_seals SET hash = 'x' WHERE number = 1", nil, 1, audit.Altered},
			"a seal counts anew":    {"UPDATE audit_seals SET entries = 999 WHERE number = 2", nil, 2, audit.Inserted},
			"a seal begins earlier": {"UPDATE audit_seals SET from_id = 'x' WHERE number = 3", nil, 3, audit.Altered},
		} {
			breaks := forged(t, db, forgery.statement, forgery.args...)
			if !slices.ContainsFunc(breaks, func(b audit.Break) bool { return b.Seal.Number == forgery.number && b.Wrong == forgery.wrong }) {
				t.Errorf("%s: found %+v, want seal %d %s", name, breaks, forgery.number, forgery.wrong)
			}
		}
		if report := verify(t, db); len(report.Breaks) > 0 {
			t.Errorf("after all forgeries were taken back: %+v", report.Breaks)
		}
	})
}

// forged verifies what a statement leaves, and takes it back.
func forged(t *testing.T, db *database.DB, statement string, args ...any) []audit.Break {
	t.Helper()
	tables := []string{"audit_entries", "audit_seals"}
	for _, table := range tables {
		exec(t, db, "CREATE TABLE kept_"+table+" AS SELECT * FROM "+table)
	}
	exec(t, db, statement, args...)
	breaks := verify(t, db).Breaks
	for _, table := range tables {
		exec(t, db, "DELETE FROM "+table)
		exec(t, db, "INSERT INTO "+table+" SELECT * FROM kept_"+table)
		exec(t, db, "DROP TABLE kept_"+table)
	}
	return breaks
}

func TestAnErasedNameBreaksNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		entries := chained(t, db)
		write(t, db, func(ctx context.Context, tx bun.IDB) error {
			n, err := audit.EraseNameIn(ctx, tx, audit.Whose{WorkspaceID: "w", ActorID: "u1"})
			if n != 833 {
				t.Errorf("%d entries lost the name", n)
			}
			return err
		})
		report := verify(t, db)
		if len(report.Breaks) > 0 || report.Erased != 833 {
			t.Errorf("%d erased, %+v", report.Erased, report.Breaks)
		}
		names := map[string]int{}
		all, err := audit.Of(t.Context(), db.Read(), "w", "milestone", entries[0].ObjectID)
		for _, e := range all {
			names[e.ActorName]++
			if e.NameErased() != (e.ActorID == "u1") {
				t.Errorf("%s of %s", e.ActorName, e.ActorID)
			}
		}
		if err != nil || names["Jana Größler 1"] > 0 || names[audit.Erased] == 0 || names["Jana Größler 2"] == 0 {
			t.Errorf("%v, %v", names, err)
		}
	})
}

func TestNamesOfPeopleWithoutAnAccountAreErasedByWhatTheyDid(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		for _, object := range []string{"mine", "another"} {
			write(t, db, func(ctx context.Context, tx bun.IDB) error {
				return audit.Record(ctx, tx, audit.Entry{WorkspaceID: "w", ActorName: "Ewa Łuczak", Action: "attendance.answered", ObjectKind: "attendance", ObjectID: object, At: begin})
			})
		}
		write(t, db, func(ctx context.Context, tx bun.IDB) error {
			n, err := audit.EraseNameIn(ctx, tx, audit.Whose{WorkspaceID: "w", ObjectKind: "attendance", ObjectID: "mine"})
			if n != 1 {
				t.Errorf("%d entries lost the name", n)
			}
			return err
		})
		seal(t, db, begin.Add(time.Hour), 2)
		if report := verify(t, db); len(report.Breaks) > 0 || report.Erased != 1 {
			t.Errorf("%+v", report)
		}
	})
}

// TestEntriesOfOlderProgramsAreSealedWithTheirNames has entries without salt and hash, as the migration leaves them.
func TestEntriesOfOlderProgramsAreSealedWithTheirNames(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		entries := written(t, db, 30)
		exec(t, db, "UPDATE audit_entries SET salt = '', name_hash = ''")
		write(t, db, func(ctx context.Context, tx bun.IDB) error {
			n, err := audit.EraseNameIn(ctx, tx, audit.Whose{WorkspaceID: "w", ActorID: "u2"})
			if n != 10 {
				t.Errorf("%d entries lost the name", n)
			}
			return err
		})
		seal(t, db, begin.Add(2*time.Hour), 30)
		if report := verify(t, db); len(report.Breaks) > 0 || report.Erased != 10 {
			t.Errorf("%+v", report)
		}
		if breaks := forged(t, db, "UPDATE audit_entries SET actor_name = 'Somebody' WHERE id = ?", entries[0].ID); len(breaks) != 1 {
			t.Errorf("%+v", breaks)
		}
	})
}

func TestTwoInstancesSealEachEntryOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		written(t, db, 3500)
		exec(t, db, "UPDATE audit_entries SET salt = '', name_hash = '' WHERE actor_id = 'u1'")
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := audit.SealAll(context.Background(), db, begin.Add(3*time.Hour)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if _, err := audit.SealAll(t.Context(), db, begin.Add(3*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if report := verify(t, db); report.Entries != 3500 || report.Seals != 4 || report.Unsealed != 0 || len(report.Breaks) > 0 {
			t.Errorf("%+v", report)
		}
	})
}

// BenchmarkSealing seals 100,000 entries and verifies them.
func BenchmarkSealing(b *testing.B) {
	dbtest.EachOf(b, func(b *testing.B, db *database.DB) {
		for range b.N {
			exec(b, db, "DELETE FROM audit_entries")
			exec(b, db, "DELETE FROM audit_seals")
			written(b, db, 100_000)
			began := time.Now()
			seal(b, db, begin.Add(48*time.Hour), 100_000)
			b.ReportMetric(time.Since(began).Seconds(), "s-seal")
			began = time.Now()
			if report := verify(b, db); report.Entries != 100_000 || len(report.Breaks) > 0 {
				b.Fatalf("%+v", report)
			}
			b.ReportMetric(time.Since(began).Seconds(), "s-verify")
		}
	})
}

package backup_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/audit"
	"rundertisch/internal/backup"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/migrations"
)

// TestTheSealsOfTheTrailOutliveTheWayToTheOtherDatabase moves a sealed trail from each database to the other one and goes
// on sealing there.
func TestTheSealsOfTheTrailOutliveTheWayToTheOtherDatabase(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		record := func(db *database.DB, n int, at time.Time) {
			err := db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				for i := range n {
					entry := audit.Entry{
						WorkspaceID: "w", ActorID: fmt.Sprint("u", i%2), ActorName: "Jana Größler", Action: "task.moved", ObjectKind: "milestone",
						Details: map[string]any{"z": 1.5, "a": "„x“", "n": i}, At: at.Add(time.Duration(i) * 1234567 * time.Microsecond),
					}
					if err := audit.Record(ctx, tx, entry); err != nil {
						return err
					}
				}
				_, err := audit.EraseNameIn(ctx, tx, audit.Whose{WorkspaceID: "w", ActorID: "u1"})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		whole := func(db *database.DB, entries int) {
			t.Helper()
			report, err := audit.Verify(t.Context(), db)
			if err != nil || report.Entries != entries || len(report.Breaks) > 0 {
				t.Fatalf("%+v %v", report, err)
			}
		}
		record(db, 1100, apptest.Noon)
		if _, err := audit.SealAll(t.Context(), db, apptest.Noon.Add(24*time.Hour)); err != nil {
			t.Fatal(err)
		}
		whole(db, 1100)
		dir := t.TempDir()
		path := filepath.Join(dir, "backup.zip")
		if _, err := backup.Write(t.Context(), backup.Place{DB: db, FilesDir: dir + "/none", Migrations: migrations.FS}, path, "test", apptest.Noon); err != nil {
			t.Fatal(err)
		}
		address := dbtest.SQLite(t)
		if !db.Postgres() {
			address = dbtest.Postgres(t)
		}
		other := dbtest.Open(t, address)
		if _, err := backup.Restore(t.Context(), backup.Place{DB: other, FilesDir: dir + "/files", Migrations: migrations.FS}, path); err != nil {
			t.Fatal(err)
		}
		whole(other, 1100)
		record(other, 10, apptest.Noon.Add(48*time.Hour))
		if n, err := audit.SealAll(t.Context(), other, apptest.Noon.Add(72*time.Hour)); err != nil || n != 10 {
			t.Fatal(n, err)
		}
		whole(other, 1110)
	})
}

package report_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/backup"
	"rundertisch/internal/database/dbtest"
	"rundertisch/migrations"
)

// TestAFrozenReportIsTheSameAfterARestore carries it from each database to the other, where it cannot be changed either.
func TestAFrozenReportIsTheSameAfterARestore(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.conference("Konferenz „Süd“ 漢字", "20.05.2026")
		r := d.freeze(d.draft("2026-01-01", "2026-06-30").ID)
		draft := d.draft("2026-07-01", "2026-11-22")
		kept := filepath.Join(t.TempDir(), "backup.zip")
		_, err := backup.Write(t.Context(), backup.Place{DB: s.DB, FilesDir: s.Config.FilesDir, Migrations: migrations.FS}, kept, "test", apptest.Noon)
		noFault(t, err)
		address := "sqlite:" + filepath.Join(t.TempDir(), "new.db")
		if !s.DB.Postgres() {
			address = dbtest.Postgres(t)
		}
		db := dbtest.Open(t, address)
		_, err = backup.Restore(t.Context(), backup.Place{DB: db, FilesDir: filepath.Join(t.TempDir(), "files"), Migrations: migrations.FS}, kept)
		noFault(t, err)
		other := apptest.New(t, db)
		found, document, err := other.Reports.Document(t.Context(), d.Actor, r.ID)
		noFault(t, err)
		if document != r.Document || found.SHA256 != r.SHA256 || found.Report.Content != r.Content || !found.Whole() {
			t.Error("the report is another one in the other database")
		}
		again, err := other.Reports.Find(t.Context(), d.Actor, draft.ID)
		noFault(t, err)
		if was := d.read(draft.ID); was.Fingerprint != again.Fingerprint {
			t.Errorf("the draft says\n%s\nand said\n%s", encoded(t, again.Content), encoded(t, was.Content))
		}
		err = db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.NewRaw("DELETE FROM reports WHERE id = ?", r.ID).Exec(ctx)
			return err
		})
		if err == nil {
			t.Error("a restored report can be deleted")
		}
	})
}

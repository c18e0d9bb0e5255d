package backup_test

import (
	"context"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/backup"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/migrations"
)

// BenchmarkBackupAndRestore keeps 100,000 rows of a thousand characters and puts them into a new SQLite file. MB-peak is how
// far the heap grows meanwhile.
func BenchmarkBackupAndRestore(b *testing.B) {
	dbtest.EachOf(b, func(b *testing.B, db *database.DB) {
		ctx := context.Background()
		must(b, db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.ExecContext(ctx, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
				INSERT INTO settings (name, value) SELECT 'row-' || i, ? FROM n`, strings.Repeat("Größe ist 42. ", 70))
			return err
		}))
		for range b.N {
			dir := b.TempDir()
			path := filepath.Join(dir, "backup.zip")
			fresh, err := database.Open(ctx, "sqlite:"+filepath.Join(dir, "new.db"))
			must(b, err)
			peak := watchHeap()
			began := time.Now()
			_, err = backup.Write(ctx, backup.Place{DB: db, FilesDir: dir + "/none", Migrations: migrations.FS}, path, "bench", apptest.Noon)
			must(b, err)
			b.ReportMetric(time.Since(began).Seconds(), "s-backup")
			began = time.Now()
			_, err = backup.Restore(ctx, backup.Place{DB: fresh, FilesDir: dir + "/files", Migrations: migrations.FS}, path)
			must(b, err)
			b.ReportMetric(time.Since(began).Seconds(), "s-restore")
			b.ReportMetric(peak(), "MB-peak")
			must(b, fresh.Close())
		}
	})
}

// watchHeap looks at the heap every few milliseconds until the returned function is called, which tells its growth in MB.
func watchHeap() func() float64 {
	first := heap()
	stop, top := make(chan struct{}), make(chan uint64)
	go func() {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		highest := first
		for {
			select {
			case <-tick.C:
				highest = max(highest, heap())
			case <-stop:
				top <- highest
				return
			}
		}
	}()
	return func() float64 {
		close(stop)
		return float64(<-top-first) / (1 << 20)
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

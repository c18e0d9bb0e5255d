package directory_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/jobs"
	"rundertisch/internal/sheet"
)

// BenchmarkImportPersons brings a workbook of 10,000 persons in 500 organisations into an empty directory: upload, preview,
// confirmation and the job.
func BenchmarkImportPersons(b *testing.B) {
	book := personsBook(b, 10_000)
	dbtest.EachOf(b, func(b *testing.B, db *database.DB) {
		importBook(b, db, book, 10_000, func(fn func()) int64 { fn(); return 0 })
	})
}

// BenchmarkImportMemory is the same with files of several lengths. MB-peak is the most that the heap grows by on the way,
// MB-job while the job writes; looking that closely takes several times as long.
func BenchmarkImportMemory(b *testing.B) {
	for _, rows := range []int{5_000, 10_000, 20_000} {
		book := personsBook(b, rows)
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			dbtest.EachOf(b, func(b *testing.B, db *database.DB) { importBook(b, db, book, rows, watched) })
		})
	}
}

func importBook(b *testing.B, db *database.DB, book []byte, rows int, watched func(func()) int64) {
	b.Helper()
	ctx := context.Background()
	runner := jobs.New(db, clock.System{}, slog.New(slog.DiscardHandler))
	s := directory.New(db, clock.System{}, time.UTC, runner)
	for n := range b.N {
		actor := staffOf(b, db, fmt.Sprintf("Landkreis %d", n))
		var i directory.Import
		upload := watched(func() {
			var err error
			i, err = s.Upload(ctx, actor, directory.ImportPersons, "verteiler.xlsx", "Liste", bytes.NewReader(book))
			must(b, err)
		})
		confirm := watched(func() {
			_, plan, err := s.Preview(ctx, actor, i.ID)
			must(b, err)
			_, err = s.Confirm(ctx, actor, i.ID, plan.Stamp())
			must(b, err)
		})
		job := watched(func() {
			_, err := runner.RunDue(ctx)
			must(b, err)
		})
		done, err := s.Progress(ctx, actor, i.ID)
		must(b, err)
		if done.Added != rows || done.Organisations != 500 || done.State() != directory.ImportFinished {
			b.Fatalf("%d persons, %d organisations, %s", done.Added, done.Organisations, done.State())
		}
		if job == 0 {
			continue
		}
		b.ReportMetric(float64(max(upload, confirm, job))/(1<<20), "MB-peak")
		b.ReportMetric(float64(job)/(1<<20), "MB-job")
	}
}

// watched runs fn and returns the most octets by which the heap in use grew on the way, looked at each millisecond. The
// collector runs as often as it can afford, so that what is seen is in use and not merely not yet swept.
func watched(fn func()) int64 {
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	before, most := heap(), int64(0)
	done, seen := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(seen)
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for {
			metrics.Read(sample)
			most = max(most, int64(sample[0].Value.Uint64())-before)
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	}()
	fn()
	close(done)
	<-seen
	return most
}

func personsBook(b *testing.B, count int) []byte {
	b.Helper()
	var out bytes.Buffer
	must(b, sheet.Write(&out, sheet.XLSX, sheet.Source{
		Name: "Verteiler", Header: []string{"Vorname", "Nachname", "E-Mail", "Organisation", "Akteursart", "Telefon"},
		Rows: func(yield func([]string, error) bool) {
			for n := range count {
				row := []string{"Jana", fmt.Sprintf("Größler-%d", n), fmt.Sprintf("jana%d@example.org", n), fmt.Sprintf("Träger %d", n%500), "FT", "03601 12345"}
				if !yield(row, nil) {
					return
				}
			}
		},
	}))
	return out.Bytes()
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

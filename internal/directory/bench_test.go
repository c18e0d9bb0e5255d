package directory_test

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/sheet"
)

// BenchmarkImportPersons brings a workbook of 10,000 persons in 500 organisations into an empty directory: upload,
// preview and confirmation. MB-held is what the heap has grown by while the last plan is still in use.
func BenchmarkImportPersons(b *testing.B) {
	book := personsBook(b, 10_000)
	dbtest.EachOf(b, func(b *testing.B, db *database.DB) {
		ctx := context.Background()
		s := directory.New(db, clock.System{}, time.UTC)
		for n := range b.N {
			actor := staffOf(b, db, fmt.Sprintf("Landkreis %d", n))
			before := heap()
			i, err := s.Upload(ctx, actor, directory.ImportPersons, "verteiler.xlsx", "Liste", bytes.NewReader(book))
			must(b, err)
			_, plan, err := s.Preview(ctx, actor, i.ID)
			must(b, err)
			done, err := s.Confirm(ctx, actor, i.ID, plan.Stamp())
			must(b, err)
			if done.Added != 10_000 || done.Organisations != 500 {
				b.Fatalf("%d persons, %d organisations", done.Added, done.Organisations)
			}
			b.ReportMetric(float64(heap()-before)/(1<<20), "MB-held")
			runtime.KeepAlive(plan)
		}
	})
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

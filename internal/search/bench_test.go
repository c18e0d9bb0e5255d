package search_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/id"
	"rundertisch/internal/search"
)

const entries = 100_000

// BenchmarkSearch looks through a directory of 100,000 persons on both databases: what people type, and the worst they can.
func BenchmarkSearch(b *testing.B) {
	dbtest.EachOf(b, func(b *testing.B, db *database.DB) {
		service := search.New(db, slog.New(slog.DiscardHandler))
		actor := fill(b, db)
		must(b, service.CatchUpWholly(b.Context()))
		for _, c := range []struct{ name, typed string }{
			{"one person", "groessler4711"},
			{"a beginning", "groes"},
			{"two letters", "me"},
			{"one letter", "g"},
			{"name and town", "groessler wohnhilfe"},
			{"a person and a common word", "groessler4711 ida"},
			{"two common words", "gemeinsame planung"},
			{"two common words, never together", "schwarz weiss"},
			{"nothing", "nirgends"},
		} {
			b.Run(c.name, func(b *testing.B) { look(b, service, actor, c.typed) })
		}
		b.Run("just changed", func(b *testing.B) { changed(b, db, service, actor) })
	})
}

func look(b *testing.B, service *search.Service, actor account.Actor, typed string) {
	b.Helper()
	found := search.Results{}
	for b.Loop() {
		var err error
		if found, err = service.Find(b.Context(), actor, search.Query{Text: typed}); err != nil {
			b.Fatal(err)
		}
	}
	n := 0
	for _, g := range found.Groups {
		n += g.Total
	}
	b.ReportMetric(float64(n), "hits")
}

// changed searches right after a change, which has to be taken in first.
func changed(b *testing.B, db *database.DB, service *search.Service, actor account.Actor) {
	b.Helper()
	for b.Loop() {
		must(b, write(b.Context(), db, "UPDATE persons SET phone = '03601 1' WHERE sort_key = 'groessler4711'"))
		if _, err := service.Find(b.Context(), actor, search.Query{Text: "groessler4711"}); err != nil {
			b.Fatal(err)
		}
	}
}

// fill writes a workspace with entries persons.
func fill(b *testing.B, db *database.DB) account.Actor {
	b.Helper()
	now := clock.System{}.Now()
	accounts := account.New(db, clock.System{}, account.Letters{})
	workspace, err := accounts.AddWorkspace(b.Context(), account.Workspace{Name: "Landkreis Musterland"})
	must(b, err)
	project, err := accounts.CreateProject(b.Context(), account.Program(workspace.ID, ""), account.Project{Name: "Planung", StartsOn: "2026-01", EndsOn: "2029-12"})
	must(b, err)
	random := rand.New(rand.NewPCG(1, 2))
	families := []string{"Größler", "Meißner", "Łuczak", "Brandt", "Schäfer", "Müller", "Yılmaz", "Özdemir"}
	functions := []string{"Gemeinsame Planung", "Leitung Wohnhilfe", "Sozialarbeit", "Beratung schwarz", "Beratung weiß"}
	for from := 0; from < entries; from += 1000 {
		rows := make([]directory.Person, 1000)
		for i := range rows {
			n := from + i
			family := fmt.Sprintf("%s%d", families[random.IntN(len(families))], n)
			if n == 4711 {
				family = "Größler4711"
			}
			rows[i] = directory.Person{
				ID: id.New(), WorkspaceID: workspace.ID, Given: "Ida", Family: family, Lang: "de",
				Function: functions[random.IntN(len(functions))], Email: fmt.Sprintf("person%d@example.org", n),
				Phone: fmt.Sprintf("03601 %06d", n), SortKey: database.FoldWord(family), CreatedAt: now, UpdatedAt: now, Version: 1,
			}
		}
		must(b, db.RunInTx(b.Context(), func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.NewInsert().Model(&rows).Exec(ctx)
			return err
		}))
	}
	return account.Program(workspace.ID, project.ID)
}

func write(ctx context.Context, db *database.DB, statement string) error {
	return db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewRaw(statement).Exec(ctx)
		return err
	})
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

package database_test

import (
	"context"
	"errors"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
)

func TestTidyTellsTheDatabaseHowManyRowsThereAre(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		ctx := context.Background()
		err := db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			for _, word := range []string{"amt", "kreis", "stadt"} {
				if _, err := tx.NewRaw("INSERT INTO search_words (scope, kind, word, row_id, weight) VALUES ('s', 'k', ?, 'r', 0)", word).Exec(ctx); err != nil {
					return err
				}
			}
			if err := db.Tidy(ctx, "search_words"); db.Postgres() && !errors.Is(err, database.ErrNested) {
				t.Errorf("inside a transaction: %v", err)
			}
			return nil
		})
		if err == nil {
			err = db.Tidy(ctx, "search_words")
		}
		if err != nil {
			t.Fatal(err)
		}
		if !db.Postgres() {
			return
		}
		var rows int64
		if err := db.Read().NewRaw("SELECT reltuples::bigint FROM pg_class WHERE oid = 'search_words'::regclass").Scan(ctx, &rows); err != nil || rows != 3 {
			t.Errorf("the planner counts %d rows, %v", rows, err)
		}
	})
}

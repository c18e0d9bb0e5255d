package database

import (
	"context"

	"github.com/uptrace/bun"
)

// Tidy tells PostgreSQL at once how the rows of a table are spread and which of them all may see, as its autovacuum does
// up to a minute after a large change: until then statements are planned for the table as it was. SQLite needs no telling.
// It stands outside of transactions.
func (db *DB) Tidy(ctx context.Context, table string) error {
	if !db.postgres {
		return nil
	}
	if ctx.Value(openTx{}) != nil {
		return ErrNested
	}
	_, err := db.write.NewRaw("VACUUM (ANALYZE) ?", bun.Ident(table)).Exec(ctx)
	return Fault(err)
}

package database

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"
)

// scrubPatience is how long writers wait, at most, for readers of an older state.
const scrubPatience = time.Second

// Scrub leaves in the database's own files no trace of what rows of the tables were before: databases write beside what they change, and
// both keep the older states, one after the other, until the place is needed. SQLite empties its journal (what was deleted in the file
// itself is overwritten at once, see secure_delete); PostgreSQL writes the tables anew, which is for small ones: nobody reads them meanwhile.
// States that somebody still reads stay until the next time. It stands outside of transactions.
func (db *DB) Scrub(ctx context.Context, tables ...string) error {
	if ctx.Value(openTx{}) != nil {
		return ErrNested
	}
	if !db.postgres {
		return db.emptyJournal(ctx)
	}
	for _, table := range tables {
		if _, err := db.write.NewRaw("VACUUM (FULL) ?", bun.Ident(table)).Exec(ctx); err != nil {
			return Fault(err)
		}
	}
	return nil
}

// emptyJournal brings the journal into the file and cuts it to nothing. It asks for no more patience than it says, because writers wait for it.
func (db *DB) emptyJournal(ctx context.Context) (err error) {
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return Fault(err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	var usual, busy, pages, moved int
	if err := conn.NewRaw("PRAGMA busy_timeout").Scan(ctx, &usual); err != nil {
		return Fault(err)
	}
	if _, err := conn.NewRaw("PRAGMA busy_timeout = ?", scrubPatience.Milliseconds()).Exec(ctx); err != nil {
		return Fault(err)
	}
	err = conn.NewRaw("PRAGMA wal_checkpoint(TRUNCATE)").Scan(ctx, &busy, &pages, &moved)
	_, restored := conn.NewRaw("PRAGMA busy_timeout = ?", usual).Exec(context.WithoutCancel(ctx))
	return errors.Join(Fault(err), Fault(restored))
}

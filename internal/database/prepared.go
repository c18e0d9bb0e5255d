package database

import (
	"context"
	"database/sql"
	"time"

	"github.com/uptrace/bun/schema"
)

// Prepared is one writing statement that is run very often, each time as a transaction of its own: the database reads and plans it
// once. Its parameters are $1, $2 and so on.
type Prepared struct {
	stmt  *sql.Stmt
	texts schema.Dialect // of a database that keeps times as text, which must look like every other
}

// Prepare returns the statement. Close it at the end.
func (db *DB) Prepare(ctx context.Context, query string) (*Prepared, error) {
	stmt, err := db.write.DB.PrepareContext(ctx, query)
	if err != nil {
		return nil, Fault(err)
	}
	p := &Prepared{stmt: stmt}
	if !db.postgres {
		p.texts = db.write.Dialect()
	}
	return p, nil
}

// One runs the statement and scans the only column of its first row. The fault is NotFound when there is no row.
func (p *Prepared) One(ctx context.Context, into any, args ...any) error {
	for i, arg := range args {
		if at, ok := arg.(time.Time); ok {
			args[i] = p.instant(at)
		}
	}
	return Fault(p.stmt.QueryRowContext(ctx, args...).Scan(into))
}

func (p *Prepared) instant(at time.Time) any {
	if p.texts == nil {
		return at.UTC()
	}
	quoted := p.texts.AppendTime(nil, at.UTC())
	return string(quoted[1 : len(quoted)-1])
}

// Close ends the use of the statement.
func (p *Prepared) Close() error { return p.stmt.Close() }

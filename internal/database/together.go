package database

import (
	"context"

	"github.com/uptrace/bun"
)

// Deed is something to be written: it may be done again from the beginning, in another transaction, when the one it was
// done in came to nothing.
type Deed func(ctx context.Context, tx bun.IDB) error

// together is what the deeds of one transaction share.
type together struct {
	read  map[any]any
	write []Deed // writes the rows that were left for later, a table at a time in the order of their first rows
}

type togetherKey struct{}

func sharing(ctx context.Context) *together {
	t, _ := ctx.Value(togetherKey{}).(*together)
	return t
}

// Together does the deeds, one after the other, in one transaction: what all of them look at is read once (Shared), rows
// that nobody looks at before the end are written in one statement for all (Later), and the database commits once. When a
// deed fails the transaction comes to nothing for all; Together then returns the error.
func (db *DB) Together(ctx context.Context, deeds []Deed) error {
	return db.RunInTx(context.WithValue(ctx, togetherKey{}, &together{read: map[any]any{}}), func(ctx context.Context, tx bun.IDB) error {
		for _, deed := range deeds {
			if err := deed(ctx, tx); err != nil {
				return err
			}
		}
		return CatchUp(ctx, tx)
	})
}

// Alone reports whether what is written with the context must have a transaction of its own: because it is noted as the
// sending of a form, or watched.
func Alone(ctx context.Context) bool {
	return ctx.Value(onceKey{}) != nil || ctx.Value(watchKey{}) != nil
}

// Shared returns what read returns. Within Together it reads a key once: the deeds must not change what is shared, and
// whoever holds it must not write into it. Elsewhere it reads every time.
func Shared[T any](ctx context.Context, key any, read func() (T, error)) (T, error) {
	t := sharing(ctx)
	if t == nil {
		return read()
	}
	if value, ok := t.read[key].(T); ok {
		return value, nil
	}
	value, err := read()
	if err == nil {
		t.read[key] = value
	}
	return value, err
}

type laterKey[T any] struct{}

// Later inserts the row: within Together at its end, or when CatchUp is called, elsewhere at once.
func Later[T any](ctx context.Context, tx bun.IDB, row T) error {
	return LaterBy(ctx, tx, row, Insert[T])
}

// LaterBy is Later for rows that are written by write, always the same for one type: all rows at once.
func LaterBy[T any](ctx context.Context, tx bun.IDB, row T, write func(ctx context.Context, tx bun.IDB, rows []T) error) error {
	t := sharing(ctx)
	if t == nil {
		return write(ctx, tx, []T{row})
	}
	rows, ok := t.read[laterKey[T]{}].(*[]T)
	if !ok {
		rows = &[]T{}
		t.read[laterKey[T]{}] = rows
		t.write = append(t.write, func(ctx context.Context, tx bun.IDB) error {
			left := *rows
			*rows = nil
			if len(left) == 0 {
				return nil
			}
			return write(ctx, tx, left)
		})
	}
	*rows = append(*rows, row)
	return nil
}

// CatchUp writes the rows that were left for later. A deed that reads what another may have written calls it first.
func CatchUp(ctx context.Context, tx bun.IDB) error {
	t := sharing(ctx)
	if t == nil {
		return nil
	}
	for _, write := range t.write {
		if err := write(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// Insert inserts the rows, at least one, as they are: what the database would fill in is not read back.
func Insert[T any](ctx context.Context, tx bun.IDB, rows []T) error {
	_, err := tx.NewInsert().Model(&rows).Returning("NULL").Exec(ctx)
	return Fault(err)
}

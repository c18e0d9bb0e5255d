package database

import (
	"context"

	"github.com/uptrace/bun"
)

// Watch looks at what a transaction does and has the last word.
type Watch interface {
	Begin()                                    // of a transaction, also of one that is tried again
	End(ctx context.Context, tx bun.IDB) error // everything is written; an error undoes it and is what RunInTx returns
}

type watchKey struct{}

// Watched has the transactions of the context watched.
func Watched(ctx context.Context, w Watch) context.Context {
	return context.WithValue(ctx, watchKey{}, w)
}

func watched(ctx context.Context, tx bun.IDB, fn func(ctx context.Context, tx bun.IDB) error) error {
	w, _ := ctx.Value(watchKey{}).(Watch)
	if w == nil {
		return fn(ctx, tx)
	}
	w.Begin()
	if err := fn(ctx, tx); err != nil {
		return err
	}
	return w.End(ctx, tx)
}

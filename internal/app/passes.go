package app

import (
	"context"
	"time"

	"rundertisch/internal/jobs"
	"rundertisch/internal/pass"
)

// passes lets people without an account help at events, and forgets who they were.
func (a *App) passes() {
	a.Passes = pass.New(a.DB, a.Clock)
	a.Jobs.Every("passes.forget", 24*time.Hour, func(ctx context.Context, _ jobs.Job) error {
		n, err := a.Passes.Forget(ctx)
		if n > 0 {
			a.Log.Info("links for helpers that were over for long were forgotten", "links", n)
		}
		return err
	})
}

package app

import (
	"context"
	"time"

	"rundertisch/internal/form"
	"rundertisch/internal/jobs"
)

// forms makes what events ask of the people who register, and the nightly work that deletes what is kept no longer.
func (a *App) forms() (err error) {
	a.Forms, err = form.New(a.DB, a.Clock)
	a.Jobs.Every("forms.expire", 24*time.Hour, func(ctx context.Context, _ jobs.Job) error {
		deleted, err := a.Forms.Expire(ctx)
		if deleted > 0 {
			a.Log.Info("answers and needs whose time is over were deleted", "rows", deleted)
		}
		return err
	})
	return err
}

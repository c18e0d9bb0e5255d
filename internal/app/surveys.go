package app

import (
	"context"
	"time"

	"rundertisch/internal/jobs"
	"rundertisch/internal/survey"
)

// surveys makes the surveys; every hour what was answered in which sequence is taken out of the database's own files.
func (a *App) surveys() {
	a.Surveys = survey.New(a.DB, a.Clock, a.Config.Zone())
	a.Jobs.Every("surveys.expire", 24*time.Hour, func(ctx context.Context, _ jobs.Job) error {
		changed, err := a.Surveys.Expire(ctx)
		if changed > 0 {
			a.Log.Info("surveys whose time is over were deleted, or their free texts", "surveys", changed)
		}
		return err
	})
	a.Jobs.Every("scrub.surveys", time.Hour, func(ctx context.Context, _ jobs.Job) error { return a.Surveys.Scrub(ctx) })
}

package app

import (
	"context"
	"time"

	"rundertisch/internal/board"
	"rundertisch/internal/jobs"
)

// boards makes the boards of workshops; every hour the browsers of those that were closed a day ago are forgotten.
func (a *App) boards() (err error) {
	if a.Boards, err = board.New(a.DB, a.Clock, a.Results); err != nil {
		return err
	}
	a.Jobs.Every("settle.boards", time.Hour, func(ctx context.Context, _ jobs.Job) error {
		if _, err := a.Boards.Settle(ctx); err != nil {
			return err
		}
		return a.Boards.Scrub(ctx)
	})
	return nil
}

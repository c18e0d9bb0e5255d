package app

import (
	"context"
	"time"

	"rundertisch/internal/checkin"
	"rundertisch/internal/jobs"
)

// doors lets people in at events, also by people without an account, and forgets who those were.
func (a *App) doors(ctx context.Context) error {
	secret, err := a.Accounts.Secret(ctx) // that of the database: whoever sets another one to sign forms with does not make printed codes worthless
	if err != nil {
		return err
	}
	if a.CheckIns, err = checkin.New(a.DB, a.Clock, a.Attendance, a.Passes, a.Mail, secret); err != nil {
		return err
	}
	a.Jobs.Every("passes.forget", 24*time.Hour, func(ctx context.Context, _ jobs.Job) error {
		n, err := a.Passes.Forget(ctx)
		if n > 0 {
			a.Log.Info("links for helpers that were over for long were forgotten", "links", n)
		}
		return err
	})
	a.Jobs.Every("checkins.forget", 24*time.Hour, func(ctx context.Context, _ jobs.Job) error {
		n, err := a.CheckIns.Forget(ctx)
		if n > 0 {
			a.Log.Info("doors and codes of events that are over were forgotten", "checkins", n)
		}
		return err
	})
	return nil
}

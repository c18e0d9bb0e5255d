package app

import (
	"context"
	"time"

	"rundertisch/internal/jobs"
)

// forgetEvery is how often is looked whether the last mail to somebody who is erased has left.
const forgetEvery = 15 * time.Minute

// erasure lets people be erased by their own link.
func (a *App) erasure() error {
	a.Jobs.Every("erased.forget", forgetEvery, func(ctx context.Context, _ jobs.Job) error {
		n, err := a.Invites.ForgetFarewells(ctx)
		if n > 0 {
			a.Log.Info("name and address were taken out of the last mails to people who are erased", "messages", n)
		}
		return err
	})
	a.Jobs.Every("addresses.forget", 24*time.Hour, func(ctx context.Context, _ jobs.Job) error {
		n, err := a.Registrations.DropAddresses(ctx)
		if n > 0 {
			a.Log.Info("new addresses that nobody confirmed were forgotten", "addresses", n)
		}
		return err
	})
	return a.Registrations.Erasing(a.Invites, a.Representations, a.CheckIns)
}

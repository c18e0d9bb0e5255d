package app

import (
	"context"
	"time"

	"rundertisch/internal/jobs"
)

// lapseEvery is how often is looked whether an offered place was not taken in time.
const lapseEvery = time.Minute

func (a *App) waitlists() {
	a.Jobs.Every("waitlist.lapse", lapseEvery, func(ctx context.Context, _ jobs.Job) error {
		n, err := a.Registrations.Lapse(ctx)
		if n > 0 {
			a.Log.Info("offered places that were not taken in time went to the next on the waitlist", "offers", n)
		}
		return err
	})
	a.Jobs.Every("addresses.lapse", lapseEvery, func(ctx context.Context, _ jobs.Job) error {
		n, err := a.Registrations.LapseUnconfirmed(ctx)
		if n > 0 {
			a.Log.Info("registrations whose address was not confirmed in time have lapsed", "registrations", n)
		}
		return err
	})
	a.Jobs.Every("places.free", lapseEvery, func(ctx context.Context, _ jobs.Job) error {
		n, err := a.Registrations.Free(ctx)
		if n > 0 {
			a.Log.Info("places that were kept for kinds of organisations are free for all", "events", n)
		}
		return err
	})
}

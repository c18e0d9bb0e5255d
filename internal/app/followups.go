package app

import (
	"context"
	"time"

	"rundertisch/internal/followup"
	"rundertisch/internal/invite"
	"rundertisch/internal/jobs"
)

// followEvery is how often is looked whether somebody has to be asked again; the hours of the day are the package's own.
const followEvery = 5 * time.Minute

func (a *App) followups(announcer *invite.Announcer) (err error) {
	a.Followups, err = followup.New(a.DB, a.Clock, a.Config.Zone(), a.Log, a.Invites, announcer, a.Mail, a.Mailings)
	a.Jobs.Every("unanswered.remind", followEvery, func(ctx context.Context, _ jobs.Job) error { return a.Followups.Run(ctx) })
	return err
}

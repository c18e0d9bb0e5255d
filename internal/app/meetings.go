package app

import (
	"context"
	"time"

	"rundertisch/internal/body"
	"rundertisch/internal/i18n"
	"rundertisch/internal/jobs"
	outbox "rundertisch/internal/mail"
	"rundertisch/internal/meeting"
)

// meetings makes bodies and their meetings, and what reminds members of minutes that wait for them and closes rounds that are over.
func (a *App) meetings(catalogue *i18n.Catalogue, texts *outbox.Renderer) (err error) {
	a.Bodies = body.New(a.DB, a.Clock)
	a.Meetings, err = meeting.New(meeting.Parts{
		DB: a.DB, Clock: a.Clock, Zone: a.Config.Zone(), Plan: a.Plan, Outbox: a.Mail, Texts: texts, Catalogue: catalogue, BaseURL: a.Config.BaseURL,
	})
	a.Jobs.Every("minutes.rounds", 15*time.Minute, func(ctx context.Context, _ jobs.Job) error { return a.Meetings.Run(ctx) })
	a.Jobs.Every("meetings.guests", 24*time.Hour, func(ctx context.Context, _ jobs.Job) error {
		n, err := a.Meetings.ForgetGuests(ctx)
		if n > 0 {
			a.Log.Info("guests of meetings that are long over were forgotten", "guests", n)
		}
		return err
	})
	return err
}

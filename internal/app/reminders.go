package app

import (
	"context"
	"time"

	"rundertisch/internal/i18n"
	"rundertisch/internal/jobs"
	outbox "rundertisch/internal/mail"
	"rundertisch/internal/reminder"
)

// remindEvery is how often is looked whether somebody has to be reminded; the hours of the day are the package's own.
const remindEvery = 5 * time.Minute

func (a *App) reminders(catalogue *i18n.Catalogue, texts *outbox.Renderer) {
	a.Reminders = reminder.New(reminder.Parts{
		DB: a.DB, Clock: a.Clock, Zone: a.Config.Zone(), Log: a.Log, Accounts: a.Accounts, Directory: a.Directory, Plan: a.Plan,
		Outbox: a.Mail, Texts: texts, Catalogue: catalogue, BaseURL: a.Config.BaseURL,
	})
	a.Jobs.Every("remind.run", remindEvery, func(ctx context.Context, _ jobs.Job) error { return a.Reminders.Run(ctx) })
}

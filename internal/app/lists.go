package app

import (
	"context"
	"time"

	"rundertisch/internal/i18n"
	"rundertisch/internal/jobs"
	outbox "rundertisch/internal/mail"
	"rundertisch/internal/mailinglist"
)

// lists makes the mailing lists, and the hourly work that forgets whom nobody needs any more.
func (a *App) lists(catalogue *i18n.Catalogue, texts *outbox.Renderer) (err error) {
	a.Lists, err = mailinglist.New(mailinglist.Parts{
		DB: a.DB, Clock: a.Clock, Zone: a.Config.Zone(), Accounts: a.Accounts, Outbox: a.Mail, Mailings: a.Mailings, Texts: texts, Catalogue: catalogue,
		BaseURL: a.Config.BaseURL,
	})
	a.Jobs.Every("lists.sweep", time.Hour, func(ctx context.Context, _ jobs.Job) error {
		gone, err := a.Lists.Sweep(ctx)
		if gone > 0 {
			a.Log.Info("addresses of mailing lists were deleted: not confirmed, unsubscribed, or of a closed list", "addresses", gone)
		}
		return err
	})
	return err
}

package invite

import (
	"context"

	"rundertisch/internal/attendance"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
)

// askNewAddress asks whether a new address is the person's. The link in it shows nothing of the person's page: whoever reads the mail may
// be somebody else.
func (d *desk) askNewAddress(ctx context.Context, change attendance.Change) error {
	row := change.After
	link := i18n.InLanguage(d.baseURL+"/adresse/"+change.Token, i18n.Lang(row.Lang))
	return d.send(ctx, letter{
		kind: addressNew, to: row, thread: row.ID, bare: true, fields: mail.Fields{"action_url": link, "new_email": row.Email},
	})
}

// readdressed tells the old address that mail goes to another one, and sends what stands there.
func (d *desk) readdressed(ctx context.Context, change attendance.Change) error {
	err := d.send(ctx, letter{
		kind: addressMoved, to: change.Before, thread: change.Before.ID, bare: true, fields: mail.Fields{"new_email": change.After.Email},
	})
	if err != nil {
		return err
	}
	stands, err := d.resendStanding(ctx, change.After)
	if err != nil || stands {
		return err
	}
	return d.send(ctx, letter{kind: linkAgain, to: change.After, thread: change.After.ID})
}

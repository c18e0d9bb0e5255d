package account

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
)

// Letters is what the mails to people who sign in are written with and go out by.
type Letters struct {
	Outbox  *mail.Service
	Texts   *mail.Renderer
	BaseURL string // the program's public address without a slash at the end
}

// queue writes the mail of the kind to the user in the caller's transaction. The workspace may be the zero value: then
// the mail is the installation's own.
func (l Letters) queue(ctx context.Context, tx bun.IDB, kind string, to User, workspace Workspace, fields mail.Fields) error {
	from := l.Outbox.From()
	for name, value := range map[string]string{
		"receiver_name": to.Name, "organisation": workspace.Name, "sender_name": from.Name, "sender_email": from.Address,
		"funding_notice": workspace.FundingNotice, "imprint": workspace.Imprint,
	} {
		fields[name] = value
	}
	if url := fields["action_url"]; url != "" {
		fields["action_url"] = i18n.InLanguage(url, i18n.Lang(to.Lang))
	}
	said, err := l.Texts.Render(i18n.Lang(to.Lang), kind, fields)
	if err != nil {
		return err
	}
	return l.Outbox.QueueIn(ctx, tx, mail.Message{
		WorkspaceID: workspace.ID, Kind: kind, ToName: to.Name, ToEmail: to.Email, Subject: said.Subject, Text: said.Text, HTML: said.HTML,
	})
}

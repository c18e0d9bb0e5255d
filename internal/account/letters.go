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
	return l.queueOf(ctx, tx, kind, to, workspace, "", fields)
}

// queueOf is queue for a mail that belongs to a project.
func (l Letters) queueOf(ctx context.Context, tx bun.IDB, kind string, to User, workspace Workspace, projectID string, fields mail.Fields) error {
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
	wording, err := l.Texts.For(ctx, tx, mail.Scope{WorkspaceID: workspace.ID, ProjectID: projectID})
	if err != nil {
		return err
	}
	said, err := wording.Render(i18n.Lang(to.Lang), kind, fields)
	if err != nil {
		return err
	}
	return l.Outbox.QueueIn(ctx, tx, mail.Message{
		WorkspaceID: workspace.ID, ProjectID: projectID, Kind: kind, ToName: to.Name, ToEmail: to.Email, Subject: said.Subject, Text: said.Text, HTML: said.HTML,
	})
}

// WriteIn writes a mail of the kind to a colleague in the caller's transaction, in their language and with the workspace's
// funding notice. Path is the page in the program that its button opens. Wake sends it after the commit.
func (s *Service) WriteIn(ctx context.Context, tx bun.IDB, actor Actor, to User, kind, path string, fields mail.Fields) error {
	workspace, err := findWorkspace(ctx, tx, actor.WorkspaceID)
	if err != nil {
		return err
	}
	fields["action_url"] = s.letters.BaseURL + path
	return s.letters.queueOf(ctx, tx, kind, to, workspace, actor.ProjectID, fields)
}

// Wake tells the outbox that there is something to send.
func (s *Service) Wake() { s.letters.Outbox.Wake() }

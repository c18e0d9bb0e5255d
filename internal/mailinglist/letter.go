package mailinglist

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
)

// The mails about a subscription itself.
const (
	confirmMail = "list_confirm"
	knownMail   = "list_known"
)

// write queues a mail about the member's subscription, with a link of its own.
func (s *Service) write(ctx context.Context, tx bun.IDB, l List, m Member, kind string) error {
	var w account.Workspace
	if err := tx.NewSelect().Model(&w).Where("w.id = ?", l.WorkspaceID).Scan(ctx); err != nil {
		return database.Fault(err)
	}
	token, err := newLink(ctx, tx, m, s.clock.Now())
	if err != nil {
		return err
	}
	fields := s.frame(l, w, m)
	fields["action_url"], fields["invited_by"] = i18n.InLanguage(s.address(token), i18n.Lang(m.Lang)), m.AskedBy
	wording, err := s.texts.For(ctx, tx, mail.Scope{WorkspaceID: l.WorkspaceID, ProjectID: l.ProjectID})
	if err != nil {
		return err
	}
	said, err := wording.Render(i18n.Lang(m.Lang), kind, fields)
	if err != nil {
		return err
	}
	return s.outbox.QueueIn(ctx, tx, mail.Message{
		WorkspaceID: l.WorkspaceID, ProjectID: l.ProjectID, Kind: kind, ThreadKey: m.ID, ToName: m.Name, ToEmail: m.Email,
		Subject: said.Subject, Text: said.Text, HTML: said.HTML,
	})
}

// address is where a member's token leads, and where a mail program sends the one-click unsubscription.
func (s *Service) address(token string) string { return s.baseURL + "/l/" + token }

// frame are the fields that every mail of the package has.
func (s *Service) frame(l List, w account.Workspace, m Member) mail.Fields {
	from, lang := s.outbox.From(), i18n.Lang(m.Lang)
	return mail.Fields{
		"receiver_name": m.Name, "organisation": w.Name, "list_name": l.Named(lang), "sender_name": from.Name, "sender_email": from.Address,
		"funding_notice": w.FundingNotice, "imprint": w.Imprint,
	}
}

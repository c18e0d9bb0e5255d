package invite

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
)

// Retry sends mails that were given up once more, all of the project when ids is nil, and returns how many there were. A
// calendar entry's version that a later one has replaced stays given up.
func (s *Service) Retry(ctx context.Context, actor account.Actor, ids []string) (int, error) {
	if err := mayInvite(actor); err != nil {
		return 0, err
	}
	var n int
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if n, err = s.mail.RetryIn(ctx, tx, actor.WorkspaceID, actor.ProjectID, ids); err != nil || n == 0 {
			return err
		}
		object := ""
		if len(ids) == 1 {
			object = ids[0]
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "mail.retried", "mail_message", object, map[string]any{"messages": n}))
	})
	if err == nil {
		s.mail.Wake()
	}
	return n, err
}

// SendTest sends the actor a mail, to see that the mail server takes it.
func (s *Service) SendTest(ctx context.Context, actor account.Actor, l *i18n.Locale) error {
	if err := mayInvite(actor); err != nil {
		return err
	}
	if s.mail.Held() {
		return fault.New(fault.Conflict, "mail.test.held")
	}
	m := mail.Message{
		WorkspaceID: actor.WorkspaceID, ProjectID: actor.ProjectID, Kind: "test", ToName: actor.Name, ToEmail: actor.Email,
		Subject: l.T("mail.test.subject"), Text: l.T("mail.test.text", actor.Name),
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := s.mail.QueueIn(ctx, tx, m); err != nil {
			return err
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "mail.tested", "project", actor.ProjectID, nil))
	})
	if err == nil {
		s.mail.Wake()
	}
	return err
}

package app

import (
	"context"
	"net/url"

	"rundertisch/internal/inbox"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/imapbox"
	"rundertisch/internal/mail/proof"
)

// inbox makes the reader of the organiser's mailbox, which hands its mail to the invitations.
func (a *App) inbox() error {
	source := inbox.Source{Direct: a.mailboxPages != nil}
	if a.Config.MailboxURL != "" {
		server, err := imapbox.ParseServer(a.Config.MailboxURL)
		if err != nil {
			return err
		}
		source = inbox.Source{Name: server.String(), Open: func(ctx context.Context) (inbox.Box, error) { return imapbox.Open(ctx, server) }}
	}
	a.Invites.Believe(a.believed())
	a.Inbox = inbox.New(a.DB, a.Clock, source, a.keep, invite.MaxLetter+1, a.Log)
	if a.Inbox.Configured() {
		a.workers = append(a.workers, a.Inbox.Run)
	}
	return nil
}

// believed are the mail servers whose word on a sender counts: the one that is named, else the mailbox's own and those of our domain.
func (a *App) believed() proof.Servers {
	u, err := url.Parse(a.Config.MailboxURL)
	if err != nil || a.Config.MailAuthserv == "" && a.Config.MailboxURL == "" {
		return proof.Servers{}
	}
	return proof.Ours(a.Config.MailAuthserv, u.Hostname(), mail.Domain(a.Mail.From().Address))
}

// keep stores a mail and says where in the mailbox it belongs then.
func (a *App) keep(ctx context.Context, raw []byte) (string, error) {
	n, err := a.Invites.Receive(ctx, raw)
	if n.State == invite.Unreadable {
		return inbox.Failed, err
	}
	return inbox.Processed, err
}

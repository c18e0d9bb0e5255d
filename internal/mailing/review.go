package mailing

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
)

// Review is a mailing before it is sent.
type Review struct {
	Mailing

	Reached []Receiver // get a mail
	Missed  []Receiver // get none; Reason says why
	NotNow  error      // a Conflict: why it cannot go out now, or at its time
}

// Review works out whom the mailing would reach now; of a scheduled one whom it will.
func (s *Service) Review(ctx context.Context, a account.Actor, mailingID string) (Review, error) {
	if err := mayRead(a); err != nil {
		return Review{}, err
	}
	m, err := findMailing(ctx, s.db.Read(), a, mailingID)
	if err != nil {
		return Review{}, err
	}
	at := s.clock.Now()
	if m.State == Scheduled && m.RunAt.After(at) {
		at = *m.RunAt
	}
	return s.review(ctx, s.db.Read(), m, at)
}

func (s *Service) review(ctx context.Context, db bun.IDB, m Mailing, at time.Time) (Review, error) {
	r := Review{Mailing: m}
	kind, err := s.kind(m)
	if err != nil {
		return r, err
	}
	if r.NotNow = kind.Ready(ctx, db, m, at); r.NotNow != nil && !fault.Is(r.NotNow, fault.Conflict) {
		return r, r.NotNow
	}
	var all []Receiver
	if m.State == Draft {
		all, err = kind.Receivers(ctx, db, m)
	} else {
		all, err = listReceivers(ctx, db, m.ID, 0, 0)
	}
	for _, receiver := range all {
		if receiver.Reason == "" {
			r.Reached = append(r.Reached, receiver)
		} else {
			r.Missed = append(r.Missed, receiver)
		}
	}
	return r, err
}

// Preview returns the mail one of the receivers would get, with personal links that lead nowhere.
func (s *Service) Preview(ctx context.Context, a account.Actor, m Mailing, to Receiver) (mail.Message, error) {
	if err := mayRead(a); err != nil {
		return mail.Message{}, err
	}
	kind, err := s.kind(m)
	if err != nil {
		return mail.Message{}, err
	}
	return kind.Preview(ctx, s.db.Read(), m, to, "")
}

// Test is how a test mail says that it is one.
type Test struct {
	Subject string // before the subject
	Note    string // before the text
}

// SendTest sends the actor the mail of the first receiver, marked as a test and without its calendar part: it must not
// enter anything into anybody's calendar. Conflict without a mail server or without a receiver.
func (s *Service) SendTest(ctx context.Context, a account.Actor, mailingID string, as Test) error {
	if err := mayWrite(a); err != nil {
		return err
	}
	r, err := s.Review(ctx, a, mailingID)
	switch {
	case err != nil:
		return err
	case s.mail.Held():
		return fault.New(fault.Conflict, "mail.test.held")
	case len(r.Reached) == 0:
		return fault.New(fault.Conflict, "mailing.nobody")
	}
	kind, err := s.kind(r.Mailing)
	if err != nil {
		return err
	}
	written, err := kind.Preview(ctx, s.db.Read(), r.Mailing, r.Reached[0], as.Note)
	if err != nil {
		return err
	}
	test := mail.Message{
		WorkspaceID: a.WorkspaceID, ProjectID: a.ProjectID, Kind: "test", ToName: a.Name, ToEmail: a.Email, FromName: written.FromName, FromEmail: written.FromEmail,
		ReplyTo: written.ReplyTo, Subject: as.Subject + " " + written.Subject, Text: written.Text, HTML: written.HTML,
	}
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := s.mail.QueueIn(ctx, tx, test); err != nil {
			return err
		}
		return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "mailing.tested", "mailing", mailingID, nil))
	})
	if err == nil {
		s.mail.Wake()
	}
	return err
}

package mailing

import (
	"context"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/mail"
)

// Fate is what became of a receiver's mail, from the list to the mail server.
type Fate string

// The fates that are not a state of the mail.
const (
	NotYet    Fate = "not_yet"   // their turn has not come
	NotSent   Fate = "not_sent"  // nor will it: the mailing was called off
	IsLeftOut Fate = "left_out"  // Reason says why
	GoneAway  Fate = "forgotten" // the mail is not kept any more
)

// Fates lists all fates in the order of a mail's life, for filters.
func Fates() []Fate {
	fates := []Fate{NotYet}
	for _, state := range mail.States() {
		fates = append(fates, Fate(state))
	}
	return append(fates, NotSent, IsLeftOut)
}

// Row is a receiver with their mail.
type Row struct {
	Receiver

	Mail mail.Message // without texts; zero when there is none
	Fate Fate
}

// At is when something became of the mail, or will be tried: zero when that is not known.
func (r Row) At() time.Time {
	switch {
	case r.Mail.SentAt != nil:
		return *r.Mail.SentAt
	case r.Mail.DoneAt != nil:
		return *r.Mail.DoneAt
	}
	return r.Mail.RunAt
}

// Rows lists everybody on the mailing's list with what became of their mail; nobody for a draft.
func (s *Service) Rows(ctx context.Context, a account.Actor, m Mailing) ([]Row, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	receivers, err := listReceivers(ctx, s.db.Read(), m.ID, 0, 0)
	if err != nil {
		return nil, err
	}
	messages, err := s.mail.MailingMessages(ctx, s.db.Read(), m.ID)
	rows := make([]Row, len(receivers))
	for i, r := range receivers {
		message, there := messages[r.MessageID]
		rows[i] = Row{Receiver: r, Mail: message, Fate: fateOf(m, r, message, there)}
	}
	return rows, err
}

func fateOf(m Mailing, r Receiver, message mail.Message, there bool) Fate {
	switch {
	case r.Turn == LeftOut && r.Reason == Stopped:
		return NotSent
	case r.Reason != "":
		return IsLeftOut
	case r.Turn == Waiting && m.State == Aborted:
		return NotSent
	case r.Turn == Waiting:
		return NotYet
	case !there:
		return GoneAway
	}
	return Fate(message.State)
}

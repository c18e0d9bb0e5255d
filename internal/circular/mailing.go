package circular

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
	"rundertisch/internal/registration"
)

// Why somebody on the list gets no circular, besides the reasons of every mailing.
const (
	Cancelled   mailing.Reason = "cancelled"   // gave the place back, said no or was refused
	Unconfirmed mailing.Reason = "unconfirmed" // nobody has shown yet that the address is the person's
)

// letters writes the mailings.
type letters struct{ *Service }

var _ mailing.Kind = letters{}

// Ready admits what has words, about an event that people know of.
func (s letters) Ready(ctx context.Context, db bun.IDB, m mailing.Mailing, _ time.Time) error {
	order, err := OrderOf(m)
	if err != nil {
		return err
	}
	e, err := event.FindIn(ctx, db, m.SubjectID)
	switch {
	case err != nil:
		return err
	case e.State == event.Draft:
		return fault.New(fault.Conflict, "circular.draft_event")
	case order.Subject == "" || order.Text == "":
		return fault.New(fault.Conflict, "circular.no_words")
	}
	return nil
}

// Receivers are whom the filter shows now.
func (s letters) Receivers(ctx context.Context, db bun.IDB, m mailing.Mailing) ([]mailing.Receiver, error) {
	order, err := OrderOf(m)
	if err != nil {
		return nil, err
	}
	people, err := registration.PeopleIn(ctx, db, account.Program(m.WorkspaceID, m.ProjectID), m.SubjectID, order.Filter)
	if err != nil {
		return nil, err
	}
	unreachable, err := s.outbox.Unreachable(ctx, db, m.WorkspaceID)
	receivers := make([]mailing.Receiver, len(people))
	for i, row := range people {
		receivers[i] = mailing.Receiver{
			ReceiverID: row.ID, Name: row.Name, Email: row.Email, Organisation: row.Organisation, Reason: order.without(row, unreachable[mail.Key(row.Email)]),
		}
	}
	return receivers, err
}

// without says why somebody on the list gets no mail; empty when they get one.
func (o Order) without(row attendance.Attendance, unreachable bool) mailing.Reason {
	switch {
	case !o.AlsoGone && registration.Gone.Shows(row):
		return Cancelled
	case row.Email == "":
		return mailing.NoAddress
	case unreachable:
		return mailing.Disabled
	case row.ConfirmUntil != nil:
		return Unconfirmed
	}
	return ""
}

// said is what the mail of the order says.
func said(m mailing.Mailing) (invite.Circular, error) {
	order, err := OrderOf(m)
	words := map[i18n.Lang]invite.Words{i18n.German: {Subject: order.Subject, Text: order.Text}}
	if order.TextEN != "" {
		words[i18n.English] = invite.Words{Subject: order.SubjectEN, Text: order.TextEN}
	}
	return invite.Circular{MailingID: m.ID, Words: words, Fill: fill}, err
}

// Preview writes the mail as the receiver would get it.
func (s letters) Preview(ctx context.Context, db bun.IDB, m mailing.Mailing, to mailing.Receiver, note string) (mail.Message, error) {
	circular, err := said(m)
	if err != nil {
		return mail.Message{}, err
	}
	for lang, words := range circular.Words {
		words.Text = strings.TrimSpace(note + "\n\n" + words.Text)
		circular.Words[lang] = words
	}
	return s.announcer.PreviewCircular(ctx, db, to.ReceiverID, circular)
}

// WriteIn writes to the part's people. Who has left the list since the review gets nothing.
func (s letters) WriteIn(ctx context.Context, tx bun.IDB, m mailing.Mailing, part []mailing.Receiver) error {
	circular, err := said(m)
	if err != nil {
		return err
	}
	order, err := OrderOf(m)
	if err != nil {
		return err
	}
	for i := range part {
		row, err := attendance.FindIn(ctx, tx, part[i].ReceiverID)
		if fault.Is(err, fault.NotFound) {
			part[i].Reason = mailing.Gone
			continue
		}
		if err != nil {
			return err
		}
		if part[i].Reason = order.without(row, false); part[i].Reason != "" {
			continue
		}
		circular.MailID = id.New()
		if err := s.announcer.CircularIn(ctx, tx, row, circular); err != nil {
			return err
		}
		part[i].Turn, part[i].MessageID = mailing.Written, circular.MailID
	}
	return nil
}

// UnwriteIn takes nothing back: nothing but the mail was written.
func (s letters) UnwriteIn(context.Context, bun.IDB, mailing.Mailing, []mailing.Receiver) error {
	return nil
}

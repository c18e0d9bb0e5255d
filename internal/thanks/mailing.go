package thanks

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
)

// letters writes the mailings.
type letters struct{ *Service }

var _ mailing.Kind = letters{}

// Ready admits events that are over by then.
func (s letters) Ready(ctx context.Context, db bun.IDB, m mailing.Mailing, at time.Time) error {
	e, err := event.FindIn(ctx, db, m.SubjectID)
	if err != nil {
		return err
	}
	return over(e, at)
}

// Receivers are those who had a place and are known still.
func (s letters) Receivers(ctx context.Context, db bun.IDB, m mailing.Mailing) ([]mailing.Receiver, error) {
	rows, err := attendance.ListIn(ctx, db, m.SubjectID)
	if err != nil {
		return nil, err
	}
	unreachable, err := s.outbox.Unreachable(ctx, db, m.WorkspaceID)
	var receivers []mailing.Receiver
	for _, row := range rows {
		if row.Place != attendance.Confirmed || row.ErasedAt != nil {
			continue
		}
		r := mailing.Receiver{ReceiverID: row.ID, Name: row.Name, Email: row.Email, Organisation: row.Organisation}
		switch {
		case row.Email == "":
			r.Reason = mailing.NoAddress
		case unreachable[mail.Key(row.Email)]:
			r.Reason = mailing.Disabled
		}
		receivers = append(receivers, r)
	}
	return receivers, err
}

// said is what the mail of the order says now.
func (s letters) said(ctx context.Context, db bun.IDB, m mailing.Mailing) (invite.Thanks, error) {
	order, err := OrderOf(m)
	if err != nil {
		return invite.Thanks{}, err
	}
	e, err := event.FindIn(ctx, db, m.SubjectID)
	if err != nil {
		return invite.Thanks{}, err
	}
	results, err := public(ctx, db, e)
	if err != nil {
		return invite.Thanks{}, err
	}
	at, err := s.surveys.OpenAtIn(ctx, db, e)
	return invite.Thanks{MailingID: m.ID, Text: order.Text, Results: results, Survey: at}, err
}

// Preview writes the mail as the receiver would get it.
func (s letters) Preview(ctx context.Context, db bun.IDB, m mailing.Mailing, to mailing.Receiver, note string) (mail.Message, error) {
	thanks, err := s.said(ctx, db, m)
	if err != nil {
		return mail.Message{}, err
	}
	thanks.Text = strings.TrimSpace(note + "\n\n" + thanks.Text)
	return s.announcer.PreviewThanks(ctx, db, to.ReceiverID, thanks)
}

// WriteIn thanks the part's people.
func (s letters) WriteIn(ctx context.Context, tx bun.IDB, m mailing.Mailing, part []mailing.Receiver) error {
	thanks, err := s.said(ctx, tx, m)
	if err != nil {
		return err
	}
	for i := range part {
		thanks.MailID = id.New()
		err := s.announcer.ThankIn(ctx, tx, part[i].ReceiverID, thanks)
		if fault.Is(err, fault.NotFound) {
			part[i].Reason = mailing.Gone
			continue
		}
		if err != nil {
			return err
		}
		part[i].Turn, part[i].MessageID = mailing.Written, thanks.MailID
	}
	return nil
}

// UnwriteIn takes nothing back: nothing but the mail was written.
func (s letters) UnwriteIn(context.Context, bun.IDB, mailing.Mailing, []mailing.Receiver) error {
	return nil
}

package invite

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
)

// Thanks is a mail to somebody who took part, after the event. It has no calendar part.
type Thanks struct {
	MailID    string
	MailingID string
	Text      string // instead of the usual words; may be empty
	Results   bool   // the public page shows the results
	Survey    string // where the survey about the event is answered, within the site; empty for none
}

// ThankIn thanks somebody who took part. NotFound when their row is gone.
func (a *Announcer) ThankIn(ctx context.Context, tx bun.IDB, attendanceID string, t Thanks) error {
	d, m, err := a.thankYou(ctx, tx, attendanceID, t)
	if err != nil {
		return err
	}
	message, err := d.write(m, "")
	if err != nil {
		return err
	}
	return d.mail.QueueIn(ctx, tx, message)
}

// PreviewThanks writes the mail as the person would get it.
func (a *Announcer) PreviewThanks(ctx context.Context, db bun.IDB, attendanceID string, t Thanks) (mail.Message, error) {
	d, m, err := a.thankYou(ctx, db, attendanceID, t)
	if err != nil {
		return mail.Message{}, err
	}
	return d.write(m, "")
}

func (a *Announcer) thankYou(ctx context.Context, db bun.IDB, attendanceID string, t Thanks) (*desk, letter, error) {
	row, err := attendance.FindIn(ctx, db, attendanceID)
	if err != nil {
		return nil, letter{}, err
	}
	e, err := event.FindIn(ctx, db, row.EventID)
	if err != nil {
		return nil, letter{}, err
	}
	d, err := a.desk(ctx, db, e)
	if err != nil {
		return nil, letter{}, err
	}
	fields := mail.Fields{"personal_text": t.Text}
	if page := d.page(); t.Results && page != "" {
		fields["results_url"], fields["event_url"] = page, "" // the same page, named once
	}
	if t.Survey != "" {
		fields["survey_url"] = d.baseURL + t.Survey
	}
	return d, letter{id: t.MailID, mailing: t.MailingID, kind: thanks, to: row, thread: row.ID, fields: fields}, nil
}

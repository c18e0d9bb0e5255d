package invite

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
)

// Value is something that is true of one receiver of a circular.
type Value string

// The values.
const (
	TheName         Value = "name"
	TheOrganisation Value = "organisation"
	TheEvent        Value = "event"
	TheTime         Value = "time"
	TheVenue        Value = "venue"
	TheStanding     Value = "standing"  // a place, the waitlist, nothing yet
	TheWorkshops    Value = "workshops" // separated by semicolons
)

// Words are what a circular says in one language.
type Words struct{ Subject, Text string }

// Circular is a mail in staff's words to somebody on the list of an event. It has no calendar part.
type Circular struct {
	MailID    string
	MailingID string
	Words     map[i18n.Lang]Words // German at least
	Fill      func(words string, values map[Value]string) string
}

// CircularIn writes to the person.
func (a *Announcer) CircularIn(ctx context.Context, tx bun.IDB, row attendance.Attendance, c Circular) error {
	d, m, err := a.circular(ctx, tx, row, c)
	if err != nil {
		return err
	}
	if !d.event.Over(d.now) {
		return d.send(ctx, m)
	}
	message, err := d.write(m, "") // there is nothing left to change
	if err != nil {
		return err
	}
	return d.mail.QueueIn(ctx, tx, message)
}

// PreviewCircular writes the mail as the person would get it.
func (a *Announcer) PreviewCircular(ctx context.Context, db bun.IDB, attendanceID string, c Circular) (mail.Message, error) {
	row, err := attendance.FindIn(ctx, db, attendanceID)
	if err != nil {
		return mail.Message{}, err
	}
	d, m, err := a.circular(ctx, db, row, c)
	if err != nil {
		return mail.Message{}, err
	}
	if d.event.Over(d.now) {
		return d.write(m, "")
	}
	return d.write(m, d.baseURL+"/a/vorschau")
}

// circular is the letter, all of it in a language in which there are words.
func (a *Announcer) circular(ctx context.Context, db bun.IDB, row attendance.Attendance, c Circular) (*desk, letter, error) {
	e, err := event.FindIn(ctx, db, row.EventID)
	if err != nil {
		return nil, letter{}, err
	}
	d, err := a.desk(ctx, db, e)
	if err != nil {
		return nil, letter{}, err
	}
	words, written := c.Words[i18n.Lang(row.Lang)]
	if !written {
		words, row.Lang = c.Words[i18n.German], string(i18n.German)
	}
	workshops, err := d.workshopsOf(ctx, row)
	if err != nil {
		return nil, letter{}, err
	}
	l := d.locale(row.Lang)
	values := map[Value]string{
		TheName: row.Name, TheOrganisation: row.Organisation, TheEvent: e.Title, TheTime: d.when(l, e), TheVenue: place(e),
		TheStanding: l.T("circular.standing." + string(row.Place)), TheWorkshops: workshops,
	}
	fields := mail.Fields{"summary": c.Fill(words.Subject, values), "personal_text": c.Fill(words.Text, values)}
	return d, letter{id: c.MailID, mailing: c.MailingID, kind: circular, to: row, thread: row.ID, fields: fields}, nil
}

// workshopsOf names the workshops in which the person has a place or waits for one.
func (d *desk) workshopsOf(ctx context.Context, row attendance.Attendance) (string, error) {
	places, err := attendance.WorkshopsIn(ctx, d.tx, row.ID)
	if err != nil {
		return "", err
	}
	l := d.locale(row.Lang)
	var titles []string
	for _, p := range places {
		item, err := d.item(ctx, p.ItemID)
		if err != nil {
			return "", err
		}
		switch p.State {
		case attendance.Confirmed:
			titles = append(titles, item.Title)
		case attendance.Waitlisted:
			titles = append(titles, l.T("registration.workshop_waiting", item.Title))
		}
	}
	if len(titles) == 0 {
		return l.T("circular.no_workshop"), nil
	}
	return strings.Join(titles, "; "), nil
}

package demo

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
)

// seedReplies lets mails come in that wait for staff: a proposal of another time, an answer to a passed on invitation, one
// by somebody else's hand, a substitute named in a calendar, a letter. One answer is taken over: its writer comes
// instead of the invited person.
func (c *county) seedReplies(ctx context.Context, ahead event.Event) error {
	rows, err := attendance.ListIn(ctx, c.DB.Read(), ahead.ID)
	if err != nil {
		return err
	}
	var silent []attendance.Attendance
	for _, row := range rows {
		if row.Answer == attendance.NeedsAction && row.Place == attendance.NoPlace {
			silent = append(silent, row)
		}
	}
	const needed = 6
	if len(silent) < needed {
		return errors.New("too few people have not answered yet")
	}
	c.back(1)
	instant := func(at time.Time) string { return at.UTC().Format("20060102T150405Z") }
	mails := []reply{
		{silent[0], silent[0].Email, silent[0].Name, "COUNTER", []string{
			"ATTENDEE;PARTSTAT=TENTATIVE:mailto:" + silent[0].Email, "DTSTART:" + instant(ahead.StartsAt.AddDate(0, 0, 1)),
			"DTEND:" + instant(ahead.EndsAt.AddDate(0, 0, 1)), `COMMENT:An dem Tag tagt der Kreistag. Ginge auch der Freitag\, zur selben Zeit?`,
		}},
		{silent[1], "vertretung.wohnen@example.org", "Henrike Brandtstätter", "REPLY", []string{
			`ATTENDEE;PARTSTAT=ACCEPTED;CN="Henrike Brandtstätter":mailto:vertretung.wohnen@example.org`, "COMMENT:Mir weitergeleitet worden, ich komme gern.",
		}},
		{silent[2], "vorzimmer@example.org", "Vorzimmer", "REPLY", []string{"ATTENDEE;PARTSTAT=DECLINED:mailto:" + silent[2].Email}},
		{silent[3], silent[3].Email, silent[3].Name, "REPLY", []string{
			`ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:kollegin@example.org":mailto:` + silent[3].Email,
			`ATTENDEE;PARTSTAT=NEEDS-ACTION;CN="Nilgün Sürücü":mailto:kollegin@example.org`,
		}},
	}
	for _, m := range mails {
		c.later(1)
		if _, err := c.Invites.Receive(ctx, m.raw(c.now.Now())); err != nil {
			return fmt.Errorf("%s: %w", m.from, err)
		}
	}
	letter := "From: " + silent[4].Name + " <" + silent[4].Email + ">\r\nSubject: Re: Einladung\r\nMessage-ID: <demo-letter@example.org>\r\n" +
		"Content-Type: text/plain; charset=UTF-8\r\n\r\nVielen Dank, ich bin gern dabei. Gibt es einen Parkplatz mit Lademöglichkeit?\r\n"
	if _, err := c.Invites.Receive(ctx, []byte(letter)); err != nil {
		return err
	}
	return errors.Join(c.represent(ctx, silent[5]), c.post(ctx))
}

// represent lets staff agree that whoever answered a passed on invitation comes instead.
func (c *county) represent(ctx context.Context, row attendance.Attendance) error {
	mail := reply{row, "svenja.kuehnaest@example.org", "Svenja Kühnäst", "REPLY", []string{
		`ATTENDEE;PARTSTAT=ACCEPTED;CN="Svenja Kühnäst":mailto:svenja.kuehnaest@example.org`, "COMMENT:Ich komme für unser Haus.",
	}}
	n, err := c.Invites.Receive(ctx, mail.raw(c.now.Now()))
	if err != nil {
		return err
	}
	return c.Representations.FromMail(ctx, c.actor(c.followUp), n.ID)
}

// reply is a mail about somebody's invitation.
type reply struct {
	of         attendance.Attendance
	from, name string
	method     string
	lines      []string
}

func (m reply) raw(at time.Time) []byte {
	object := append([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//DE", "METHOD:" + m.method, "BEGIN:VEVENT", "UID:" + m.of.UID,
		fmt.Sprint("SEQUENCE:", m.of.Sequence), "DTSTAMP:" + at.UTC().Format("20060102T150405Z"),
	}, m.lines...)
	object = append(object, "END:VEVENT", "END:VCALENDAR", "")
	return []byte("From: =?utf-8?q?" + strings.NewReplacer(" ", "_", "ä", "=C3=A4", "ö", "=C3=B6", "ü", "=C3=BC", "ß", "=C3=9F").Replace(m.name) + "?= <" + m.from + ">\r\n" +
		"Subject: Fachtagung: Gemeinsam gegen Wohnungslosigkeit\r\nMessage-ID: <demo-" + m.method + "-" + m.of.ID + "@example.org>\r\n" +
		"Content-Type: text/calendar; method=" + m.method + "; charset=UTF-8\r\n\r\n" + strings.Join(object, "\r\n"))
}

package demo

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/circular"
	"rundertisch/internal/event"
	"rundertisch/internal/mailing"
	"rundertisch/internal/registration"
)

// seedCirculars writes to those who come to the symposium, leaves a draft to those who wait behind, and lets one person correct what they
// said about themselves.
func (c *county) seedCirculars(ctx context.Context) error {
	actor := c.actor(c.followUp)
	events, err := c.Events.List(ctx, actor)
	if err != nil {
		return err
	}
	for _, e := range events {
		list, err := c.Registrations.List(ctx, actor, e.ID, registration.Filter{Show: registration.Confirmed})
		if err != nil {
			return err
		}
		if e.State != event.Published || e.Over(c.now.Now()) || len(list.Rows) < 3 || list.Numbers[registration.Waitlisted] == 0 {
			continue
		}
		if err := c.corrected(ctx, list.Rows[0].Attendance); err != nil {
			return err
		}
		return c.circulars(ctx, e)
	}
	return nil
}

func (c *county) circulars(ctx context.Context, e event.Event) error {
	actor := c.actor(c.followUp)
	sent, err := c.circular(ctx, e, registration.Filter{Show: registration.Everybody, Query: "gemeinde"}, circular.Order{
		Title: "Hinweis zur Anreise", Subject: "Anreise zu: {veranstaltung}",
		Text: "der Parkplatz am {ort} ist wegen Bauarbeiten gesperrt. Bitte nutzen Sie den Bus; die Haltestelle liegt vor dem Haus.\n\nIhr Platz: {stand}. Ihre Workshops: {workshops}.",
	})
	if err != nil {
		return err
	}
	if err := c.mailing(ctx, actor, sent); err != nil {
		return err
	}
	_, err = c.circular(ctx, e, registration.Filter{Show: registration.Waitlisted}, circular.Order{
		Title: "Nachricht an die Warteliste", Subject: "Ihr Platz auf der Warteliste: {veranstaltung}",
		Text:      "{name}, wir wissen, dass Sie auf einen Platz warten. Sobald einer frei wird, schreiben wir Ihnen sofort. Die Vorträge übertragen wir am {zeit} auch ins Netz.",
		SubjectEN: "Your place on the waitlist: {event}", TextEN: "we know that you are waiting for a place. As soon as one is free, we write to you at once.",
	})
	return err
}

func (c *county) circular(ctx context.Context, e event.Event, filter registration.Filter, o circular.Order) (mailing.Mailing, error) {
	actor := c.actor(c.followUp)
	m, err := c.Circulars.Begin(ctx, actor, e.ID, o.Title, filter)
	if err != nil {
		return m, err
	}
	if err := c.Circulars.Redraft(ctx, actor, m, o); err != nil {
		return m, err
	}
	now, err := c.Mailings.Find(ctx, actor, m.ID)
	return now.Mailing, err
}

// corrected lets the person say by the personal link how their organisation is called.
func (c *county) corrected(ctx context.Context, row attendance.Attendance) error {
	var token string
	err := c.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		token, err = attendance.NewLinkIn(ctx, tx, c.now.Now(), row.ID)
		return err
	})
	if err != nil {
		return err
	}
	is := registration.DescriptionOf(row)
	is.Organisation, is.Remark = strings.TrimSpace(is.Organisation+" (Außenstelle)"), "Ich komme mit dem Rad und bleibe bis zum Schluss."
	return c.Registrations.Describe(ctx, row.ID, token, is)
}

package demo

import (
	"context"
	"strings"

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
		gone, err := c.Registrations.List(ctx, actor, e.ID, registration.Filter{Show: registration.Gone})
		if err != nil {
			return err
		}
		chosen := append(list.Rows[:min(6, len(list.Rows))], gone.Rows[:min(1, len(gone.Rows))]...)
		return c.circulars(ctx, e, chosen)
	}
	return nil
}

// circulars writes to those chosen, and leaves a draft to those who wait.
func (c *county) circulars(ctx context.Context, e event.Event, chosen []registration.Row) error {
	actor := c.actor(c.followUp)
	ids := make([]string, len(chosen))
	for i, row := range chosen {
		ids[i] = row.ID
	}
	sent, err := c.circular(ctx, e, registration.Filter{Show: registration.Everybody, Chosen: ids}, circular.Order{
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
		Text:      "wir wissen, dass Sie auf einen Platz warten. Sobald einer frei wird, schreiben wir Ihnen sofort. Die Vorträge übertragen wir am {zeit} auch ins Netz.",
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
	var mail string
	err := c.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE thread_key = ? AND text_body LIKE '%/a/%' ORDER BY created_at DESC, id DESC LIMIT 1", row.ID).Scan(ctx, &mail)
	if err != nil {
		return err
	}
	_, link, _ := strings.Cut(mail, "/a/")
	token, _, _ := strings.Cut(link, "?")
	is := registration.DescriptionOf(row)
	is.Organisation, is.Remark = strings.TrimSpace(is.Organisation+" (Außenstelle)"), "Ich komme mit dem Rad und bleibe bis zum Schluss."
	return c.Registrations.Describe(ctx, row.ID, token, is)
}

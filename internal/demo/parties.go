package demo

import (
	"context"
	"fmt"
	"regexp"

	"rundertisch/internal/event"
	"rundertisch/internal/form"
	"rundertisch/internal/i18n"
	"rundertisch/internal/registration"
)

// seedParties fills an event for which offices register several people at once. One group has got its places, of which one person has completed
// the own details; the next waits together, because two places do not do for three.
func (c *county) seedParties(ctx context.Context) error {
	c.back(0)
	actor := c.actor(c.followUp)
	e, _, err := c.addEvent(ctx, actor, event.Details{
		Kind: event.Workshop, Title: "Schulungstag: Wohnungssicherung in der Gemeinde",
		Summary: "Für Ämter und Träger, die mit mehreren Personen kommen", Day: c.workshopDay().AddDays(35).German(), Begin: "09:00", End: "15:30",
		Venue: "Landratsamt Unstrut-Hainich-Kreis, Großer Saal", Address: "Lindenbühl 28/29\n99974 Mühlhausen/Thüringen", Access: access, Contact: contact,
		Capacity: "6",
	}, nil)
	if err != nil {
		return err
	}
	if _, err := c.Forms.Add(ctx, actor, e.ID, form.Details{
		Kind: form.Choice, Label: "Wie kommen Sie zu uns?", Options: "Mit Bus oder Bahn\nMit dem Auto\nMit dem Rad", Required: true,
		Purpose: "damit wir genügend Parkplätze frei halten", KeepDays: "30",
	}); err != nil {
		return err
	}
	if err := c.Forms.TakePhotos(ctx, actor, e.ID, true); err != nil {
		return err
	}
	if err := c.Forms.AskNeeds(ctx, actor, e.ID, true); err != nil {
		return err
	}
	if e, err = c.Events.Publish(ctx, actor, e.ID); err != nil {
		return err
	}
	rules := map[string]string{"group": "6"}
	if err := c.Registrations.Admit(ctx, actor, e.ID, e.Version, func(field string) string { return rules[field] }); err != nil {
		return fmt.Errorf("admission: %w", err)
	}
	fields, err := c.Registrations.Questions(ctx, e)
	if err != nil || len(fields) == 0 {
		return err
	}
	said := form.Typed{fields[0].ID: {form.Code("Mit dem Auto")}}
	for _, group := range []registration.Form{
		{
			Name: "Sabine Hartung", Email: "sabine.hartung@example.org", Organisation: "Stadtverwaltung Musterstadt, Büro des Bürgermeisters", Lang: "de", Answers: said,
			Members: []registration.Member{{Name: "Dr. Olaf Wiegand", Email: "olaf.wiegand@example.org"}, {Name: "Ewa Łuczak", Email: "ewa.luczak@example.org"}, {Name: "Karl-Heinz Böttcher"}},
		},
		{
			Name: "Yusuf Yılmaz", Email: "yusuf.yilmaz@example.org", Organisation: "Migrationsberatung", Lang: "de", Answers: said,
			Members: []registration.Member{{Name: "Lena Großmann", Email: "lena.grossmann@example.org"}, {Name: "Trần Văn Minh", Email: "minh.tran@example.org"}},
		},
	} {
		if err := c.comes(ctx, e.Slug, group); err != nil {
			return fmt.Errorf("%s: %w", group.Email, err)
		}
	}
	if err := c.completes(ctx, "olaf.wiegand@example.org", registration.Form{Organisation: "Stadtverwaltung Musterstadt", Lang: string(i18n.German), Answers: said}); err != nil {
		return err
	}
	return c.post(ctx)
}

// completes lets somebody who was registered by somebody else say what was missing, by the link in the mail.
func (c *county) completes(ctx context.Context, email string, said registration.Form) error {
	var text string
	err := c.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = 'registered_by' AND to_email = ? ORDER BY id DESC LIMIT 1", email).Scan(ctx, &text)
	if err != nil {
		return err
	}
	token := personalLink.FindStringSubmatch(text)
	if token == nil {
		return fmt.Errorf("no link in the mail to %s", email)
	}
	row, err := c.Registrations.Open(ctx, token[1])
	if err != nil {
		return err
	}
	return c.Registrations.Complete(ctx, row.ID, token[1], said)
}

var personalLink = regexp.MustCompile(`/a/([\w-]+)`)

package demo

import (
	"context"
	"fmt"

	"rundertisch/internal/event"
	"rundertisch/internal/registration"
	"rundertisch/internal/showcase"
)

// seedGuests fills an event whose participants are named in public, as far as they agreed: two of them did not.
func (c *county) seedGuests(ctx context.Context) error {
	c.back(0)
	actor := c.actor(c.followUp)
	e, _, err := c.addEvent(ctx, actor, event.Details{
		Kind: event.Workshop, Title: "Netzwerktreffen Wohnungsnotfallhilfe",
		Summary: "Ein Vormittag zum Kennenlernen für alle, die in der Wohnungsnotfallhilfe arbeiten", Day: c.workshopDay().AddDays(28).German(), Begin: "09:00", End: "12:00",
		Venue: "Landratsamt Unstrut-Hainich-Kreis, Großer Saal", Address: "Lindenbühl 28/29\n99974 Mühlhausen/Thüringen", Access: access, Contact: contact,
		Capacity: "40",
	}, nil)
	if err != nil {
		return err
	}
	if _, err := c.Events.Publish(ctx, actor, e.ID); err != nil {
		return err
	}
	if err := c.Showcase.Save(ctx, actor, e.ID, 0, showcase.Details{Guests: true}); err != nil {
		return err
	}
	for n, g := range guests() {
		if err := c.comes(ctx, e.Slug, registration.Form{Name: g.name, Email: g.email, Organisation: g.organisation, Lang: "de", Listed: n%3 != 2}); err != nil {
			return fmt.Errorf("%s: %w", g.email, err)
		}
	}
	return c.post(ctx)
}

// comes registers somebody by the public form of the event.
func (c *county) comes(ctx context.Context, slug string, form registration.Form) error {
	e, items, err := c.Events.Public(ctx, slug)
	if err != nil {
		return err
	}
	turn := c.Registrations.Arrive(slug)
	defer turn.Done()
	_, err = c.Registrations.Register(ctx, turn, e, items, form)
	return err
}

package demo

import (
	"context"
	"fmt"

	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/registration"
)

// seedModes fills an event that keeps places for municipalities: the others wait although places are free.
func (c *county) seedModes(ctx context.Context) error {
	c.back(0)
	actor := c.actor(c.followUp)
	e, _, err := c.addEvent(ctx, actor, event.Details{
		Kind: event.Workshop, Title: "Fachwerkstatt: Obdachlosenunterkünfte gut betreiben",
		Summary: "Für Ordnungsbehörden und alle, die mit ihnen arbeiten", Day: c.workshopDay().AddDays(21).German(), Begin: "09:00", End: "15:00",
		Venue: "Landratsamt Unstrut-Hainich-Kreis, Großer Saal", Address: "Lindenbühl 28/29\n99974 Mühlhausen/Thüringen", Access: access, Contact: contact,
		Capacity: "8",
	}, nil)
	if err != nil {
		return err
	}
	if e, err = c.Events.Publish(ctx, actor, e.ID); err != nil {
		return err
	}
	rules := map[string]string{
		"kept_until": c.workshopDay().AddDays(7).German(),
		registration.KeptField(directory.KindMunicipality): "5",
		registration.MostField(directory.KindProvider):     "3",
	}
	if err := c.Registrations.Admit(ctx, actor, e.ID, e.Version, func(field string) string { return rules[field] }); err != nil {
		return fmt.Errorf("admission: %w", err)
	}
	kinds := []directory.Kind{directory.KindProvider, directory.KindProvider, directory.KindOther, directory.KindOther, directory.KindMunicipality, directory.KindProvider}
	for n, g := range guests() {
		form := registration.Form{Name: g.name, Email: g.email, Organisation: g.organisation, Kind: string(kinds[n]), Lang: "de"}
		if _, err := c.Registrations.RegisterFor(ctx, actor, e.ID, form); err != nil {
			return fmt.Errorf("%s: %w", g.email, err)
		}
	}
	if err := c.seedRequests(ctx); err != nil {
		return err
	}
	return c.post(ctx)
}

// seedRequests fills an event whose team decides about registrations, and that asks to confirm addresses.
func (c *county) seedRequests(ctx context.Context) error {
	actor := c.actor(c.followUp)
	e, _, err := c.addEvent(ctx, actor, event.Details{
		Kind: event.Workshop, Title: "Fallwerkstatt: Wohnungsverlust in Familien",
		Summary: "Eine kleine Runde, in der vertraulich über Fälle gesprochen wird", Day: c.workshopDay().AddDays(28).German(), Begin: "13:00", End: "17:00",
		Venue: "Landratsamt Unstrut-Hainich-Kreis, Raum 104", Address: "Lindenbühl 28/29\n99974 Mühlhausen/Thüringen", Access: access, Contact: contact,
		Capacity: "2",
	}, nil)
	if err != nil {
		return err
	}
	if e, err = c.Events.Publish(ctx, actor, e.ID); err != nil {
		return err
	}
	rules := map[string]string{"approval": "1", "confirm": "48"}
	if err := c.Registrations.Admit(ctx, actor, e.ID, e.Version, func(field string) string { return rules[field] }); err != nil {
		return fmt.Errorf("admission: %w", err)
	}
	var asked []string
	for _, g := range guests()[:5] {
		e, list, err := c.Events.Public(ctx, e.Slug)
		if err != nil {
			return err
		}
		turn := c.Registrations.Arrive(e.Slug)
		receipt, err := c.Registrations.Register(ctx, turn, e, list, registration.Form{Name: g.name, Email: g.email, Organisation: g.organisation, Lang: "de"})
		turn.Done()
		if err != nil {
			return fmt.Errorf("%s: %w", g.email, err)
		}
		asked = append(asked, receipt.Attendance.ID)
	}
	some := func(ids ...string) registration.Filter {
		return registration.Filter{Show: registration.Requested, Chosen: ids}
	}
	if err := c.carry(ctx, actor, e.ID, registration.Bulk{Deed: registration.ToApprove, Filter: some(asked[0])}); err != nil {
		return err
	}
	return c.carry(ctx, actor, e.ID, registration.Bulk{
		Deed: registration.ToRefuse, Filter: some(asked[1]),
		Text: "In dieser Runde sprechen die Fachkräfte unter sich. Zur offenen Werkstatt laden wir Sie gern ein.",
	})
}

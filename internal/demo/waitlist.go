package demo

import (
	"context"
	"fmt"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/registration"
)

// seedWaitlist fills a small workshop that offers its free places: one is on offer, and somebody was moved by hand.
func (c *county) seedWaitlist(ctx context.Context) error {
	c.back(0)
	actor := c.actor(c.followUp)
	e, _, err := c.addEvent(ctx, actor, event.Details{
		Kind: event.Workshop, Title: "Werkstattgespräch: Übergang aus der Haft in eine Wohnung",
		Summary: "Ein Nachmittag für alle, die Entlassungen vorbereiten", Day: c.workshopDay().AddDays(7).German(), Begin: "13:00", End: "16:00",
		Venue: "Landratsamt Unstrut-Hainich-Kreis, Raum 104", Address: "Lindenbühl 28/29\n99974 Mühlhausen/Thüringen", Access: access, Contact: contact,
		Capacity: "2", Offer: "16",
	}, nil)
	if err != nil {
		return err
	}
	if _, err := c.Events.Publish(ctx, actor, e.ID); err != nil {
		return err
	}
	var line []attendance.Attendance
	for _, g := range guests()[:6] {
		receipt, err := c.Registrations.RegisterFor(ctx, actor, e.ID, registration.Form{Name: g.name, Email: g.email, Organisation: g.organisation, Lang: "de"})
		if err != nil {
			return fmt.Errorf("%s: %w", g.email, err)
		}
		line = append(line, receipt.Attendance)
	}
	if _, err := c.Registrations.AnswerFor(ctx, actor, e.ID, line[0].ID, attendance.Declined); err != nil {
		return err
	}
	if err := c.Registrations.Reorder(ctx, actor, e.ID, line[5].ID, 1, "Wird für den Bericht aus der Praxis gebraucht."); err != nil {
		return err
	}
	return c.post(ctx)
}

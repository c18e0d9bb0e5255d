package demo

import (
	"context"

	"rundertisch/internal/attendance"
	"rundertisch/internal/fault"
	"rundertisch/internal/registration"
)

// seedTeam lets the team note the same about several people at once, at each event that people come to.
func (c *county) seedTeam(ctx context.Context) error {
	actor := c.actor(c.followUp)
	events, err := c.Events.List(ctx, actor)
	if err != nil {
		return err
	}
	for _, e := range events {
		bulk := registration.Bulk{
			Deed: registration.ToNote, Text: "Möchte die Ergebnisse auf Papier bekommen.",
			Filter: registration.Filter{Show: registration.Everybody, Query: "gemeinde", Answer: attendance.Accepted},
		}
		plan, err := c.Registrations.Plan(ctx, actor, e.ID, bulk)
		if fault.Is(err, fault.Invalid) {
			continue // nobody of a municipality comes
		}
		if err != nil {
			return err
		}
		if _, err := c.Registrations.Carry(ctx, actor, e.ID, bulk, plan.Mark); err != nil {
			return err
		}
	}
	return nil
}

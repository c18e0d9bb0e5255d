package demo

import (
	"context"
	"fmt"

	"rundertisch/internal/event"
	"rundertisch/internal/followup"
)

// seedFollowup plans when the people of the symposium are asked again, and lets the first of these days pass.
func (c *county) seedFollowup(ctx context.Context) error {
	actor := c.actor(c.followUp)
	events, err := c.Events.List(ctx, actor)
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Kind != event.Symposium || e.State != event.Published {
			continue
		}
		c.morning(c.today().AddDays(-2))
		v, err := c.Followups.View(ctx, actor, e.ID)
		if err != nil {
			return err
		}
		days := fmt.Sprintf("%d, 14, 3", c.today().DaysUntil(v.AnswerBy)+1)
		if err := c.Followups.Set(ctx, actor, e.ID, v.Plan, followup.Plan{Days: days}); err != nil {
			return err
		}
	}
	c.morning(c.today().AddDays(-1))
	if err := c.Followups.Run(ctx); err != nil {
		return err
	}
	return c.post(ctx)
}

package demo

import (
	"context"

	"rundertisch/internal/handout"
	"rundertisch/internal/i18n"
)

// seedCalendar hands out the running project's calendar and its plan, as its lead did for the partners.
func (c *county) seedCalendar(ctx context.Context) error {
	c.back(20)
	if _, err := c.Feeds.OpenProject(ctx, c.actor(c.followUp), i18n.German); err != nil {
		return err
	}
	for _, h := range []handout.Handout{
		{Reader: "Jugendhilfe- und Sozialausschuss", UntilOn: c.followUp.EndsOn.Last()}, {Reader: "Beirat für Menschen mit Behinderungen"},
	} {
		if _, _, err := c.Handouts.Open(ctx, c.actor(c.followUp), h); err != nil {
			return err
		}
		c.later(1)
	}
	return nil
}

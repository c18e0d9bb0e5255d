package demo

import (
	"context"

	"rundertisch/internal/i18n"
)

// seedCalendar hands the running project's calendar out, as its lead did for the partners.
func (c *county) seedCalendar(ctx context.Context) error {
	c.back(20)
	_, err := c.Feeds.OpenProject(ctx, c.actor(c.followUp), i18n.German)
	return err
}

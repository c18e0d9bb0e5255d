package demo

import (
	"context"
	"fmt"
	"time"

	"rundertisch/internal/checkin"
	"rundertisch/internal/event"
	"rundertisch/internal/id"
)

// seedCertificates lets somebody in at the Fachtagung of 2016, on its day, who can have a certificate of it.
func (c *county) seedCertificates(ctx context.Context) error {
	actor := c.actor(c.record)
	events, err := c.Events.List(ctx, actor)
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Kind != event.Symposium || e.State != event.Held {
			continue
		}
		c.now.Advance(e.StartsAt.Add(-20 * time.Minute).Sub(c.now.Now()))
		keeper, _, err := c.CheckIns.ForStaff(ctx, actor, e.ID)
		if err != nil {
			return err
		}
		g := guests()[0]
		done, err := c.CheckIns.Do(ctx, keeper, checkin.Deed{
			ID: id.New(), What: checkin.WalkIn, Door: "Haupteingang", Name: g.name, Organisation: g.organisation, Email: g.email,
		})
		if err == nil && done[0].State != checkin.In {
			err = fmt.Errorf("%s is not let in: %s", g.name, done[0].State)
		}
		return err
	}
	return fmt.Errorf("nobody has held a Fachtagung")
}

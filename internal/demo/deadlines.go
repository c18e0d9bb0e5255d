package demo

import (
	"context"
	"fmt"
	"slices"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/deadline"
	"rundertisch/internal/event"
)

// prepared says what a deadline of the sample asks for.
var prepared = map[string]string{
	"registration": "Anmeldung schließen", "catering": "Verpflegung bestellen", "material": "Unterlagen fertigstellen",
	"thanks": "Dank und Ergebnisse verschicken", "agenda": "Einladung mit Tagesordnung verschicken", "minutes": "Protokoll verschicken",
}

// seedDeadlines makes tasks of the symposium's deadlines; the follow-up meeting has moved since its deadlines were set, and
// a workshop was called off: about both something is to be decided.
func (c *county) seedDeadlines(ctx context.Context) error {
	actor := c.actor(c.followUp)
	events, err := c.Events.List(ctx, actor)
	if err != nil {
		return err
	}
	for _, e := range events {
		switch {
		case e.Kind == event.Symposium && e.State == event.Published:
			err = c.prepare(ctx, actor, e, "registration", "catering", "material", "thanks")
		case e.Kind == event.Meeting && e.State == event.Draft:
			err = c.postpone(ctx, actor, e)
		}
		if err != nil {
			return err
		}
	}
	return c.callOff(ctx, actor)
}

// prepare makes tasks of the event's deadlines with the keys.
func (c *county) prepare(ctx context.Context, actor account.Actor, e event.Event, keys ...string) error {
	board, err := c.Deadlines.Board(ctx, actor, e.ID)
	if err != nil {
		return err
	}
	var chosen []deadline.Chosen
	for _, p := range board.Proposed {
		if slices.Contains(keys, p.Rule.Key) {
			chosen = append(chosen, deadline.Chosen{Key: p.Rule.Key, Title: prepared[p.Rule.Key] + ": " + e.Title, Assignee: c.coordination})
		}
	}
	if err := c.Deadlines.Add(ctx, actor, e.ID, board.Fingerprint(), chosen); err != nil {
		return fmt.Errorf("deadlines of %q: %w", e.Title, err)
	}
	return nil
}

// tie makes the event part of the follow-up's milestone with the number.
func (c *county) tie(ctx context.Context, actor account.Actor, e event.Event, number string) error {
	milestones, err := c.Plan.Milestones(ctx, actor)
	if err != nil {
		return err
	}
	for _, m := range milestones {
		if m.Number == number {
			return c.Events.Tie(ctx, actor, e.ID, m.ID)
		}
	}
	return fmt.Errorf("no milestone %s", number)
}

// postpone sets a meeting's deadlines and then moves it by a week.
func (c *county) postpone(ctx context.Context, actor account.Actor, e event.Event) error {
	if err := c.tie(ctx, actor, e, "2.3"); err != nil {
		return err
	}
	if err := c.prepare(ctx, actor, e, "agenda", "material", "minutes"); err != nil {
		return err
	}
	e, err := c.Events.Find(ctx, actor, e.ID)
	if err != nil {
		return err
	}
	details := event.DetailsOf(e)
	details.Day = string(e.FirstDay().AddDays(7))
	_, err = c.Events.Edit(ctx, actor, e.ID, e.Version, details)
	return err
}

// callOff cancels a workshop whose preparation had begun.
func (c *county) callOff(ctx context.Context, actor account.Actor) error {
	details := draft("Werkstatt: Gemeinsames Meldeblatt", c.workshopDay())
	details.Kind = event.Workshop
	e, _, err := c.addEvent(ctx, actor, details, nil)
	if err != nil {
		return err
	}
	if err := c.tie(ctx, actor, e, "2.3"); err != nil {
		return err
	}
	if err := c.prepare(ctx, actor, e, "catering", "material"); err != nil {
		return err
	}
	if _, err := c.Events.Publish(ctx, actor, e.ID); err != nil {
		return err
	}
	_, err = c.Events.Cancel(ctx, actor, e.ID)
	return err
}

// workshopDay is two weeks after the symposium.
func (c *county) workshopDay() date.Date { return c.symposiumDay().AddDays(14) }

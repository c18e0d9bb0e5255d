package demo

import (
	"context"

	"rundertisch/internal/event"
	"rundertisch/internal/form"
)

const (
	byCar   = "Mit dem Auto"
	byTrain = "Mit Bus oder Bahn"
)

// askConference lets the conference have asked one thing.
func (c *county) askConference(ctx context.Context, held event.Event) error {
	_, err := c.Forms.Add(ctx, c.actor(c.followUp), held.ID, form.Details{
		Kind: form.Choice, Label: "Anreise", Options: byCar + "\n" + byTrain, Purpose: "damit genug Parkplätze frei sind", KeepDays: "90",
	})
	return err
}

// seedForms tells what the symposium asks of the people who register.
func (c *county) seedForms(ctx context.Context) error {
	c.back(14)
	actor := c.actor(c.followUp)
	events, err := c.Events.List(ctx, actor)
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Kind != event.Symposium || e.State != event.Published {
			continue
		}
		return c.ask(ctx, e)
	}
	return nil
}

func (c *county) ask(ctx context.Context, e event.Event) error {
	actor := c.actor(c.followUp)
	travel, err := c.Forms.Add(ctx, actor, e.ID, form.Details{
		Kind: form.Choice, Label: "Anreise", Options: byCar + "\n" + byTrain + "\nZu Fuß oder mit dem Rad",
		Purpose: "damit wir genug Parkplätze und Stellplätze für Räder freihalten", KeepDays: "30",
	})
	if err != nil {
		return err
	}
	for _, d := range []form.Details{
		{
			Kind: form.Number, Label: "Freie Plätze im Auto", Hint: "Wir bringen Sie mit Menschen aus Ihrer Gemeinde zusammen.",
			When: form.Condition(travel.ID, byCar), Purpose: "damit andere mitfahren können", KeepDays: "0",
		},
		{
			Kind: form.Several, Label: "Themen, zu denen Sie beitragen möchten",
			Options: "Prävention\nUnterbringung\nWohnungssuche\nZusammenarbeit mit Gerichten", Purpose: "damit die Moderation Sie gezielt einbeziehen kann", KeepDays: "180",
		},
		{
			Kind: form.LongText, Label: "Ihre Frage an das Podium", Purpose: "damit das Podium sich vorbereiten kann", KeepDays: "30",
		},
	} {
		if _, err := c.Forms.Add(ctx, actor, e.ID, d); err != nil {
			return err
		}
	}
	return c.Forms.AskNeeds(ctx, actor, e.ID, true)
}

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

// askConference lets the conference have asked two things.
func (c *county) askConference(ctx context.Context, held event.Event) error {
	actor := c.actor(c.followUp)
	_, err := c.Forms.Add(ctx, actor, held.ID, form.Details{
		Kind: form.Choice, Label: "Wie kommen Sie zu uns?", Options: byCar + "\n" + byTrain, Purpose: "damit genug Parkplätze frei sind", KeepDays: "90",
	})
	if err != nil {
		return err
	}
	_, err = c.Forms.Add(ctx, actor, held.ID, form.Details{Kind: form.File, Label: "Ihr Beitrag", Purpose: "damit er in der Dokumentation steht", KeepDays: "365"})
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
		if err := c.ask(ctx, e); err != nil {
			return err
		}
		return c.seedAnswers(ctx, e)
	}
	return nil
}

func (c *county) ask(ctx context.Context, e event.Event) error {
	actor := c.actor(c.followUp)
	travel, err := c.Forms.Add(ctx, actor, e.ID, form.Details{
		Kind: form.Choice, Label: "Wie kommen Sie zu uns?", Options: byCar + "\n" + byTrain + "\nZu Fuß oder mit dem Rad",
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
			Kind: form.File, Label: "Projektskizze für die Plakatwand", Hint: "Eine Seite genügt. Wir drucken sie für Sie aus.",
			Purpose: "damit Ihr Projekt in der Mittagspause zu sehen ist", KeepDays: "14",
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

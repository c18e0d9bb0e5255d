package demo

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
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

// seedForms tells what the symposium asks of the people who register, and what some of them answered.
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
		return c.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error { return answers(ctx, tx, c.now.Now(), e) })
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

// answers lets every second person with a place answer, and some of them need something.
func answers(ctx context.Context, tx bun.IDB, now time.Time, e event.Event) error {
	fields, err := form.FieldsIn(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	people, err := attendance.ListIn(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	for n, row := range people {
		if !row.Attends() || n%2 == 1 {
			continue
		}
		whose := form.Whose{WorkspaceID: row.WorkspaceID, EventID: e.ID, AttendanceID: row.ID}
		said := map[string]string{fields[0].ID: byCar, fields[1].ID: "3", fields[2].ID: "Prävention\nWohnungssuche"}
		if n%4 == 0 {
			said = map[string]string{fields[0].ID: byTrain, fields[3].ID: "Wer übernimmt die Koordination, wenn das Projekt endet?"}
			needs := form.Needs{Arranged: "step_free\nvegetarian", Note: "Ein Platz mit Tisch, bitte.", Consent: form.ConsentVersion}
			if err := form.PutNeedsIn(ctx, tx, now, whose, needs); err != nil {
				return err
			}
		}
		if err := form.SaveIn(ctx, tx, now, whose, fields, said); err != nil {
			return err
		}
	}
	return nil
}

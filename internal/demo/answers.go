package demo

import (
	"context"

	"rundertisch/internal/event"
	"rundertisch/internal/form"
	"rundertisch/internal/registration"
)

// seedAnswers lets somebody register by the public form of the symposium who answers its questions, sends a file and needs something.
func (c *county) seedAnswers(ctx context.Context, e event.Event) error {
	sheet, err := c.Forms.Sheet(ctx, c.actor(c.followUp), e.ID)
	if err != nil {
		return err
	}
	e, items, err := c.Events.Public(ctx, e.Slug)
	if err != nil {
		return err
	}
	asked := sheet.Fields
	turn := c.Registrations.Arrive(e.Slug)
	defer turn.Done()
	_, err = c.Registrations.Register(ctx, turn, e, items, registration.Form{
		Name: "Ngũgĩ Brandt", Email: "ngugi.brandt@example.org", Organisation: "Wohnlotsen Unstrut-Hainich", Lang: "de", Nonce: "demo",
		Answers: form.Typed{
			asked[0].ID: asked[0].Sent(byCar), asked[1].ID: {"3"}, asked[2].ID: asked[2].Sent("Prävention\nWohnungssuche"),
			asked[4].ID: {"Wer übernimmt die Koordination, wenn das Projekt endet?"},
		},
		Files: form.Uploads{asked[3].ID: upload("Projektskizze Wohnlotsen.pdf", page("Wohnlotsen", "Ehrenamtliche begleiten Menschen in die eigene Wohnung."))},
		Needs: form.NeedsTyped{Arranged: []string{"step_free", "vegetarian"}, Note: "Ein Platz mit Tisch, bitte.", Consent: true},
	})
	return err
}

package demo

import (
	"context"
	"fmt"
	"strings"

	"rundertisch/internal/account"
	"rundertisch/internal/document"
	"rundertisch/internal/event"
	"rundertisch/internal/result"
	"rundertisch/internal/showcase"
)

// seedProceedings tells what remains of the Fachtagung of 2016: summaries, slides, drawn photos, what the workshops found and what
// became of one of it. Of the conference one working group has an approved summary, and one a draft.
func (c *county) seedProceedings(ctx context.Context, actor account.Actor, held event.Event, items map[string]string) error {
	for title, text := range formerSummaries() {
		if err := c.summarise(ctx, actor, held.ID, items[title], text, true); err != nil {
			return err
		}
	}
	if err := c.formerCards(ctx, actor, held, items); err != nil {
		return err
	}
	if err := c.formerSlides(ctx, actor, held, items); err != nil {
		return err
	}
	if err := c.Results.Publish(ctx, actor, held.ID); err != nil {
		return err
	}
	err := c.seedPhotos(ctx, actor, held.ID, items,
		snapshot{"Gezeichnet: Vor einer Leinwand spricht eine Person, vor ihr sitzen etwa dreißig Menschen in drei Reihen.", "", hall()},
		snapshot{"Gezeichnet: Neun Menschen sitzen um einen langen Tisch, auf dem Papier liegt.", "", group()},
		snapshot{"Gezeichnet: Eine Stellwand mit sechzehn farbigen Karten, davor stehen vier Menschen.", "Workshop 1: Familien früh erreichen", wall()},
	)
	if err != nil {
		return err
	}
	return c.conferenceSummaries(ctx)
}

func (c *county) summarise(ctx context.Context, actor account.Actor, eventID, itemID, text string, approved bool) error {
	if err := c.Results.Summarise(ctx, actor, eventID, itemID, 0, text); err != nil {
		return fmt.Errorf("summary: %w", err)
	}
	if !approved {
		return nil
	}
	return c.Results.Approve(ctx, actor, eventID, itemID, 1)
}

func formerSummaries() map[string]string {
	return map[string]string{
		"Armut hat viele Gesichter": "Wer wenig Geld hat, hat oft auch wenig Zeit, wenig Platz und wenig Kraft. Der Vortrag zeigte an vier erfundenen Lebensläufen, wie Schulden, Krankheit und Wohnen ineinandergreifen.\n\n" +
			"Kern der Aussprache: Hilfe kommt an, wenn sie an Orten beginnt, an denen die Menschen ohnehin sind, in der Kita, beim Vermieter, im Bürgerbüro.",
		"Planen mit denen, die es betrifft": "Angebote wirken, wenn sie gemeinsam entstehen. Vorgestellt wurden drei Wege der Beteiligung: das Gespräch in der Einrichtung, der offene Stammtisch und die Befragung durch Menschen, die selbst Erfahrung mit Wohnungsnot haben.",
		"Workshop 1: Familien früh erreichen": "Die Gruppe beschrieb zuerst, an welchen Stellen Familien heute vorbeikommen, und dann, was dort fehlt. Einig war sie sich, dass Beratung ohne Termin den größten Unterschied macht.\n\n" +
			"Offen blieb, wer die Sprechstunden außerhalb der beiden Städte trägt.",
		"Workshop 2: Wohnen und Energie": "Mietschulden und Energieschulden haben oft dieselbe Ursache, werden aber an verschiedenen Stellen beraten. Die Gruppe schlug vor, die Beratung an einem Tisch zusammenzuführen.",
	}
}

func (c *county) formerCards(ctx context.Context, actor account.Actor, held event.Event, items map[string]string) error {
	families, energy := items["Workshop 1: Familien früh erreichen"], items["Workshop 2: Wohnen und Energie"]
	for _, card := range []struct {
		item   string
		d      result.Details
		became string
	}{
		{families, result.Details{Kind: result.Need, Text: "Beratung dort, wo Familien ohnehin sind.", TargetGroup: "Familien mit kleinen Kindern"}, ""},
		{families, result.Details{Kind: result.Agreement, Text: "Eine Sprechstunde ohne Termin im Familienzentrum.", Organisation: "Fachdienst Soziales", Municipality: "Bad Langensalza", DueOn: "30.06.2016"}, "Die Sprechstunde gibt es seit September 2016, jeden zweiten Dienstag."},
		{energy, result.Details{Kind: result.Gap, Text: "Wer Schulden beim Versorger hat, findet keine gemeinsame Stelle."}, ""},
		{energy, result.Details{Kind: result.Solution, Text: "Miet- und Energieschulden werden an einem Tisch beraten, mit einem Bogen für alle."}, ""},
	} {
		added, err := c.Results.Add(ctx, actor, held.ID, card.item, card.d)
		if err != nil {
			return fmt.Errorf("result card: %w", err)
		}
		if card.became == "" {
			continue
		}
		if err := c.Results.Follow(ctx, actor, held.ID, added.ID, result.InWords, "", card.became); err != nil {
			return err
		}
	}
	return nil
}

// formerSlides puts the presentations to their talks.
func (c *county) formerSlides(ctx context.Context, actor account.Actor, held event.Event, items map[string]string) error {
	papers, err := c.Documents.Of(ctx, actor, document.Subject{Kind: document.Event, ID: held.ID})
	if err != nil {
		return err
	}
	for _, p := range papers {
		if item := items[presented(p.Title)]; item != "" {
			err := c.Showcase.AddMaterial(ctx, actor, held.ID, item, showcase.MaterialDetails{DocumentID: p.ID, Public: true})
			if err != nil {
				return fmt.Errorf("slides: %w", err)
			}
		}
	}
	return nil
}

// presented is the talk that a presentation belongs to.
func presented(title string) string {
	talk, _ := strings.CutPrefix(title, "Präsentation: ")
	return talk
}

func (c *county) conferenceSummaries(ctx context.Context) error {
	actor := c.actor(c.followUp)
	for _, s := range []struct {
		title, text string
		approved    bool
	}{
		{"Arbeitsgruppe A: Prävention von Wohnungsverlust", "Die Gruppe ging den Weg einer Räumungsklage Schritt für Schritt durch. An drei Stellen könnte Hilfe früher einsetzen: bei der ersten Mahnung, bei der Kündigung und beim Eingang der Klage.", true},
		{"Arbeitsgruppe B: Unterbringung und Weg in die eigene Wohnung", "Zwischen Notunterkunft und Mietvertrag fehlt Begleitung. Die Gruppe will mit zwei Wohnungen beginnen und nach einem Jahr auswerten.", false},
	} {
		item, err := c.itemOf(ctx, actor, s.title)
		if err != nil {
			return err
		}
		if err := c.summarise(ctx, actor, item.EventID, item.ID, s.text, s.approved); err != nil {
			return err
		}
		if !s.approved {
			continue
		}
		seen := snapshot{"Gezeichnet: Neun Menschen sitzen um einen langen Tisch.", s.title, group()}
		if err := c.seedPhotos(ctx, actor, item.EventID, map[string]string{s.title: item.ID}, seen); err != nil {
			return err
		}
	}
	return nil
}

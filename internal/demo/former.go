package demo

import (
	"context"
	"fmt"

	"rundertisch/internal/document"
	"rundertisch/internal/event"
)

// seedFormer tells of the Fachtagung of January 2016 as the county's documents do: a summary of the talks, what the workshops found
// and the presentations; what is in them is invented. Some papers of today are published beside them.
func (c *county) seedFormer(ctx context.Context) error {
	actor := c.actor(c.record)
	c.back(24)
	held, items, err := c.addEvent(ctx, actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung: Gemeinsam für mehr Chancen – Armutsprävention im Unstrut-Hainich-Kreis",
		Summary: "Vertreterinnen und Vertreter verschiedener Institutionen diskutierten über die Möglichkeiten der Armutsprävention im Kreis.",
		Day:     "27.01.2016", Begin: "09:00", End: "15:30", Venue: "Landratsamt, Großer Sitzungssaal", Address: "Lindenbühl 28/29\n99974 Mühlhausen/Thüringen",
		Access: access, Contact: contact, Capacity: "90",
	}, []session{
		{event.Plenary, "09:00", "09:20", "Begrüßung", "", "Großer Sitzungssaal", "", "", "", ""},
		{event.Talk, "09:20", "10:10", "Armut hat viele Gesichter", "", "Großer Sitzungssaal", "Dr. Sünje Weißgerber", "", "", ""},
		{event.Talk, "10:30", "11:20", "Planen mit denen, die es betrifft", "", "Großer Sitzungssaal", "Anton Čapek", "", "", ""},
		{event.WorkshopItem, "11:30", "13:00", "Workshop 1: Familien früh erreichen", "", "Raum 101", "", "", "Vormittag", "30"},
		{event.WorkshopItem, "11:30", "13:00", "Workshop 2: Wohnen und Energie", "", "Raum 204", "", "", "Vormittag", "30"},
		{event.Plenary, "14:00", "15:30", "Zusammenfassung der Ergebnisse", "", "Großer Sitzungssaal", "", "", "", ""},
	})
	if err != nil {
		return err
	}
	if _, err := c.Events.Publish(ctx, actor, held.ID); err != nil {
		return err
	}
	if _, err := c.Events.MarkHeld(ctx, actor, held.ID); err != nil {
		return err
	}
	of := []document.Subject{{Kind: document.Event, ID: held.ID}}
	for _, p := range formerPapers() {
		d, err := c.Documents.Add(ctx, actor, document.Details{
			Title: p.title, Description: p.description, Kind: p.kind, Language: p.language, Licence: "dl-de-by-2.0", Subjects: of,
		}, upload(p.name, p.contents), "")
		if err != nil {
			return fmt.Errorf("document %q: %w", p.title, err)
		}
		if err := c.Documents.Publish(ctx, actor, d.ID); err != nil {
			return fmt.Errorf("document %q: %w", p.title, err)
		}
	}
	if err := c.seedProceedings(ctx, actor, held, items); err != nil {
		return err
	}
	return c.openPapers(ctx)
}

func formerPapers() []paper {
	const note = "Beispiel: Der Inhalt ist erfunden."
	return []paper{
		{
			title: "Fachtagung 2016: Kurzzusammenfassung der Vorträge", kind: document.Report, language: "de", name: "Fachtagung_2016_Kurzzusammenfassung.pdf",
			description: "Die Vorträge des Vormittags in Kürze.",
			contents: page("Kurzzusammenfassung der Vorträge", "Fachtagung vom 27.01.2016", note, "",
				"Armut hat viele Gesichter: Wer wenig Geld hat, hat oft auch wenig Zeit und wenig Kraft.",
				"Planen mit denen, die es betrifft: Angebote wirken, wenn sie gemeinsam entstehen."),
		},
		{
			title: "Fachtagung 2016: Ergebnisse der Workshops", kind: document.Minutes, language: "de", name: "Fachtagung_2016_Workshops.pdf",
			description: "Was die beiden Workshops als Bedarf, Lücken und nächste Schritte festgehalten haben.",
			contents: page("Ergebnisse der Workshops", "Fachtagung vom 27.01.2016", note, "",
				"Workshop 1: Familien früh erreichen", "Bedarf: Beratung dort, wo Familien ohnehin sind.",
				"Workshop 2: Wohnen und Energie", "Lücke: Wer Schulden beim Versorger hat, findet keine gemeinsame Stelle."),
		},
		{
			title: "Präsentation: Armut hat viele Gesichter", kind: document.Presentation, language: "de", name: "Praesentation_Armut_hat_viele_Gesichter.pdf",
			description: "Folien zum ersten Vortrag der Fachtagung 2016.",
			contents:    page("Armut hat viele Gesichter", "Folien zum Vortrag", note),
		},
		{
			title: "Präsentation: Planen mit denen, die es betrifft", kind: document.Presentation, language: "de", name: "Praesentation_Planen.pdf",
			description: "Folien zum zweiten Vortrag der Fachtagung 2016.",
			contents:    page("Planen mit denen, die es betrifft", "Folien zum Vortrag", note),
		},
	}
}

// openPapers publishes papers of the follow-up, one of them a picture.
func (c *county) openPapers(ctx context.Context) error {
	actor := c.actor(c.followUp)
	papers, err := c.Documents.All(ctx, actor, document.Filter{})
	if err != nil {
		return err
	}
	for _, p := range papers {
		switch p.Title {
		case "Raumplan der Fachtagung":
			p.Document, err = c.Documents.Edit(ctx, actor, p.ID, p.Version, document.Details{
				Title: p.Title, Kind: p.Kind, Language: p.Language, Subjects: subjectsOf(p), Licence: "cc-by-4.0",
				Description: "Grundriss: In der Mitte liegt der Saal, an jeder Seite sind zwei gleich große Räume.",
			})
			if err != nil {
				return err
			}
		case "Bestandsanalyse Wohnungsnotfälle: Kurzfassung", "Protokoll der Sozialplanungskonferenz", "Worum es bei der Fachtagung geht":
		default:
			continue
		}
		if err := c.Documents.Publish(ctx, actor, p.ID); err != nil {
			return fmt.Errorf("document %q: %w", p.Title, err)
		}
	}
	return nil
}

func subjectsOf(p document.Line) []document.Subject {
	var all []document.Subject
	for _, s := range p.Subjects {
		all = append(all, s.Subject)
	}
	return all
}

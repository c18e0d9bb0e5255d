package demo

import (
	"context"
	"fmt"

	"rundertisch/internal/account"
	"rundertisch/internal/event"
	"rundertisch/internal/result"
)

const (
	access  = "Stufenloser Zugang über den Hof, Aufzug in alle Etagen, barrierefreie Toilette im Erdgeschoss. Höranlage im großen Saal. Assistenzhunde sind willkommen."
	contact = "Jana Größler, Planungskoordination, Telefon 03601 000000, planung@uh-kreis.example.org"
)

// session is one entry of a sample programme.
type session struct {
	kind            event.ItemKind
	begin, end      string
	title, text     string
	room, speakers  string
	moderator, slot string
	capacity        string
}

// seedConference tells of the Sozialplanungskonferenz that was held four weeks ago, and published its results.
func (c *county) seedConference(ctx context.Context) error {
	c.back(60)
	day := c.conferenceDay()
	actor := c.actor(c.followUp)
	held, items, err := c.addEvent(ctx, actor, event.Details{
		Kind: event.Conference, Title: "Sozialplanungskonferenz: Wohnungsnotfälle im Landkreis",
		Summary:     "Ergebnisse der Bestandsanalyse und Beratung über Handlungsoptionen",
		Description: "Die Planungskoordination stellt die Ergebnisse der Bestandsanalyse vor. In zwei Arbeitsgruppen beraten Verwaltung, Wohnungswirtschaft, Justiz und freie Träger über Handlungsoptionen.",
		Day:         day.German(), Begin: "09:00", End: "15:00", Venue: "Puschkinhaus Mühlhausen",
		Address: "Puschkinstraße 3\n99974 Mühlhausen/Thüringen", Access: access, Contact: contact, Capacity: "80",
	}, []session{
		{event.Plenary, "09:00", "09:30", "Begrüßung und Anlass", "", "Großer Saal", "Fachdienst Soziales", "", "", ""},
		{event.Talk, "09:30", "10:30", "Bestandsanalyse: Was wir über Wohnungsnotfälle wissen", "Zahlen aus 25 Gemeinden, von Wohnungsunternehmen und Gerichten.", "Großer Saal", "Jana Größler", "", "", ""},
		{event.WorkshopItem, "10:45", "12:30", "Arbeitsgruppe A: Prävention von Wohnungsverlust", "Wie erfahren wir früh genug von einer drohenden Räumung?", "Raum 1", "", "Ewa Łuczak", "Vormittag", "30"},
		{event.WorkshopItem, "10:45", "12:30", "Arbeitsgruppe B: Unterbringung und Weg in die eigene Wohnung", "Was fehlt zwischen Notunterkunft und Mietvertrag?", "Raum 2", "", "Mehmet Yılmaz", "Vormittag", "30"},
		{event.Break, "12:30", "13:30", "Mittagspause", "", "", "", "", "", ""},
		{event.Plenary, "13:30", "15:00", "Zusammenführung und nächste Schritte", "", "Großer Saal", "", "Jana Größler", "", ""},
	})
	if err != nil {
		return err
	}
	if _, err := c.Events.Publish(ctx, actor, held.ID); err != nil {
		return err
	}
	if err := c.askConference(ctx, held); err != nil {
		return err
	}
	c.back(27)
	if _, err := c.Events.MarkHeld(ctx, actor, held.ID); err != nil {
		return err
	}
	return c.seedCards(ctx, actor, held, items)
}

func (c *county) addEvent(ctx context.Context, actor account.Actor, details event.Details, programme []session) (event.Event, map[string]string, error) {
	added, err := c.Events.Add(ctx, actor, details)
	if err != nil {
		return added, nil, fmt.Errorf("event %q: %w", details.Title, err)
	}
	items := map[string]string{}
	for _, s := range programme {
		item, err := c.Events.AddItem(ctx, actor, added.ID, event.ItemDetails{
			Kind: s.kind, Title: s.title, Description: s.text, Room: s.room, Speakers: s.speakers, Moderator: s.moderator,
			Begin: s.begin, End: s.end, NewSlot: s.slot, Capacity: s.capacity,
		})
		if err != nil {
			return added, nil, fmt.Errorf("programme item %q: %w", s.title, err)
		}
		items[s.title] = item.ID
	}
	return added, items, nil
}

func (c *county) seedCards(ctx context.Context, actor account.Actor, held event.Event, items map[string]string) error {
	groupA := items["Arbeitsgruppe A: Prävention von Wohnungsverlust"]
	groupB := items["Arbeitsgruppe B: Unterbringung und Weg in die eigene Wohnung"]
	for _, card := range []struct {
		item, text, organisation string
		kind                     result.Kind
	}{
		{groupA, "Gemeinden erfahren von Räumungsklagen oft erst, wenn der Termin feststeht.", "", result.Need},
		{groupA, "Es gibt keine Stelle, die Mietschulden, Energieschulden und Beratung gemeinsam in den Blick nimmt.", "", result.Gap},
		{groupA, "Ein gemeinsames Meldeblatt für Wohnungsunternehmen, Jobcenter und Ordnungsbehörden – mit Einwilligung der Betroffenen.", "", result.Solution},
		{groupA, "Das Jobcenter benennt eine feste Ansprechperson für Mitteilungen nach § 22 Abs. 9 SGB II.", "Jobcenter Unstrut-Hainich-Kreis", result.Agreement},
		{groupB, "Familien mit mehr als drei Kindern finden nach der Notunterbringung keine Wohnung.", "", result.Need},
		{groupB, "Außerhalb von Mühlhausen und Bad Langensalza fehlt jede ambulante Begleitung.", "", result.Gap},
		{groupB, "Ein Kontingent von Wohnungen mit Begleitung im ersten Jahr („Probewohnen“).", "", result.Solution},
		{groupB, "Die Städtische Wohnungsgesellschaft stellt zwei Wohnungen für einen Versuch bereit.", "Städtische Wohnungsgesellschaft Mühlhausen", result.Agreement},
	} {
		if _, err := c.Results.Add(ctx, actor, held.ID, card.item, result.Details{Kind: card.kind, Text: card.text, Organisation: card.organisation}); err != nil {
			return fmt.Errorf("result card: %w", err)
		}
	}
	return c.Results.Publish(ctx, actor, held.ID)
}

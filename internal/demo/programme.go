package demo

import (
	"context"
	"fmt"

	"rundertisch/internal/account"
	"rundertisch/internal/event"
	"rundertisch/internal/showcase"
)

// seedRooms says what is known about the rooms of the Fachtagung. One is a little small for its workshops: the programme
// warns of it.
func (c *county) seedRooms(ctx context.Context, actor account.Actor, ahead event.Event) error {
	known := map[string]event.RoomDetails{
		"Saal":         {Places: "120", StepFree: event.WithoutSteps, Note: "Bühne, Induktionsschleife"},
		"Foyer":        {Places: "150", StepFree: event.WithoutSteps},
		"Raum Unstrut": {Places: "20", StepFree: event.WithoutSteps, Note: "Erdgeschoss, gegenüber dem Saal"},
		"Raum Hainich": {Places: "18", StepFree: event.WithSteps, Note: "1. Obergeschoss, Aufzug bis zur Zwischenebene"},
	}
	rooms, err := c.Events.Rooms(ctx, actor, ahead.ID)
	if err != nil {
		return err
	}
	for _, room := range rooms {
		details, ok := known[room.Name]
		if !ok {
			continue
		}
		details.Name = room.Name
		if _, err := c.Events.EditRoom(ctx, actor, ahead.ID, room.ID, room.Version, details); err != nil {
			return fmt.Errorf("room %q: %w", room.Name, err)
		}
	}
	return nil
}

// seedProgramme works on the programme of the Fachtagung until it is published for the second time: a third workshop in the
// afternoon, a greeting with a name, and what is told about those who speak.
func (c *county) seedProgramme(ctx context.Context, actor account.Actor, ahead event.Event, items map[string]string) error {
	c.back(16)
	if _, err := c.Events.AddItem(ctx, actor, ahead.ID, event.ItemDetails{
		Kind: event.WorkshopItem, Title: workshopYouth, Description: "Übergänge aus der Jugendhilfe, erste eigene Wohnung, aufsuchende Arbeit.",
		Room: "Raum Opfermoor", Speakers: "Hatice Çelik", Moderator: "Tobias Nürnberger", Begin: "13:30", End: "15:00", Slot: "Nachmittag", Capacity: "16",
	}); err != nil {
		return fmt.Errorf("programme item %q: %w", workshopYouth, err)
	}
	for title, change := range map[string]func(*event.ItemDetails){
		"Ankommen und Begrüßung":       func(d *event.ItemDetails) { d.Speakers = "Cornelia Straßburger" },
		"Ergebnisse und Verabredungen": func(d *event.ItemDetails) { d.Begin = "15:20" },
	} {
		_, item, err := c.Events.FindItem(ctx, actor, ahead.ID, items[title])
		if err != nil {
			return err
		}
		details := event.ItemDetailsOf(item)
		change(&details)
		if _, err := c.Events.EditItem(ctx, actor, ahead.ID, item.ID, item.Version, details); err != nil {
			return fmt.Errorf("programme item %q: %w", title, err)
		}
	}
	if err := c.seedSpeakers(ctx, actor, ahead); err != nil {
		return err
	}
	if err := c.tidySpeakers(ctx, actor, ahead); err != nil {
		return err
	}
	err := c.Showcase.AddMaterial(ctx, actor, ahead.ID, items[workshopPrevention], showcase.MaterialDetails{
		Title: "Leitfaden Mietschulden", URL: "https://www.example.org/leitfaden-mietschulden", Public: true,
	})
	if err != nil {
		return err
	}
	_, err = c.Events.PublishProgramme(ctx, actor, ahead.ID)
	return err
}

// seedSpeakers tells about those who speak and moderate; whoever is in the directory is tied to it.
func (c *county) seedSpeakers(ctx context.Context, actor account.Actor, ahead event.Event) error {
	told := speakers()
	list, err := c.Events.Speakers(ctx, actor, ahead.ID)
	if err != nil {
		return err
	}
	for _, speaker := range list {
		details, ok := told[speaker.Name]
		if !ok {
			continue
		}
		details.Name = speaker.Name
		persons, err := c.Events.Namesakes(ctx, actor, speaker)
		if err != nil {
			return err
		}
		if len(persons) == 1 {
			details.PersonID = persons[0].ID
		}
		if _, err := c.Events.EditSpeaker(ctx, actor, ahead.ID, speaker.ID, speaker.Version, details); err != nil {
			return fmt.Errorf("speaker %q: %w", speaker.Name, err)
		}
	}
	return nil
}

// tidySpeakers takes off the list whom the programme does not name any more.
func (c *county) tidySpeakers(ctx context.Context, actor account.Actor, ahead event.Event) error {
	_, items, err := c.Events.Programme(ctx, actor, ahead.ID)
	if err != nil {
		return err
	}
	list, err := c.Events.Speakers(ctx, actor, ahead.ID)
	if err != nil {
		return err
	}
	for _, speaker := range list {
		if len(speaker.Parts(items)) > 0 {
			continue
		}
		if err := c.Events.RemoveSpeaker(ctx, actor, ahead.ID, speaker.ID); err != nil {
			return fmt.Errorf("speaker %q: %w", speaker.Name, err)
		}
	}
	return nil
}

func speakers() map[string]event.SpeakerDetails {
	return map[string]event.SpeakerDetails{
		"Dr. Özlem Bäumler": {
			Function: "Inhaberin", Organisation: "Planungsbüro Sozialraum",
			Biography:   "Dr. Özlem Bäumler berät seit fünfzehn Jahren Landkreise bei der Sozialplanung. Sie hat drei Gesamthilfesysteme begleitet, von der ersten Erhebung bis zur unterschriebenen Verantwortlichkeit.",
			BiographyEN: "Dr Özlem Bäumler has advised counties on social planning for fifteen years. She has accompanied three systems of support, from the first survey to signed responsibilities.",
		},
		"Ewa Łuczak": {
			Function: "Schuldnerberaterin", Organisation: "Diakonie",
			Biography:   "Ewa Łuczak berät Haushalte, denen der Verlust der Wohnung droht. Ihr Leitsatz: Der erste Brief entscheidet.",
			BiographyEN: "Ewa Łuczak advises households that are about to lose their home. Her motto: the first letter decides.",
		},
		"Mehmet Yılmaz": {
			Function: "Leiter Bestandsmanagement", Organisation: "Wohnungsgesellschaft",
			Biography: "Mehmet Yılmaz verantwortet 2.400 Wohnungen und das Probewohnen, mit dem seit 2022 elf Menschen aus der Obdachlosenunterkunft einen eigenen Mietvertrag bekommen haben.",
		},
		"Jana Größler": {
			Function: "Projektleiterin", Organisation: "Landratsamt",
			Biography:   "Jana Größler leitet das Vorhaben und führt die Ergebnisse der Workshops zusammen.",
			BiographyEN: "Jana Größler leads the project and brings the results of the workshops together.",
		},
		"Cornelia Straßburger": {
			Function: "Fachbereichsleiterin Soziales", Organisation: "Landratsamt",
			Biography: "Cornelia Straßburger führt den Fachbereich, in dem Wohnungssicherung, Grundsicherung und Eingliederungshilfe zusammenkommen.",
		},
		"Hatice Çelik": {
			Function: "Streetworkerin", Organisation: "Jugendhaus",
			Biography:   "Hatice Çelik begleitet junge Erwachsene, die bei Freunden auf dem Sofa schlafen und in keiner Statistik stehen.",
			BiographyEN: "Hatice Çelik accompanies young adults who sleep on friends' sofas and appear in no statistics.",
		},
		"Tobias Nürnberger": {Function: "Jugendhilfeplaner", Organisation: "Landratsamt"},
	}
}

// showMaterial puts one of the event's documents to each of its workshops, and what the team keeps for itself.
func (c *county) showMaterial(ctx context.Context, eventID, title string) error {
	actor := c.actor(c.followUp)
	_, items, err := c.Events.Programme(ctx, actor, eventID)
	if err != nil {
		return err
	}
	for _, item := range items {
		if item.Kind != event.WorkshopItem {
			continue
		}
		desk, err := c.Showcase.Desk(ctx, actor, eventID, item.ID)
		if err != nil {
			return err
		}
		materials := []showcase.MaterialDetails{{Title: "Fotos der Pinnwände", URL: "https://www.example.org/pinnwaende"}}
		for _, paper := range desk.Papers {
			if paper.Title == title {
				materials = append(materials, showcase.MaterialDetails{DocumentID: paper.ID, Public: true})
			}
		}
		for _, m := range materials {
			if err := c.Showcase.AddMaterial(ctx, actor, eventID, item.ID, m); err != nil {
				return fmt.Errorf("material of %q: %w", item.Title, err)
			}
		}
	}
	return nil
}

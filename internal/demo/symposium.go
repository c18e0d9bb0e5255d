package demo

import (
	"context"

	"rundertisch/internal/event"
)

const (
	workshopPrevention = "Workshop 1: Frühe Hilfe bei Mietschulden"
	workshopHousing    = "Workshop 2: Vom Obdach in die Wohnung"
	workshopJustice    = "Workshop 3: Justiz und Verwaltung – wer erfährt wann was?"
	workshopYouth      = "Workshop 5: Junge Erwachsene ohne festes Zuhause"
	workshopNetwork    = "Workshop 4: Wer koordiniert das Gesamthilfesystem?"
)

// seedSymposium prepares the Fachtagung that lies ahead: published, people invited, registrations coming in.
func (c *county) seedSymposium(ctx context.Context) error {
	c.back(24)
	actor := c.actor(c.followUp)
	ahead, items, err := c.addEvent(ctx, actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung: Gemeinsam gegen Wohnungslosigkeit",
		Summary: "Ein integriertes Gesamthilfesystem für den Unstrut-Hainich-Kreis",
		Description: "Wie greifen Prävention, Unterbringung und Begleitung ineinander? Auf der Fachtagung entwickeln die lokalen Akteure der Wohnungslosenhilfe gemeinsam ein verbindlich geregeltes Gesamthilfesystem.\n\n" +
			"Eingeladen sind Gemeinden, Wohnungsunternehmen, Justiz, Jobcenter, freie Träger und alle, die Menschen in Wohnungsnot begleiten. Die Teilnahme ist kostenfrei.",
		Day: c.symposiumDay().German(), Begin: "09:30", End: "16:00", Venue: "Kultur- und Kongresszentrum Bad Langensalza",
		Address: "An der Alten Post 2\n99947 Bad Langensalza", Access: access, Contact: contact, Capacity: "60",
		Until: c.symposiumDay().AddDays(-3).German(),
	}, []session{
		{event.Plenary, "09:30", "10:00", "Ankommen und Begrüßung", "", "Foyer und Saal", "Landratsamt", "", "", ""},
		{event.Talk, "10:00", "10:45", "Was ein Gesamthilfesystem leisten muss", "Erfahrungen aus drei Landkreisen.", "Saal", "Dr. Özlem Bäumler", "", "", ""},
		{event.WorkshopItem, "11:00", "12:30", workshopPrevention, "Meldewege, Schuldnerberatung, Mietschuldenübernahme.", "Raum Unstrut", "", "Ewa Łuczak", "Vormittag", "14"},
		{event.WorkshopItem, "11:00", "12:30", workshopHousing, "Probewohnen, Gewährleistung, Begleitung.", "Raum Hainich", "", "Mehmet Yılmaz", "Vormittag", "20"},
		{event.Break, "12:30", "13:30", "Mittagessen", "", "Foyer", "", "", "", ""},
		{event.WorkshopItem, "13:30", "15:00", workshopJustice, "Räumungsklagen, Mitteilungspflichten, Datenschutz.", "Raum Unstrut", "", "Jana Größler", "Nachmittag", "15"},
		{event.WorkshopItem, "13:30", "15:00", workshopNetwork, "Rollen, Entscheidungswege, Verbindlichkeit.", "Raum Hainich", "", "Cornelia Straßburger", "Nachmittag", "20"},
		{event.Plenary, "15:15", "16:00", "Ergebnisse und Verabredungen", "", "Saal", "", "Jana Größler", "", ""},
	})
	if err != nil {
		return err
	}
	if err := c.seedRooms(ctx, actor, ahead); err != nil {
		return err
	}
	if _, err := c.Events.Publish(ctx, actor, ahead.ID); err != nil {
		return err
	}
	if err := c.seedProgramme(ctx, actor, ahead, items); err != nil {
		return err
	}
	if err := c.seedPlaces(ctx, ahead, items); err != nil {
		return err
	}
	return c.seedReplies(ctx, ahead)
}

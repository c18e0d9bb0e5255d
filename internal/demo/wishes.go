package demo

import (
	"context"
	"fmt"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/registration"
	"rundertisch/internal/wish"
)

// wisher is somebody with wishes: the workshops by their number in the programme, the dearest first.
type wisher struct {
	guest
	morning, afternoon []int
}

func wishers() []wisher {
	return []wisher{
		{guest{"Annegret Rößler", "annegret.roessler@example.org", "Kirchenkreis"}, []int{0, 1}, []int{3, 4}},
		{guest{"Tariq Haddad", "tariq.haddad@example.org", "Migrationsberatung"}, []int{0, 2, 1}, []int{4}},
		{guest{"Birgit Öhlmann", "birgit.oehlmann@example.org", "Ehrenamtliche Wohnpaten"}, []int{0, 1, 2}, []int{4, 3}},
		{guest{"Kevin Straßner", "kevin.strassner@example.org", ""}, []int{0}, []int{4}},
		{guest{"Maria-Theresia von der Heydte-Langenscheidt", "mt.heydte@example.org", "Stiftung Dach über dem Kopf gemeinnützige GmbH"}, []int{0, 2}, []int{3}},
		{guest{"Nguyễn Thị Hương", "huong.nguyen@example.org", "Integrationsbeirat"}, []int{1, 0}, []int{4, 3}},
		{guest{"Ewa Łuczak", "ewa.luczak@example.org", "Schuldnerberatung"}, []int{2, 1}, []int{3, 4}},
		{guest{"Mehmet Yılmaz", "mehmet.yilmaz@example.org", "Wohnungsgenossenschaft"}, []int{1, 2}, []int{4, 3}},
		{guest{"Sören Brühl", "soeren.bruehl@example.org", "Bahnhofsmission"}, []int{0, 1}, nil},
		{guest{"Ilse Größner-Weiß", "ilse.groessner@example.org", "Seniorenbeirat"}, []int{1}, []int{4}},
		{guest{"Gül Aydın", "guel.aydin@example.org", "Frauenhaus"}, nil, nil},
	}
}

// seedWishes tells of two days whose workshops go by ranked wishes: at one people still wish, at the other the places were given.
func (c *county) seedWishes(ctx context.Context) error {
	if err := c.wishing(ctx, "Netzwerktag: Wohnen und Nachbarschaft", c.workshopDay().AddDays(28), 12, c.today().AddDays(9)); err != nil {
		return err
	}
	actor := c.actor(c.followUp)
	const given = "Praxistag: Wohnungssicherung vor Ort"
	if err := c.wishing(ctx, given, c.workshopDay().AddDays(35), 20, c.today().AddDays(-6)); err != nil {
		return err
	}
	c.morning(c.today().AddDays(-4))
	e, err := c.named(ctx, actor, given)
	if err != nil {
		return err
	}
	if err := c.Wishes.Draw(ctx, actor, e.ID, ""); err != nil {
		return err
	}
	c.later(1)
	if err := c.Wishes.Draw(ctx, actor, e.ID, "Der Raum des ersten Workshops war mit einem Platz zu viel eingetragen."); err != nil {
		return err
	}
	board, err := c.Wishes.Board(ctx, actor, e.ID)
	if err != nil {
		return err
	}
	if err := c.Wishes.Publish(ctx, actor, e.ID, board.Mark); err != nil {
		return err
	}
	return c.post(ctx)
}

// wishing publishes a day with two workshop times, so many days ago, and lets people register with wishes until the last day for them.
func (c *county) wishing(ctx context.Context, title string, day date.Date, ago int, until date.Date) error {
	c.morning(c.today().AddDays(-ago))
	actor := c.actor(c.followUp)
	e, items, err := c.addEvent(ctx, actor, event.Details{
		Kind: event.Workshop, Title: title, Summary: "Fünf Workshops zu zwei Zeiten, vergeben nach Ihren Wünschen",
		Day: day.German(), Begin: "09:30", End: "15:30", Venue: "Bürgerhaus Schlotheim", Address: "Markt 1\n99994 Nottertal-Heilinger Höhen", Access: access, Contact: contact,
		Capacity: "40",
	}, []session{
		{event.Plenary, "09:30", "10:00", "Begrüßung", "", "Saal", "Landratsamt", "", "", ""},
		{event.WorkshopItem, "10:15", "12:00", "Mietschulden früh erkennen", "Wer meldet wem was, und mit welcher Einwilligung?", "Raum 1", "", "Jana Größler", "Vormittag", "3"},
		{event.WorkshopItem, "10:15", "12:00", "Räumung abwenden", "Was in den letzten vier Wochen noch geht.", "Raum 2", "", "Ewa Łuczak", "Vormittag", "3"},
		{event.WorkshopItem, "10:15", "12:00", "Nachbarschaft gewinnen", "Wie ein Haus seine neuen Mieter aufnimmt.", "Raum 3", "", "", "Vormittag", "4"},
		{event.WorkshopItem, "13:00", "15:00", "Probewohnen", "Erfahrungen aus zwei Städten.", "Raum 1", "", "", "Nachmittag", "4"},
		{event.WorkshopItem, "13:00", "15:00", "Ehrenamt begleiten", "Paten finden, vorbereiten, behalten.", "Raum 2", "", "", "Nachmittag", "4"},
	})
	if err != nil {
		return err
	}
	if _, err := c.Events.Publish(ctx, actor, e.ID); err != nil {
		return err
	}
	if err := c.Wishes.Set(ctx, actor, e.ID, "", until.German()); err != nil {
		return err
	}
	workshops := []string{
		items["Mietschulden früh erkennen"], items["Räumung abwenden"], items["Nachbarschaft gewinnen"], items["Probewohnen"], items["Ehrenamt begleiten"],
	}
	for n, w := range wishers() {
		c.later(1)
		form := registration.Form{Name: w.name, Email: w.email, Organisation: w.organisation, Lang: "de", Nonce: fmt.Sprint(title, n), Wished: w.typed(workshops)}
		if _, err := c.Registrations.RegisterFor(ctx, actor, e.ID, form); err != nil {
			return fmt.Errorf("%s: %w", w.email, err)
		}
	}
	return c.post(ctx)
}

// typed is what the person types into the fields of the wishes.
func (w wisher) typed(workshops []string) func(string) string {
	values := map[string]string{}
	for slot, numbers := range [][]int{w.morning, w.afternoon} {
		for rank, n := range numbers {
			values[wish.Field(slot, rank+1)] = workshops[n]
		}
	}
	return func(field string) string { return values[field] }
}

// named finds an event of the project by its title.
func (c *county) named(ctx context.Context, actor account.Actor, title string) (event.Event, error) {
	events, err := c.Events.List(ctx, actor)
	for _, e := range events {
		if e.Title == title {
			return e, nil
		}
	}
	if err == nil {
		err = fmt.Errorf("no event %q", title)
	}
	return event.Event{}, err
}

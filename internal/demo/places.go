package demo

import (
	"context"
	"errors"
	"fmt"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/invite"
	"rundertisch/internal/mailing"
	"rundertisch/internal/registration"
)

// guest is somebody from outside the directory who registers.
type guest struct{ name, email, organisation string }

func guests() []guest {
	return []guest{
		{"Annegret Rößler", "annegret.roessler@example.org", "Kirchenkreis"},
		{"Tariq Haddad", "tariq.haddad@example.org", "Migrationsberatung"},
		{"Birgit Öhlmann", "birgit.oehlmann@example.org", "Ehrenamtliche Wohnpaten"},
		{"Kevin Straßner", "kevin.strassner@example.org", ""},
		{"Maria-Theresia von der Heydte-Langenscheidt", "mt.heydte@example.org", "Stiftung Dach über dem Kopf gemeinnützige GmbH"},
		{"Nguyễn Thị Hương", "huong.nguyen@example.org", "Integrationsbeirat"},
	}
}

// seedPlaces invites the directory, lets people answer, and registers enough for one workshop to be nearly full and
// one to have a waitlist.
func (c *county) seedPlaces(ctx context.Context, ahead event.Event, items map[string]string) error {
	actor := c.actor(c.followUp)
	c.back(10)
	m, err := c.Invites.Draft(ctx, actor, ahead.ID, invite.Order{
		Title: "Einladung an alle Akteure", Choice: directory.Choice{Kinds: directory.Kinds()},
		Text: "wie auf der Sozialplanungskonferenz verabredet, laden wir Sie herzlich zur Fachtagung ein. Bitte bringen Sie Ihre Erfahrungen aus der Praxis mit.",
	})
	if err != nil {
		return fmt.Errorf("invite: %w", err)
	}
	if err := c.mailing(ctx, actor, m); err != nil {
		return fmt.Errorf("invite: %w", err)
	}
	people, err := c.Directory.AllPersons(ctx, actor, directory.Filter{})
	if err != nil {
		return err
	}
	for n, person := range people {
		if err := c.respond(ctx, ahead, items, n, person); err != nil {
			return fmt.Errorf("%s: %w", person.Email, err)
		}
	}
	if err := c.latecomers(ctx, actor, ahead, people[:2]); err != nil {
		return err
	}
	for n, g := range guests() {
		c.back(2)
		c.later(n)
		if err := c.register(ctx, ahead, n, g, items[workshopPrevention], items[workshopJustice]); err != nil {
			return fmt.Errorf("%s: %w", g.email, err)
		}
	}
	return nil
}

// mailing sends the mailing and sees it through.
func (c *county) mailing(ctx context.Context, actor account.Actor, m mailing.Mailing) error {
	if err := c.Mailings.Send(ctx, actor, m.ID, m.Version); err != nil {
		return err
	}
	_, err := c.Jobs.RunDue(ctx)
	return errors.Join(err, c.post(ctx))
}

// latecomers leaves a draft behind for somebody to go on with: one person came to the directory since, one is known.
func (c *county) latecomers(ctx context.Context, actor account.Actor, ahead event.Event, known []directory.Person) error {
	order := invite.Order{Title: "Nachzügler", Text: "auf Empfehlung Ihrer Kolleginnen und Kollegen laden wir auch Sie herzlich ein."}
	for _, p := range []directory.Person{
		{Given: "Hatice", Family: "Yıldırım", Email: "hatice.yildirim@example.org", Function: "Wohnraumberatung", Lang: "de", Source: "Empfehlung"},
		{Given: "Paul", Family: "Wölfel", Function: "Bahnhofsmission", Lang: "de", Source: "Empfehlung"},
	} {
		added, err := c.Directory.AddPerson(ctx, actor, p)
		if err != nil {
			return err
		}
		order.Choice.PersonIDs = append(order.Choice.PersonIDs, added.ID)
	}
	for _, p := range known {
		order.Choice.PersonIDs = append(order.Choice.PersonIDs, p.ID)
	}
	_, err := c.Invites.Draft(ctx, actor, ahead.ID, order)
	return err
}

// respond lets the n-th person of the directory do what people do: a third registers for workshops, some say yes, no
// or maybe, the others have not answered yet.
func (c *county) respond(ctx context.Context, ahead event.Event, items map[string]string, n int, person directory.Person) error {
	c.back(9 - n/6)
	c.later(n % 6)
	g := guest{name: person.Name(), email: person.Email, organisation: person.Organisation}
	switch n % 6 {
	case 0, 3:
		morning := items[workshopHousing]
		if n%4 == 0 || n%3 == 0 && n < 12 {
			morning = items[workshopPrevention]
		}
		return c.register(ctx, ahead, n, g, morning, items[workshopJustice])
	case 1:
		return c.answer(ctx, ahead, person, attendance.Accepted)
	case 2:
		return c.answer(ctx, ahead, person, map[bool]attendance.Answer{true: attendance.Declined, false: attendance.Tentative}[n%4 == 0])
	case 5:
		if n < 12 { // one address is written to no more, one mail came back once
			return c.comeBack(ctx, ahead, person, 2-n/6)
		}
	}
	return nil
}

func (c *county) register(ctx context.Context, ahead event.Event, n int, g guest, morning, afternoon string) error {
	_, err := c.Registrations.RegisterFor(ctx, c.actor(c.followUp), ahead.ID, registration.Form{
		Name: g.name, Email: g.email, Organisation: g.organisation, Nonce: fmt.Sprintf("demo-%d-%s", n, g.email),
		Chosen: []string{morning, registration.Choice(afternoon, true)},
	})
	return errors.Join(err, c.post(ctx))
}

// spoken is an answer on the telephone, with what people say besides.
func (c *county) spoken(answer attendance.Answer) invite.Spoken {
	now := c.Clock.Now().In(c.Config.Zone())
	remark := map[attendance.Answer]string{
		attendance.Accepted: "Kommt mit dem Zug und ist gegen 9:15 Uhr da.", attendance.Tentative: "Klärt noch, wer den Dienst übernimmt.",
	}
	return invite.Spoken{
		Answer: answer, Source: attendance.ByPhone, Day: now.Format("2006-01-02"), Clock: now.Format("15:04"),
		Comment: remark[answer], Confirm: true,
	}
}

func (c *county) answer(ctx context.Context, ahead event.Event, person directory.Person, answer attendance.Answer) error {
	asked, err := attendance.ListIn(ctx, c.DB.Read(), ahead.ID)
	if err != nil {
		return err
	}
	for _, row := range asked {
		if row.PersonID == person.ID {
			_, err = c.Invites.Enter(ctx, c.actor(c.followUp), ahead.ID, row.ID, c.spoken(answer), c.Config.Zone())
		}
	}
	return errors.Join(err, c.post(ctx))
}

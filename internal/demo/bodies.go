package demo

import (
	"context"
	"fmt"
	"slices"

	"rundertisch/internal/account"
	"rundertisch/internal/body"
	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
)

// seedBodies enters the county's bodies with their members, and whose meetings its conference and its next meeting are.
func (c *county) seedBodies(ctx context.Context) error {
	c.back(400)
	actor := c.actor(c.followUp)
	people, err := c.Directory.AllPersons(ctx, actor, directory.Filter{})
	if err != nil {
		return err
	}
	made := map[string]body.Body{}
	for _, sample := range bodies() {
		b, err := c.Bodies.Add(ctx, actor, body.Details{Name: sample.name, Purpose: sample.purpose, Quorum: sample.quorum})
		if err != nil {
			return fmt.Errorf("body %q: %w", sample.name, err)
		}
		made[sample.name] = b
		if err := c.seat(ctx, actor, b, sample, people); err != nil {
			return fmt.Errorf("body %q: %w", sample.name, err)
		}
	}
	return c.holdMeetings(ctx, actor, made)
}

// sampleBody is a body of the county; its members are the people of the directory at certain kinds of organisations.
type sampleBody struct {
	name, purpose string
	quorum        body.Quorum
	kinds         []directory.Kind
	size          int
}

func bodies() []sampleBody {
	return []sampleBody{
		{
			conferenceBody, "Berät die Ergebnisse der Bestandsanalyse und empfiehlt dem Kreistag Handlungsoptionen.", body.Majority,
			[]directory.Kind{directory.KindSocialOffice, directory.KindMunicipality, directory.KindJobCentre, directory.KindProvider, directory.KindHousing, directory.KindCourt},
			12,
		},
		{
			workingGroup, "Stimmt Kennzahlen und Erhebungsbögen ab und wertet die Lieferungen aus. Trifft sich vierteljährlich.", body.Half,
			[]directory.Kind{directory.KindSocialOffice, directory.KindJobCentre, directory.KindProvider},
			7,
		},
		{
			"Beirat Wohnungslosenhilfe", "Begleitet das Vorhaben aus Sicht der Träger und der Wohnungswirtschaft.", body.NoQuorum,
			[]directory.Kind{directory.KindProvider, directory.KindHousing},
			6,
		},
		{
			"Kreistag", "Beschließt über die Handlungsoptionen, die die Sozialplanungskonferenz empfiehlt.", body.Majority,
			[]directory.Kind{directory.KindMunicipality},
			5,
		},
	}
}

const (
	conferenceBody = "Sozialplanungskonferenz im Unstrut-Hainich-Kreis"
	workingGroup   = "AG Sozialberichtwesen"
)

// seat fills the body: the first chairs, the second is the deputy, the last takes the minutes, one has left and one seat is vacant.
func (c *county) seat(ctx context.Context, actor account.Actor, b body.Body, sample sampleBody, people []directory.Person) error {
	var members []directory.Person
	for n := 0; len(members) < sample.size && n < len(people); n++ {
		for _, kind := range sample.kinds { // each kind in turn, so that no sort of organisation fills the body
			of := slices.DeleteFunc(slices.Clone(people), func(p directory.Person) bool { return p.Kind != kind })
			if n < len(of) && len(members) < sample.size {
				members = append(members, of[n])
			}
		}
	}
	for n, p := range members {
		seat := body.Seat{PersonID: p.ID, Duty: body.Ordinary, From: c.today().AddDays(-390).German(), Inside: p.Kind == directory.KindSocialOffice}
		switch {
		case n == 0:
			seat.Duty = body.Chair
		case n == 1:
			seat.Duty = body.DeputyChair
		case n == len(members)-1:
			seat.Duty = body.MinuteTaker
		case n == 3:
			seat.To = c.today().AddDays(-200).German()
		case n%2 == 0:
			seat.OrganisationID = string(p.OrganisationID)
		}
		if seat.Duty != body.MinuteTaker && n%3 == 2 {
			if d := slices.IndexFunc(people, func(o directory.Person) bool { return o.OrganisationID == p.OrganisationID && o.ID != p.ID }); d >= 0 {
				seat.DeputyID = people[d].ID
			} else {
				seat.DeputyID = members[0].ID
			}
		}
		if _, err := c.Bodies.AddMember(ctx, actor, b.ID, seat); err != nil {
			return err
		}
	}
	vacant := body.Seat{OrganisationID: string(members[len(members)-1].OrganisationID), Duty: body.Ordinary}
	_, err := c.Bodies.AddMember(ctx, actor, b.ID, vacant)
	return err
}

// holdMeetings says whose meeting the conference was, and tells of two meetings of the working group.
func (c *county) holdMeetings(ctx context.Context, actor account.Actor, made map[string]body.Body) error {
	events, err := c.Events.List(ctx, actor)
	if err != nil {
		return err
	}
	var held event.Event
	for _, e := range events {
		if e.Kind == event.Conference && e.State == event.Held {
			held = e
			if err := c.Bodies.Hold(ctx, actor, e.ID, made[conferenceBody].ID); err != nil {
				return err
			}
		}
	}
	next, err := c.addMeeting(ctx, actor, "AG Sozialberichtwesen: Kennzahlen des laufenden Jahres", c.symposiumDay().AddDays(20), 20)
	if err != nil {
		return err
	}
	if err := c.Bodies.Hold(ctx, actor, next.ID, made[workingGroup].ID); err != nil {
		return err
	}
	last, err := c.addMeeting(ctx, actor, "AG Sozialberichtwesen: Auswertung der Lieferungen", c.today().AddDays(-12), 30)
	if err != nil {
		return err
	}
	if err := c.Bodies.Hold(ctx, actor, last.ID, made[workingGroup].ID); err != nil {
		return err
	}
	return c.seedMinutes(ctx, actor, held, last, next)
}

// addMeeting publishes a meeting of the working group, so many days ago.
func (c *county) addMeeting(ctx context.Context, actor account.Actor, title string, day date.Date, ago int) (event.Event, error) {
	c.back(ago)
	e, _, err := c.addEvent(ctx, actor, event.Details{
		Kind: event.Meeting, Title: title, Summary: "Abstimmung der Kennzahlen und der offenen Lieferungen",
		Day: day.German(), Begin: "13:00", End: "15:00", Venue: "Landratsamt Mühlhausen, Raum 214", Address: "Lindenbühl 28/29\n99974 Mühlhausen/Thüringen",
	}, nil)
	if err != nil {
		return e, err
	}
	return c.Events.Publish(ctx, actor, e.ID)
}

package demo_test

import (
	"fmt"
	"testing"
	"time"

	"rundertisch/internal/circular"
	"rundertisch/internal/clock"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/invite"
	"rundertisch/internal/mailing"
)

// mailings makes mailings in every state and returns their addresses, and that of the live part of one that is over: it ends at once.
func (c *county) mailings(t *testing.T) []string {
	t.Helper()
	actor, at := c.office(t)
	events, err := c.App.Events.List(t.Context(), actor)
	if err != nil {
		t.Fatal(err)
	}
	var ahead event.Event
	for _, e := range events {
		if e.State == event.Published && e.StartsAt.After(clock.System{}.Now()) {
			ahead = e
		}
	}
	tomorrow := clock.System{}.Now().Add(30 * time.Hour)
	var all []string
	states := []string{"", "state = 'scheduled'", "state = 'paused', trouble = 'invite.begun'", "state = 'aborted'", "state = 'sending'", ""}
	for i, set := range states {
		order := invite.Order{Title: "Einladung der Presse", Early: i == len(states)-1}
		for n, given := range []string{"Zoë", "Ümit"} {
			p, err := c.App.Directory.AddPerson(t.Context(), actor, directory.Person{
				Given: given, Family: "Żółć-Beispiel", Email: fmt.Sprintf("presse-%d-%d@example.org", i, n), Lang: "de", Source: "Liste",
			})
			if err != nil {
				t.Fatal(err)
			}
			order.Choice.PersonIDs = append(order.Choice.PersonIDs, p.ID)
		}
		m, err := c.App.Invites.Draft(t.Context(), actor, ahead.ID, order)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, at+"/mailings/"+m.ID)
		if set == "" {
			continue
		}
		err = c.App.Mailings.Schedule(t.Context(), actor, m.ID, m.Version, mailing.Time{Day: tomorrow.Format("2006-01-02"), Clock: "12:00"})
		if err != nil {
			t.Fatal(err)
		}
		c.sql(t, "UPDATE mailings SET "+set+" WHERE id = ?", m.ID)
	}
	circulars, err := c.App.Mailings.List(t.Context(), actor, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range circulars {
		if m.Kind == circular.Mailing {
			all = append(all, at+"/mailings/"+m.ID)
		}
		if m.Kind == circular.Mailing && m.State() == mailing.Draft {
			all = append(all, at+"/mailings/"+m.ID+"/edit")
		}
	}
	return append(all, all[3]+"/live")
}

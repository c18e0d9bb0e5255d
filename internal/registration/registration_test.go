package registration

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

func TestWhoMaySeeAndRunRegistrations(t *testing.T) {
	t.Parallel()
	at := func(roles ...account.Role) account.Actor {
		return account.Actor{WorkspaceID: "w", ProjectID: "p", Roles: roles}
	}
	for name, c := range map[string]struct {
		actor account.Actor
		runs  bool
		kind  fault.Kind // of the refusal to read
	}{
		"administrator":      {at(account.Administrator), true, 0},
		"project lead":       {at(account.ProjectLead), true, 0},
		"coordination":       {at(account.Coordination), true, 0},
		"no role":            {at(), false, fault.NotFound},
		"above the projects": {account.Actor{WorkspaceID: "w", Roles: []account.Role{account.Administrator}}, false, fault.NotFound},
	} {
		err := mayRead(c.actor)
		if MayRun(c.actor) != c.runs || fault.KindOf(err) != c.kind {
			t.Errorf("%s: runs %v, reading gives %v", name, MayRun(c.actor), err)
		}
	}
}

func TestTheFormSaysWhyItIsClosed(t *testing.T) {
	t.Parallel()
	begins := time.Date(2027, 3, 25, 8, 30, 0, 0, time.UTC)
	published := event.Event{
		Kind: event.Symposium, State: event.Published, Zone: "Europe/Berlin", StartsAt: begins, EndsAt: begins.Add(6 * time.Hour),
		RegistrationFrom: "2027-01-10", RegistrationUntil: "2027-03-20",
	}
	with := func(change func(*event.Event)) event.Event { e := published; change(&e); return e }
	for name, c := range map[string]struct {
		event event.Event
		now   time.Time
		key   string
	}{
		"open":                   {published, begins.AddDate(0, -1, 0), ""},
		"the last day in Berlin": {published, time.Date(2027, 3, 20, 22, 59, 0, 0, time.UTC), ""},
		"the day after":          {published, time.Date(2027, 3, 20, 23, 1, 0, 0, time.UTC), "registration.closed.until"},
		"before the first day":   {published, time.Date(2027, 1, 9, 12, 0, 0, 0, time.UTC), "registration.closed.early"},
		"begun":                  {published, begins, "registration.closed.begun"},
		"cancelled":              {with(func(e *event.Event) { e.State = event.Cancelled }), begins.AddDate(0, -1, 0), "registration.closed.cancelled"},
		"a draft is not there":   {with(func(e *event.Event) { e.State = event.Draft }), begins.AddDate(0, -1, 0), "fault.not_found"},
		"for invited only":       {with(func(e *event.Event) { e.Kind = event.Meeting }), begins.AddDate(0, -1, 0), "fault.not_found"},
	} {
		err := Refusal(c.event, c.now)
		if c.key == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err == nil || err.Error() != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
}

func TestChoicesBecomeWishes(t *testing.T) {
	t.Parallel()
	items := []event.ProgrammeItem{
		{ID: "a1", Kind: event.WorkshopItem, Slot: "Vormittag"},
		{ID: "a2", Kind: event.WorkshopItem, Slot: "Vormittag"},
		{ID: "talk", Kind: event.Talk},
		{ID: "b1", Kind: event.WorkshopItem, Slot: "Nachmittag"},
		{ID: "b2", Kind: event.WorkshopItem, Slot: "Nachmittag", Moderator: "Dr. Anna Weiß"},
	}
	for name, c := range map[string]struct {
		chosen []string
		wishes []attendance.Wish
		field  string
	}{
		"nothing":                {nil, nil, ""},
		"none in the first slot": {[]string{"", "b1"}, []attendance.Wish{{ItemID: "b1"}}, ""},
		"a waitlist":             {[]string{Choice("a2", true), Choice("b1", false)}, []attendance.Wish{{ItemID: "a2", Wait: true}, {ItemID: "b1"}}, ""},
		"more than slots":        {[]string{"a1", "b1", "a2"}, []attendance.Wish{{ItemID: "a1"}, {ItemID: "b1"}}, ""},
		"of another slot":        {[]string{"b1"}, nil, "slot_1"},
		"one's own":              {[]string{"a1", "b2"}, []attendance.Wish{{ItemID: "a1"}}, "slot_2"},
		"no workshop":            {[]string{"a1", "talk"}, []attendance.Wish{{ItemID: "a1"}}, "slot_2"},
	} {
		var checks fault.Checks
		wishes := readChoices(&checks, items, c.chosen, "Anna Weiß")
		if diff := cmp.Diff(c.wishes, wishes); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		fields := fault.Fields(checks.Err())
		if (c.field == "") != (len(fields) == 0) || c.field != "" && fields[0].Name != c.field {
			t.Errorf("%s: %v", name, fields)
		}
	}
}

package body_test

import (
	"slices"
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/body"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
)

func TestAQuorumIsCountedFromThoseEntitled(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule             body.Quorum
		entitled, needed int
	}{
		{body.NoQuorum, 9, 0},
		{body.Half, 8, 4},
		{body.Half, 9, 5},
		{body.Majority, 8, 5},
		{body.Majority, 9, 5},
		{body.Majority, 1, 1},
		{body.TwoThirds, 9, 6},
		{body.TwoThirds, 10, 7},
		{body.TwoThirds, 1, 1},
	} {
		if got := c.rule.Needed(c.entitled); got != c.needed {
			t.Errorf("%s of %d needs %d, want %d", c.rule, c.entitled, got, c.needed)
		}
	}
}

// house is an office with a body, three persons and an organisation.
type house struct {
	*apptest.Site
	apptest.Office
	t              *testing.T
	jana, tom, ewa directory.Person
	organisation   directory.Organisation
	board          body.Body
}

func newHouse(t *testing.T, s *apptest.Site) *house {
	t.Helper()
	h := &house{Site: s, Office: s.Office("Landkreis Musterland"), t: t}
	person := func(given, family string) directory.Person {
		p, err := s.Directory.AddPerson(t.Context(), h.Actor, directory.Person{
			Given: given, Family: family, Email: strings.ToLower(given) + "@example.org", Lang: "de", Source: "Liste",
		})
		h.must(err)
		return p
	}
	h.jana, h.tom, h.ewa = person("Jana", "Größler"), person("Tom", "Weiß"), person("Ewa", "Łuczak")
	var err error
	h.organisation, err = s.Directory.AddOrganisation(t.Context(), h.Actor, directory.Organisation{Name: "Wohnhilfe Nord", Kind: directory.KindProvider})
	h.must(err)
	h.board, err = s.Bodies.Add(t.Context(), h.Actor, body.Details{Name: "Beirat", Quorum: body.Majority})
	h.must(err)
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) seat(seat body.Seat) body.Member {
	h.t.Helper()
	m, err := h.Bodies.AddMember(h.t.Context(), h.Actor, h.board.ID, seat)
	h.must(err)
	return m
}

func (h *house) names() []string {
	h.t.Helper()
	b, err := h.Bodies.Find(h.t.Context(), h.Actor, h.board.ID)
	h.must(err)
	var names []string
	for _, m := range b.Members {
		names = append(names, string(m.Duty)+" "+m.Name+"/"+m.Organisation+"/"+m.Deputy)
	}
	return names
}

func (h *house) meeting(day string) event.Event {
	h.t.Helper()
	e, err := h.Events.Add(h.t.Context(), h.Actor, event.Details{Kind: event.Meeting, Title: "Sitzung " + day, Day: day, Begin: "9:00", End: "11:00", Venue: "Kreishaus"})
	h.must(err)
	h.must(h.Bodies.Hold(h.t.Context(), h.Actor, e.ID, h.board.ID))
	return e
}

func TestMembersOfAMeetingAreThoseOfItsDay(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := newHouse(t, s)
		h.seat(body.Seat{PersonID: h.jana.ID, Duty: body.Chair, From: "01.01.2026", To: "31.12.2026"})
		h.seat(body.Seat{PersonID: h.tom.ID, Duty: body.Ordinary, From: "01.01.2027", DeputyID: h.ewa.ID})
		h.seat(body.Seat{OrganisationID: h.organisation.ID, Duty: body.Ordinary})
		for day, want := range map[string][]string{"31.12.2026": {"Jana Größler", ""}, "01.01.2027": {"Tom Weiß", ""}} {
			b, err := s.Bodies.Of(t.Context(), h.Actor, h.meeting(day))
			h.must(err)
			var names []string
			for _, m := range b.Members {
				names = append(names, m.Name)
			}
			if !slices.Equal(names, want) || len(body.Entitled(b.Members)) != 1 {
				t.Errorf("on %s: %q, entitled %d", day, names, len(body.Entitled(b.Members)))
			}
		}
	})
}

func TestWhatCannotBeASeatIsRefusedAtItsField(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := newHouse(t, s)
		other := s.Office("Landkreis Nebenan")
		foreign, err := s.Directory.AddPerson(t.Context(), other.Actor, directory.Person{Family: "Fremd", Lang: "de", Source: "Liste"})
		h.must(err)
		for field, seat := range map[string]body.Seat{
			"person": {Duty: body.Ordinary},
			"duty":   {PersonID: h.jana.ID, Duty: "king"},
			"deputy": {PersonID: h.jana.ID, DeputyID: h.jana.ID, Duty: body.Ordinary},
			"from":   {PersonID: h.jana.ID, Duty: body.Ordinary, From: "gestern"},
			"to":     {PersonID: h.jana.ID, Duty: body.Ordinary, From: "02.01.2027", To: "01.01.2027"},
		} {
			_, err := s.Bodies.AddMember(t.Context(), h.Actor, h.board.ID, seat)
			if fields := fault.Fields(err); len(fields) != 1 || fields[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := s.Bodies.AddMember(t.Context(), h.Actor, h.board.ID, body.Seat{PersonID: foreign.ID, Duty: body.Ordinary}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a person of another workspace: %v", err)
		}
		if _, err := s.Bodies.Add(t.Context(), h.Actor, body.Details{Name: "BEIRAT", Quorum: body.Half}); !fault.Is(err, fault.Invalid) {
			t.Errorf("the name again: %v", err)
		}
		if _, err := s.Bodies.Find(t.Context(), other.Actor, h.board.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another workspace finds it: %v", err)
		}
	})
}

func TestSeatsFollowAMergeAndAnErasedPersonLeavesThem(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := newHouse(t, s), t.Context()
		h.seat(body.Seat{PersonID: h.tom.ID, Duty: body.Chair})
		h.seat(body.Seat{PersonID: h.ewa.ID, OrganisationID: h.organisation.ID, Duty: body.Ordinary, DeputyID: h.tom.ID})
		before := h.names()
		mergeID, err := s.Directory.Merge(ctx, h.Actor, directory.ImportPersons, h.jana.ID, h.tom.ID, nil, [2]int64{1, 1})
		h.must(err)
		if got, want := h.names(), []string{"chair Jana Größler//", "member Ewa Łuczak/Wohnhilfe Nord/Jana Größler"}; !slices.Equal(got, want) {
			t.Errorf("after the merge %q, want %q", got, want)
		}
		_, _, err = s.Directory.Unmerge(ctx, h.Actor, mergeID)
		h.must(err)
		if got := h.names(); !slices.Equal(got, before) {
			t.Errorf("undone: %q, want %q", got, before)
		}
		h.must(s.Directory.ErasePerson(ctx, h.Actor, h.tom.ID))
		h.must(s.Directory.ErasePerson(ctx, h.Actor, h.ewa.ID))
		if got, want := h.names(), []string{"member /Wohnhilfe Nord/"}; !slices.Equal(got, want) {
			t.Errorf("erased: %q, want %q", got, want)
		}
	})
}

func TestWhoIsErasedWhileABodyLiesInTheBinDoesNotComeBack(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := newHouse(t, s), t.Context()
		h.seat(body.Seat{PersonID: h.jana.ID, Duty: body.Chair})
		h.seat(body.Seat{PersonID: h.tom.ID, Duty: body.DeputyChair, DeputyID: h.jana.ID})
		h.seat(body.Seat{PersonID: h.jana.ID, OrganisationID: h.organisation.ID, Duty: body.Ordinary})
		h.seat(body.Seat{PersonID: h.ewa.ID, Duty: body.Adviser})
		entry, err := s.Bodies.Remove(ctx, h.Actor, h.board.ID)
		h.must(err)
		binned, err := s.Directory.DeletePerson(ctx, h.Actor, h.ewa.ID)
		h.must(err)
		h.must(s.Directory.ErasePerson(ctx, h.Actor, h.jana.ID))
		_, err = s.Bin.BringBack(ctx, h.Actor, entry.ID)
		h.must(err)
		_, err = s.Bin.BringBack(ctx, h.Actor, binned.ID)
		h.must(err)
		if got, want := h.names(), []string{"deputy_chair Tom Weiß//", "member /Wohnhilfe Nord/", "adviser Ewa Łuczak//"}; !slices.Equal(got, want) {
			t.Errorf("members are %q, want %q", got, want)
		}
	})
}

func TestTheCalendarOfABodyHoldsItsPublishedMeetings(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := newHouse(t, s), t.Context()
		token, err := s.Feeds.OpenBody(ctx, h.Actor, h.board.ID, i18n.German)
		h.must(err)
		h.meeting("01.02.2027")
		e := h.meeting("02.03.2027")
		_, err = s.Events.Publish(ctx, h.Actor, e.ID)
		h.must(err)
		file, err := s.Feeds.Read(ctx, token)
		h.must(err)
		if text := string(file.Data); !strings.Contains(text, "Sitzung 02.03.2027") || strings.Contains(text, "01.02.2027") || !strings.Contains(text, "Beirat") {
			t.Errorf("the calendar is\n%s", text)
		}
		h.must(s.Bodies.Hold(ctx, h.Actor, e.ID, ""))
		file, err = s.Feeds.Read(ctx, token)
		h.must(err)
		if !strings.Contains(string(file.Data), "STATUS:CANCELLED") {
			t.Errorf("no longer its meeting:\n%s", file.Data)
		}
		_, err = s.Bodies.Remove(ctx, h.Actor, h.board.ID)
		h.must(err)
		if _, err := s.Feeds.Read(ctx, token); !fault.Is(err, fault.NotFound) {
			t.Errorf("the calendar of a deleted body: %v", err)
		}
	})
}

func TestThoseWhoKeepTheContentsKeepBodies(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := newHouse(t, s)
		for role, may := range map[account.Role]bool{account.ProjectLead: true, account.Coordination: true, account.MinuteTaker: false, account.Auditor: false} {
			_, actor := s.Person(h.Project, h.Project.ID, role)
			_, err := s.Bodies.Add(t.Context(), actor, body.Details{Name: "Gremium " + string(role), Quorum: body.Half})
			if (err == nil) != may || err != nil && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", role, err)
			}
			if _, err := s.Bodies.List(t.Context(), actor); err != nil {
				t.Errorf("%s reads: %v", role, err)
			}
		}
	})
}

package meeting_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/body"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/meeting"
	"rundertisch/internal/workplan"
)

// room is an office whose advisory board meets; the clock stands at noon of 22 November 2026.
type room struct {
	*apptest.Site
	apptest.Office
	t         *testing.T
	milestone workplan.Milestone
	event     event.Event
	members   []body.Member // Jana chairs, Tom has Ewa as his deputy, Uwe takes the minutes
	items     []meeting.Item
}

func newRoom(t *testing.T, s *apptest.Site) *room {
	t.Helper()
	r := &room{Site: s, Office: s.Office("Landkreis Musterland"), t: t}
	ctx := t.Context()
	goal, err := s.Plan.AddGoal(ctx, r.Actor, workplan.Goal{Number: "2.", Title: "Planung"})
	r.must(err)
	r.milestone, err = s.Plan.AddMilestone(ctx, r.Actor, workplan.Milestone{
		GoalID: goal.ID, Number: "2.1", Title: "Konferenz", DueOn: "2027-02", Rule: workplan.RuleOf(workplan.Condition{Source: workplan.OfMinutes}),
	})
	r.must(err)
	persons := map[string]string{}
	for _, given := range []string{"Jana", "Tom", "Ewa", "Uwe"} {
		p, err := s.Directory.AddPerson(ctx, r.Actor, directory.Person{Given: given, Family: "Weiß", Email: strings.ToLower(given) + "@example.org", Lang: "de", Source: "Liste"})
		r.must(err)
		persons[given] = p.ID
	}
	board, err := s.Bodies.Add(ctx, r.Actor, body.Details{Name: "Beirat", Quorum: body.Majority})
	r.must(err)
	for _, seat := range []body.Seat{
		{PersonID: persons["Jana"], Duty: body.Chair}, {PersonID: persons["Tom"], DeputyID: persons["Ewa"], Duty: body.Ordinary}, {PersonID: persons["Uwe"], Duty: body.MinuteTaker},
	} {
		m, err := s.Bodies.AddMember(ctx, r.Actor, board.ID, seat)
		r.must(err)
		r.members = append(r.members, m)
	}
	r.event, err = s.Events.Add(ctx, r.Actor, event.Details{
		Kind: event.Meeting, Title: "Sitzung", Day: "20.11.2026", Begin: "9:00", End: "11:00", Venue: "Kreishaus", Milestone: r.milestone.ID,
	})
	r.must(err)
	r.event, err = s.Events.Publish(ctx, r.Actor, r.event.ID)
	r.must(err)
	r.must(s.Bodies.Hold(ctx, r.Actor, r.event.ID, board.ID))
	for _, title := range []string{"Begrüßung", "Beratung"} {
		item, err := s.Meetings.Add(ctx, r.Actor, r.event.ID, meeting.Details{Title: title, Planned: "10", Public: title == "Beratung"})
		r.must(err)
		r.items = append(r.items, item)
	}
	return r
}

func (r *room) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) found() meeting.Detail {
	r.t.Helper()
	d, err := r.Meetings.Find(r.t.Context(), r.Actor, r.event.ID)
	r.must(err)
	return d
}

func (r *room) titles() []string {
	r.t.Helper()
	var titles []string
	for _, p := range r.found().Points {
		titles = append(titles, p.Title)
	}
	return titles
}

// asked opens a round over minutes and returns the tokens of the links in the mails of the kind, by address.
func (r *room) asked() map[string]string {
	r.t.Helper()
	r.must(r.Meetings.Write(r.t.Context(), r.Actor, r.event.ID, r.items[1].ID, r.found().Points[1].MinutesRevision+1, "Beraten und empfohlen."))
	r.must(r.Meetings.OpenRound(r.t.Context(), r.Actor, r.event.ID, "06.12.2026"))
	return r.tokens("minutes_approval")
}

var link = regexp.MustCompile(`/protokoll/([a-z0-9]+)`)

func (r *room) tokens(kind string) map[string]string {
	r.t.Helper()
	var addresses, texts []string
	r.must(r.DB.Read().NewRaw("SELECT to_email, text_body FROM mail_messages WHERE kind = ? ORDER BY id", kind).Scan(r.t.Context(), &addresses, &texts))
	tokens := map[string]string{}
	for i, text := range texts {
		tokens[addresses[i]] = link.FindStringSubmatch(text)[1]
	}
	return tokens
}

func (r *room) conflict(what string, err error) {
	r.t.Helper()
	if !fault.Is(err, fault.Conflict) {
		r.t.Errorf("%s: %v, want a conflict", what, err)
	}
}

func TestAnAgendaIsKeptInTheOrderOfStaff(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		r.must(s.Meetings.Move(ctx, r.Actor, r.event.ID, r.items[1].ID, -1))
		r.must(s.Meetings.Move(ctx, r.Actor, r.event.ID, r.items[1].ID, -1))
		if got := r.titles(); !slices.Equal(got, []string{"Beratung", "Begrüßung"}) || r.found().Planned() != 20 {
			t.Errorf("the agenda is %q of %d minutes", got, r.found().Planned())
		}
		r.must(s.Meetings.Edit(ctx, r.Actor, r.event.ID, r.items[0].ID, 1, meeting.Details{Title: "Begrüßung", Links: []meeting.Named{
			{Kind: meeting.Milestone, ID: r.milestone.ID}, {Kind: meeting.Milestone, ID: "fremd"},
		}}))
		if links := r.found().Points[1].Links; len(links) != 1 || links[0].Title != "2.1 Konferenz" {
			t.Errorf("it leads to %+v", links)
		}
		r.conflict("an old version", s.Meetings.Edit(ctx, r.Actor, r.event.ID, r.items[0].ID, 1, meeting.Details{Title: "Anders"}))
		r.must(s.Meetings.Remove(ctx, r.Actor, r.event.ID, r.items[0].ID))
		r.must(s.Meetings.Write(ctx, r.Actor, r.event.ID, r.items[1].ID, 1, "Beraten."))
		r.conflict("removing what is minuted", s.Meetings.Remove(ctx, r.Actor, r.event.ID, r.items[1].ID))
	})
}

func TestADeputyCountsForTheMember(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		jana, tom, uwe := r.members[0].ID, r.members[1].ID, r.members[2].ID
		for _, c := range []struct {
			present map[string]meeting.Who
			count   int
			reached bool
		}{
			{map[string]meeting.Who{uwe: meeting.Self}, 0, false},
			{map[string]meeting.Who{jana: meeting.Self, uwe: meeting.Self}, 1, false},
			{map[string]meeting.Who{jana: meeting.Self, tom: meeting.Deputy}, 2, true},
			{map[string]meeting.Who{jana: meeting.Deputy, tom: meeting.Self, "fremd": meeting.Self}, 1, false}, // who has no deputy cannot be represented
		} {
			r.must(s.Meetings.Note(ctx, r.Actor, r.event.ID, c.present))
			if got := r.found().Quorum(); got.Present != c.count || got.Entitled != 2 || got.Needed != 2 || got.Reached() != c.reached {
				t.Errorf("%v: %+v", c.present, got)
			}
		}
	})
}

func TestAQuorumStaysAsItWasWhenTheMembersWereAsked(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		jana, tom := r.members[0], r.members[1]
		r.must(s.Meetings.Note(ctx, r.Actor, r.event.ID, map[string]meeting.Who{jana.ID: meeting.Self, tom.ID: meeting.Deputy}))
		quorum := func(when string, want meeting.Count) {
			t.Helper()
			if got := r.found().Quorum(); got != want {
				t.Errorf("%s: %+v, want %+v", when, got, want)
			}
		}
		r.asked()
		both := meeting.Count{Present: 2, Entitled: 2, Needed: 2}
		r.must(s.Directory.ErasePerson(ctx, r.Actor, jana.PersonID))
		quorum("while they are asked, one is erased", both)
		r.must(s.Meetings.Withdraw(ctx, r.Actor, r.event.ID))
		quorum("the minutes are written anew", meeting.Count{Present: 1, Entitled: 1, Needed: 1})
		r.must(s.Meetings.OpenRound(ctx, r.Actor, r.event.ID, "07.12.2026"))
		r.must(s.Meetings.Settle(ctx, r.Actor, r.event.ID, "Einvernehmlich"))
		r.must(s.Bodies.RemoveMember(ctx, r.Actor, tom.BodyID, tom.ID))
		quorum("approved, and a row is taken out", meeting.Count{Present: 1, Entitled: 1, Needed: 1})
	})
}

func TestEverySavingOfMinutesIsAVersion(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		item := r.items[0].ID
		r.must(s.Meetings.Write(ctx, r.Actor, r.event.ID, item, 1, "Erste Fassung"))
		r.conflict("on top of a version that is over", s.Meetings.Write(ctx, r.Actor, r.event.ID, item, 1, "Daneben"))
		r.must(s.Meetings.Write(ctx, r.Actor, r.event.ID, item, 2, "Zweite Fassung"))
		r.must(s.Meetings.Write(ctx, r.Actor, r.event.ID, item, 3, "Zweite Fassung"))
		_, p, versions, err := s.Meetings.Versions(ctx, r.Actor, r.event.ID, item)
		r.must(err)
		if p.Minutes != "Zweite Fassung" || len(versions) != 2 || versions[1].Text != "Erste Fassung" || versions[0].WrittenBy != r.Actor.Name {
			t.Errorf("%q has %+v", p.Minutes, versions)
		}
	})
}

func TestMinutesAreApprovedWhenAllAgree(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		r.conflict("a round without minutes", s.Meetings.OpenRound(ctx, r.Actor, r.event.ID, "06.12.2026"))
		tokens := r.asked()
		if len(tokens) != 3 {
			t.Fatalf("asked are %v", tokens)
		}
		r.conflict("writing while they are read", s.Meetings.Write(ctx, r.Actor, r.event.ID, r.items[1].ID, 2, "Anders"))
		r.conflict("a second round", s.Meetings.OpenRound(ctx, r.Actor, r.event.ID, "06.12.2026"))
		if err := s.Meetings.Answer(ctx, tokens["tom@example.org"], meeting.Objected, " "); !fault.Is(err, fault.Invalid) {
			t.Errorf("an objection without words: %v", err)
		}
		r.must(s.Meetings.Answer(ctx, tokens["tom@example.org"], meeting.Objected, "Zu TOP 2"))
		for _, token := range tokens {
			if r.found().Approved() {
				t.Error("approved before all have agreed")
			}
			r.must(s.Meetings.Answer(ctx, token, meeting.Agreed, ""))
		}
		if d := r.found(); !d.Approved() || d.Round.Open() || d.ApprovedNote != "" {
			t.Errorf("after all agreed: %+v", d.Meeting)
		}
		r.conflict("an answer after the end", s.Meetings.Answer(ctx, tokens["jana@example.org"], meeting.Objected, "Doch nicht"))
		if _, err := s.Meetings.Read(ctx, "falsch"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a wrong link: %v", err)
		}
		m, err := s.Plan.Milestone(ctx, r.Actor, r.milestone.ID)
		r.must(err)
		if !m.Complete() {
			t.Errorf("the milestone does not take it: %+v", m.Standing)
		}
		r.must(s.Meetings.Publish(ctx, r.Actor, r.event.ID))
		shown, err := s.Meetings.Public(ctx, r.event)
		r.must(err)
		if len(shown.Minutes) != 1 || shown.Minutes[0].Title != "Beratung" || len(shown.Agenda) != 0 {
			t.Errorf("public is %+v", shown)
		}
	})
}

func TestAPublicAgendaTellsNothingOfItemsThatAreNot(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		_, err := s.Meetings.Add(ctx, r.Actor, r.event.ID, meeting.Details{Title: "Personalie Weiß", Presenter: "Frau Öztürk", Description: "Vertraulich", Planned: "15"})
		r.must(err)
		r.must(s.Meetings.ShowAgenda(ctx, r.Actor, r.event.ID, true))
		shown, err := s.Meetings.Public(ctx, r.event)
		r.must(err)
		if len(shown.Agenda) != 3 || shown.Agenda[1].Title != "Beratung" {
			t.Fatalf("public is %+v", shown.Agenda)
		}
		if i := shown.Agenda[2]; i.Title != "" || i.Presenter != "" || i.Description != "" || i.Planned != 15 || i.Public {
			t.Errorf("of an item that is not public everybody reads %+v", i)
		}
	})
}

func TestSilenceIsConsentAndObjectionsWaitForStaff(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		tokens := r.asked()
		r.must(s.Meetings.Answer(ctx, tokens["jana@example.org"], meeting.Objected, "Bitte ändern"))
		r.must(s.Meetings.Run(ctx))
		if n := len(r.tokens("minutes_reminder")); n != 0 {
			t.Errorf("%d are reminded at once", n)
		}
		s.Clock.Advance(12 * 24 * time.Hour) // two days before the end
		r.must(s.Meetings.Run(ctx))
		r.must(s.Meetings.Run(ctx))
		reminders := r.tokens("minutes_reminder")
		if len(reminders) != 2 || reminders["jana@example.org"] != "" {
			t.Errorf("reminded are %v", reminders)
		}
		for _, token := range []string{tokens["tom@example.org"], reminders["tom@example.org"]} {
			if read, err := s.Meetings.Read(ctx, token); err != nil || read.Who.Name != "Tom Weiß" {
				t.Errorf("a link leads to %q, %v", read.Who.Name, err)
			}
		}
		s.Clock.Advance(3 * 24 * time.Hour)
		r.must(s.Meetings.Run(ctx))
		if r.found().Approved() {
			t.Fatal("approved in spite of an objection")
		}
		r.must(s.Meetings.Withdraw(ctx, r.Actor, r.event.ID))
		r.must(s.Meetings.Write(ctx, r.Actor, r.event.ID, r.items[1].ID, 2, "Geändert."))
		r.must(s.Meetings.OpenRound(ctx, r.Actor, r.event.ID, "20.12.2026"))
		r.conflict("the first link", s.Meetings.Answer(ctx, tokens["tom@example.org"], meeting.Agreed, ""))
		s.Clock.Advance(15 * 24 * time.Hour)
		r.must(s.Meetings.Run(ctx))
		if !r.found().Approved() {
			t.Error("nobody objected, and it is not approved")
		}
	})
}

func TestStaffSettleObjections(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		tokens := r.asked()
		r.must(s.Meetings.Answer(ctx, tokens["jana@example.org"], meeting.Objected, "Bitte ändern"))
		if err := s.Meetings.Settle(ctx, r.Actor, r.event.ID, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("without a word: %v", err)
		}
		r.must(s.Meetings.Settle(ctx, r.Actor, r.event.ID, "Mit Frau Weiß geklärt"))
		if d := r.found(); !d.Approved() || d.ApprovedNote != "Mit Frau Weiß geklärt" {
			t.Errorf("settled: %+v", d.Meeting)
		}
		r.conflict("writing approved minutes", s.Meetings.Write(ctx, r.Actor, r.event.ID, r.items[1].ID, 2, "Anders"))
	})
}

func TestAFollowUpBecomesATaskOnce(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		r.must(s.Meetings.AddFollowup(ctx, r.Actor, r.event.ID, r.items[0].ID, "Meldeblatt abstimmen", "31.12.2026"))
		f := r.found().Points[0].Followups[0]
		first, err := s.Meetings.Take(ctx, r.Actor, r.event.ID, f.ID)
		r.must(err)
		again, err := s.Meetings.Take(ctx, r.Actor, r.event.ID, f.ID)
		r.must(err)
		task, err := s.Plan.Task(ctx, r.Actor, first)
		r.must(err)
		if again != first || task.Title != "Meldeblatt abstimmen" || task.DueOn != "2026-12-31" || task.MilestoneID != r.milestone.ID {
			t.Errorf("became %q and %q: %+v", first, again, task)
		}
	})
}

func TestMinuteTakersWriteAndDoNotDecide(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		_, writer := s.Person(r.Project, r.Project.ID, account.MinuteTaker)
		_, reader := s.Person(r.Project, r.Project.ID, account.Auditor)
		r.must(s.Meetings.Write(ctx, writer, r.event.ID, r.items[0].ID, 1, "Geschrieben."))
		for what, err := range map[string]error{
			"a reader writes":             s.Meetings.Write(ctx, reader, r.event.ID, r.items[0].ID, 2, "Anders"),
			"a minute-taker opens rounds": s.Meetings.OpenRound(ctx, writer, r.event.ID, "06.12.2026"),
			"a minute-taker publishes":    s.Meetings.Publish(ctx, writer, r.event.ID),
		} {
			if !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", what, err)
			}
		}
		other := s.Office("Landkreis Nebenan")
		if _, err := s.Meetings.Find(ctx, other.Actor, r.event.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another workspace: %v", err)
		}
	})
}

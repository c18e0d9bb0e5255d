package meeting_test

import (
	"slices"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/body"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/meeting"
)

// sit puts another person on a seat.
func (r *room) sit(seat body.Member, personID string) {
	r.t.Helper()
	_, m, err := r.Bodies.FindMember(r.t.Context(), r.Actor, seat.BodyID, seat.ID)
	r.must(err)
	r.must(r.Bodies.ChangeMember(r.t.Context(), r.Actor, m.BodyID, m.ID, m.Version, body.Seat{
		PersonID: personID, OrganisationID: m.OrganisationID, Duty: m.Duty, DeputyID: m.DeputyPersonID,
	}))
}

func (r *room) person(given string) directory.Person {
	r.t.Helper()
	p, err := r.Directory.AddPerson(r.t.Context(), r.Actor, directory.Person{Given: given, Family: "Yılmaz", Email: given + "@example.org", Lang: "de", Source: "Liste"})
	r.must(err)
	return p
}

// left fails unless the link tells that whoever was sent it has no seat any more, and nothing else.
func (r *room) left(what, token string) {
	r.t.Helper()
	read, err := r.Meetings.Read(r.t.Context(), token)
	if !fault.Is(err, fault.NotFound) || !read.Left || read.Vote.ID != "" || read.Event.ID != "" {
		r.t.Errorf("%s: %v, left %t, and tells of %+v", what, err, read.Left, read.Vote)
	}
}

func TestALinkBelongsToThePersonWhoWasAsked(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		tokens := r.asked()
		mehmet, zoe := r.person("mehmet"), r.person("zoe")
		r.must(s.Meetings.Answer(ctx, tokens["tom@example.org"], meeting.Objected, "Zu TOP 2"))
		r.sit(r.members[0], mehmet.ID) // Jana has said nothing
		r.sit(r.members[1], zoe.ID)    // Tom has objected
		r.left("the link of who said nothing", tokens["jana@example.org"])
		r.left("the link of who objected", tokens["tom@example.org"])
		r.missing("an answer by the former link", s.Meetings.Answer(ctx, tokens["jana@example.org"], meeting.Agreed, ""))
		if o := r.found().Objections(); len(o) != 1 || o[0].Name != "Tom Weiß" {
			t.Errorf("objections are %+v, want Tom's under his name", o)
		}
		for range 2 {
			r.must(s.Meetings.Run(ctx))
		}
		asked := r.tokens("minutes_approval")
		if len(asked) != 4 || asked["mehmet@example.org"] == "" || asked["zoe@example.org"] != "" {
			t.Fatalf("asked are %v, want in the place of who said nothing the new holder", asked)
		}
		r.left("the former link after another was sent", tokens["jana@example.org"])
		if read, err := s.Meetings.Read(ctx, asked["mehmet@example.org"]); err != nil || read.Who.PersonID != mehmet.ID || read.Vote.Answer != meeting.Silent {
			t.Errorf("the new link leads %+v to %+v, %v", read.Who, read.Vote, err)
		}
		r.must(s.Meetings.Answer(ctx, asked["mehmet@example.org"], meeting.Agreed, ""))
		r.must(s.Directory.ErasePerson(ctx, r.Actor, r.members[1].PersonID))
		if got := r.objections(); len(got) != 0 || len(r.found().Objections()) != 1 {
			t.Errorf("of a former holder who is erased stay the words %q, objections %d", got, len(r.found().Objections()))
		}
	})
}

func TestAVoteThatNobodyCanGiveIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		tokens := r.asked()
		r.must(s.Bodies.RemoveMember(ctx, r.Actor, r.members[0].BodyID, r.members[0].ID))
		r.must(s.Meetings.Answer(ctx, tokens["tom@example.org"], meeting.Agreed, ""))
		if r.found().Approved() {
			t.Error("approved before the minute-taker has said anything")
		}
		r.must(s.Meetings.Answer(ctx, tokens["uwe@example.org"], meeting.Agreed, ""))
		if !r.found().Approved() {
			t.Errorf("all who can have agreed, and it is not approved: %+v", r.found().Votes)
		}
	})
}

func TestOnePersonOnTwoSeatsCountsOnce(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		jana, tom := r.members[0], r.members[1]
		r.must(s.Meetings.Note(ctx, r.Actor, r.event.ID, map[string]meeting.Who{jana.ID: meeting.Self, tom.ID: meeting.Self}))
		tokens := r.asked()
		r.must(s.Meetings.Answer(ctx, tokens["tom@example.org"], meeting.Objected, "Zu TOP 2"))
		s.Clock.Advance(time.Hour)
		r.must(s.Meetings.Answer(ctx, tokens["jana@example.org"], meeting.Agreed, ""))
		both, err := s.Directory.Compare(ctx, r.Actor, directory.ImportPersons, jana.PersonID, tom.PersonID)
		r.must(err)
		merge, err := s.Directory.Merge(ctx, r.Actor, directory.ImportPersons, jana.PersonID, tom.PersonID, nil, both.Versions)
		r.must(err)
		d := r.found()
		if votes := d.Votes; len(votes) != 2 || len(d.Objections()) != 0 {
			t.Errorf("the votes are %+v, want one of the person, the last, and the minute-taker's", votes)
		}
		if read, err := s.Meetings.Read(ctx, tokens["tom@example.org"]); err != nil || read.Vote.Answer != meeting.Agreed {
			t.Errorf("the other link tells %+v, %v", read.Vote, err)
		}
		r.must(s.Meetings.Answer(ctx, tokens["tom@example.org"], meeting.Objected, "Doch nicht"))
		if got := r.objections(); !slices.Equal(got, []string{"Doch nicht", "Doch nicht"}) || len(r.found().Objections()) != 1 {
			t.Errorf("said anew by the other link, objections are %q, counted %d", got, len(r.found().Objections()))
		}
		r.must(s.Meetings.Withdraw(ctx, r.Actor, r.event.ID))
		d = r.found()
		if got := d.Quorum(); got != (meeting.Count{Present: 1, Entitled: 1, Needed: 1}) || len(d.Asked()) != 2 || len(d.Came(r.locale())) != 1 {
			t.Errorf("the quorum is %+v, to be asked are %d, there was %q", got, len(d.Asked()), d.Came(r.locale()))
		}
		_, _, err = s.Directory.Unmerge(ctx, r.Actor, merge)
		r.must(err)
		if got := r.found().Quorum(); got.Entitled != 2 || len(r.found().Votes) != 2+1 {
			t.Errorf("apart again they count %+v, votes %d", got, len(r.found().Votes))
		}
	})
}

func TestARoundOpensOnceTheMeetingIsOver(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		ahead, err := s.Events.Add(ctx, r.Actor, event.Details{Kind: event.Meeting, Title: "Heute", Day: "22.11.2026", Begin: "11:00", End: "18:00", Venue: "Kreishaus"})
		r.must(err)
		ahead, err = s.Events.Publish(ctx, r.Actor, ahead.ID)
		r.must(err)
		r.must(s.Bodies.Hold(ctx, r.Actor, ahead.ID, r.members[0].BodyID))
		item, err := s.Meetings.Add(ctx, r.Actor, ahead.ID, meeting.Details{Title: "Beratung"})
		r.must(err)
		r.must(s.Meetings.Write(ctx, r.Actor, ahead.ID, item.ID, 1, "Die Tagesordnung ging allen zu."))
		r.conflict("a round while people still meet", s.Meetings.OpenRound(ctx, r.Actor, ahead.ID, "06.12.2026"))
		s.Clock.Advance(8 * time.Hour)
		r.must(s.Meetings.OpenRound(ctx, r.Actor, ahead.ID, "06.12.2026"))
	})
}

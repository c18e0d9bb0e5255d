package meeting_test

import (
	"slices"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/meeting"
)

func fields(err error) []string {
	var all []string
	for _, f := range fault.Fields(err) {
		all = append(all, f.Name+" "+f.Key)
	}
	return all
}

// vote notes how the second item was voted on, beside the text that stands there.
func (r *room) vote(b meeting.Ballot) (meeting.Item, error) {
	r.t.Helper()
	item := r.found().Points[1].Item
	return r.Meetings.Keep(r.t.Context(), r.Actor, r.event.ID, item.ID, meeting.Draft{Revision: item.MinutesRevision + 1, Text: item.Minutes, Ballot: &b})
}

func TestAVoteIsReadFromWhatIsTyped(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r := newRoom(t, s) // two are entitled to vote
		german, english := r.locale(), s.Meetings.Catalogue.Locale(i18n.English, s.Meetings.Zone)
		for _, c := range []struct {
			name    string
			ballot  meeting.Ballot
			de, en  string
			refused []string
		}{
			{"nothing", meeting.Ballot{}, "", "", nil},
			{"more for than against", meeting.Ballot{Yes: "2"}, "Angenommen (Ja: 2, Nein: 0, Enthaltungen: 0)", "Adopted (for: 2, against: 0, abstentions: 0)", nil},
			{"more against than for", meeting.Ballot{Yes: "0", No: "1", Abstained: " 1 "}, "Abgelehnt (Ja: 0, Nein: 1, Enthaltungen: 1)", "Rejected (for: 0, against: 1, abstentions: 1)", nil},
			{"a tie", meeting.Ballot{Yes: "1", No: "1"}, "Bei Stimmengleichheit abgelehnt (Ja: 1, Nein: 1, Enthaltungen: 0)", "Rejected by a tie (for: 1, against: 1, abstentions: 0)", nil},
			{"abstentions alone", meeting.Ballot{Abstained: "2"}, "Bei Stimmengleichheit abgelehnt (Ja: 0, Nein: 0, Enthaltungen: 2)", "Rejected by a tie (for: 0, against: 0, abstentions: 2)", nil},
			{"a motion whose votes are not known", meeting.Ballot{Motion: "Antrag A"}, "Beschlussvorschlag: Antrag A\nStimmen sind nicht festgehalten.", "Motion: Antrag A\nThe votes were not recorded.", nil},
			{"less than none", meeting.Ballot{Yes: "-1"}, "", "", []string{"yes meeting.fault.votes"}},
			{"letters, and no whole number", meeting.Ballot{Yes: "zwei", No: "1,5"}, "", "", []string{"yes meeting.fault.votes", "no meeting.fault.votes"}},
			{"more than any hall holds", meeting.Ballot{Abstained: "99999999999999999999"}, "", "", []string{"abstained meeting.fault.votes"}},
			{"nobody at all", meeting.Ballot{Yes: "0"}, "", "", []string{"yes meeting.fault.no_votes"}},
			{"more for than are entitled", meeting.Ballot{Yes: "3"}, "", "", []string{"yes meeting.fault.more_than_entitled"}},
			{"more together than are entitled", meeting.Ballot{Yes: "1", No: "1", Abstained: "1"}, "", "", []string{"abstained meeting.fault.more_than_entitled"}},
			{"a motion without end", meeting.Ballot{Motion: strings.Repeat("A", 2001), Yes: "1"}, "", "", []string{"motion fault.too_long"}},
		} {
			item, err := r.vote(c.ballot)
			if got := fields(err); !slices.Equal(got, c.refused) || err != nil && c.refused == nil {
				t.Errorf("%s: refused %q, %v, want %q", c.name, got, err, c.refused)
			} else if de, en := item.Said(german), item.Said(english); de != c.de || en != c.en {
				t.Errorf("%s: reads %q and %q, want %q and %q", c.name, de, en, c.de, c.en)
			}
		}
	})
}

func TestNotMoreVotesThanPeopleWhoWereThere(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		jana, tom, uwe := r.members[0].ID, r.members[1].ID, r.members[2].ID
		both := map[string]meeting.Who{jana: meeting.Self, tom: meeting.Deputy, uwe: meeting.Self}
		r.must(s.Meetings.Note(ctx, r.Actor, r.event.ID, both))
		if _, err := r.vote(meeting.Ballot{Yes: "2", No: "1"}); !slices.Equal(fields(err), []string{"no meeting.fault.more_than_present"}) {
			t.Errorf("the minute-taker has voted, too: %v", err)
		}
		_, err := r.vote(meeting.Ballot{Yes: "1", No: "1"})
		r.must(err)
		r.must(s.Meetings.Note(ctx, r.Actor, r.event.ID, map[string]meeting.Who{jana: meeting.Self}))
		if over := r.found().Overvoted(); !slices.Equal(over, []int{2}) {
			t.Errorf("after somebody turned out to be absent, there are too many votes at %v", over)
		}
		r.must(s.Meetings.Write(ctx, r.Actor, r.event.ID, r.items[1].ID, 2, "Wer weiterschreibt, wird nicht aufgehalten."))
		r.conflict("a round with more votes than people", s.Meetings.OpenRound(ctx, r.Actor, r.event.ID, "06.12.2026"))
		r.must(s.Meetings.Note(ctx, r.Actor, r.event.ID, both))
		r.must(s.Meetings.OpenRound(ctx, r.Actor, r.event.ID, "06.12.2026"))
		r.must(s.Directory.ErasePerson(ctx, r.Actor, r.members[0].PersonID))
		if over := r.found().Overvoted(); len(over) != 0 {
			t.Errorf("after one was erased, minutes that are read have too many votes at %v", over)
		}
		r.must(s.Meetings.Withdraw(ctx, r.Actor, r.event.ID))
		r.must(s.Bodies.Hold(ctx, r.Actor, r.event.ID, ""))
		if over := r.found().Overvoted(); len(over) != 0 {
			t.Errorf("of a meeting of nobody it is not known who was there, and yet too many voted at %v", over)
		}
	})
}

func TestAVoteBelongsToTheMinutes(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		item := r.items[1].ID
		vote := &meeting.Ballot{Motion: "Wir empfehlen das Meldeblatt.", Yes: "1", Abstained: "1"}
		for _, step := range []struct {
			name     string
			draft    meeting.Draft
			conflict bool
			versions []string // their numbers of votes, the newest first
		}{
			{"only a vote", meeting.Draft{Revision: 1, Ballot: vote, Sitting: "s", Turn: 1}, false, []string{"2"}},
			{"its text goes on", meeting.Draft{Revision: 2, Text: "Beraten.", Ballot: vote, Sitting: "s", Turn: 2}, false, []string{"2"}},
			{"nothing new", meeting.Draft{Revision: 3, Text: "Beraten.", Ballot: vote, Sitting: "s", Turn: 3}, false, []string{"2"}},
			{"a form of before there were votes", meeting.Draft{Revision: 3, Text: "Beraten!", Sitting: "s", Turn: 4}, false, []string{"2"}},
			{"an outdated one", meeting.Draft{Revision: 1, Text: "Beraten!", Ballot: &meeting.Ballot{No: "2"}, Sitting: "t", Turn: 1}, true, []string{"2"}},
			{"the vote is deleted", meeting.Draft{Revision: 4, Text: "Beraten!", Ballot: &meeting.Ballot{}, Sitting: "s", Turn: 5}, false, []string{"0", "2"}},
		} {
			_, err := s.Meetings.Keep(ctx, r.Actor, r.event.ID, item, step.draft)
			if fault.Is(err, fault.Conflict) != step.conflict || err != nil && !step.conflict {
				t.Errorf("%s: %v", step.name, err)
			}
			_, p, versions, err := s.Meetings.Versions(ctx, r.Actor, r.event.ID, item)
			r.must(err)
			var votes []string
			for _, w := range versions {
				votes = append(votes, string(rune('0'+w.Total())))
			}
			if !slices.Equal(votes, step.versions) || p.Tally != versions[0].Tally {
				t.Errorf("%s: versions have %q votes, the item %+v", step.name, votes, p.Tally)
			}
		}
		r.conflict("removing an item that was voted on", s.Meetings.Remove(ctx, r.Actor, r.event.ID, item))
	})
}

func TestAVoteStandsWhereTheTextOfItsItemStands(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		w, err := s.Accounts.Workspace(ctx, r.Actor.WorkspaceID)
		r.must(err)
		_, err = r.vote(meeting.Ballot{Motion: "Öffentlicher Antrag", Yes: "2"})
		r.must(err)
		_, err = s.Meetings.Keep(ctx, r.Actor, r.event.ID, r.items[0].ID, meeting.Draft{Revision: 1, Ballot: &meeting.Ballot{Motion: "Vertraulicher Antrag", No: "2"}})
		r.must(err)
		all := []string{"Beschlussvorschlag: Öffentlicher Antrag", "Angenommen (Ja: 2, Nein: 0, Enthaltungen: 0)", "Vertraulicher Antrag", "Abgelehnt (Ja: 0, Nein: 2"}
		text, _ := r.printed(r.found().Paper(r.locale(), w))
		r.says("the paper", text, all, []string{"Dazu wurde nichts protokolliert"})
		r.must(s.Meetings.ShowAgenda(ctx, r.Actor, r.event.ID, true))
		shown, err := s.Meetings.Public(ctx, r.event)
		r.must(err)
		for _, item := range shown.Agenda {
			if item.Voted() {
				t.Errorf("a public agenda tells of the vote %+v", item.Tally)
			}
		}
		for _, token := range r.asked() {
			r.must(s.Meetings.Answer(ctx, token, meeting.Agreed, ""))
		}
		r.must(s.Meetings.Publish(ctx, r.Actor, r.event.ID))
		shown, err = s.Meetings.Public(ctx, r.event)
		r.must(err)
		text, _ = r.printed(shown.Paper(r.locale(), w, r.event))
		r.says("what is public", text, all[:2], all[2:])
	})
}

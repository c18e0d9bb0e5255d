package meeting_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/fault"
	"rundertisch/internal/meeting"
)

func (r *room) missing(what string, err error) {
	r.t.Helper()
	if !fault.Is(err, fault.NotFound) {
		r.t.Errorf("%s: %v, want that there is nothing", what, err)
	}
}

// objections are the words of all objections there are.
func (r *room) objections() []string {
	r.t.Helper()
	var all []string
	r.must(r.DB.Read().NewRaw("SELECT comment FROM minutes_votes WHERE comment <> '' ORDER BY comment").Scan(r.t.Context(), &all))
	return all
}

func TestOfAnErasedMemberNeitherWordsNorLinkStay(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		tokens := r.asked()
		r.must(s.Meetings.Answer(ctx, tokens["jana@example.org"], meeting.Objected, "Ich war dagegen"))
		r.must(s.Meetings.Answer(ctx, tokens["tom@example.org"], meeting.Objected, "Zu TOP 2"))
		r.must(s.Directory.ErasePerson(ctx, r.Actor, r.members[0].PersonID))
		_, err := s.Meetings.Read(ctx, tokens["jana@example.org"])
		r.missing("the link of who is erased", err)
		if got := r.objections(); len(got) != 1 || got[0] != "Zu TOP 2" {
			t.Errorf("objections are %q", got)
		}
		if n := len(r.found().Objections()); n != 2 {
			t.Errorf("%d objections count, want that the answer stays as a number", n)
		}
		if _, err := s.Meetings.Read(ctx, tokens["tom@example.org"]); err != nil {
			t.Errorf("the link of another member: %v", err)
		}
	})
}

func TestWhoIsNoMemberAnyMoreReadsAndAnswersNothing(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		tokens := r.asked()
		r.must(s.Bodies.RemoveMember(ctx, r.Actor, r.members[0].BodyID, r.members[0].ID))
		_, err := s.Meetings.Read(ctx, tokens["jana@example.org"])
		r.missing("the link of who was taken off", err)
		r.missing("an answer of who was taken off", s.Meetings.Answer(ctx, tokens["jana@example.org"], meeting.Agreed, ""))
		r.must(s.Bodies.Hold(ctx, r.Actor, r.event.ID, ""))
		_, err = s.Meetings.Read(ctx, tokens["tom@example.org"])
		r.missing("a link to the meeting of no body", err)
	})
}

func TestTheRoundOfAnEventThatIsCalledOffEndsWithoutAResult(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		r, ctx := newRoom(t, s), t.Context()
		tokens := r.asked()
		_, err := s.Events.Cancel(ctx, r.Actor, r.event.ID)
		r.must(err)
		r.conflict("an answer", s.Meetings.Answer(ctx, tokens["jana@example.org"], meeting.Agreed, ""))
		if read, err := s.Meetings.Read(ctx, tokens["jana@example.org"]); err != nil || !read.Withdrawn() {
			t.Errorf("the link says %+v, %v, want that it is withdrawn", read.Round, err)
		}
		r.reopened()
		r.conflict("an answer in a round that stayed open", s.Meetings.Answer(ctx, tokens["jana@example.org"], meeting.Agreed, ""))
		for range 2 {
			s.Clock.Advance(13 * 24 * time.Hour) // first shortly before the end, then after it
			r.must(s.Meetings.Run(ctx))
			if n := len(r.tokens("minutes_reminder")); n != 0 || r.found().Approved() || r.found().Round.Open() {
				t.Errorf("%d are reminded, approved: %t, open: %t", n, r.found().Approved(), r.found().Round.Open())
			}
			r.reopened()
		}
	})
}

// reopened opens the round again, as it stood in databases whose events were called off before rounds ended with them.
func (r *room) reopened() {
	r.t.Helper()
	r.must(r.DB.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewRaw("UPDATE minutes_rounds SET closed_at = NULL").Exec(ctx)
		return err
	}))
}

package attendance_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
)

// undo takes back the newest answer of the person.
func (r *room) undo(row attendance.Attendance) (undone attendance.Undone, was attendance.Undoing) {
	r.t.Helper()
	r.in(func(ctx context.Context, tx bun.IDB) (err error) {
		if was, err = r.UndoingIn(ctx, tx, row.ID); err != nil {
			return err
		}
		undone, err = r.UndoIn(ctx, tx, row.ID, was.Entry.ID, "Jana Muster")
		return err
	})
	return undone, was
}

func TestAnUndoneAnswerLeavesWhatWasBefore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers []attendance.Answer // the last is undone
		answer  attendance.Answer
		place   attendance.Place
		taken   int64
	}{
		"a yes gives the place back":                 {[]attendance.Answer{attendance.Accepted}, attendance.NeedsAction, attendance.NoPlace, 0},
		"a maybe leaves the question":                {[]attendance.Answer{attendance.Tentative}, attendance.NeedsAction, attendance.NoPlace, 0},
		"a no leaves the question":                   {[]attendance.Answer{attendance.Declined}, attendance.NeedsAction, attendance.NoPlace, 0},
		"a no after a yes brings the place back":     {[]attendance.Answer{attendance.Accepted, attendance.Declined}, attendance.Accepted, attendance.Confirmed, 1},
		"a maybe after a yes says yes again":         {[]attendance.Answer{attendance.Accepted, attendance.Tentative}, attendance.Accepted, attendance.Confirmed, 1},
		"a yes after a no says no again":             {[]attendance.Answer{attendance.Declined, attendance.Accepted}, attendance.Declined, attendance.NoPlace, 0},
		"the same answer twice is one less in force": {[]attendance.Answer{attendance.Accepted, attendance.Accepted}, attendance.Accepted, attendance.Confirmed, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				r := open(t, db, 5)
				row, _ := r.invite("Anna")
				for _, answer := range c.answers {
					r.clock.Advance(time.Minute)
					r.byWeb(row.ID, answer)
				}
				r.undo(row)
				if now := r.again(row); now.Answer != c.answer || now.Place != c.place || r.seats(r.event.ID).Taken != c.taken {
					t.Errorf("answer %s, place %s, %d taken", now.Answer, now.Place, r.seats(r.event.ID).Taken)
				}
				log, err := attendance.AnswersIn(t.Context(), db.Read(), row.ID)
				r.must(err)
				if len(log) != len(c.answers) || log[0].UndoneAt == nil || log[0].UndoneBy != "Jana Muster" {
					t.Errorf("the log has %d lines, the newest undone by %q", len(log), log[0].UndoneBy)
				}
			})
		})
	}
}

func TestAPlaceThatHasGoneToSomebodyElseIsWaitedForWithTheOldTicket(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		shop := r.workshop("Prävention", "Vormittag", 1)
		first := r.register("Anna", attendance.Wish{ItemID: shop.ID})
		second, third := r.register("Bela", attendance.Wish{ItemID: shop.ID}), r.register("Cara")
		r.byWeb(first.ID, attendance.Declined)
		if r.again(second).Place != attendance.Confirmed || r.position(third) != 1 {
			t.Fatal("nobody moved up")
		}
		r.told.reasons()
		undone, was := r.undo(first)
		if !was.Restores || !was.Full || was.Workshops != 1 || !undone.Lost || undone.Waiting != 1 {
			t.Errorf("promised %+v, came to %+v", was, undone)
		}
		if r.again(second).Place != attendance.Confirmed || r.position(first) != 1 || r.position(third) != 2 {
			t.Errorf("%s has the place; positions %d and %d", r.again(second).Place, r.position(first), r.position(third))
		}
		if told := r.told.reasons(); len(told) != 1 || told[0] != "Anna: undone" {
			t.Errorf("told %v", told)
		}
		r.byWeb(second.ID, attendance.Declined)
		if now := r.again(first); now.Place != attendance.Confirmed || r.workshops(first)[shop.ID] != attendance.Confirmed {
			t.Errorf("after the place came free again: %s, workshop %s", now.Place, r.workshops(first)[shop.ID])
		}
	})
}

func TestAPlaceTakenBackGoesToWhoWaits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		first, _ := r.invite("Anna")
		second, _ := r.invite("Bela")
		r.byWeb(first.ID, attendance.Accepted)
		r.byWeb(second.ID, attendance.Accepted)
		r.told.reasons()
		_, was := r.undo(first)
		if !was.GivesBack || r.again(second).Place != attendance.Confirmed || r.again(first).Place != attendance.NoPlace {
			t.Errorf("promised %+v; %s and %s", was, r.again(first).Place, r.again(second).Place)
		}
		if told := r.told.reasons(); len(told) != 2 || told[0] != "Anna: undone" || told[1] != "Bela: promoted" {
			t.Errorf("told %v", told)
		}
	})
}

func TestOnlyTheNewestAnswerThatHoldsCanBeUndone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 5)
		refused := func(row attendance.Attendance, entryID, why string) {
			t.Helper()
			err := db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				_, err := r.UndoIn(ctx, tx, row.ID, entryID, "Jana Muster")
				return err
			})
			if !fault.Is(err, fault.Conflict) || err.Error() != why {
				t.Errorf("got %v, want %s", err, why)
			}
		}
		row, _ := r.invite("Anna")
		refused(row, "", "attendance.undo.none")
		r.byWeb(row.ID, attendance.Tentative)
		r.clock.Advance(time.Minute)
		r.byWeb(row.ID, attendance.Accepted)
		log, err := attendance.AnswersIn(t.Context(), db.Read(), row.ID)
		r.must(err)
		refused(row, log[1].ID, "attendance.undo.not_last")
		r.undo(row)
		r.undo(row)
		refused(row, log[1].ID, "attendance.undo.none")
		r.byWeb(row.ID, attendance.Accepted)
		r.in(func(ctx context.Context, tx bun.IDB) error {
			_, err := attendance.BumpIn(ctx, tx, r.clock.Now(), row.ID)
			return err
		})
		refused(row, "", "attendance.undo.overtaken")
		registered := r.register("Bela")
		refused(registered, "", "attendance.undo.none")
		r.byWeb(registered.ID, attendance.Declined)
		r.clock.Advance(100 * 24 * time.Hour)
		refused(registered, "", "attendance.event_closed")
	})
}

func TestASpokenAnswerCountsByTheTimeItWasSaid(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 5)
		row, _ := r.invite("Anna")
		start := r.clock.Now()
		r.clock.Advance(time.Hour)
		r.byWeb(row.ID, attendance.Accepted)
		r.clock.Advance(time.Hour)
		said := func(at time.Duration, answer attendance.Answer) attendance.Outcome {
			return r.answer(row.ID, attendance.Reply{
				Answer: answer, Source: attendance.ByPhone, Stamp: start.Add(at), By: "Jana Muster", Comment: "kommt später",
			}).Outcome
		}
		if got := said(30*time.Minute, attendance.Declined); got != attendance.Superseded {
			t.Errorf("a call before the click is %s", got)
		}
		if got := said(90*time.Minute, attendance.Tentative); got != attendance.Applied {
			t.Errorf("a call after the click is %s", got)
		}
		log, err := attendance.AnswersIn(t.Context(), db.Read(), row.ID)
		r.must(err)
		if newest := log[0]; newest.EnteredBy != "Jana Muster" || !newest.Stamp.Equal(start.Add(90*time.Minute)) || !newest.At.Equal(r.clock.Now()) {
			t.Errorf("logged %+v", newest)
		}
		comments, err := attendance.CommentsIn(t.Context(), db.Read(), r.event.ID)
		r.must(err)
		if comments[row.ID] != "kommt später" {
			t.Errorf("comments %v", comments)
		}
	})
}

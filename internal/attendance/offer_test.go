package attendance_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
)

// offering lets free places of the event be offered for the office hours.
func (r *room) offering(capacity, hours int) {
	r.t.Helper()
	changed := details(capacity)
	changed.Offer = fmt.Sprint(hours)
	var err error
	r.event, err = r.events.Edit(r.t.Context(), r.actor, r.event.ID, r.event.Version, changed)
	r.must(err)
}

// lapse does what the job does.
func (r *room) lapse() int {
	r.t.Helper()
	ids, err := r.OverdueIn(r.t.Context(), r.db.Read())
	r.must(err)
	n := 0
	for _, attendanceID := range ids {
		r.in(func(ctx context.Context, tx bun.IDB) error {
			lapsed, err := r.LapseIn(ctx, tx, attendanceID)
			if len(lapsed) > 0 {
				n++
			}
			return err
		})
	}
	return n
}

// until lets the time pass until then.
func (r *room) until(then time.Time) { r.clock.Advance(then.Sub(r.clock.Now())) }

func (r *room) reorder(row attendance.Attendance, to int, reason string) error {
	return r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := r.ReorderIn(ctx, tx, row.ID, attendance.Move{To: to, Reason: reason, By: "Jana Muster"})
		return err
	})
}

func TestAFreePlaceIsHeldForTheNextUntilItIsTaken(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		r.offering(1, 8)
		shop := r.workshop("Prävention", "Runde 1", 5)
		first := r.register("Anna")
		second, third := r.register("Bela", attendance.Wish{ItemID: shop.ID}), r.register("Cara")
		r.told.reasons()
		r.byWeb(first.ID, attendance.Declined)
		until := time.Date(2027, 1, 15, 15, 0, 0, 0, time.UTC) // Friday, 10:00 in Berlin: six hours are left on that day
		until = until.AddDate(0, 0, 3).Add(-6 * time.Hour)     // and two on Monday
		got := r.again(second)
		if got.Place != attendance.Waitlisted || got.OfferedUntil == nil || !got.OfferedUntil.Equal(until) {
			t.Fatalf("second %s, offered until %v, want %v", got.Place, got.OfferedUntil, until)
		}
		if seats := r.seats(r.event.ID); seats != (attendance.Seats{Capacity: 1, Taken: 1, Waiting: 1}) || r.position(got) != 0 || r.position(third) != 1 {
			t.Errorf("seats %+v, the second at %d, the third at %d", seats, r.position(got), r.position(third))
		}
		if late := r.register("Dora"); late.Place != attendance.Waitlisted {
			t.Errorf("somebody who came later has the place that is held: %s", late.Place)
		}
		r.byWeb(second.ID, attendance.Accepted)
		if got := r.again(second); got.Place != attendance.Confirmed || got.OfferedUntil != nil || r.workshops(got)[shop.ID] != attendance.Confirmed {
			t.Errorf("second %+v with workshops %v", got, r.workshops(got))
		}
		want := []string{"Anna: withdrawn", "Bela: offered", "Dora: registered", "Bela: answered", "Bela: promoted"}
		if diff := cmp.Diff(want, r.told.reasons()); diff != "" {
			t.Error(diff)
		}
		r.checkRules([]string{r.event.ID, shop.ID})
	})
}

func TestWhoDoesNotTakeAnOfferLeavesAndTheNextIsAsked(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		r.offering(1, 4)
		first, second, third := r.register("Anna"), r.register("Bela"), r.register("Cara")
		r.byWeb(first.ID, attendance.Declined)
		r.until(r.again(second).OfferedUntil.Add(-time.Second))
		if n := r.lapse(); n != 0 {
			t.Fatalf("%d offers lapsed before their time", n)
		}
		r.told.reasons()
		r.until(r.clock.Now().Add(time.Second))
		if n := r.lapse(); n != 1 || r.lapse() != 0 {
			t.Fatalf("%d offers lapsed", n)
		}
		if diff := cmp.Diff([]string{"Bela: lapsed", "Cara: offered"}, r.told.reasons()); diff != "" {
			t.Error(diff)
		}
		if got := r.again(second); got.Place != attendance.Withdrawn || got.OfferedUntil != nil {
			t.Errorf("second %+v", got)
		}
		steps, err := attendance.StepsIn(t.Context(), db.Read(), second.ID)
		if err != nil || len(steps) != 2 || steps[0].What != attendance.StepLapsed || steps[1].What != attendance.StepOffered {
			t.Errorf("the history says %+v, %v", steps, err)
		}
		r.byWeb(third.ID, attendance.Declined)
		if seats := r.seats(r.event.ID); seats.Taken != 0 {
			t.Errorf("nobody is left, but %+v", seats)
		}
		r.byWeb(second.ID, attendance.Accepted)
		if got := r.again(second); got.Place != attendance.Confirmed {
			t.Errorf("who came back to a free place is %s", got.Place)
		}
		r.checkRules([]string{r.event.ID})
	})
}

func TestAnOfferEndsWithTheBeginningOfTheEventAndIsPassedOnToNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		r.offering(1, 40)
		first, second, third := r.register("Anna"), r.register("Bela"), r.register("Cara")
		r.until(r.event.StartsAt.Add(-time.Hour))
		r.byWeb(first.ID, attendance.Declined)
		if got := r.again(second); got.OfferedUntil == nil || !got.OfferedUntil.Equal(r.event.StartsAt) {
			t.Fatalf("offered until %v", got.OfferedUntil)
		}
		r.told.reasons()
		r.until(r.event.StartsAt)
		if n := r.lapse(); n != 1 {
			t.Fatalf("%d offers ended", n)
		}
		if got := r.again(second); got.Place != attendance.Waitlisted || got.OfferedUntil != nil || r.again(third).OfferedUntil != nil {
			t.Errorf("second %+v", got)
		}
		if told := r.told.reasons(); len(told) > 0 || r.seats(r.event.ID).Taken != 0 {
			t.Errorf("told %v, seats %+v", told, r.seats(r.event.ID))
		}
	})
}

func TestWhoSendsSomebodyElseTakesWhatIsOffered(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		r.offering(1, 8)
		first, second := r.register("Anna"), r.register("Bela")
		r.byWeb(first.ID, attendance.Declined)
		var to attendance.Attendance
		r.in(func(ctx context.Context, tx bun.IDB) error {
			passed, err := r.HandOverIn(ctx, tx, second.ID, guest("Cara"), attendance.Reply{})
			to = passed.To
			return err
		})
		if got := r.again(to); got.Place != attendance.Confirmed || got.OfferedUntil != nil || r.again(second).OfferedUntil != nil {
			t.Errorf("the substitute is %+v", got)
		}
		r.checkRules([]string{r.event.ID})
	})
}

func TestAMoveByHandNeedsAReasonAndKeepsEverybodyElseInOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		first := r.register("Anna")
		line := []attendance.Attendance{r.register("Bela"), r.register("Cara"), r.register("Dora"), r.register("Emil")}
		for name, c := range map[string]struct {
			to     int
			reason string
			field  string
		}{
			"without a reason":  {1, " ", "reason"},
			"nowhere":           {0, "Rollstuhlplatz", "position"},
			"behind the last":   {5, "Rollstuhlplatz", "position"},
			"where she is":      {3, "Rollstuhlplatz", "position"},
			"with a long story": {1, string(make([]byte, 501)), "reason"},
		} {
			if fields := fault.Fields(r.reorder(line[2], c.to, c.reason)); len(fields) != 1 || fields[0].Name != c.field {
				t.Errorf("%s: %v", name, fields)
			}
		}
		if err := r.reorder(first, 1, "Rollstuhlplatz"); !fault.Is(err, fault.Conflict) {
			t.Errorf("moving somebody with a place gave %v", err)
		}
		r.must(r.reorder(line[2], 1, "Rollstuhlplatz"))
		r.order("Dora", "Bela", "Cara", "Emil")
		r.must(r.reorder(line[0], 4, "Kommt erst am Nachmittag"))
		r.order("Dora", "Cara", "Emil", "Bela")
		steps, err := attendance.StepsIn(t.Context(), db.Read(), line[2].ID)
		if err != nil || len(steps) != 1 || steps[0].From != 3 || steps[0].To != 1 || steps[0].Reason != "Rollstuhlplatz" || steps[0].MadeBy != "Jana Muster" {
			t.Errorf("the history says %+v, %v", steps, err)
		}
		r.byWeb(first.ID, attendance.Declined)
		if got := r.again(line[2]); got.Place != attendance.Confirmed {
			t.Errorf("the first in line is %s after a place came free", got.Place)
		}
	})
}

// order checks who waits for a place of the event.
func (r *room) order(want ...string) {
	r.t.Helper()
	line, err := attendance.WaitingIn(r.t.Context(), r.db.Read(), r.event.ID)
	r.must(err)
	var names []string
	for i, row := range line {
		names = append(names, row.Name)
		if r.position(row) != i+1 {
			r.t.Errorf("%s stands at %d, is told %d", row.Name, i+1, r.position(row))
		}
	}
	if diff := cmp.Diff(want, names); diff != "" {
		r.t.Error(diff)
	}
}

// TestOffersAtOnce lets people register, take and let go what is offered while offers lapse and staff move people, all at the
// same time: nobody meets an error but what the rules refuse, and the rules hold at the end.
func TestOffersAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 5)
		r.offering(5, 4)
		people := make([]attendance.Attendance, 60)
		var done sync.WaitGroup
		for i := range people {
			done.Go(func() {
				var err error
				if people[i], err = r.registerAt(attendance.NewTicket(), fmt.Sprintf("Person %04d", i)); err != nil {
					t.Error(err)
				}
			})
		}
		done.Wait()
		r.until(r.clock.Now().Add(time.Hour))
		for round := range 6 {
			for i, row := range people {
				random := rand.New(rand.NewPCG(uint64(round), uint64(i)))
				done.Go(func() {
					if err := r.meddle(row, random); err != nil {
						t.Error(err)
					}
				})
			}
			done.Wait()
			r.checkRules([]string{r.event.ID})
			r.until(r.clock.Now().AddDate(0, 0, 2))
			r.lapse()
			r.checkRules([]string{r.event.ID})
		}
	})
}

// meddle is what happens to one person in a round.
func (r *room) meddle(row attendance.Attendance, random *rand.Rand) error {
	answers := []attendance.Answer{attendance.Accepted, attendance.Declined, attendance.Tentative}
	switch random.IntN(4) {
	case 0:
		return nil
	case 1:
		err := r.reorder(row, 1+random.IntN(3), "Rollstuhlplatz")
		if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) {
			return nil // has a place or an offer meanwhile, or stands there
		}
		return err
	}
	return r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := r.AnswerIn(ctx, tx, row.ID, attendance.Reply{Answer: answers[random.IntN(3)], Source: attendance.ByWeb})
		return err
	})
}

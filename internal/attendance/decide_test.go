package attendance_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// rule sets how people are admitted.
func (r *room) rule(a event.Admission) {
	r.t.Helper()
	r.in(func(ctx context.Context, tx bun.IDB) error {
		now, err := event.FindIn(ctx, tx, r.event.ID)
		if err != nil {
			return err
		}
		r.event, err = event.AdmitIn(ctx, tx, r.actor, r.clock.Now(), r.event.ID, now.Version, a)
		return err
	})
}

func (r *room) approve(name string) error {
	return r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := r.ApproveIn(ctx, tx, r.find(name).ID)
		return err
	})
}

func (r *room) refuse(name, reason string) error {
	return r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := r.RefuseIn(ctx, tx, r.find(name).ID, reason)
		return err
	})
}

func TestARequestTakesNoPlaceUntilStaffDecide(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 2)
		shop := r.workshop("Prävention", "Runde 1", 5)
		r.rule(event.Admission{Approval: true})
		anna := r.register("Anna", attendance.Wish{ItemID: shop.ID})
		for _, name := range []string{"Bela", "Clara", "Dora"} {
			r.register(name)
		}
		invited, _ := r.invite("Emil")
		r.byWeb(invited.ID, attendance.Accepted)
		r.expect("who is invited needs no decision", "Anna: requested", "Bela: requested", "Clara: requested", "Dora: requested", "Emil: confirmed")
		if got := r.seats(r.event.ID); got.Taken != 1 || r.seats(shop.ID).Taken != 0 {
			t.Errorf("requests have taken places: %+v", got)
		}
		r.must(r.approve("Dora"))
		r.must(r.approve("Clara"))
		r.must(r.approve("Anna"))
		r.expect("places go as staff decide", "Anna: waitlisted", "Bela: requested", "Clara: waitlisted", "Dora: confirmed", "Emil: confirmed")
		if r.position(r.find("Anna")) != 1 || r.position(r.find("Clara")) != 2 {
			t.Error("the waitlist is not in the order of the requests")
		}
		r.byWeb(r.find("Dora").ID, attendance.Declined)
		r.expect("and the next moves up", "Anna: confirmed", "Bela: requested", "Clara: waitlisted", "Dora: withdrawn", "Emil: confirmed")
		if got := r.workshops(anna)[shop.ID]; got != attendance.Confirmed {
			t.Errorf("the workshop that was chosen with the request is %s", got)
		}
		r.byWeb(r.find("Dora").ID, attendance.Accepted)
		if got := r.find("Dora").Place; got != attendance.Requested {
			t.Errorf("who comes back is %s", got)
		}
		if err := r.approve("Anna"); !fault.Is(err, fault.Conflict) {
			t.Errorf("deciding twice: %v", err)
		}
		if got := fieldsOf(r.refuse("Bela", " ")); !slices.Equal(got, []string{"reason"}) {
			t.Errorf("without a reason: refused at %v", got)
		}
		r.must(r.refuse("Bela", "Nur für Fachkräfte"))
		bela := r.find("Bela")
		if bela.Place != attendance.Refused || bela.RefusedFor != "Nur für Fachkräfte" {
			t.Errorf("refused: %+v", bela)
		}
		if got := r.byWeb(bela.ID, attendance.Accepted); got.Outcome != attendance.TooLate || got.Attendance.Place != attendance.Refused {
			t.Errorf("saying yes after the refusal: %s, %s", got.Outcome, got.Attendance.Place)
		}
		if _, result := r.registerWith(attendance.Registration{Guest: guest("Bela"), Nonce: "anew"}); result != attendance.ResultKnown {
			t.Errorf("registering after the refusal: %s", result)
		}
		r.in(func(ctx context.Context, tx bun.IDB) error {
			form := attendance.Registration{EventID: r.event.ID, Guest: guest("Bela"), Source: attendance.ByStaff, Ticket: attendance.NewTicket(), Nonce: "staff"}
			_, _, err := r.RegisterIn(ctx, tx, form, always)
			return err
		})
		if row := r.find("Bela"); row.Place != attendance.Waitlisted || row.RefusedFor != "" {
			t.Errorf("registered by staff after all: %+v", row)
		}
	})
}

// TestApprovingAtOnceNeverOverbooks decides about everybody at the same time.
func TestApprovingAtOnceNeverOverbooks(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 5)
		r.rule(event.Admission{Approval: true})
		names := make([]string, 30)
		for i := range names {
			names[i] = fmt.Sprintf("Person %02d", i)
			r.register(names[i])
		}
		var done sync.WaitGroup
		errs := make(chan error, 100)
		for _, name := range names {
			id := r.find(name).ID
			done.Go(func() {
				errs <- db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
					_, err := r.ApproveIn(ctx, tx, id)
					return err
				})
			})
		}
		done.Wait()
		close(errs)
		for err := range errs {
			r.must(err)
		}
		if got := r.seats(r.event.ID); got != (attendance.Seats{Capacity: 5, Taken: 5, Waiting: 25}) {
			t.Errorf("seats %+v", got)
		}
	})
}

// lapseUnconfirmed does what the job does.
func (r *room) lapseUnconfirmed() int {
	r.t.Helper()
	ids, err := r.UnconfirmedIn(r.t.Context(), r.db.Read())
	r.must(err)
	n := 0
	for _, attendanceID := range ids {
		r.in(func(ctx context.Context, tx bun.IDB) error {
			lapsed, err := r.LapseUnconfirmedIn(ctx, tx, attendanceID)
			if len(lapsed) > 0 {
				n++
			}
			return err
		})
	}
	return n
}

func (r *room) confirm(name string) {
	r.t.Helper()
	r.in(func(ctx context.Context, tx bun.IDB) error {
		_, _, err := r.ConfirmIn(ctx, tx, r.find(name).ID)
		return err
	})
}

func TestAnUnconfirmedRegistrationHoldsItsPlaceForSomeHours(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 2)
		r.rule(event.Admission{Confirm: "24"})
		for _, name := range []string{"Anna", "Bela", "Clara", "Dora"} {
			r.register(name)
		}
		r.confirm("Anna")
		r.confirm("Anna") // twice is once
		r.told.reasons()
		r.confirm("Dora")
		r.expect("places are held", "Anna: confirmed", "Bela: confirmed", "Clara: waitlisted", "Dora: waitlisted")
		if r.lapseUnconfirmed() != 0 {
			t.Error("something lapsed before its time")
		}
		r.clock.Advance(24 * time.Hour)
		if n := r.lapseUnconfirmed(); n != 2 || r.lapseUnconfirmed() != 0 {
			t.Errorf("%d registrations lapsed", n)
		}
		r.expect("the first confirmed one in line moves up", "Anna: confirmed", "Bela: withdrawn", "Clara: withdrawn", "Dora: confirmed")
		if linked, err := attendance.LinkedIn(t.Context(), db.Read(), r.find("Bela").ID); err != nil || linked {
			t.Errorf("the lapsed registration still has a link, %v", err)
		}
		back, result := r.registerWith(attendance.Registration{Guest: guest("Bela"), Nonce: "anew"})
		if result != attendance.ResultBack || back.ConfirmUntil == nil || back.Place != attendance.Waitlisted {
			t.Errorf("registered again: %s %+v", result, back)
		}
		r.byWeb(r.find("Anna").ID, attendance.Declined)
		if got := r.find("Bela").Place; got != attendance.Waitlisted {
			t.Errorf("an unconfirmed one moved up: %s", got)
		}
		r.confirm("Bela")
		r.expect("confirming lets it move up", "Anna: withdrawn", "Bela: confirmed", "Clara: withdrawn", "Dora: confirmed")
	})
}

// TestWithdrawingDoesNotConfirmAnAddress takes the way around the question.
func TestWithdrawingDoesNotConfirmAnAddress(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 2)
		r.rule(event.Admission{Confirm: "12"})
		anna := r.register("Anna")
		r.byWeb(anna.ID, attendance.Declined)
		r.byWeb(anna.ID, attendance.Accepted)
		if got := r.find("Anna"); got.ConfirmUntil == nil || got.Place != attendance.Confirmed {
			t.Errorf("after coming back: %+v", got)
		}
		r.clock.Advance(12 * time.Hour)
		if r.lapseUnconfirmed() != 1 || r.seats(r.event.ID).Taken != 0 {
			t.Error("the place was kept")
		}
	})
}

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

func (r *room) handOver(row attendance.Attendance, name string, answer attendance.Answer) (h attendance.Handover) {
	r.t.Helper()
	r.in(func(ctx context.Context, tx bun.IDB) (err error) {
		h, err = r.HandOverIn(ctx, tx, row.ID, guest(name), attendance.Reply{Answer: answer, Source: attendance.ByWeb})
		return err
	})
	return h
}

func (r *room) giveBack(h attendance.Handover) (undone attendance.Undone) {
	r.t.Helper()
	r.in(func(ctx context.Context, tx bun.IDB) (err error) {
		undone, err = r.ReturnIn(ctx, tx, h.From.ID, h.To.ID, h.Found)
		return err
	})
	return undone
}

func TestAPlaceMovesToTheSubstitutePastTheWaitlistAndBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		shop := r.workshop("Prävention", "Vormittag", 1)
		anna := r.register("Anna", attendance.Wish{ItemID: shop.ID})
		bela := r.register("Bela", attendance.Wish{ItemID: shop.ID})
		r.told.reasons()
		h := r.handOver(anna, "Uwe", attendance.NeedsAction)
		uwe, now := r.again(h.To), r.again(anna)
		if uwe.Place != attendance.Confirmed || uwe.UID == anna.UID || uwe.Answer != attendance.NeedsAction || r.workshops(uwe)[shop.ID] != attendance.Confirmed {
			t.Errorf("the substitute: %+v", uwe)
		}
		if now.Place != attendance.Withdrawn || now.Answer != attendance.Represented || r.workshops(anna)[shop.ID] != attendance.Withdrawn {
			t.Errorf("the represented person: %+v", now)
		}
		if r.position(bela) != 1 || r.seats(r.event.ID).Taken != 1 || r.seats(shop.ID).Taken != 1 {
			t.Errorf("position %d, %d and %d taken", r.position(bela), r.seats(r.event.ID).Taken, r.seats(shop.ID).Taken)
		}
		if told := r.told.reasons(); len(told) != 2 || told[0] != "Anna: handed_over" || told[1] != "Uwe: took_over" {
			t.Errorf("told %v", told)
		}
		if got := r.byWeb(anna.ID, attendance.Accepted); got.Outcome != attendance.TooLate {
			t.Errorf("the represented person answers: %s", got.Outcome)
		}
		r.giveBack(h)
		if now := r.again(anna); now.Place != attendance.Confirmed || now.Answer != attendance.Accepted || r.workshops(anna)[shop.ID] != attendance.Confirmed {
			t.Errorf("back: %+v", now)
		}
		if gone := r.again(uwe); gone.Attends() || r.workshops(uwe)[shop.ID] != attendance.Withdrawn || r.position(bela) != 1 {
			t.Errorf("the former substitute: %+v", gone)
		}
		if told := r.told.reasons(); len(told) != 2 || told[0] != "Uwe: released" || told[1] != "Anna: came_back" {
			t.Errorf("told %v", told)
		}
	})
}

func TestAPositionOnTheWaitlistMovesToo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		first, anna, last := r.register("Erste"), r.register("Anna"), r.register("Letzter")
		h := r.handOver(anna, "Uwe", attendance.NeedsAction)
		if r.position(h.To) != 1 || r.position(last) != 2 {
			t.Errorf("positions %d and %d", r.position(h.To), r.position(last))
		}
		r.byWeb(first.ID, attendance.Declined)
		if got := r.again(h.To); got.Place != attendance.Confirmed {
			t.Errorf("moved up to %s", got.Place)
		}
		r.giveBack(h)
		if got := r.again(anna); got.Place != attendance.Confirmed {
			t.Errorf("what the substitute got moves back: %s", got.Place)
		}
	})
}

func TestASubstituteWithoutAPlaceToTakeOverGetsOneByAccepting(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		anna, _ := r.invite("Anna")
		h := r.handOver(anna, "Uwe", attendance.Accepted)
		waiting := r.register("Bela")
		if got := r.again(h.To); got.Place != attendance.Confirmed || got.Answer != attendance.Accepted {
			t.Errorf("the substitute: %+v", got)
		}
		r.giveBack(h)
		if got := r.again(anna); got.Place != attendance.NoPlace || got.Answer != attendance.NeedsAction || r.again(waiting).Place != attendance.Confirmed {
			t.Errorf("back: %+v; who waited is %s", got, r.again(waiting).Place)
		}
	})
}

func TestAPlaceTheSubstituteGaveBackIsAskedForAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		anna, bela := r.register("Anna"), r.register("Bela")
		h := r.handOver(anna, "Uwe", attendance.NeedsAction)
		r.clock.Advance(time.Minute)
		r.byWeb(h.To.ID, attendance.Declined)
		if undone := r.giveBack(h); !undone.Lost || r.position(anna) != 1 || r.again(bela).Place != attendance.Confirmed {
			t.Errorf("%+v, position %d", undone, r.position(anna))
		}
	})
}

func TestWhoCannotBeASubstitute(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 5)
		anna, _ := r.invite("Anna")
		r.invite("Bela")
		try := func(row attendance.Attendance, name string) error {
			return db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				_, err := r.HandOverIn(ctx, tx, row.ID, guest(name), attendance.Reply{})
				return err
			})
		}
		for _, name := range []string{"Anna", "Bela"} {
			if fields := fault.Fields(try(anna, name)); len(fields) != 1 || fields[0].Name != "email" {
				t.Errorf("%s: %v", name, fields)
			}
		}
		h := r.handOver(anna, "Uwe", attendance.NeedsAction)
		if err := try(anna, "Ute"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second substitute: %v", err)
		}
		r.giveBack(h)
		h = r.handOver(anna, "Uwe", attendance.NeedsAction)
		if got := r.again(h.To); got.Answer != attendance.NeedsAction || got.Place != attendance.NoPlace {
			t.Errorf("the same substitute once more: %+v", got)
		}
		r.giveBack(h)
		r.clock.Advance(100 * 24 * time.Hour)
		if err := try(anna, "Ute"); !fault.Is(err, fault.Conflict) {
			t.Errorf("once the event has begun: %v", err)
		}
	})
}

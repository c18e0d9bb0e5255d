package attendance_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

func TestWhoGivesAPlaceBackPromotesTheNextInTheSameTransaction(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		first, second, third := r.register("Anna"), r.register("Bela"), r.register("Cara")
		if first.Place != attendance.Confirmed || r.position(second) != 1 || r.position(third) != 2 {
			t.Fatalf("places %s, %d, %d", first.Place, r.position(second), r.position(third))
		}
		r.told.reasons()
		r.byWeb(first.ID, attendance.Declined)
		if got := r.again(second); got.Place != attendance.Confirmed || r.position(third) != 1 {
			t.Errorf("second %s, third at %d", got.Place, r.position(third))
		}
		if diff := cmp.Diff([]string{"Anna: withdrawn", "Bela: promoted"}, r.told.reasons()); diff != "" {
			t.Error(diff)
		}
		if got := r.seats(r.event.ID); got != (attendance.Seats{Capacity: 1, Taken: 1, Waiting: 1}) {
			t.Errorf("seats %+v", got)
		}
	})
}

func TestAWorkshopPlaceNeedsAPlaceOfTheEvent(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		shop := r.workshop("Prävention", "Runde 1", 5)
		first := r.register("Anna", attendance.Wish{ItemID: shop.ID})
		second := r.register("Bela", attendance.Wish{ItemID: shop.ID})
		if r.workshops(first)[shop.ID] != attendance.Confirmed || r.workshops(second)[shop.ID] != attendance.Waitlisted {
			t.Fatalf("first %v, second %v", r.workshops(first), r.workshops(second))
		}
		r.byWeb(first.ID, attendance.Declined)
		if r.workshops(first)[shop.ID] != attendance.Withdrawn || r.workshops(second)[shop.ID] != attendance.Confirmed {
			t.Errorf("first %v, second %v", r.workshops(first), r.workshops(second))
		}
		if got := r.seats(shop.ID); got.Taken != 1 || got.Waiting != 0 {
			t.Errorf("workshop %+v", got)
		}
	})
}

func TestAFullWorkshopConfirmsTheEventAndWaitsForTheWorkshop(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 0)
		shop := r.workshop("Prävention", "Runde 1", 1)
		first := r.register("Anna", attendance.Wish{ItemID: shop.ID})
		second := r.register("Bela", attendance.Wish{ItemID: shop.ID})
		if second.Place != attendance.Confirmed || r.workshops(second)[shop.ID] != attendance.Waitlisted {
			t.Fatalf("second %s %v", second.Place, r.workshops(second))
		}
		r.in(func(ctx context.Context, tx bun.IDB) error {
			_, err := r.ChooseIn(ctx, tx, first.ID, attendance.NewTicket(), nil, attendance.ByWeb)
			return err
		})
		if r.workshops(second)[shop.ID] != attendance.Confirmed {
			t.Errorf("second %v", r.workshops(second))
		}
	})
}

func TestRebookingNeverLosesAPlaceUnasked(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 0)
		one, two := r.workshop("Eins", "Runde 1", 1), r.workshop("Zwei", "Runde 1", 1)
		first := r.register("Anna", attendance.Wish{ItemID: one.ID})
		second := r.register("Bela", attendance.Wish{ItemID: two.ID})
		choose := func(wish attendance.Wish) error {
			return r.db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				_, err := r.ChooseIn(ctx, tx, first.ID, attendance.NewTicket(), []attendance.Wish{wish}, attendance.ByWeb)
				return err
			})
		}
		if err := choose(attendance.Wish{ItemID: two.ID}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a full workshop gave %v", err)
		}
		if diff := cmp.Diff(map[string]attendance.Place{one.ID: attendance.Confirmed}, r.workshops(first)); diff != "" {
			t.Error(diff)
		}
		r.must(choose(attendance.Wish{ItemID: two.ID, Wait: true}))
		r.byWeb(second.ID, attendance.Declined)
		want := map[string]attendance.Place{one.ID: attendance.Withdrawn, two.ID: attendance.Confirmed}
		if diff := cmp.Diff(want, r.workshops(first)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOneWorkshopPerSlot(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 0)
		one, two := r.workshop("Eins", "Runde 1", 1), r.workshop("Zwei", "Runde 1", 1)
		form := attendance.Registration{
			EventID: r.event.ID, Guest: guest("Anna"), Wishes: []attendance.Wish{{ItemID: one.ID}, {ItemID: two.ID}},
		}
		err := r.db.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			_, _, err := r.RegisterIn(ctx, tx, form, always)
			return err
		})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("two workshops in one slot gave %v", err)
		}
	})
}

func TestMorePlacesPromoteAndFewerThanTakenAreRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		shop := r.workshop("Prävention", "Runde 1", 1)
		people := []attendance.Attendance{}
		for _, name := range []string{"Anna", "Bela", "Cara", "Dora"} {
			people = append(people, r.register(name, attendance.Wish{ItemID: shop.ID}))
		}
		r.told.reasons()
		resized, err := r.events.Edit(t.Context(), r.actor, r.event.ID, r.event.Version, details(3))
		r.must(err)
		if diff := cmp.Diff([]string{"Bela: promoted", "Cara: promoted"}, r.told.reasons()); diff != "" {
			t.Error(diff)
		}
		if got := r.workshops(people[1])[shop.ID]; got != attendance.Waitlisted {
			t.Errorf("the workshop still has one place, Bela is %s", got)
		}
		_, err = r.events.Edit(t.Context(), r.actor, r.event.ID, resized.Version, details(2))
		if fields := fault.Fields(err); len(fields) != 1 || fields[0].Name != "capacity" {
			t.Errorf("too few places gave %v", err)
		}
		item := event.ItemDetailsOf(shop)
		item.Capacity = "0"
		_, err = r.events.EditItem(t.Context(), r.actor, r.event.ID, shop.ID, shop.Version, item)
		r.must(err)
		if r.workshops(people[2])[shop.ID] != attendance.Confirmed || r.workshops(people[3])[shop.ID] != attendance.Waitlisted {
			t.Errorf("Cara %v, Dora %v", r.workshops(people[2]), r.workshops(people[3]))
		}
	})
}

func TestAChosenWorkshopStaysInTheProgramme(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 0)
		shop := r.workshop("Prävention", "Runde 1", 1)
		row := r.register("Anna", attendance.Wish{ItemID: shop.ID})
		if _, err := r.events.RemoveItem(t.Context(), r.actor, r.event.ID, shop.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("removing gave %v", err)
		}
		r.byWeb(row.ID, attendance.Declined)
		_, err := r.events.RemoveItem(t.Context(), r.actor, r.event.ID, shop.ID)
		r.must(err)
	})
}

func TestTheSamePersonIsOneRow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 10)
		asked, fresh := r.invite("Jürgen Größler")
		if !fresh || asked.Place != attendance.NoPlace {
			t.Fatalf("invited %+v, fresh %v", asked, fresh)
		}
		form := attendance.Registration{Guest: guest("Juergen Groessler"), Nonce: "n1"}
		form.Guest.Email = " " + asked.Email
		row, result := r.registerWith(form)
		if row.ID != asked.ID || result != attendance.ResultBack || row.UID != asked.UID || row.Place != attendance.Confirmed {
			t.Errorf("registered as %+v, %s", row, result)
		}
		r.told.reasons()
		if _, result := r.registerWith(form); result != attendance.ResultKnown {
			t.Errorf("the same form of somebody who was invited again: %s", result)
		}
		if diff := cmp.Diff([]string{"Juergen Groessler: asked_again"}, r.told.reasons()); diff != "" {
			t.Error(diff)
		}
		form.Guest.Name = "Nguyễn Yılmaz"
		if other, result := r.registerWith(form); result != attendance.ResultNew || other.ID == row.ID {
			t.Errorf("a colleague with the same form and address: %s", result)
		}
		if _, result := r.registerWith(form); result != attendance.ResultSame {
			t.Errorf("the colleague's form again: %s", result)
		}
		if got := r.seats(r.event.ID).Taken; got != 2 {
			t.Errorf("%d places taken", got)
		}
	})
}

// TestAPersonOfTheDirectoryIsAskedOnce, whatever address stands in the directory by now.
func TestAPersonOfTheDirectoryIsAskedOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, personID := open(t, db, 10), id.New()
		ask := func(who string, personID string) (row attendance.Attendance, fresh bool) {
			g := guest(who)
			g.PersonID = personID
			r.in(func(ctx context.Context, tx bun.IDB) (err error) {
				row, fresh, err = r.InviteIn(ctx, tx, r.event.ID, g)
				return err
			})
			return row, fresh
		}
		first, fresh := ask("Anna", personID)
		again, twice := ask("Anna Neu", personID)
		if !fresh || twice || again.ID != first.ID || again.Email != first.Email {
			t.Errorf("asked first %t, again %t as %s", fresh, twice, again.Email)
		}
		if _, fresh := ask("Otto", id.New()); !fresh {
			t.Error("another person is taken for the first")
		}
	})
}

package attendance_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// names lets the event name the participants who agreed, or nobody.
func (r *room) names(lists bool) {
	r.t.Helper()
	r.in(func(ctx context.Context, tx bun.IDB) error { return event.ListGuestsIn(ctx, tx, r.event.ID, lists) })
}

func (r *room) agree(row attendance.Attendance, agrees bool) error {
	return r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := r.ListIn(ctx, tx, row.ID, agrees)
		return err
	})
}

// named checks who is named of how many with a place.
func (r *room) named(when string, all int64, want ...string) {
	r.t.Helper()
	listed, err := attendance.ListedIn(r.t.Context(), r.db.Read(), r.event.ID)
	r.must(err)
	var names []string
	for _, guest := range listed.Named {
		names = append(names, guest.Name)
	}
	if !slices.Equal(names, want) || listed.All != all {
		r.t.Errorf("%s: %v of %d are named, want %v of %d", when, names, listed.All, want, all)
	}
}

func (r *room) coming(name string) attendance.Attendance {
	r.t.Helper()
	row, _ := r.registerWith(attendance.Registration{Guest: guest(name), Listed: true})
	return row
}

func TestNobodyIsNamedWhoDidNotAgreeOrHasNoPlace(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 3)
		early := r.coming("Ada")
		r.named("the event names nobody", 1)
		if err := r.agree(early, true); !fault.Is(err, fault.Conflict) {
			t.Errorf("agreed to a list that is not there: %v", err)
		}
		r.names(true)
		r.named("it was not asked then", 1)
		carl, bea := r.coming("Carl"), r.coming("Bea")
		waits := r.coming("Dora")
		r.named("by name, and whoever waits is not there yet", 3, "Bea", "Carl")
		r.byWeb(carl.ID, attendance.Declined)
		r.named("the next one moves up", 3, "Bea", "Dora")
		r.byWeb(waits.ID, attendance.Declined)
		r.byWeb(waits.ID, attendance.Accepted)
		r.named("who comes back is asked anew", 3, "Bea")
		r.must(r.agree(waits, true))
		r.named("and agrees", 3, "Bea", "Dora")
		r.must(r.agree(bea, false))
		r.must(r.agree(bea, false))
		r.named("taken back, twice", 3, "Dora")
		r.names(false)
		r.must(r.agree(waits, false))
		r.named("it can be taken back where nobody is named any more", 3)
		if err := r.agree(carl, true); !fault.Is(err, fault.Conflict) {
			t.Errorf("somebody without a place agreed: %v", err)
		}
	})
}

func TestASubstituteIsNotNamedByAnothersConsent(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 3)
		r.names(true)
		anna := r.coming("Anna")
		h := r.handOver(anna, "Uwe", attendance.Accepted)
		r.named("handed over", 1)
		r.must(r.agree(h.To, true))
		r.named("the substitute agrees", 1, "Uwe")
		r.giveBack(h)
		r.named("the place is back", 1)
	})
}

func TestWhoIsMergedOrErasedIsNotNamedAnyMore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		for name, gone := range map[string]func(ctx context.Context, r *room, tx bun.IDB) error{
			"merged": func(ctx context.Context, r *room, tx bun.IDB) error {
				_, err := r.MoveIn(ctx, tx, r.actor.WorkspaceID, directory.ImportPersons, "one", "other")
				return err
			},
			"erased": func(ctx context.Context, r *room, tx bun.IDB) error {
				return r.EraseIn(ctx, tx, directory.Erasure{Person: directory.Person{ID: "one", WorkspaceID: r.actor.WorkspaceID}})
			},
		} {
			r := open(t, db, 3)
			r.names(true)
			anna := r.coming("Anna")
			r.coming("Bela")
			r.in(func(ctx context.Context, tx bun.IDB) error {
				_, err := tx.NewUpdate().Table("attendances").Set("person_id = 'one'").Where("id = ?", anna.ID).Exec(ctx)
				return err
			})
			r.named("before", 2, "Anna", "Bela")
			r.in(func(ctx context.Context, tx bun.IDB) error { return gone(ctx, r, tx) })
			r.named(name, 2, "Bela")
		}
	})
}

func TestNobodyIsNamedBeforeTheAddressIsConfirmedOrStaffHaveDecided(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 3)
		r.names(true)
		r.rule(event.Admission{Confirm: "24"})
		r.coming("Anna")
		r.coming("Bela")
		r.named("somebody may have typed their addresses", 2)
		r.confirm("Anna")
		r.named("confirmed", 2, "Anna")
		r.clock.Advance(24 * time.Hour)
		r.lapseUnconfirmed()
		if r.find("Bela").ListedAt != nil {
			t.Error("the consent outlives the registration")
		}
		r.rule(event.Admission{Approval: true})
		r.coming("Clara")
		r.coming("Dora")
		r.must(r.approve("Clara"))
		r.must(r.refuse("Dora", "Nur für Fachkräfte"))
		r.named("staff decided", 2, "Anna", "Clara")
	})
}

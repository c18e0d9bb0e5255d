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

// takesPhotos lets photographers come.
func (r *room) takesPhotos() {
	r.t.Helper()
	r.in(func(ctx context.Context, tx bun.IDB) error {
		e, err := event.FindIn(ctx, tx, r.event.ID)
		if err != nil {
			return err
		}
		e.TakesPhotos = true
		_, err = event.AskIn(ctx, tx, e)
		return err
	})
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

// TestWhoAreOneAgreeToWhatBothSaidOrWhoStays merges one into other, who may be registered for the same event.
func TestWhoAreOneAgreeToWhatBothSaidOrWhoStays(t *testing.T) {
	t.Parallel()
	yes, no := &attendance.Registration{Listed: true, Photos: true}, &attendance.Registration{}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		for name, c := range map[string]struct {
			one, other *attendance.Registration // nil: not registered
			declines   bool                     // the one who goes
			one2, two2 bool                     // agree after that
		}{
			"who goes agreed, who stays was not asked": {one: yes},
			"both agreed":                  {one: yes, other: yes, one2: true, two2: true},
			"who stays did not":            {one: yes, other: no},
			"who goes did not":             {one: no, other: yes},
			"who goes gave the place back": {one: yes, other: yes, declines: true, two2: true},
			"only who stays comes":         {other: yes, two2: true},
		} {
			r := open(t, db, 3)
			r.names(true)
			r.takesPhotos()
			elsewhere := r.coming("Zoe") // nobody's directory entry: is left alone
			rows := map[string]*attendance.Registration{"one": c.one, "other": c.other}
			ids := map[string]string{}
			for person, reg := range rows {
				if reg == nil {
					continue
				}
				with := *reg
				with.Guest = guest(person)
				row, _ := r.registerWith(with)
				ids[person] = row.ID
				r.in(func(ctx context.Context, tx bun.IDB) error {
					_, err := tx.NewUpdate().Table("attendances").Set("person_id = ?", person).Where("id = ?", row.ID).Exec(ctx)
					return err
				})
			}
			if c.declines {
				r.byWeb(ids["one"], attendance.Declined)
			}
			r.in(func(ctx context.Context, tx bun.IDB) error {
				_, err := r.MoveIn(ctx, tx, r.actor.WorkspaceID, directory.ImportPersons, "one", "other")
				return err
			})
			for person, want := range map[string]bool{"one": c.one2, "other": c.two2} {
				if rows[person] == nil {
					continue
				}
				if row := r.find(person); (row.ListedAt != nil) != want || (row.PhotosAt != nil) != want {
					t.Errorf("%s: %s is named %v and photographed %v, want %v", name, person, row.ListedAt, row.PhotosAt, want)
				}
			}
			if r.find(elsewhere.Name).ListedAt == nil {
				t.Errorf("%s: somebody else is not named any more", name)
			}
		}
	})
}

// TestPhotosAreAgreedToForThePlace: whoever gives it back, is replaced or comes back is asked anew, for both consents alike.
func TestPhotosAreAgreedToForThePlace(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		for name, end := range map[string]func(r *room, row attendance.Attendance){
			"declines": func(r *room, row attendance.Attendance) {
				r.byWeb(row.ID, attendance.Declined)
				r.byWeb(row.ID, attendance.Accepted)
			},
			"sends somebody, who gives it back": func(r *room, row attendance.Attendance) {
				h := r.handOver(row, "Uwe", attendance.Accepted)
				if to := r.find("Uwe"); to.PhotosAt != nil || to.ListedAt != nil {
					t.Error("a substitute is photographed by another's consent")
				}
				r.giveBack(h)
			},
			"is moved to another person and back": func(r *room, row attendance.Attendance) {
				r.in(func(ctx context.Context, tx bun.IDB) error {
					_, err := tx.NewUpdate().Table("attendances").Set("person_id = 'one'").Where("id = ?", row.ID).Exec(ctx)
					if err != nil {
						return err
					}
					moved, err := r.MoveIn(ctx, tx, r.actor.WorkspaceID, directory.ImportPersons, "one", "other")
					if err != nil {
						return err
					}
					return r.MoveBackIn(ctx, tx, r.actor.WorkspaceID, directory.ImportPersons, "one", "other", moved)
				})
			},
		} {
			r := open(t, db, 3)
			r.names(true)
			r.takesPhotos()
			row, _ := r.registerWith(attendance.Registration{Guest: guest("Anna"), Listed: true, Photos: true})
			if row.PhotosAt == nil || row.ListedAt == nil {
				t.Fatal("Anna did not agree")
			}
			end(r, row)
			if row = r.find("Anna"); row.PhotosAt != nil || row.ListedAt != nil {
				t.Errorf("who %s is named since %v and photographed since %v", name, row.ListedAt, row.PhotosAt)
			}
		}
	})
}

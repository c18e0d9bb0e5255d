package event_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"
	"golang.org/x/sync/errgroup"

	"rundertisch/internal/account"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// watcher notes what it is told and refuses when refuse is set.
type watcher struct {
	mu      sync.Mutex
	changes []event.Change
	refuse  error
}

func (w *watcher) EventChanged(_ context.Context, _ bun.IDB, change event.Change) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.changes = append(w.changes, change)
	return w.refuse
}

// room is a workspace with a project, the service and what it told.
type room struct {
	*event.Service
	db    *database.DB
	clock *clock.Manual
	told  *watcher
	actor account.Actor
	t     *testing.T
}

func open(t *testing.T, db *database.DB) *room {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	r := &room{db: db, clock: clock.At(time.Date(2027, 1, 15, 9, 0, 0, 0, time.UTC)), told: &watcher{}, t: t}
	if r.Service, err = event.New(db, r.clock, berlin, r.told); err != nil {
		t.Fatal(err)
	}
	r.actor = r.project()
	return r
}

// project makes a project in a workspace of its own and returns its coordinator.
func (r *room) project() account.Actor {
	r.t.Helper()
	w := account.Workspace{ID: id.New(), Name: "Kreis", Imprint: "Impressum", PrivacyContact: "datenschutz@example.org", CreatedAt: r.clock.Now(), Version: 1}
	p := account.Project{ID: id.New(), WorkspaceID: w.ID, Name: "Vorhaben", CreatedAt: r.clock.Now(), Version: 1}
	err := r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, errW := tx.NewInsert().Model(&w).Exec(ctx)
		_, errP := tx.NewInsert().Model(&p).Exec(ctx)
		return errors.Join(errW, errP)
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return account.Actor{UserID: id.New(), Name: "Jana Muster", WorkspaceID: w.ID, ProjectID: p.ID, Roles: []account.Role{account.Coordination}}
}

func details() event.Details {
	return event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus",
		Capacity: "100", Contact: "sozialplanung@example.org",
	}
}

func workshop() event.ItemDetails {
	return event.ItemDetails{Kind: event.WorkshopItem, Title: "Prävention", Begin: "11:00", End: "12:30", NewSlot: "Runde 1", Capacity: "20"}
}

func (r *room) add(d event.Details) event.Event {
	r.t.Helper()
	e, err := r.Add(r.t.Context(), r.actor, d)
	if err != nil {
		r.t.Fatal(err)
	}
	return e
}

func (r *room) addItem(e event.Event, d event.ItemDetails) event.ProgrammeItem {
	r.t.Helper()
	i, err := r.AddItem(r.t.Context(), r.actor, e.ID, d)
	if err != nil {
		r.t.Fatal(err)
	}
	return i
}

func TestAnEventLivesFromDraftToClosed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		e := r.add(details())
		if _, _, err := r.Public(ctx, e.Slug); !fault.Is(err, fault.NotFound) {
			t.Fatalf("a draft is not public, got %v", err)
		}
		if _, err := r.Publish(ctx, r.actor, e.ID); err != nil {
			t.Fatal(err)
		}
		if found, _, err := r.Public(ctx, "fachtagung"); err != nil || found.ID != e.ID {
			t.Fatalf("a published event is public: %v", err)
		}
		if _, err := r.MarkHeld(ctx, r.actor, e.ID); !fault.Is(err, fault.Conflict) {
			t.Fatalf("an event that has not begun was not held, got %v", err)
		}
		r.clock.Advance(100 * 24 * time.Hour)
		for _, step := range []func(context.Context, account.Actor, string) (event.Event, error){r.MarkHeld, r.Close} {
			if _, err := step(ctx, r.actor, e.ID); err != nil {
				t.Fatal(err)
			}
		}
		found, err := r.Find(ctx, r.actor, e.ID)
		if err != nil || found.State != event.Closed || found.Version != 4 {
			t.Fatalf("got %+v, %v", found, err)
		}
		if _, err := r.Edit(ctx, r.actor, e.ID, found.Version, details()); !fault.Is(err, fault.Conflict) {
			t.Errorf("a closed event is not edited, got %v", err)
		}
		if len(r.told.changes) != 4 || r.told.changes[3].Before.State != event.Held || r.told.changes[3].After.State != event.Closed {
			t.Errorf("observers hear of every step, got %+v", r.told.changes)
		}
	})
}

func TestACancelledEventStaysPublicButIsNoLongerComing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		e := r.add(details())
		if _, err := r.Publish(ctx, r.actor, e.ID); err != nil {
			t.Fatal(err)
		}
		if coming, err := r.Coming(ctx); err != nil || len(coming) != 1 {
			t.Fatalf("a published event is coming: %v, %v", coming, err)
		}
		if _, err := r.Cancel(ctx, r.actor, e.ID); err != nil {
			t.Fatal(err)
		}
		if coming, err := r.Coming(ctx); err != nil || len(coming) != 0 {
			t.Errorf("a cancelled event is not coming: %v, %v", coming, err)
		}
		if found, _, err := r.Public(ctx, e.Slug); err != nil || found.State != event.Cancelled {
			t.Errorf("its page tells that it is cancelled: %v, %v", found.State, err)
		}
	})
}

func TestPublishingAnIncompleteEventChangesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db)
		d := details()
		d.Venue = ""
		e := r.add(d)
		_, err := r.Publish(t.Context(), r.actor, e.ID)
		if fields := fault.Fields(err); !fault.Is(err, fault.Invalid) || len(fields) != 1 || fields[0].Name != "venue" {
			t.Errorf("the place is missing, got %v", err)
		}
		if found, _ := r.Find(t.Context(), r.actor, e.ID); found.State != event.Draft || found.Version != 1 {
			t.Errorf("it is still a draft, got %+v", found)
		}
	})
}

func TestAddressesAreUniqueInTheInstallation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db)
		first := r.add(details())
		r.actor = r.project()
		second := r.add(details())
		if first.Slug != "fachtagung" || second.Slug != "fachtagung-2" {
			t.Errorf("got %q and %q", first.Slug, second.Slug)
		}
		d := details()
		d.Slug = first.Slug
		_, err := r.Edit(t.Context(), r.actor, second.ID, second.Version, d)
		if fields := fault.Fields(err); !fault.Is(err, fault.Conflict) || len(fields) != 1 || fields[0].Name != "slug" {
			t.Errorf("a taken address is refused at its field, got %v", err)
		}
		if _, err := r.Publish(t.Context(), r.actor, second.ID); err != nil {
			t.Fatal(err)
		}
		d.Slug = "anders"
		edited, err := r.Edit(t.Context(), r.actor, second.ID, second.Version+1, d)
		if err != nil || edited.Slug != "fachtagung-2" {
			t.Errorf("a published address stays, got %q, %v", edited.Slug, err)
		}
	})
}

func TestManyEventsOfOneTitleAtOnceEachGetAnAddress(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db)
		const many = 12
		slugs := make(chan string, many)
		var group errgroup.Group
		for range many {
			group.Go(func() error {
				e, err := r.Service.Add(t.Context(), r.actor, details())
				slugs <- e.Slug
				return err
			})
		}
		if err := group.Wait(); err != nil {
			t.Fatal(err)
		}
		close(slugs)
		seen := map[string]bool{}
		for slug := range slugs {
			seen[slug] = true
		}
		if len(seen) != many {
			t.Errorf("%d addresses for %d events: %v", len(seen), many, seen)
		}
	})
}

func TestTheSecondOfTwoEditsIsAConflict(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		e := r.add(details())
		i := r.addItem(e, workshop())
		d, w := details(), workshop()
		d.Title, w.Title = "Zuerst", "Zuerst"
		if _, err := r.Edit(ctx, r.actor, e.ID, e.Version, d); err != nil {
			t.Fatal(err)
		}
		if _, err := r.EditItem(ctx, r.actor, e.ID, i.ID, i.Version, w); err != nil {
			t.Fatal(err)
		}
		d.Title, w.Title = "Zuspät", "Zuspät"
		if _, err := r.Edit(ctx, r.actor, e.ID, e.Version, d); !fault.Is(err, fault.Conflict) {
			t.Errorf("want a conflict, got %v", err)
		}
		if _, err := r.EditItem(ctx, r.actor, e.ID, i.ID, i.Version, w); !fault.Is(err, fault.Conflict) {
			t.Errorf("want a conflict, got %v", err)
		}
		found, items, err := r.Programme(ctx, r.actor, e.ID)
		if err != nil || found.Title != "Zuerst" || len(items) != 1 || items[0].Title != "Zuerst" {
			t.Errorf("got %q, %+v, %v", found.Title, items, err)
		}
	})
}

func TestTheProgrammeMovesWithTheEvent(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		for _, c := range []struct {
			name            string
			day, begin, end string
			want            string // wall time of the workshop; empty: refused
		}{
			{"to another day across the clock change", "29.03.2027", "09:30", "16:00", "2027-03-29T11:00"},
			{"to a later hour of the same length", "25.03.2027", "10:30", "17:00", "2027-03-25T12:00"},
			{"not when the event only becomes longer", "25.03.2027", "09:00", "18:00", "2027-03-25T11:00"},
			{"by the day when the length changes too", "26.03.2027", "09:00", "18:00", "2027-03-26T11:00"},
			{"not out of the event", "25.03.2027", "11:30", "16:00", ""},
		} {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				r := open(t, db)
				e := r.add(details())
				i := r.addItem(e, workshop())
				d := details()
				d.Day, d.Begin, d.End = c.day, c.begin, c.end
				_, err := r.Edit(t.Context(), r.actor, e.ID, e.Version, d)
				_, items, errRead := r.Programme(t.Context(), r.actor, e.ID)
				if errRead != nil {
					t.Fatal(errRead)
				}
				if c.want == "" {
					if !fault.Is(err, fault.Invalid) || items[0].StartsWall != i.StartsWall {
						t.Errorf("want it refused and nothing changed, got %v, %s", err, items[0].StartsWall)
					}
					return
				}
				if err != nil || items[0].StartsWall != c.want {
					t.Errorf("got %s, %v; want %s", items[0].StartsWall, err, c.want)
				}
			})
		}
	})
}

func TestAnObserverThatRefusesUndoesTheChange(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		e := r.add(details())
		i := r.addItem(e, workshop())
		r.told.refuse = fault.New(fault.Invalid, "fault.invalid")
		d := details()
		d.Capacity = "1"
		if _, err := r.Edit(ctx, r.actor, e.ID, e.Version, d); !fault.Is(err, fault.Invalid) {
			t.Errorf("the refusal comes back, got %v", err)
		}
		if _, err := r.RemoveItem(ctx, r.actor, e.ID, i.ID); !fault.Is(err, fault.Invalid) {
			t.Errorf("the refusal comes back, got %v", err)
		}
		found, items, err := r.Programme(ctx, r.actor, e.ID)
		if err != nil || found.Capacity != 100 || len(items) != 1 {
			t.Errorf("nothing changed: got %d places, %d items, %v", found.Capacity, len(items), err)
		}
		r.told.refuse = nil
		if _, err := r.RemoveItem(ctx, r.actor, e.ID, i.ID); err != nil {
			t.Error(err)
		}
		last := r.told.changes[len(r.told.changes)-1]
		if !last.ItemRemoved || last.Item != nil || last.ItemBefore == nil || last.ItemBefore.ID != i.ID {
			t.Errorf("observers hear which item is gone, got %+v", last)
		}
	})
}

func TestForeignEventsAreMissing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		e := r.add(details())
		i := r.addItem(e, workshop())
		stranger := r.project()
		sibling := r.actor
		sibling.ProjectID = stranger.ProjectID
		for name, actor := range map[string]account.Actor{"another workspace": stranger, "another project": sibling} {
			_, errFind := r.Find(ctx, actor, e.ID)
			_, errEdit := r.Edit(ctx, actor, e.ID, e.Version, details())
			_, errPublish := r.Publish(ctx, actor, e.ID)
			_, errCancel := r.Cancel(ctx, actor, e.ID)
			_, errAdd := r.AddItem(ctx, actor, e.ID, workshop())
			_, errItem := r.EditItem(ctx, actor, e.ID, i.ID, i.Version, workshop())
			_, _, errFindItem := r.FindItem(ctx, actor, e.ID, i.ID)
			_, errRemove := r.RemoveItem(ctx, actor, e.ID, i.ID)
			for n, err := range []error{errFind, errEdit, errPublish, errCancel, errAdd, errItem, errFindItem, errRemove} {
				if !fault.Is(err, fault.NotFound) {
					t.Errorf("%s, call %d: got %v", name, n, err)
				}
			}
			if events, err := r.List(ctx, actor); err != nil || len(events) != 0 {
				t.Errorf("%s lists none: %v, %v", name, events, err)
			}
		}
	})
}

func TestANilObserverFailsAtStart(t *testing.T) {
	t.Parallel()
	db := dbtest.Open(t, dbtest.SQLite(t))
	if _, err := event.New(db, clock.System{}, time.UTC, nil); err == nil {
		t.Error("want an error")
	}
}

package attendance_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

const (
	town    = directory.KindMunicipality
	housing = directory.KindHousing
	welfare = directory.KindProvider
)

func kept(kind directory.Kind, n int64) attendance.Share {
	return attendance.Share{Kind: kind, Kept: n}
}

func most(kind directory.Kind, n int64) attendance.Share {
	return attendance.Share{Kind: kind, Most: n}
}

// share sets the event's shares, with places kept until the day.
func (r *room) share(until string, shares ...attendance.Share) error {
	changed, err := r.reshare(until, shares...)
	if err == nil {
		r.event = changed
	}
	return err
}

// reshare is share while others read the room: its event stays as it was.
func (r *room) reshare(until string, shares ...attendance.Share) (changed event.Event, err error) {
	err = r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		now, err := event.FindIn(ctx, tx, r.event.ID)
		if err != nil {
			return err
		}
		changed, err = event.AdmitIn(ctx, tx, r.actor, r.clock.Now(), r.event.ID, now.Version, event.Admission{ByKind: len(shares) > 0, KeptUntil: until})
		if err != nil {
			return err
		}
		return r.ShareIn(ctx, tx, r.event.ID, shares)
	})
	return changed, err
}

func (r *room) registerAs(name string, kind directory.Kind) attendance.Attendance {
	r.t.Helper()
	row, err := r.tryAs(name, kind)
	r.must(err)
	return row
}

func (r *room) tryAs(name string, kind directory.Kind) (row attendance.Attendance, err error) {
	form := attendance.Registration{EventID: r.event.ID, Guest: guest(name), Source: attendance.ByForm, Ticket: attendance.NewTicket(), Share: kind}
	err = r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
		row, _, err = r.RegisterIn(ctx, tx, form, always)
		return err
	})
	return row, err
}

// free does what the job does.
func (r *room) free() bool {
	r.t.Helper()
	freed := false
	r.in(func(ctx context.Context, tx bun.IDB) (err error) {
		if r.event, freed, err = event.FreeIn(ctx, tx, r.clock.Now(), r.event.ID); err != nil || !freed {
			return err
		}
		return r.SettleIn(ctx, tx, r.event.ID)
	})
	return freed
}

// find returns the person's row.
func (r *room) find(name string) attendance.Attendance {
	r.t.Helper()
	rows, err := attendance.ListIn(r.t.Context(), r.db.Read(), r.event.ID)
	r.must(err)
	at := slices.IndexFunc(rows, func(a attendance.Attendance) bool { return a.Name == name })
	if at < 0 {
		r.t.Fatalf("nobody is called %s", name)
	}
	return rows[at]
}

func fieldsOf(err error) []string {
	var names []string
	for _, field := range fault.Fields(err) {
		names = append(names, field.Name)
	}
	return names
}

// stand is who has which place, "Name: place", in the order of names.
func (r *room) stand() []string {
	r.t.Helper()
	rows, err := attendance.ListIn(r.t.Context(), r.db.Read(), r.event.ID)
	r.must(err)
	var all []string
	for _, row := range rows {
		place := string(row.Place)
		if row.OfferedUntil != nil {
			place = "offered"
		}
		all = append(all, row.Name+": "+place)
	}
	return all
}

func (r *room) expect(when string, want ...string) {
	r.t.Helper()
	if diff := cmp.Diff(want, r.stand()); diff != "" {
		r.t.Errorf("%s (-want +got):\n%s", when, diff)
	}
}

func TestKeptPlacesGoToTheirKindUntilTheDay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 4)
		r.must(r.share("2027-02-20", kept(town, 2)))
		for i, kind := range []directory.Kind{welfare, "", housing} {
			r.registerAs(fmt.Sprintf("Person %d", i+1), kind)
		}
		r.expect("two of four places are kept", "Person 1: confirmed", "Person 2: confirmed", "Person 3: waitlisted")
		third := r.find("Person 3")
		why, err := attendance.WaitOfIn(t.Context(), db.Read(), r.event, third)
		r.must(err)
		if len(why.Kept) != 1 || why.Kept[0].Kind != town || why.Until != "2027-02-20" {
			t.Errorf("the third waits because %+v", why)
		}
		r.registerAs("Stadt 1", town)
		r.expect("the kind itself gets in past those who wait", "Person 1: confirmed", "Person 2: confirmed", "Person 3: waitlisted", "Stadt 1: confirmed")
		r.byWeb(r.find("Stadt 1").ID, attendance.Declined)
		r.expect("a kept place that is given back stays kept", "Person 1: confirmed", "Person 2: confirmed", "Person 3: waitlisted", "Stadt 1: withdrawn")
		r.byWeb(r.find("Person 1").ID, attendance.Declined)
		r.expect("one of the others goes to who waits", "Person 1: withdrawn", "Person 2: confirmed", "Person 3: confirmed", "Stadt 1: withdrawn")
		r.registerAs("Person 4", welfare)
		r.registerAs("Person 5", welfare)
		if r.free() {
			t.Error("places were freed before the day")
		}
		r.clock.Advance(time.Date(2027, 2, 20, 22, 59, 0, 0, time.UTC).Sub(r.clock.Now()))
		if r.free() {
			t.Error("places were freed on the last day, which is not over in Berlin")
		}
		r.clock.Advance(2 * time.Minute)
		r.registerAs("Person 6", welfare)
		if !r.free() || r.free() {
			t.Error("places are freed once after the day")
		}
		r.expect("the waitlist moves up in its order, before whoever came at the last moment", "Person 1: withdrawn", "Person 2: confirmed",
			"Person 3: confirmed", "Person 4: confirmed", "Person 5: confirmed", "Person 6: waitlisted", "Stadt 1: withdrawn")
		if got := r.seats(r.event.ID); got != (attendance.Seats{Capacity: 4, Taken: 4, Waiting: 1}) {
			t.Errorf("seats %+v", got)
		}
	})
}

func TestAKindGetsAtMostItsShare(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 3)
		r.must(r.share("", most(welfare, 1)))
		r.registerAs("Träger 1", welfare)
		r.registerAs("Träger 2", welfare)
		r.registerAs("Wohnen 1", housing)
		r.expect("the second of the kind waits, others pass", "Träger 1: confirmed", "Träger 2: waitlisted", "Wohnen 1: confirmed")
		why, err := attendance.WaitOfIn(t.Context(), db.Read(), r.event, r.find("Träger 2"))
		r.must(err)
		if why.Most.Kind != welfare || why.Most.Most != 1 {
			t.Errorf("waits because %+v", why)
		}
		r.byWeb(r.find("Wohnen 1").ID, attendance.Declined)
		r.expect("a place of others does not help the kind", "Träger 1: confirmed", "Träger 2: waitlisted", "Wohnen 1: withdrawn")
		r.byWeb(r.find("Träger 1").ID, attendance.Declined)
		r.expect("one of its own does", "Träger 1: withdrawn", "Träger 2: confirmed", "Wohnen 1: withdrawn")
		r.registerAs("Träger 3", welfare)
		r.must(r.share("", most(welfare, 2)))
		r.expect("a larger share promotes at once", "Träger 1: withdrawn", "Träger 2: confirmed", "Träger 3: confirmed", "Wohnen 1: withdrawn")
	})
}

func TestSharesThatCannotBeHonouredAreRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 4)
		r.registerAs("Träger 1", welfare)
		r.registerAs("Träger 2", welfare)
		for _, c := range []struct {
			name, field string
			until       string
			shares      []attendance.Share
		}{
			{"keeps more than is free", "kept_municipality", "2027-02-20", []attendance.Share{kept(town, 3)}},
			{"keeps more than is free for two kinds", "kept_housing", "2027-02-20", []attendance.Share{kept(town, 1), kept(housing, 2)}},
			{"keeps until a day that is over", "kept_until", "2027-01-14", []attendance.Share{kept(town, 1)}},
			{"keeps longer than until the event", "kept_until", "2027-03-26", []attendance.Share{kept(town, 1)}},
		} {
			if got := fieldsOf(r.share(c.until, c.shares...)); !slices.Equal(got, []string{c.field}) {
				t.Errorf("%s: refused at %v", c.name, got)
			}
		}
		r.must(r.share("2027-02-20", kept(town, 2)))
		smaller := details(3)
		_, err := r.events.Edit(t.Context(), r.actor, r.event.ID, r.event.Version, smaller)
		if got := fieldsOf(err); !slices.Equal(got, []string{"capacity"}) {
			t.Errorf("fewer places than are promised: refused at %v", got)
		}
		if got := r.seats(r.event.ID); got.Capacity != 4 {
			t.Errorf("the refused change left %d places", got.Capacity)
		}
	})
}

// TestAShareBelowWhatIsTakenIsRefused needs the kinds of those who came before the rule.
func TestAShareBelowWhatIsTakenIsRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 4)
		r.must(r.share("", most(welfare, 4)))
		r.registerAs("Träger 1", welfare)
		r.registerAs("Träger 2", welfare)
		if got := fieldsOf(r.share("", most(welfare, 1))); !slices.Equal(got, []string{"most_provider"}) {
			t.Errorf("refused at %v", got)
		}
		r.must(r.share("", most(welfare, 2)))
	})
}

// TestSharesHoldWhateverHappens lets people of all kinds come and go at once while the office changes the rules: nobody meets an error,
// the counts are those of the rows, no kind has more than its most, and what is kept is free or taken by its kind.
func TestSharesHoldWhateverHappens(t *testing.T) {
	t.Parallel()
	kinds := []directory.Kind{town, housing, welfare, ""}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 12)
		r.must(r.share("2027-02-20", attendance.Share{Kind: town, Kept: 3, Most: 5}, kept(housing, 2), most(welfare, 4)))
		var done sync.WaitGroup
		errs := make(chan error, 400)
		for i := range 80 {
			done.Go(func() {
				row, err := r.tryAs(fmt.Sprintf("Person %02d", i), kinds[i%len(kinds)])
				errs <- err
				if err == nil && rand.IntN(3) == 0 {
					errs <- r.tryAnswer(row.ID, attendance.Declined)
				}
				if err == nil && rand.IntN(5) == 0 {
					errs <- r.tryAnswer(row.ID, attendance.Accepted)
				}
			})
		}
		done.Go(func() { // by itself refused when it cannot be honoured, never half done
			for range 5 {
				if _, err := r.reshare("2027-02-20", attendance.Share{Kind: town, Kept: 2, Most: 5}, kept(housing, 1), most(welfare, 5)); err != nil && !fault.Refused(err) {
					errs <- err
				}
			}
		})
		done.Wait()
		close(errs)
		for err := range errs {
			r.must(err)
		}
		r.checkShares()
		r.clock.Advance(60 * 24 * time.Hour)
		r.free()
		r.checkShares()
	})
}

func (r *room) tryAnswer(attendanceID string, answer attendance.Answer) error {
	return r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := r.AnswerIn(ctx, tx, attendanceID, attendance.Reply{Answer: answer, Source: attendance.ByWeb})
		return err
	})
}

func (r *room) checkShares() {
	r.t.Helper()
	rows, err := attendance.ListIn(r.t.Context(), r.db.Read(), r.event.ID)
	r.must(err)
	shares, err := attendance.SharesIn(r.t.Context(), r.db.Read(), r.event.ID)
	r.must(err)
	e, err := event.FindIn(r.t.Context(), r.db.Read(), r.event.ID)
	r.must(err)
	taken, all, unused := map[directory.Kind]int64{}, int64(0), int64(0)
	waits := map[directory.Kind]bool{}
	for _, row := range rows {
		if row.Place == attendance.Confirmed {
			taken[row.Share]++
			all++
		}
		waits[row.Share] = waits[row.Share] || row.Place == attendance.Waitlisted
	}
	for _, share := range shares {
		if share.Taken != taken[share.Kind] || share.Most > 0 && share.Taken > share.Most {
			r.t.Errorf("%s: counted %d of at most %d, rows have %d", share.Kind, share.Taken, share.Most, taken[share.Kind])
		}
		if e.Keeping() {
			unused += share.Free()
		}
	}
	seats := r.seats(r.event.ID)
	if seats.Taken != all || all+unused > seats.Capacity {
		r.t.Errorf("%d of %d places counted, rows have %d, %d are kept", seats.Taken, seats.Capacity, all, unused)
	}
	for kind := range waits {
		if !waits[kind] {
			continue
		}
		room := seats.Capacity - all - unused
		for _, share := range shares {
			if share.Kind == kind {
				if e.Keeping() {
					room += share.Free()
				}
				if share.Most > 0 {
					room = min(room, share.Left())
				}
			}
		}
		if room > 0 {
			r.t.Errorf("somebody of kind %q waits although %d places are free for it", kind, room)
		}
	}
}

func TestPlacesThatAreKeptAreNotFreeForEverybody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 5)
		seats := func() attendance.Seats {
			all, err := attendance.Occupancy(t.Context(), db.Read(), r.event.ID)
			r.must(err)
			return all[r.event.ID]
		}
		if s := seats(); s.Kept != 0 || s.Open() != s.Free() {
			t.Errorf("nothing is kept: %+v", s)
		}
		r.must(r.share("2027-02-20", kept(town, 2)))
		r.registerAs("Anna", housing)
		r.registerAs("Bela", town)
		if s := seats(); s.Free() != 3 || s.Kept != 1 || s.Open() != 2 || s.KeptFor != town {
			t.Errorf("one of two kept places is taken: %+v, %d open", s, s.Open())
		}
		r.must(r.share("2027-02-20", kept(town, 2), kept(welfare, 2)))
		if s := seats(); s.Kept != 3 || s.Open() != 0 || s.Full() || s.KeptFor != "" {
			t.Errorf("all free places are kept for several: %+v, %d open", s, s.Open())
		}
		r.must(r.share("", most(town, 2)))
		if s := seats(); s.Kept != 0 || s.Open() != 3 {
			t.Errorf("a most keeps nothing: %+v", s)
		}
	})
}

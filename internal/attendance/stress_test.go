package attendance_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
)

// TestTwoThousandPeopleForAHundredPlaces: whatever happens, the places go to the first and the waitlist is in order.
func TestTwoThousandPeopleForAHundredPlaces(t *testing.T) {
	const people, places = 2000, 100
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, places)
		rows := make([]attendance.Attendance, people)
		errs := make([]error, people)
		var start, done sync.WaitGroup
		start.Add(1)
		for i := range people {
			done.Go(func() {
				start.Wait()
				rows[i], errs[i] = r.arriveAndRegister(fmt.Sprintf("Person %04d", i))
			})
		}
		start.Done()
		done.Wait()
		for i, err := range errs {
			if err != nil {
				t.Fatalf("person %d: %v", i, err)
			}
		}
		slices.SortFunc(rows, func(a, b attendance.Attendance) int { return int(a.Ticket - b.Ticket) })
		if missed := count(rows[:places], attendance.Waitlisted); missed > 0 {
			t.Errorf("%d of the first %d arrivals have no place", missed, places)
		}
		if got := r.seats(r.event.ID); got != (attendance.Seats{Capacity: places, Taken: places, Waiting: people - places}) {
			t.Errorf("seats %+v", got)
		}
		stored, err := attendance.ListIn(t.Context(), db.Read(), r.event.ID)
		if err != nil || count(stored, attendance.Confirmed) != places || count(stored, attendance.Waitlisted) != people-places {
			t.Errorf("%d rows confirmed, %d waitlisted, %v", count(stored, attendance.Confirmed), count(stored, attendance.Waitlisted), err)
		}
		r.checkQueue(rows)
	})
}

// checkQueue walks the waitlist: positions follow the tickets, and freed places go to the first in line.
func (r *room) checkQueue(inOrder []attendance.Attendance) {
	r.t.Helper()
	waiting := slices.DeleteFunc(slices.Clone(inOrder), func(a attendance.Attendance) bool { return a.Place != attendance.Waitlisted })
	for _, at := range []int{0, 1, len(waiting) / 2, len(waiting) - 1} {
		if got := r.position(waiting[at]); got != at+1 {
			r.t.Errorf("the %d. in line stands at position %d", at+1, got)
		}
	}
	given := inOrder[slices.IndexFunc(inOrder, func(a attendance.Attendance) bool { return a.Place == attendance.Confirmed })]
	r.byWeb(given.ID, attendance.Declined)
	if got := r.again(waiting[0]).Place; got != attendance.Confirmed || r.position(waiting[1]) != 1 {
		r.t.Errorf("the first in line is %s after a place came free", got)
	}
}

// arriveAndRegister registers when it is the person's turn, as the public form does.
func (r *room) arriveAndRegister(name string) (row attendance.Attendance, err error) {
	turn := r.Arrive(r.event.Slug)
	defer turn.Done()
	err = turn.Do(r.t.Context(), r.db, r.registering(&row, turn.Ticket, name))
	return row, err
}

func (r *room) registerAt(ticket int64, name string, wishes ...attendance.Wish) (row attendance.Attendance, err error) {
	err = r.db.RunInTx(r.t.Context(), r.registering(&row, ticket, name, wishes...))
	return row, err
}

func (r *room) registering(row *attendance.Attendance, ticket int64, name string, wishes ...attendance.Wish) database.Deed {
	form := attendance.Registration{EventID: r.event.ID, Guest: guest(name), Source: attendance.ByForm, Ticket: ticket, Wishes: wishes}
	return func(ctx context.Context, tx bun.IDB) (err error) {
		*row, _, err = r.RegisterIn(ctx, tx, form, always)
		return err
	}
}

func count(rows []attendance.Attendance, place attendance.Place) int {
	n := 0
	for _, row := range rows {
		if row.Place == place {
			n++
		}
	}
	return n
}

// TestEverythingAtOnce lets people register, change workshops and withdraw while the office changes the places, all at
// the same time and without queueing: nobody meets an error, and the rules hold at the end.
func TestEverythingAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 10)
		shops := []string{r.workshop("Eins", "Runde 1", 3).ID, r.workshop("Zwei", "Runde 1", 4).ID, r.workshop("Drei", "Runde 2", 5).ID}
		var done sync.WaitGroup
		errs := make(chan error, 1000)
		for i := range 150 {
			done.Go(func() { errs <- r.wander(i, shops) })
		}
		done.Go(func() {
			now := r.event
			for capacity := 11; capacity <= 30; capacity++ {
				var err error
				now, err = r.events.Edit(t.Context(), r.actor, now.ID, now.Version, details(capacity))
				errs <- err
			}
		})
		done.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Error(err)
			}
		}
		r.checkRules(append(shops, r.event.ID))
	})
}

// wander is what one person does.
func (r *room) wander(i int, shops []string) error {
	wish := func(n int) attendance.Wish { return attendance.Wish{ItemID: shops[n%len(shops)], Wait: true} }
	row, err := r.registerAt(attendance.NewTicket(), fmt.Sprintf("Person %04d", i), wish(i))
	if err != nil {
		return err
	}
	return r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		if i%3 != 0 {
			_, err := r.AnswerIn(ctx, tx, row.ID, attendance.Reply{Answer: attendance.Declined, Source: attendance.ByWeb})
			return err
		}
		_, err := r.ChooseIn(ctx, tx, row.ID, attendance.NewTicket(), []attendance.Wish{wish(i + 1)}, attendance.ByWeb)
		return err
	})
}

// checkRules recounts every place from the rows and looks for people who wait beside a free place.
func (r *room) checkRules(seatIDs []string) {
	r.t.Helper()
	rows, err := attendance.ListIn(r.t.Context(), r.db.Read(), r.event.ID)
	r.must(err)
	places, err := attendance.EventWorkshopsIn(r.t.Context(), r.db.Read(), r.event.ID)
	r.must(err)
	taken, eligible := map[string]int64{}, map[string]int{}
	for _, row := range rows {
		if row.OfferedUntil != nil { // holds a place and does not wait for another
			if row.Place != attendance.Waitlisted {
				r.t.Errorf("%s is %s with an offer", row.Name, row.Place)
			}
			taken[row.EventID]++
		} else {
			tally(taken, eligible, row.EventID, row.Place, true)
		}
		slots := map[string]bool{}
		for _, place := range places[row.ID] {
			tally(taken, eligible, place.ItemID, place.State, row.Place == attendance.Confirmed)
			active := place.State == attendance.Confirmed || place.State == attendance.Waitlisted
			if active && (slots[place.Slot] || !row.Attends()) {
				r.t.Errorf("%s has two workshops in one slot, or one without a place", row.Name)
			}
			slots[place.Slot] = slots[place.Slot] || active
		}
	}
	for _, seatID := range seatIDs {
		seats := r.seats(seatID)
		if seats.Taken != taken[seatID] || (seats.Capacity > 0 && seats.Taken > seats.Capacity) {
			r.t.Errorf("%+v, but %d rows are confirmed or offered", seats, taken[seatID])
		}
		if eligible[seatID] > 0 && !seats.Full() {
			r.t.Errorf("%d people wait beside a free place: %+v", eligible[seatID], seats)
		}
	}
}

func tally(taken map[string]int64, eligible map[string]int, seatID string, place attendance.Place, may bool) {
	switch {
	case place == attendance.Confirmed:
		taken[seatID]++
	case place == attendance.Waitlisted && may:
		eligible[seatID]++
	}
}

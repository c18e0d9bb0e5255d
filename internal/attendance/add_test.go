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
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// add registers more people with the contact's group.
func (r *room) add(contact attendance.Attendance, names ...string) ([]attendance.Attendance, error) {
	return r.addIf(contact, always, names...)
}

func (r *room) addIf(contact attendance.Attendance, allowed func(event.Event) error, names ...string) (rows []attendance.Attendance, err error) {
	var members []attendance.Member
	for i, name := range names {
		members = append(members, attendance.Member{Guest: guest(name), Row: i + 1})
	}
	turn := r.Arrive(r.event.Slug)
	defer turn.Done()
	if err := turn.Wait(r.t.Context()); err != nil {
		return nil, err
	}
	err = r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
		form := attendance.Registration{Ticket: turn.Ticket, Source: attendance.ByWeb}
		rows, err = r.AddIn(ctx, tx, contact.ID, form, members, allowed)
		return err
	})
	return rows, err
}

func TestWhoIsAddedToAGroupGetsPlacesTogetherOrWaitsTogether(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 5)
		r.rule(event.Admission{Group: "8"})
		group := r.together("Anna", "Bela")
		r.told.reasons()
		rows, err := r.add(group[0], "Clara", "Dora")
		r.must(err)
		if got := r.told.reasons(); !slices.Equal(got, []string{"Clara: registered", "Dora: registered"}) {
			t.Errorf("told %v", got)
		}
		for _, row := range rows {
			if row.GroupID != group[0].ID || row.Ticket == group[0].Ticket || row.NoticeVersion != "" {
				t.Errorf("who was added: %+v", row)
			}
		}
		_, err = r.add(group[0], "Emil", "Fritz")
		r.must(err)
		single := r.register("Gerd")
		r.expect("one place does not do for two, and nobody loses one", "Anna: confirmed", "Bela: confirmed", "Clara: confirmed", "Dora: confirmed",
			"Emil: waitlisted", "Fritz: waitlisted", "Gerd: confirmed")
		r.byWeb(single.ID, attendance.Declined)
		r.byWeb(group[1].ID, attendance.Declined)
		r.expect("they go up together", "Anna: confirmed", "Bela: withdrawn", "Clara: confirmed", "Dora: confirmed", "Emil: confirmed", "Fritz: confirmed",
			"Gerd: withdrawn")
		r.checkRules([]string{r.event.ID})
	})
}

func TestWhyNobodyIsAddedToAGroup(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 9)
		r.rule(event.Admission{Group: "3"})
		group, other := r.together("Anna", "Bela"), r.together("Xaver", "Yvonne")
		r.byWeb(other[0].ID, attendance.Declined)
		gone := r.together("Udo", "Vera")
		r.cancelMembers(gone[0])
		single := r.register("Zoe")
		closed := func(event.Event) error { return fault.New(fault.Conflict, "registration.closed.until") }
		for name, c := range map[string]struct {
			contact attendance.Attendance
			allowed func(event.Event) error
			names   []string
			key     string
			field   string
		}{
			"more than a group may have":      {group[0], always, []string{"Clara", "Dora"}, "attendance.group.too_many", ""},
			"somebody who is registered":      {group[0], always, []string{"Zoe"}, "", "member_name_1"},
			"somebody of another group":       {group[0], always, []string{"Yvonne"}, "", "member_name_1"},
			"who speaks for another group":    {group[0], always, []string{"Xaver"}, "", "member_name_1"},
			"registration is over":            {group[0], closed, []string{"Clara"}, "registration.closed.until", ""},
			"a member asks":                   {group[1], always, []string{"Clara"}, "attendance.group.closed", ""},
			"somebody who came alone asks":    {single, always, []string{"Clara"}, "attendance.group.closed", ""},
			"a group of which nobody is left": {gone[0], always, []string{"Clara"}, "attendance.group.closed", ""},
		} {
			_, err := r.addIf(c.contact, c.allowed, c.names...)
			if fields := fieldsOf(err); c.field != "" && !slices.Equal(fields, []string{c.field}) || c.key != "" && (err == nil || err.Error() != c.key) {
				t.Errorf("%s: %v at %v", name, err, fields)
			}
		}
		if got := r.seats(r.event.ID); got.Taken != 4 {
			t.Errorf("something was written: %+v", got)
		}
		_, err := r.add(group[0], "Clara")
		r.must(err)
		if _, err := r.add(group[0], "Dora"); err == nil || err.Error() != "attendance.group.full" {
			t.Errorf("a full group: %v", err)
		}
		if rows, err := r.add(group[0], "Clara"); err != nil || len(rows) != 0 {
			t.Errorf("the same form twice: %d came, %v", len(rows), err)
		}
		if got := r.seats(r.event.ID).Taken; got != 5 {
			t.Errorf("%d places are taken", got)
		}
	})
}

func TestWhoIsAddedIsDecidedAboutLikeAllOthers(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 9)
		r.rule(event.Admission{Approval: true, Group: "4"})
		group := r.together("Anna", "Bela")
		r.must(r.approve("Anna"))
		_, err := r.add(group[0], "Clara", "Dora")
		r.must(err)
		r.expect("they ask for places of their own", "Anna: confirmed", "Bela: confirmed", "Clara: requested", "Dora: requested")
		r.must(r.approve("Dora"))
		r.expect("one of them stands for both", "Anna: confirmed", "Bela: confirmed", "Clara: confirmed", "Dora: confirmed")
	})
}

// TestOffersToTwoPartiesOfAGroupAreToldAtOnce: the contact hears of all for whom a place is held.
func TestOffersToTwoPartiesOfAGroupAreToldAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 4)
		r.rule(event.Admission{Group: "8"})
		r.offering(4, 8)
		full := r.together("Udo", "Vera", "Xaver", "Yvonne")
		group := r.together("Anna", "Bela")
		_, err := r.add(group[0], "Clara", "Dora")
		r.must(err)
		r.told.reasons()
		r.cancelMembers(full[0])
		offers := 0
		for _, change := range r.told.changes {
			if change.Reason != attendance.PlaceOffered || change.Quiet {
				continue
			}
			var names []string
			for _, one := range change.Group {
				names = append(names, one.Name)
			}
			if offers++; change.After.ID != group[0].ID || !slices.Equal(names, []string{"Bela", "Clara", "Dora"}) {
				t.Errorf("%s is told of %v", change.After.Name, names)
			}
		}
		if offers != 1 {
			t.Errorf("%d offers are told", offers)
		}
	})
}

// TestNoPlaceIsGivenTwiceWhileGroupsGrow: groups add people, others come alone and go again, all at once.
func TestNoPlaceIsGivenTwiceWhileGroupsGrow(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 25)
		r.rule(event.Admission{Group: "6"})
		var groups [][]attendance.Attendance
		for i := range 8 {
			groups = append(groups, r.together(fmt.Sprintf("Kontakt %d", i), fmt.Sprintf("Erste %d", i)))
		}
		var done sync.WaitGroup
		errs := make([]error, 0, 100)
		var mu sync.Mutex
		note := func(err error) {
			mu.Lock()
			defer mu.Unlock()
			if err != nil && err.Error() != "attendance.group.too_many" && err.Error() != "attendance.group.full" {
				errs = append(errs, err)
			}
		}
		for i, group := range groups {
			for n := range 3 {
				done.Go(func() {
					_, err := r.add(group[0], fmt.Sprintf("Dazu %d %d a", i, n), fmt.Sprintf("Dazu %d %d b", i, n))
					note(err)
				})
			}
			done.Go(func() {
				row, err := r.arriveAndRegister(fmt.Sprintf("Allein %d", i))
				note(err)
				note(r.tryAnswer(row.ID, attendance.Declined))
			})
		}
		done.Wait()
		for _, err := range errs {
			t.Error(err)
		}
		for _, group := range groups {
			all, err := attendance.GroupIn(t.Context(), db.Read(), group[0])
			if err != nil || len(all) != 6 {
				t.Errorf("%s brings %d people, %v", group[0].Name, len(all), err)
			}
		}
		if got := r.seats(r.event.ID); got.Taken > 25 || got.Taken < 24 || got.Taken+got.Waiting != 48 {
			t.Errorf("seats %+v", got)
		}
		r.checkGroups()
	})
}

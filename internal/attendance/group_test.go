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
)

// together registers a group by the form, the contact first.
func (r *room) together(names ...string) []attendance.Attendance {
	r.t.Helper()
	rows, err := r.tryTogether("", names...)
	r.must(err)
	return rows
}

func (r *room) tryTogether(kind directory.Kind, names ...string) (rows []attendance.Attendance, err error) {
	form := attendance.Registration{EventID: r.event.ID, Guest: guest(names[0]), Source: attendance.ByForm, Ticket: attendance.NewTicket(), Share: kind, NoticeVersion: "1"}
	var members []attendance.Member
	for i, name := range names[1:] {
		members = append(members, attendance.Member{Guest: guest(name), Row: i + 1})
	}
	err = r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
		rows, _, err = r.RegisterGroupIn(ctx, tx, form, members, always)
		return err
	})
	return rows, err
}

func (r *room) cancelMembers(contact attendance.Attendance, members ...attendance.Attendance) {
	r.t.Helper()
	var ids []string
	for _, one := range members {
		ids = append(ids, one.ID)
	}
	r.in(func(ctx context.Context, tx bun.IDB) error {
		_, err := r.CancelIn(ctx, tx, contact.ID, ids, attendance.ByWeb)
		return err
	})
}

func TestAGroupGetsItsPlacesTogetherOrWaitsTogether(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 4)
		first := r.together("Anna", "Bela")
		r.told.reasons()
		group := r.together("Clara", "Dora", "Emil")
		if got := r.told.reasons(); !slices.Equal(got, []string{"Clara: registered", "Dora: registered", "Emil: registered"}) {
			t.Errorf("told %v", got)
		}
		r.register("Fritz")
		single := r.register("Gerd")
		r.expect("two places do not do for three; who comes alone passes", "Anna: confirmed", "Bela: confirmed", "Clara: waitlisted", "Dora: waitlisted",
			"Emil: waitlisted", "Fritz: confirmed", "Gerd: confirmed")
		hanna := r.register("Hanna")
		for _, c := range []struct {
			row  attendance.Attendance
			want int
		}{{group[0], 1}, {group[2], 1}, {hanna, 2}} {
			if got := r.position(c.row); got != c.want {
				t.Errorf("%s stands at position %d, not %d", c.row.Name, got, c.want)
			}
		}
		positions, err := attendance.PositionsIn(t.Context(), db.Read(), r.event.ID, group[1].ID, hanna.ID)
		if want := map[string]int{group[1].ID: 1, hanna.ID: 2}; err != nil || !cmp.Equal(positions, want) {
			t.Errorf("positions %v, %v", positions, err)
		}
		r.byWeb(single.ID, attendance.Declined)
		r.expect("one place passes the group over", "Anna: confirmed", "Bela: confirmed", "Clara: waitlisted", "Dora: waitlisted", "Emil: waitlisted",
			"Fritz: confirmed", "Gerd: withdrawn", "Hanna: confirmed")
		r.told.reasons()
		r.cancelMembers(first[0])
		r.byWeb(hanna.ID, attendance.Declined)
		r.expect("three places take it", "Anna: withdrawn", "Bela: withdrawn", "Clara: confirmed", "Dora: confirmed", "Emil: confirmed",
			"Fritz: confirmed", "Gerd: withdrawn", "Hanna: withdrawn")
		r.checkRules([]string{r.event.ID})
	})
}

func TestAGroupThatGetsSmallerFits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 2)
		group := r.together("Anna", "Bela", "Clara")
		r.cancelMembers(group[0], group[2])
		r.expect("the other two fit", "Anna: confirmed", "Bela: confirmed", "Clara: withdrawn")
		r.told.reasons()
		r.cancelMembers(group[0])
		if got := r.told.reasons(); !slices.Equal(got, []string{"Anna: withdrawn", "Bela: withdrawn"}) {
			t.Errorf("told %v", got)
		}
		if got := r.seats(r.event.ID); got.Taken != 0 {
			t.Errorf("seats %+v", got)
		}
	})
}

// TestAWaitingGroupThatTakesItselfBackIsGivenNothingOnTheWay: three wait while two places are free.
func TestAWaitingGroupThatTakesItselfBackIsGivenNothingOnTheWay(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 2)
		group := r.together("Anna", "Bela", "Clara")
		r.told.reasons()
		r.cancelMembers(group[0])
		if got := r.told.reasons(); !slices.Equal(got, []string{"Anna: withdrawn", "Bela: withdrawn", "Clara: withdrawn"}) {
			t.Errorf("told %v", got)
		}
	})
}

func TestThePeopleOfAGroupThatAreKnownAreNamedAndNothingIsHalfDone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 9)
		r.register("Bela")
		invited, _ := r.invite("Clara")
		if _, err := r.tryTogether("", "Anna", "Bela", "Clara"); !slices.Equal(fieldsOf(err), []string{"member_name_1"}) {
			t.Errorf("refused at %v, %v", fieldsOf(err), err)
		}
		if _, err := r.tryTogether("", "Bela", "Dora"); !slices.Equal(fieldsOf(err), []string{"name"}) {
			t.Errorf("a contact who is known: refused at %v", fieldsOf(err))
		}
		r.expect("nothing is written", "Bela: confirmed", "Clara: none")
		rows := r.together("Anna", "Clara", "Dora")
		if got := r.again(invited); rows[1].ID != invited.ID || got.Origin != attendance.Invited || got.GroupID != rows[0].ID || got.NoticeVersion != "" {
			t.Errorf("who was invited before: %+v", got)
		}
	})
}

func TestTheSameGroupFormTwiceIsOneGroup(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 9)
		r.invite("Erna")
		for contact, want := range map[string]attendance.Result{"Anna": attendance.ResultSame, "Erna": attendance.ResultKnown} {
			form := attendance.Registration{EventID: r.event.ID, Guest: guest(contact), Source: attendance.ByForm, Nonce: contact}
			members := []attendance.Member{{Guest: guest(contact + " zwei"), Row: 1}}
			for n := range 2 {
				form.Ticket = attendance.NewTicket()
				r.in(func(ctx context.Context, tx bun.IDB) error {
					_, got, err := r.RegisterGroupIn(ctx, tx, form, members, always)
					if n == 1 && got != want {
						t.Errorf("%s sent it twice: %s", contact, got)
					}
					return err
				})
			}
		}
		if got := r.seats(r.event.ID).Taken; got != 4 {
			t.Errorf("%d places are taken", got)
		}
	})
}

func TestAnOfferToAGroupIsOneOffer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 2)
		r.offering(2, 8)
		full := r.together("Xaver", "Yvonne")
		group := r.together("Anna", "Bela")
		r.told.reasons()
		r.cancelMembers(full[0])
		r.expect("both are offered", "Anna: offered", "Bela: offered", "Xaver: withdrawn", "Yvonne: withdrawn")
		for _, change := range r.told.changes {
			if change.Reason == attendance.PlaceOffered && change.Quiet == (change.After.ID == group[0].ID) {
				t.Errorf("%s: quiet is %v", change.After.Name, change.Quiet)
			}
		}
		r.byWeb(group[1].ID, attendance.Accepted)
		r.expect("a member does not decide", "Anna: offered", "Bela: offered", "Xaver: withdrawn", "Yvonne: withdrawn")
		r.byWeb(group[0].ID, attendance.Accepted)
		r.expect("the contact decides for both", "Anna: confirmed", "Bela: confirmed", "Xaver: withdrawn", "Yvonne: withdrawn")
		r.checkRules([]string{r.event.ID})
	})
}

func TestAContactWhoStaysAwayDecidesForTheGroup(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 2)
		r.offering(2, 8)
		full := r.together("Xaver", "Yvonne")
		group := r.together("Anna", "Bela", "Clara")
		r.byWeb(group[0].ID, attendance.Declined)
		r.told.reasons()
		r.cancelMembers(full[0])
		told := false
		for _, change := range r.told.changes {
			told = told || change.Reason == attendance.PlaceOffered && change.After.ID == group[0].ID && len(change.Group) == 2 && !change.Quiet
		}
		if !told {
			t.Errorf("the contact is not asked: %v", r.told.reasons())
		}
		r.in(func(ctx context.Context, tx bun.IDB) error {
			_, err := r.TakeOfferIn(ctx, tx, group[0].ID, attendance.ByWeb)
			return err
		})
		r.expect("both have places", "Anna: withdrawn", "Bela: confirmed", "Clara: confirmed", "Xaver: withdrawn", "Yvonne: withdrawn")
	})
}

func TestAnOfferThatAGroupDoesNotTakeLapsesForAll(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 2)
		r.offering(2, 8)
		full := r.together("Xaver", "Yvonne")
		r.together("Anna", "Bela")
		r.register("Zoe")
		r.cancelMembers(full[0])
		r.until(*r.find("Anna").OfferedUntil)
		if n := r.lapse(); n != 1 {
			t.Errorf("%d offers lapsed", n)
		}
		r.expect("both leave, and the next is asked", "Anna: withdrawn", "Bela: withdrawn", "Xaver: withdrawn", "Yvonne: withdrawn", "Zoe: offered")
		r.checkRules([]string{r.event.ID})
	})
}

func TestStaffDecideAboutAWholeGroup(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 2)
		r.rule(event.Admission{Approval: true})
		r.together("Anna", "Bela", "Clara")
		r.together("Dora", "Emil")
		r.together("Fritz", "Gerd")
		r.must(r.approve("Bela"))
		r.must(r.approve("Emil"))
		r.must(r.refuse("Gerd", "Zu viele aus einem Haus."))
		r.expect("one of them stands for all", "Anna: waitlisted", "Bela: waitlisted", "Clara: waitlisted", "Dora: confirmed", "Emil: confirmed",
			"Fritz: refused", "Gerd: refused")
	})
}

func TestNobodyOfAnUnconfirmedGroupIsWrittenToOrMovesUp(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 3)
		r.rule(event.Admission{Confirm: "24"})
		single := r.register("Zoe")
		invited, _ := r.invite("Clara")
		r.told.reasons()
		group := r.together("Anna", "Bela", "Clara")
		if got := r.told.reasons(); !slices.Equal(got, []string{"Anna: registered"}) {
			t.Errorf("told %v", got)
		}
		r.byWeb(single.ID, attendance.Declined)
		r.expect("nobody moves up", "Anna: waitlisted", "Bela: waitlisted", "Clara: waitlisted", "Zoe: withdrawn")
		second := r.together("Dora", "Emil")
		r.told.reasons()
		r.in(func(ctx context.Context, tx bun.IDB) error {
			_, _, err := r.ConfirmIn(ctx, tx, second[0].ID)
			return err
		})
		if got := r.told.reasons(); !slices.Equal(got, []string{"Dora: confirmed", "Emil: registered"}) {
			t.Errorf("told %v", got)
		}
		r.clock.Advance(25 * time.Hour)
		if got := r.lapseUnconfirmed(); got != 1 {
			t.Errorf("%d lapsed", got)
		}
		r.expect("it lapses whole", "Anna: withdrawn", "Bela: withdrawn", "Clara: none", "Dora: confirmed", "Emil: confirmed", "Zoe: withdrawn")
		if got := r.again(invited); got.Answer != attendance.NeedsAction || got.GroupID != "" {
			t.Errorf("an invitation that nobody answered: %s in group %q", got.Answer, got.GroupID)
		}
		if r.again(group[1]).Answer != attendance.Declined {
			t.Error("a member stays")
		}
	})
}

func TestMovingOneMovesTheGroup(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		r.register("Xaver")
		anna := r.register("Anna")
		group := r.together("Bela", "Clara")
		dora := r.register("Dora")
		r.must(r.reorder(group[1], 1, "Zusage der Hausleitung"))
		for row, want := range map[string]int{group[0].ID: 1, group[1].ID: 1, anna.ID: 2, dora.ID: 3} {
			if got := r.position(attendance.Attendance{ID: row}); got != want {
				t.Errorf("position %d, not %d", got, want)
			}
		}
		if got := fieldsOf(r.reorder(dora, 4, "Ans Ende")); !slices.Equal(got, []string{"position"}) {
			t.Errorf("a position behind the last: refused at %v", got)
		}
	})
}

func TestSomebodyElseComesInsteadOfAMember(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 2)
		shop := r.workshop("Prävention", "Runde 1", 5)
		group := r.together("Anna", "Bela")
		r.register("Zoe")
		r.in(func(ctx context.Context, tx bun.IDB) error {
			_, err := r.ChooseIn(ctx, tx, group[1].ID, attendance.NewTicket(), []attendance.Wish{{ItemID: shop.ID}}, attendance.ByWeb)
			return err
		})
		r.told.reasons()
		r.in(func(ctx context.Context, tx bun.IDB) error {
			_, _, err := r.ReplaceIn(ctx, tx, group[0].ID, group[1].ID, guest("Clara"), attendance.ByWeb)
			return err
		})
		r.expect("the place passes on", "Anna: confirmed", "Bela: withdrawn", "Clara: confirmed", "Zoe: waitlisted")
		if got := r.told.reasons(); !slices.Equal(got, []string{"Bela: replaced", "Clara: registered"}) {
			t.Errorf("told %v", got)
		}
		if r.seats(shop.ID).Taken != 0 || r.find("Clara").GroupID != group[0].ID {
			t.Errorf("the workshop stays taken, or the group is lost: %+v", r.find("Clara"))
		}
		r.checkRules([]string{r.event.ID, shop.ID})
	})
}

// TestAnUndoneNoWaitsWithTheGroup: one of the group must not have a place before all have.
func TestAnUndoneNoWaitsWithTheGroup(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		group := r.together("Anna", "Bela", "Clara")
		r.byWeb(group[2].ID, attendance.Declined)
		r.undo(group[2])
		r.expect("a free place is not for one alone", "Anna: waitlisted", "Bela: waitlisted", "Clara: waitlisted")
		if got := r.position(group[2]); got != 1 {
			t.Errorf("position %d", got)
		}
	})
}

// TestWhoWasRegisteredBySomebodyErasedStandsAlone: nobody else speaks for them any more, and who never heard of it is gone.
func TestWhoWasRegisteredBySomebodyErasedStandsAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 1)
		r.offering(1, 8)
		full := r.register("Xaver")
		group := r.together("Anna", "Bela", "Clara")
		r.in(func(ctx context.Context, tx bun.IDB) error { return r.EraseOneIn(ctx, tx, group[0].ID) })
		r.byWeb(full.ID, attendance.Declined)
		if got := r.find("Bela"); got.OfferedUntil == nil || got.GroupID != "" || r.find("Clara").OfferedUntil != nil {
			t.Errorf("the first of them: %+v", got)
		}
		r.byWeb(r.find("Bela").ID, attendance.Accepted)
		if got := r.find("Bela").Place; got != attendance.Confirmed {
			t.Errorf("takes the place: %s", got)
		}
		r.rule(event.Admission{Confirm: "24"})
		second := r.together("Dora", "Emil")
		r.in(func(ctx context.Context, tx bun.IDB) error { return r.EraseOneIn(ctx, tx, second[0].ID) })
		if got := r.find("Emil").Place; got != attendance.Withdrawn {
			t.Errorf("of an unconfirmed group: %s", got)
		}
	})
}

// TestGroupsHoldWhateverHappens lets groups and people of all kinds come, shrink and go at once while the office changes the places: nobody meets
// an error, no group is half seated, and whoever fits does not wait.
func TestGroupsHoldWhateverHappens(t *testing.T) {
	t.Parallel()
	kinds := []directory.Kind{town, housing, ""}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r := open(t, db, 20)
		r.must(r.share("2027-02-20", attendance.Share{Kind: town, Kept: 4, Most: 12}))
		var done sync.WaitGroup
		errs := make(chan error, 1000)
		for i := range 50 {
			done.Go(func() { r.comeAndGo(i, kinds[i%len(kinds)], errs) })
		}
		done.Go(func() {
			now := r.event
			for capacity := 21; capacity <= 26; capacity++ {
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
		r.checkGroups()
	})
}

// comeAndGo is what one party does: some come alone, some as a group, which gets smaller or goes.
func (r *room) comeAndGo(i int, kind directory.Kind, errs chan<- error) {
	names := []string{fmt.Sprintf("Person %03d", i)}
	for n := range i % 4 {
		names = append(names, fmt.Sprintf("Person %03d %c", i, 'a'+n))
	}
	if len(names) == 1 {
		row, err := r.tryAs(names[0], kind)
		errs <- err
		if err == nil && rand.IntN(2) == 0 {
			errs <- r.tryAnswer(row.ID, attendance.Declined)
		}
		return
	}
	rows, err := r.tryTogether(kind, names...)
	errs <- err
	if err != nil {
		return
	}
	switch rand.IntN(4) {
	case 0:
		errs <- r.tryAnswer(rows[1].ID, attendance.Declined)
	case 1:
		errs <- r.db.RunInTx(r.t.Context(), func(ctx context.Context, tx bun.IDB) error {
			_, err := r.CancelIn(ctx, tx, rows[0].ID, nil, attendance.ByWeb)
			return err
		})
	case 2:
		errs <- r.tryAnswer(rows[0].ID, attendance.Declined)
	}
}

// checkGroups recounts the places and looks for a party that is half seated, or waits although it fits.
func (r *room) checkGroups() {
	r.t.Helper()
	rows, err := attendance.ListIn(r.t.Context(), r.db.Read(), r.event.ID)
	r.must(err)
	of, err := event.FindIn(r.t.Context(), r.db.Read(), r.event.ID)
	r.must(err)
	shares, err := attendance.SharesIn(r.t.Context(), r.db.Read(), r.event.ID)
	r.must(err)
	taken, places := int64(0), map[string]attendance.Place{}
	byKind := map[directory.Kind]int64{}
	for _, row := range rows {
		if row.Place == attendance.Confirmed {
			taken++
			byKind[row.Share]++
		}
		party := fmt.Sprint(row.GroupID, row.Ticket)
		if was, known := places[party]; row.GroupID != "" && row.Attends() && known && was != row.Place {
			r.t.Errorf("the group of %s is half seated", row.Name)
		}
		if row.Attends() {
			places[party] = row.Place
		}
	}
	seats := r.seats(r.event.ID)
	if seats.Taken != taken || taken > of.Capacity {
		r.t.Errorf("%+v, but %d rows are confirmed", seats, taken)
	}
	waiting, err := attendance.WaitingIn(r.t.Context(), r.db.Read(), r.event.ID)
	r.must(err)
	for _, party := range attendance.Parties(waiting) {
		n, kept, full := int64(len(party)), int64(0), false
		for _, share := range shares {
			if share.Kind != party[0].Share && of.Keeping() {
				kept += share.Free()
			}
			full = full || share.Kind == party[0].Share && share.Most > 0 && share.Taken+n > share.Most
			if share.Taken != byKind[share.Kind] {
				r.t.Errorf("%s: %d counted, %d rows", share.Kind, share.Taken, byKind[share.Kind])
			}
		}
		if taken+n+kept <= of.Capacity && !full {
			r.t.Errorf("%s and %d more wait beside free places: %+v", party[0].Name, n-1, seats)
		}
	}
}

package checkin_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/checkin"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// hall is an office with a published symposium on 27 November 2026, five days after the tests' clock.
type hall struct {
	*apptest.Site
	apptest.Office
	t      *testing.T
	event  event.Event
	keeper checkin.Keeper
}

func each(t *testing.T, capacity string, fn func(t *testing.T, h *hall)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) { fn(t, open(t, s, capacity)) })
}

func open(t *testing.T, s *apptest.Site, capacity string) *hall {
	t.Helper()
	h := &hall{Site: s, Office: s.Office("Landkreis Musterland"), t: t}
	h.exec("UPDATE workspaces SET imprint = 'Landkreis', privacy_contact = 'Frau Weiß'")
	var err error
	h.event, err = s.Events.Add(t.Context(), h.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "27.11.2026", Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "Jana Größler", Capacity: capacity,
	})
	h.must(err)
	h.event, err = s.Events.Publish(t.Context(), h.Actor, h.event.ID)
	h.must(err)
	h.keeper, _, err = s.CheckIns.ForStaff(t.Context(), h.Actor, h.event.ID)
	h.must(err)
	return h
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) exec(sql string, args ...any) {
	h.t.Helper()
	h.must(h.DB.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewRaw(sql, args...).Exec(ctx)
		return err
	}))
}

// guest registers somebody and returns the attendance and its code.
func (h *hall) guest(name string) (row attendance.Attendance, code string) {
	h.t.Helper()
	h.must(h.DB.RunInTx(h.t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
		r := attendance.Registration{
			EventID: h.event.ID, Source: attendance.ByStaff, Ticket: attendance.NewTicket(),
			Guest: attendance.Guest{Name: name, Email: fmt.Sprintf("p%x@example.org", name), Organisation: "Wohnhilfe", Lang: "de"},
		}
		if row, _, err = h.Attendance.RegisterIn(ctx, tx, r, func(event.Event) error { return nil }); err != nil {
			return err
		}
		codes, err := h.CheckIns.CodesIn(ctx, tx, h.event.ID)
		code = codes[row.ID]
		return err
	}))
	return row, code
}

func (h *hall) do(deeds ...checkin.Deed) []checkin.Outcome {
	h.t.Helper()
	outcomes, err := h.CheckIns.Do(h.t.Context(), h.keeper, deeds...)
	h.must(err)
	return outcomes
}

func (h *hall) states(deeds ...checkin.Deed) []checkin.State {
	h.t.Helper()
	var states []checkin.State
	for _, o := range h.do(deeds...) {
		states = append(states, o.State)
	}
	return states
}

func (h *hall) count() checkin.Count {
	h.t.Helper()
	c, err := h.CheckIns.Count(h.t.Context(), h.event.ID)
	h.must(err)
	return c
}

func in(code, door string) checkin.Deed {
	return checkin.Deed{ID: id.New(), What: checkin.LetIn, Code: code, Door: door}
}

func TestSomebodyIsLetInOnceAndASecondDoorHearsWhenAndWhere(t *testing.T) {
	t.Parallel()
	each(t, "10", func(t *testing.T, h *hall) {
		_, code := h.guest("Ewa Łuczak")
		at := apptest.Noon.Add(-time.Hour)
		first := in("http://tisch.example.org/q/"+code, "Haupteingang")
		first.At = at
		if o := h.do(first)[0]; o.State != checkin.In || o.Name != "Ewa Łuczak" || o.Organisation != "Wohnhilfe" || !o.At.Equal(at) {
			t.Errorf("let in: %+v", o)
		}
		second := in(code, "Seiteneingang")
		for range 3 { // sent until it is heard
			if o := h.do(second)[0]; o.State != checkin.Double || o.Door != "Haupteingang" || !o.At.Equal(at) {
				t.Errorf("at the other door: %+v", o)
			}
		}
		if o := h.do(first)[0]; o.State != checkin.In {
			t.Errorf("sent again: %+v", o)
		}
		if c := h.count(); c != (checkin.Count{Expected: 1, Here: 1}) {
			t.Errorf("counted %+v", c)
		}
		st, err := h.CheckIns.Standing(t.Context(), h.Actor, h.event.ID)
		if err != nil || len(st.Latest) != 1 || len(st.Doubles) != 1 || st.Doubles[0].FirstDoor != "Haupteingang" || st.Doubles[0].Door != "Seiteneingang" {
			t.Errorf("staff see %+v, %v", st, err)
		}
	})
}

func TestUndoingLetsTheDoubleOfTheOtherDoorCount(t *testing.T) {
	t.Parallel()
	each(t, "", func(t *testing.T, h *hall) {
		_, code := h.guest("Hans Müller")
		wrong, right := in(code, "A"), in(code, "B")
		h.do(wrong, right)
		undo := checkin.Deed{ID: id.New(), What: checkin.Undo, Target: wrong.ID}
		for range 2 {
			if got := h.states(undo); got[0] != checkin.Undone {
				t.Errorf("undone: %v", got)
			}
		}
		if o := h.do(in(code, "C"))[0]; o.State != checkin.Double || o.Door != "B" {
			t.Errorf("the other door's does not count: %+v", o)
		}
		if got := h.states(wrong); got[0] != checkin.Undone {
			t.Errorf("what was undone is sent again: %v", got)
		}
		h.do(checkin.Deed{ID: id.New(), What: checkin.Undo, Target: right.ID})
		if c := h.count(); c.Here != 1 { // the third door's
			t.Errorf("counted %+v", c)
		}
	})
}

func TestWhoWalksInHasAPlaceAlsoWhereAllAreTaken(t *testing.T) {
	t.Parallel()
	each(t, "1", func(t *testing.T, h *hall) {
		h.guest("Ewa Łuczak")
		_, waiting := h.guest("Tom Öz")
		walk := checkin.Deed{ID: id.New(), What: checkin.WalkIn, Name: " Nguyễn  Thị Hoa ", Organisation: "Tafel", Door: "A"}
		o := h.do(walk)[0]
		if o.State != checkin.In || o.Name != "Nguyễn Thị Hoa" || o.Place != attendance.Confirmed || o.Code == "" {
			t.Errorf("walked in: %+v", o)
		}
		if again := h.do(walk)[0]; again.AttendanceID != o.AttendanceID || again.State != checkin.In || again.Code != o.Code {
			t.Errorf("sent again: %+v", again)
		}
		namesake := walk
		namesake.ID = id.New()
		if other := h.do(namesake)[0]; other.State != checkin.In || other.AttendanceID == o.AttendanceID {
			t.Errorf("somebody else of the name: %+v", other)
		}
		seats, err := attendance.Occupancy(t.Context(), h.DB.Read(), h.event.ID)
		if s := seats[h.event.ID]; err != nil || s.Taken != 3 || s.Capacity != 3 || s.Waiting != 1 {
			t.Errorf("seats %+v, %v", s, err)
		}
		if got := h.states(in(waiting, "A")); got[0] != checkin.Waits {
			t.Errorf("who waits: %v", got)
		}
		insist := in(waiting, "A")
		insist.Anyway = true
		if got := h.states(insist); got[0] != checkin.In {
			t.Errorf("the door insists: %v", got)
		}
		if c := h.count(); c != (checkin.Count{Expected: 3, Here: 3, WalkedIn: 2, WithoutPlace: 1}) || c.Missing() != 1 {
			t.Errorf("counted %+v", c)
		}
		if n := h.mails("Hoa"); n != 0 {
			t.Errorf("%d mails to who stands at the door", n)
		}
	})
}

func (h *hall) mails(name string) (n int) {
	h.t.Helper()
	h.must(h.DB.Read().NewRaw("SELECT count(*) FROM mail_messages WHERE to_name LIKE ?", "%"+name+"%").Scan(h.t.Context(), &n))
	return n
}

func TestAWalkInOnTheListAlreadyIsThatPerson(t *testing.T) {
	t.Parallel()
	each(t, "5", func(t *testing.T, h *hall) {
		row, _ := h.guest("Ewa Łuczak")
		walk := checkin.Deed{ID: id.New(), What: checkin.WalkIn, Name: "ewa luczak", Email: row.Email}
		if o := h.do(walk)[0]; o.State != checkin.In || o.AttendanceID != row.ID {
			t.Errorf("walked in: %+v", o)
		}
		for field, d := range map[string]checkin.Deed{
			"name":  {ID: id.New(), What: checkin.WalkIn},
			"email": {ID: id.New(), What: checkin.WalkIn, Name: "Anna", Email: "keine"},
		} {
			o := h.do(d)[0]
			if fields := fault.Fields(o.Err); o.State != checkin.Refused || len(fields) != 1 || fields[0].Name != field {
				t.Errorf("%s: %+v", field, o)
			}
		}
		if c := h.count(); c.WalkedIn != 0 || c.Here != 1 {
			t.Errorf("counted %+v", c)
		}
	})
}

// TestAWalkInIsWrittenToInTheirLanguage: in the one the door chose for them.
func TestAWalkInIsWrittenToInTheirLanguage(t *testing.T) {
	t.Parallel()
	each(t, "", func(t *testing.T, h *hall) {
		for lang, want := range map[string]string{"en": "en", "de": "de", "": "de", "tlh": "de"} {
			o := h.do(checkin.Deed{ID: id.New(), What: checkin.WalkIn, Name: "Gast " + lang, Lang: lang})[0]
			row, err := attendance.FindIn(t.Context(), h.DB.Read(), o.AttendanceID)
			if err != nil || row.Lang != want {
				t.Errorf("%q becomes %q, %v, want %q", lang, row.Lang, err, want)
			}
		}
	})
}

func TestADoorKnowsItsOwnEventOnly(t *testing.T) {
	t.Parallel()
	each(t, "", func(t *testing.T, h *hall) {
		row, code := h.guest("Ewa Łuczak")
		other := open(t, h.Site, "")
		for name, d := range map[string]checkin.Deed{
			"the code of another event":       in(code, ""),
			"somebody of another event":       {ID: id.New(), What: checkin.LetIn, AttendanceID: row.ID},
			"a word that is no code":          in("wohnhilfe", ""),
			"nothing":                         in("", ""),
			"an identifier that is none":      {ID: "x", What: checkin.LetIn, Code: code},
			"a deed that is none":             {ID: id.New(), What: "burn", Code: code},
			"undoing what nobody did":         {ID: id.New(), What: checkin.Undo, Target: id.New()},
			"somebody of nobody by an 'or' 1": in("' OR 1=1 --", ""),
		} {
			if got := other.states(d); got[0] != checkin.Unknown {
				t.Errorf("%s: %v", name, got)
			}
		}
		deed := in(code, "")
		h.do(deed)
		if got := other.states(checkin.Deed{ID: id.New(), What: checkin.Undo, Target: deed.ID}); got[0] != checkin.Unknown || h.count().Here != 1 {
			t.Errorf("another event's door undoes it: %v", got)
		}
		if found, err := other.CheckIns.Search(t.Context(), other.keeper, "Ewa"); len(found) != 0 || err != nil {
			t.Errorf("another event's door finds %v, %v", found, err)
		}
		stranger := h.Site.Office("Landkreis Nebenan")
		if _, _, err := h.CheckIns.ForStaff(t.Context(), stranger.Actor, h.event.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger keeps the door: %v", err)
		}
	})
}

func TestPeopleAreFoundByNameInAnySpelling(t *testing.T) {
	t.Parallel()
	each(t, "2", func(t *testing.T, h *hall) {
		row, code := h.guest("Jana Größler-Weiß")
		h.guest("Tom Öz")
		h.guest("Jan Waits")
		for typed, want := range map[string]int{"groessler": 1, "jana weiss": 1, "jan": 2, "wohnhilfe": 3, "": 0, "  ": 0, "%": 0} {
			found, err := h.CheckIns.Search(t.Context(), h.keeper, typed)
			if err != nil || len(found) != want {
				t.Errorf("%q finds %d, %v, want %d", typed, len(found), err, want)
			}
		}
		h.do(in(code, "A"))
		found, err := h.CheckIns.Find(t.Context(), h.keeper, row.ID)
		if err != nil || !found.Here() || *found.Door != "A" {
			t.Errorf("found %+v, %v", found, err)
		}
		all, err := h.CheckIns.Everybody(t.Context(), h.keeper)
		if err != nil || len(all) != 3 || slices.ContainsFunc(all, func(p checkin.Person) bool { return len(p.Code) < 25 }) {
			t.Errorf("everybody is %+v, %v", all, err)
		}
	})
}

func TestWhoIsErasedLeavesANumber(t *testing.T) {
	t.Parallel()
	each(t, "", func(t *testing.T, h *hall) {
		row, code := h.guest("Ewa Łuczak")
		h.do(in(code, "Haupteingang"))
		h.must(h.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			return errors.Join(h.CheckIns.EraseAttendanceIn(ctx, tx, row), h.Attendance.EraseOneIn(ctx, tx, row.ID))
		}))
		var left []checkin.CheckIn
		h.must(h.DB.Read().NewSelect().Model(&left).Scan(t.Context()))
		if one := left[0]; len(left) != 1 || one.Door != "" || one.UserID != "" || !one.At.Equal(apptest.Noon.Truncate(24*time.Hour)) {
			t.Errorf("left is %+v", left)
		}
		if _, err := h.CheckIns.Whose(t.Context(), code); !fault.Is(err, fault.NotFound) {
			t.Errorf("the code: %v", err)
		}
		if h.count().Here != 1 {
			t.Error("nobody came any more")
		}
	})
}

func TestDoorsAreForgottenAMonthAfterTheEvent(t *testing.T) {
	t.Parallel()
	each(t, "", func(t *testing.T, h *hall) {
		_, code := h.guest("Ewa Łuczak")
		h.do(in(code, "Haupteingang"))
		h.Clock.Advance(h.event.EndsAt.Add(30 * 24 * time.Hour).Sub(h.Clock.Now()))
		if n, err := h.CheckIns.Forget(t.Context()); n != 0 || err != nil {
			t.Errorf("too early: %d, %v", n, err)
		}
		h.Clock.Advance(time.Second)
		if n, err := h.CheckIns.Forget(t.Context()); n != 1 || err != nil {
			t.Errorf("forgotten: %d, %v", n, err)
		}
		if n, err := h.CheckIns.Forget(t.Context()); n != 0 || err != nil {
			t.Errorf("again: %d, %v", n, err)
		}
		if h.count().Here != 1 {
			t.Error("nobody came any more")
		}
	})
}

func TestManyDoorsAtOnceLetEverybodyInOnce(t *testing.T) {
	t.Parallel()
	each(t, "", func(t *testing.T, h *hall) {
		const people, doors = 20, 5
		var codes []string
		for i := range people {
			_, code := h.guest(fmt.Sprintf("Gast %02d", i))
			codes = append(codes, code)
		}
		var mu sync.Mutex
		states := map[checkin.State]int{}
		var group sync.WaitGroup
		for door := range doors {
			group.Go(func() {
				for i := range people {
					outcomes, err := h.CheckIns.Do(context.Background(), h.keeper, in(codes[(i+door*3)%people], fmt.Sprint(door)))
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					states[outcomes[0].State]++
					mu.Unlock()
				}
			})
		}
		group.Wait()
		if states[checkin.In] != people || states[checkin.Double] != people*(doors-1) || h.count().Here != people {
			t.Errorf("%v, counted %+v", states, h.count())
		}
	})
}

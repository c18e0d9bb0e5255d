package event_test

import (
	"strings"
	"testing"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
)

func TestAnItemIsCheckedBeforeItIsStored(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		e := r.add(details())
		if _, err := r.AddRoom(ctx, r.actor, e.ID, event.RoomDetails{Name: "Saal", Places: "20"}); err != nil {
			t.Fatal(err)
		}
		talk := event.ItemDetails{Kind: event.Talk, Title: "Vortrag", Room: "Saal", Speakers: "Dr. Ewa Łuczak", Begin: "10:00", End: "11:00"}
		stored := r.addItem(e, talk)
		for _, c := range []struct {
			name   string
			item   string
			change func(*event.ItemDetails)
			want   string
			timed  bool
			whole  bool
		}{
			{"a new item elsewhere is fine", "", func(d *event.ItemDetails) { d.Room, d.Speakers = "Foyer", "Jens Wolf" }, "", true, true},
			{"room and person twice", "", func(d *event.ItemDetails) { d.Room, d.Speakers = "saal", "Ewa Luczak" }, "person_twice room_twice", true, true},
			{"the stored item does not meet itself", stored.ID, func(d *event.ItemDetails) { d.Begin = "10:30" }, "", true, true},
			{"more places than the room has, and no time yet", "", func(d *event.ItemDetails) {
				d.Kind, d.Slot, d.Capacity, d.Begin, d.End = event.WorkshopItem, "I", "30", "", ""
			}, "room_small", false, false},
			{"an end before the begin says nothing about others", "", func(d *event.ItemDetails) { d.End = "09:45" }, "", false, false},
			{"outside of the event", "", func(d *event.ItemDetails) { d.Begin, d.End, d.Room, d.Speakers = "16:00", "23:30", "", "" }, "outside", true, false},
			{"without a title it is looked at and not taken", "", func(d *event.ItemDetails) { d.Title = "" }, "person_twice room_twice", true, false},
		} {
			plan, err := r.Timetable(ctx, r.actor, e.ID)
			if err != nil {
				t.Fatal(err)
			}
			typed := talk
			c.change(&typed)
			got := plan.Check(c.item, typed)
			if oddities(got) != c.want || got.Timed != c.timed || got.Whole != c.whole {
				t.Errorf("%s: %q, timed %v, whole %v", c.name, oddities(got), got.Timed, got.Whole)
			}
			if again := plan.Check(c.item, typed); again.Mark() != got.Mark() {
				t.Errorf("%s: the mark of the same is another", c.name)
			}
			typed.End = "12:15"
			if other := plan.Check(c.item, typed); c.want == "person_twice room_twice" && other.Mark() == got.Mark() {
				t.Errorf("%s: another time has the same mark", c.name)
			}
		}
		if items, err := event.ListItemsIn(ctx, db.Read(), e.ID); err != nil || len(items) != 1 {
			t.Errorf("a check stores nothing: %d items, %v", len(items), err)
		}
	})
}

func TestAMoveIsCheckedWithWhatMovesAlong(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		e := r.add(details())
		in := func(title, room, speakers, begin, end string) event.ProgrammeItem {
			return r.addItem(e, event.ItemDetails{Kind: event.Talk, Title: title, Room: room, Speakers: speakers, Begin: begin, End: end})
		}
		first := in("Vortrag", "Saal", "Ewa Łuczak", "10:00", "10:30")
		in("Gespräch", "Foyer", "Jens Wolf", "10:30", "11:00")
		in("Führung", "Hof", "Jens Wolf", "10:15", "10:30")
		plan, err := r.Timetable(ctx, r.actor, e.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name string
			to   event.Move
			want string
			fits bool
		}{
			{"to a free time", event.Move{Begin: "12:00", Room: "Saal"}, "", true},
			{"into a room that is taken", event.Move{Begin: "10:30", Room: "foyer"}, "room_twice", true},
			{"what moves along keeps its distance", event.Move{Begin: "10:30", Room: "Saal", Along: true}, "", true},
			{"what moves along meets what stays", event.Move{Begin: "09:45", Room: "Saal", Along: true}, "person_twice", true},
			{"no time at all", event.Move{Begin: "bald"}, "", false},
			{"after the end of the event", event.Move{Begin: "23:00", Room: "Saal"}, "outside", false},
		} {
			if got := plan.CheckMove(first.ID, c.to); oddities(got) != c.want || got.Whole != c.fits {
				t.Errorf("%s: %q, whole %v", c.name, oddities(got), got.Whole)
			}
		}
	})
}

func oddities(c event.Check) string {
	var all []string
	for _, w := range c.Warnings {
		all = append(all, string(w.Kind))
	}
	return strings.Join(all, " ")
}

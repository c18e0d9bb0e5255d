package event_test

import (
	"testing"
	"time"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// at is an item between two times of a day.
func at(id, begin, end string, item event.ProgrammeItem) event.ProgrammeItem {
	item.ID, item.Title = id, id
	item.StartsAt, _ = time.Parse("15:04", begin)
	item.EndsAt, _ = time.Parse("15:04", end)
	return item
}

func TestAProgrammeIsWarnedOf(t *testing.T) {
	t.Parallel()
	rooms := []event.Room{{Name: "Saal", Places: 20}, {Name: "Foyer"}}
	workshop := func(slot, room string, places int64) event.ProgrammeItem {
		return event.ProgrammeItem{Kind: event.WorkshopItem, Slot: slot, Room: room, Capacity: places}
	}
	for _, c := range []struct {
		name  string
		items []event.ProgrammeItem
		want  []event.WarningKind
	}{
		{"one after the other is fine", []event.ProgrammeItem{
			at("a", "10:00", "11:00", event.ProgrammeItem{Room: "Saal", Speakers: "Ewa Łuczak"}), at("b", "11:00", "12:00", event.ProgrammeItem{Room: "Saal", Speakers: "Ewa Łuczak"}),
		}, nil},
		{"a speaker who moderates elsewhere, with and without title", []event.ProgrammeItem{
			at("a", "10:00", "11:00", event.ProgrammeItem{Speakers: "Dr. Ewa Łuczak, Jens Wolf"}), at("b", "10:30", "12:00", event.ProgrammeItem{Moderator: "ewa łuczak"}),
		}, []event.WarningKind{event.PersonTwice}},
		{"speaking and moderating in one item is fine", []event.ProgrammeItem{
			at("a", "10:00", "11:00", event.ProgrammeItem{Speakers: "Ewa Łuczak", Moderator: "Ewa Łuczak"}),
		}, nil},
		{"a room twice", []event.ProgrammeItem{
			at("a", "10:00", "11:00", event.ProgrammeItem{Room: "Saal"}), at("b", "10:59", "12:00", event.ProgrammeItem{Room: "saal"}),
		}, []event.WarningKind{event.RoomTwice}},
		{"nothing without a room is there twice", []event.ProgrammeItem{
			at("a", "10:00", "11:00", event.ProgrammeItem{}), at("b", "10:00", "11:00", event.ProgrammeItem{}),
		}, nil},
		{"more places than the room has", []event.ProgrammeItem{at("a", "10:00", "11:00", workshop("I", "Saal", 21))}, []event.WarningKind{event.RoomSmall}},
		{"as many places as the room has", []event.ProgrammeItem{at("a", "10:00", "11:00", workshop("I", "Saal", 20))}, nil},
		{"a room whose places nobody knows", []event.ProgrammeItem{at("a", "10:00", "11:00", workshop("I", "Foyer", 500))}, nil},
		{"before the event begins", []event.ProgrammeItem{at("a", "08:00", "09:00", event.ProgrammeItem{})}, []event.WarningKind{event.OutsideEvent}},
		{"workshops of two slots at once", []event.ProgrammeItem{
			at("a", "10:00", "11:00", workshop("I", "Saal", 5)), at("b", "10:30", "12:00", workshop("II", "Foyer", 5)),
		}, []event.WarningKind{event.SlotsMeet}},
		{"workshops of one slot one after the other", []event.ProgrammeItem{
			at("a", "10:00", "11:00", workshop("I", "Saal", 5)), at("b", "11:00", "12:00", workshop("I", "Foyer", 5)),
		}, []event.WarningKind{event.SlotApart}},
		{"workshops of one slot beside each other", []event.ProgrammeItem{
			at("a", "10:00", "11:00", workshop("I", "Saal", 5)), at("b", "10:00", "12:00", workshop("I", "Foyer", 5)),
		}, nil},
	} {
		e := event.Event{}
		e.StartsAt, _ = time.Parse("15:04", "09:00")
		e.EndsAt, _ = time.Parse("15:04", "17:00")
		got := event.Warnings(e, c.items, rooms, nil)
		if len(got) != len(c.want) {
			t.Errorf("%s: %d warnings, want %v: %+v", c.name, len(got), c.want, got)
			continue
		}
		for n, w := range got {
			if w.Kind != c.want[n] || !w.Concerns("a") {
				t.Errorf("%s: got %s, want %s", c.name, w.Kind, c.want[n])
			}
		}
	}
}

func TestARoomThatIsNamedIsOnTheList(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		e := r.add(details())
		in := func(room string) event.ItemDetails { d := workshop(); d.Room = room; return d }
		first := r.addItem(e, in("Großer Saal"))
		if again := r.addItem(e, in("grosser saal")); again.Room != "Großer Saal" {
			t.Errorf("the same room is written %q", again.Room)
		}
		rooms, err := r.Rooms(ctx, r.actor, e.ID)
		if err != nil || len(rooms) != 1 {
			t.Fatalf("want one room, got %v, %v", rooms, err)
		}
		if err := r.RemoveRoom(ctx, r.actor, e.ID, rooms[0].ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("a room in use stays, got %v", err)
		}
		other, err := r.AddRoom(ctx, r.actor, e.ID, event.RoomDetails{Name: "Foyer", Places: "40"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.EditRoom(ctx, r.actor, e.ID, other.ID, other.Version, event.RoomDetails{Name: "Grosser Saal"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("two rooms of one name, got %v", err)
		}
		if _, err := r.EditRoom(ctx, r.actor, e.ID, rooms[0].ID, rooms[0].Version, event.RoomDetails{Name: "Festsaal", Places: "10", StepFree: event.WithoutSteps}); err != nil {
			t.Fatal(err)
		}
		if _, i, err := r.FindItem(ctx, r.actor, e.ID, first.ID); err != nil || i.Room != "Festsaal" || i.Version != first.Version+1 {
			t.Errorf("the new name moves into the programme: %+v, %v", i, err)
		}
		if _, err := r.EditRoom(ctx, r.actor, e.ID, rooms[0].ID, rooms[0].Version, event.RoomDetails{Name: "Aula"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version, got %v", err)
		}
		if err := r.RemoveRoom(ctx, r.actor, e.ID, other.ID); err != nil {
			t.Error(err)
		}
		if _, err := r.Rooms(ctx, r.project(), e.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("others see the rooms: %v", err)
		}
	})
}

func TestAnItemMovesWithWhatComesAfterIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		e := r.add(details())
		beside, moved, after := workshop(), workshop(), workshop()
		after.Begin, after.End, after.NewSlot = "13:00", "14:30", "Runde 2"
		first, second, third := r.addItem(e, beside), r.addItem(e, moved), r.addItem(e, after)
		got, err := r.MoveItem(ctx, r.actor, e.ID, second.ID, second.Version, event.Move{Begin: "11:15", Room: "Saal", Along: true})
		if err != nil || got.StartsWall != "2027-03-25T11:15" || got.EndsWall != "2027-03-25T12:45" || got.Room != "Saal" {
			t.Fatalf("moved to %s, %s in %q: %v", got.StartsWall, got.EndsWall, got.Room, err)
		}
		for id, want := range map[string]string{first.ID: "2027-03-25T11:00", third.ID: "2027-03-25T13:15"} {
			if _, i, err := r.FindItem(ctx, r.actor, e.ID, id); err != nil || i.StartsWall != want {
				t.Errorf("want %s, got %s, %v", want, i.StartsWall, err)
			}
		}
		back, err := r.MoveItem(ctx, r.actor, e.ID, second.ID, got.Version, event.Move{Begin: "10:45", Room: "Saal", Slot: true})
		if err != nil || back.Slot != second.Slot {
			t.Fatalf("moved with its slot: %+v, %v", back, err)
		}
		for id, want := range map[string]string{first.ID: "2027-03-25T10:30", second.ID: "2027-03-25T10:45", third.ID: "2027-03-25T13:15"} {
			if _, i, err := r.FindItem(ctx, r.actor, e.ID, id); err != nil || i.StartsWall != want {
				t.Errorf("with its slot, want %s, got %s, %v", want, i.StartsWall, err)
			}
		}
		if got, err = r.MoveItem(ctx, r.actor, e.ID, second.ID, back.Version, event.Move{Begin: "11:15", Room: "Saal", Slot: true, Along: true}); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]string{first.ID: "2027-03-25T11:00", second.ID: "2027-03-25T11:15", third.ID: "2027-03-25T13:45"} {
			if _, i, err := r.FindItem(ctx, r.actor, e.ID, id); err != nil || i.StartsWall != want {
				t.Errorf("with its slot and what follows, want %s, got %s, %v", want, i.StartsWall, err)
			}
		}
		if _, err := r.MoveItem(ctx, r.actor, e.ID, second.ID, got.Version, event.Move{Begin: "13:15", Along: true}); !fault.Is(err, fault.Invalid) {
			t.Errorf("what follows does not fit into the day any more, got %v", err)
		}
		if _, err := r.MoveItem(ctx, r.actor, e.ID, second.ID, second.Version, event.Move{Begin: "11:30"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("an old version, got %v", err)
		}
	})
}

package event_test

import (
	"testing"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

func TestTheNextEventIsMadeAfterTheModelOfThisOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		model, err := r.Add(ctx, r.actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung 2027", Summary: "Gemeinsam", Day: "25.03.2027", Begin: "09:30", EndDay: "26.03.2027", End: "12:00",
			Venue: "Kreishaus", Access: "Aufzug", Capacity: "80", From: "01.02.2027", Until: "10.03.2027", Contact: "Jana Größler",
		})
		must(err)
		_, err = r.AddRoom(ctx, r.actor, model.ID, event.RoomDetails{Name: "Saal", Places: "90", StepFree: event.WithoutSteps})
		must(err)
		for _, d := range []event.ItemDetails{
			{Kind: event.Talk, Title: "Vortrag", Room: "Saal", Speakers: "Ewa Łuczak", Begin: "10:00", End: "10:45"},
			{Kind: event.WorkshopItem, Title: "Werkstatt", Moderator: "Mehmet Yılmaz", Day: "26.03.2027", Begin: "09:00", End: "11:00", NewSlot: "Vormittag", Capacity: "12"},
		} {
			_, err := r.AddItem(ctx, r.actor, model.ID, d)
			must(err)
		}
		next, err := r.Repeat(ctx, r.actor, model.ID, "Fachtagung 2028", "30.03.2028")
		must(err)
		if next.State != event.Draft || next.ID == model.ID || next.Slug == model.Slug || next.StartsWall != "2028-03-30T09:30" || next.EndsWall != "2028-03-31T12:00" ||
			next.Venue != "Kreishaus" || next.Capacity != 80 || next.RegistrationFrom != "" || next.RegistrationUntil != "" {
			t.Errorf("made is %+v", next)
		}
		_, items, err := r.Programme(ctx, r.actor, next.ID)
		must(err)
		if len(items) != 2 || items[0].StartsWall != "2028-03-30T10:00" || items[0].Room != "Saal" || items[0].Speakers != "" || items[1].StartsWall != "2028-03-31T09:00" ||
			items[1].Moderator != "" || items[1].Slot != "Vormittag" || items[1].Capacity != 12 {
			t.Errorf("its programme is %+v", items)
		}
		rooms, err := r.Rooms(ctx, r.actor, next.ID)
		if must(err); len(rooms) != 1 || rooms[0].Places != 90 || rooms[0].StepFree != event.WithoutSteps {
			t.Errorf("its rooms are %+v", rooms)
		}
		if speakers, err := r.Speakers(ctx, r.actor, next.ID); err != nil || len(speakers) != 0 {
			t.Errorf("somebody speaks already: %v, %v", speakers, err)
		}
		if again, err := r.Repeat(ctx, r.actor, model.ID, "Fachtagung 2027", "25.03.2027"); err != nil || again.Slug == model.Slug {
			t.Errorf("with the same title it is at %q, %v", again.Slug, err)
		}
		for name, c := range map[string]struct{ title, day, field string }{
			"no title": {"", "30.03.2028", "title"}, "no day": {"Fachtagung", "", "day"}, "no such day": {"Fachtagung", "31.02.2028", "day"},
		} {
			if _, err := r.Repeat(ctx, r.actor, model.ID, c.title, c.day); len(fault.Fields(err)) == 0 || fault.Fields(err)[0].Name != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := r.Repeat(ctx, r.project(), model.ID, "Fachtagung", "30.03.2028"); !fault.Is(err, fault.NotFound) {
			t.Errorf("of another project: %v", err)
		}
	})
}

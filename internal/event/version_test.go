package event_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

func TestAVersionSaysWhatIsNew(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		e := r.add(details())
		first, second := r.addItem(e, talk("Ewa Łuczak", "")), r.addItem(e, workshop())
		if _, err := r.PublishProgramme(ctx, r.actor, e.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("a draft has no versions, got %v", err)
		}
		if _, err := r.Publish(ctx, r.actor, e.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := r.PublishProgramme(ctx, r.actor, e.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("nothing has changed, got %v", err)
		}
		r.clock.Advance(24 * time.Hour)
		d := talk("Jens Wolf", "")
		d.Begin, d.End, d.Room, d.Title = "10:15", "11:00", "Saal", "Vortrag am Morgen"
		if _, err := r.EditItem(ctx, r.actor, e.ID, first.ID, first.Version, d); err != nil {
			t.Fatal(err)
		}
		if _, err := r.RemoveItem(ctx, r.actor, e.ID, second.ID); err != nil {
			t.Fatal(err)
		}
		added := r.addItem(e, event.ItemDetails{Kind: event.Break, Title: "Mittag", Begin: "12:00", End: "13:00"})
		want := []event.DifferenceKind{event.TitleDiffers, event.ItemMoved, event.RoomDiffers, event.SpeakersDiffer, event.ItemAdded, event.ItemRemoved}
		_, history, err := r.Versions(ctx, r.actor, e.ID)
		if err != nil || !slices.Equal(kinds(history.Since), want) {
			t.Fatalf("since the first version: %v, %v", kinds(history.Since), err)
		}
		news, err := r.News(ctx, e, r.programme(e))
		if err != nil || news.Latest.Number != 1 || news.Since.Number != 1 || !slices.Equal(kinds(news.Changes), want) {
			t.Errorf("what readers see of a programme at work: %+v, %v", news, err)
		}
		v, err := r.PublishProgramme(ctx, r.actor, e.ID)
		if err != nil || v.Number != 2 || !v.PublishedAt.Equal(r.clock.Now()) || v.PublishedBy != r.actor.Name {
			t.Fatalf("got %+v, %v", v, err)
		}
		news, err = r.News(ctx, e, r.programme(e))
		if err != nil || news.Latest.Number != 2 || news.Since.Number != 1 || !slices.Equal(kinds(news.Changes), want) {
			t.Errorf("what readers see of a new version: %+v, %v", news, err)
		}
		_, old, err := r.FindVersion(ctx, r.actor, e.ID, 1)
		if err != nil {
			t.Fatal(err)
		}
		if items, err := old.Items(); err != nil || len(items) != 2 || items[0].Title != "Vortrag" || items[0].Speakers != "Ewa Łuczak" {
			t.Errorf("the old version has %+v, %v", items, err)
		}
		if _, _, err := r.FindVersion(ctx, r.project(), e.ID, 1); !fault.Is(err, fault.NotFound) {
			t.Errorf("others read it: %v", err)
		}
		if len(r.told.changes) != 7 {
			t.Errorf("a version is told to nobody: %d changes, the last %+v", len(r.told.changes), r.told.changes[len(r.told.changes)-1])
		}
		_ = added
	})
}

func kinds(all []event.Difference) []event.DifferenceKind {
	var kinds []event.DifferenceKind
	for _, d := range all {
		kinds = append(kinds, d.Kind)
	}
	return kinds
}

// programmes draws programmes of items that know each other.
func programmes(t *rapid.T, label string) []event.ProgrammeItem {
	ids := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}), 0, 5, rapid.ID[string]).Draw(t, label)
	var items []event.ProgrammeItem
	for _, id := range ids {
		word := func(name string) string { return rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, label+name) }
		items = append(items, event.ProgrammeItem{ID: id, Title: word("title"), Room: word("room"), Speakers: word("speakers"), StartsWall: word("from")})
	}
	return items
}

func TestDifferencesAreWhatIsNotTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before, after := programmes(t, "before"), programmes(t, "after")
		if same := event.Differences(before, before); len(same) > 0 {
			t.Fatalf("a programme differs from itself: %+v", same)
		}
		there, back := event.Differences(before, after), event.Differences(after, before)
		if len(there) != len(back) {
			t.Fatalf("%d differences there, %d back", len(there), len(back))
		}
		for _, d := range there {
			turned := event.Difference{Kind: d.Kind, Was: d.Is, Is: d.Was}
			switch d.Kind {
			case event.ItemAdded:
				turned.Kind = event.ItemRemoved
			case event.ItemRemoved:
				turned.Kind = event.ItemAdded
			}
			if !slices.Contains(back, turned) {
				t.Fatalf("%+v is not found on the way back", d)
			}
		}
		for _, item := range after {
			unchanged := slices.Contains(before, item)
			told := slices.ContainsFunc(there, func(d event.Difference) bool { return d.Item().ID == item.ID })
			if unchanged == told {
				t.Fatalf("%+v: unchanged %v, told %v", item, unchanged, told)
			}
		}
	})
}

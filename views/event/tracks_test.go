package eventviews_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rundertisch/internal/event"
	eventviews "rundertisch/views/event"
)

// drawn is a programme in its order.
func drawn(t *rapid.T) []event.ProgrammeItem {
	begin := at("2027-07-01T07:30:00Z")
	items := make([]event.ProgrammeItem, rapid.IntRange(0, 12).Draw(t, "items"))
	for n := range items {
		from := begin.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "from")) * 30 * time.Minute)
		items[n] = event.ProgrammeItem{
			ID: strconv.Itoa(n), StartsAt: from, EndsAt: from.Add(time.Duration(rapid.IntRange(1, 4).Draw(t, "long")) * 30 * time.Minute),
			Room: rapid.SampledFrom([]string{"", "Saal", "Foyer"}).Draw(t, "room"),
		}
	}
	slices.SortStableFunc(items, func(a, b event.ProgrammeItem) int { return a.StartsAt.Compare(b.StartsAt) })
	return items
}

func TestWhatHappensAtOneTimeStandsBesideEachOther(t *testing.T) {
	t.Parallel()
	e := event.Event{Zone: "Europe/Berlin"}
	rapid.Check(t, func(t *rapid.T) {
		items := drawn(t)
		seen := map[string]int{}
		for _, day := range eventviews.Tracks(e, items) {
			for n, m := range day.Meanwhiles {
				if n > 0 && m.From.Before(day.Meanwhiles[n-1].To) {
					t.Fatalf("%v begins before %v ends", m, day.Meanwhiles[n-1])
				}
				for _, track := range m.Tracks {
					for i, item := range track {
						seen[item.ID]++
						if item.StartsAt.Before(m.From) || item.EndsAt.After(m.To) {
							t.Fatalf("%+v lies outside of %v to %v", item, m.From, m.To)
						}
						if i > 0 && (item.StartsAt.Before(track[i-1].EndsAt) || item.Room != track[i-1].Room) {
							t.Fatalf("%+v follows %+v in one track", item, track[i-1])
						}
					}
				}
			}
		}
		for _, item := range items {
			if seen[item.ID] != 1 {
				t.Fatalf("%+v stands there %d times", item, seen[item.ID])
			}
		}
	})
}

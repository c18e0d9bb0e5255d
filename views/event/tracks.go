package eventviews

import (
	"time"

	"rundertisch/internal/event"
)

// Meanwhile is what happens at one time: a single item, or tracks beside each other.
type Meanwhile struct {
	From, To time.Time               // in the event's zone
	Tracks   [][]event.ProgrammeItem // what follows upon each other in one room
}

// Slot names the slot when all of it belongs to one, "" otherwise.
func (m Meanwhile) Slot() string {
	slot := m.Tracks[0][0].Slot
	for _, track := range m.Tracks {
		for _, item := range track {
			if item.Slot != slot {
				return ""
			}
		}
	}
	return slot
}

// Single reports whether nothing else happens at the time.
func (m Meanwhile) Single() bool { return len(m.Tracks) == 1 && len(m.Tracks[0]) == 1 }

// TrackDay is the programme of one day with its parallel tracks.
type TrackDay struct {
	Date       time.Time
	Meanwhiles []Meanwhile
}

// Tracks sorts a programme, given in its order, into days and into what happens at the same time: items that share some time
// stand beside each other, in one track when they follow upon each other in one room.
func Tracks(e event.Event, items []event.ProgrammeItem) []TrackDay {
	var days []TrackDay
	for _, item := range items {
		from, to := item.Starts(e), item.Ends(e)
		if n := len(days); n == 0 || days[n-1].Date.Format(time.DateOnly) != from.Format(time.DateOnly) {
			days = append(days, TrackDay{Date: from})
		}
		day := &days[len(days)-1]
		if n := len(day.Meanwhiles); n == 0 || !from.Before(day.Meanwhiles[n-1].To) {
			day.Meanwhiles = append(day.Meanwhiles, Meanwhile{From: from, To: to})
		}
		m := &day.Meanwhiles[len(day.Meanwhiles)-1]
		if to.After(m.To) {
			m.To = to
		}
		m.add(item)
	}
	return days
}

// add puts the item into the track of its room, a new one when there is none or the room is not free yet.
func (m *Meanwhile) add(item event.ProgrammeItem) {
	for n, track := range m.Tracks {
		if last := track[len(track)-1]; item.Room != "" && last.Room == item.Room && !item.StartsAt.Before(last.EndsAt) {
			m.Tracks[n] = append(track, item)
			return
		}
	}
	m.Tracks = append(m.Tracks, []event.ProgrammeItem{item})
}

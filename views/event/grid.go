package eventviews

import (
	"slices"
	"time"

	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/views/shared"
)

// Grid is the programme of one day: rooms across, beginnings down.
type Grid struct {
	Date  time.Time
	Rooms []string // names; "" for what has no room, last
	Rows  []GridRow
}

// GridRow is what begins at one time, by room.
type GridRow struct {
	From  time.Time
	Cells [][]event.ProgrammeItem // one for each of the grid's rooms
}

// Grids lays out a programme, given in its order; rooms come in the order of the list.
func Grids(e event.Event, items []event.ProgrammeItem, rooms []event.Room) []Grid {
	var grids []Grid
	for _, item := range items {
		from := item.Starts(e)
		if n := len(grids); n == 0 || grids[n-1].Date.Format(time.DateOnly) != from.Format(time.DateOnly) {
			grids = append(grids, Grid{Date: from, Rooms: roomsOn(e, from, items, rooms)})
		}
		g := &grids[len(grids)-1]
		if n := len(g.Rows); n == 0 || !g.Rows[n-1].From.Equal(from) {
			g.Rows = append(g.Rows, GridRow{From: from, Cells: make([][]event.ProgrammeItem, len(g.Rooms))})
		}
		row, at := &g.Rows[len(g.Rows)-1], slices.Index(g.Rooms, item.Room)
		row.Cells[at] = append(row.Cells[at], item)
	}
	return grids
}

// roomsOn lists the rooms that the programme of a day names.
func roomsOn(e event.Event, day time.Time, items []event.ProgrammeItem, rooms []event.Room) []string {
	var used, sorted []string
	for _, item := range items {
		if item.Starts(e).Format(time.DateOnly) == day.Format(time.DateOnly) && !slices.Contains(used, item.Room) {
			used = append(used, item.Room)
		}
	}
	for _, room := range rooms {
		if slices.Contains(used, room.Name) {
			sorted = append(sorted, room.Name)
		}
	}
	for _, name := range used { // words of old that the list does not know
		if name != "" && !slices.Contains(sorted, name) {
			sorted = append(sorted, name)
		}
	}
	if slices.Contains(used, "") {
		sorted = append(sorted, "")
	}
	return sorted
}

// WarningText says what is odd about a programme.
func WarningText(l *i18n.Locale, e event.Event, w event.Warning) string {
	first := Hours(l, w.Item.Starts(e), w.Item.Ends(e))
	second := Hours(l, w.Other.Starts(e), w.Other.Ends(e))
	switch w.Kind {
	case event.OutsideEvent:
		return l.T("programme.warning.outside", w.Item.Title, first)
	case event.RoomSmall:
		return l.T("programme.warning.room_small", w.Item.Title, w.Item.Capacity, w.Name, w.Places)
	case event.SlotsMeet:
		return l.T("programme.warning.slots_meet", w.Item.Title, first, w.Other.Title, second)
	case event.SlotApart:
		return l.T("programme.warning.slot_apart", w.Item.Title, w.Other.Title, w.Name)
	}
	return l.T("programme.warning."+string(w.Kind), w.Name, w.Item.Title, first, w.Other.Title, second)
}

// Steps says whether one gets into a room without steps.
func Steps(l *i18n.Locale, s event.StepFree) string {
	if s == event.StepsUnknown {
		return l.T("programme.unknown")
	}
	return l.T("programme.step_free." + string(s))
}

// RoomOptions are the rooms as one chooses among them, with the one that is named already.
func RoomOptions(l *i18n.Locale, rooms []event.Room, named string) []shared.Option {
	var options []shared.Option
	for _, room := range rooms {
		label := room.Name
		if room.Places > 0 {
			label = l.N("programme.room_places", int(room.Places), room.Name)
		}
		options = append(options, shared.Option{Value: room.Name, Label: label})
		if room.Name == named {
			named = ""
		}
	}
	if named != "" {
		options = append(options, shared.Option{Value: named, Label: named})
	}
	return options
}

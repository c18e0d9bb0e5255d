package badge

import (
	"slices"
	"strings"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/form"
)

// Papers is what an event's paper is made of, all as it was at one moment.
type Papers struct {
	Workspace account.Workspace
	Event     event.Event
	Items     []event.ProgrammeItem // the whole programme
	Guests    []Guest               // by surname
	Needs     []form.Count          // of those with a place and of those who wait for one
}

// Guest is somebody with a place.
type Guest struct {
	ID           string // of the attendance
	Name         string
	Organisation string
	Workshops    []event.ProgrammeItem // with a place, in the order of the programme
	NoPhotos     bool                  // has not agreed to be photographed, where photographers are
	Address      string                // in the QR code by which the person is let in; badges only
}

// guests puts the people with a place in the order of the lists.
func guests(rows []attendance.Attendance, items []event.ProgrammeItem, places map[string][]attendance.WorkshopPlace) []Guest {
	var all []Guest
	for _, row := range rows {
		if row.Place != attendance.Confirmed || row.ErasedAt != nil {
			continue
		}
		g := Guest{ID: row.ID, Name: row.Name, Organisation: row.Organisation, NoPhotos: row.PhotosAt == nil}
		for _, item := range items {
			if slices.ContainsFunc(places[row.ID], func(p attendance.WorkshopPlace) bool {
				return p.ItemID == item.ID && p.State == attendance.Confirmed
			}) {
				g.Workshops = append(g.Workshops, item)
			}
		}
		all = append(all, g)
	}
	slices.SortStableFunc(all, func(a, b Guest) int { return strings.Compare(a.order(), b.order()) })
	return all
}

// order is what guests are sorted by: the last word of the name, which is the surname of most, and the whole name behind it.
func (g Guest) order() string {
	last := ""
	if words := strings.Fields(g.Name); len(words) > 0 {
		last = words[len(words)-1]
	}
	return database.FoldWord(last) + "\x00" + database.FoldWord(g.Name) + "\x00" + g.ID
}

// titles are the names of the guest's workshops, one on each line.
func (g Guest) titles() string {
	var all []string
	for _, item := range g.Workshops {
		all = append(all, item.Title)
	}
	return strings.Join(all, "\n")
}

// Workshops are the workshops of the programme.
func (p Papers) Workshops() []event.ProgrammeItem {
	return slices.DeleteFunc(slices.Clone(p.Items), func(i event.ProgrammeItem) bool { return i.Kind != event.WorkshopItem })
}

// in lists the guests of a workshop.
func (p Papers) in(item event.ProgrammeItem) []Guest {
	return slices.DeleteFunc(slices.Clone(p.Guests), func(g Guest) bool {
		return !slices.ContainsFunc(g.Workshops, func(i event.ProgrammeItem) bool { return i.ID == item.ID })
	})
}

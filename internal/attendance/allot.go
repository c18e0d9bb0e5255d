package attendance

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// Allotment is what one person gets by wishes.
type Allotment struct {
	AttendanceID string
	Places       []Allotted
}

// Allotted is a place in a workshop or on its waitlist.
type Allotted struct {
	ItemID string
	Ticket int64 // order on the waitlist
	Wait   bool  // a place on the waitlist
}

// AllotIn gives the places that were decided on by wishes, all or none: a Conflict when one is not there any more or goes to somebody
// without a place of the event. Observers are told once per person. The event is held by the caller.
func (s *Service) AllotIn(ctx context.Context, tx bun.IDB, eventID string, allotments []Allotment, source Source) error {
	items, err := event.ListItemsIn(ctx, tx, eventID)
	if err != nil {
		return err
	}
	for _, allotment := range allotments {
		row, err := FindIn(ctx, tx, allotment.AttendanceID)
		if err != nil {
			return err
		}
		change := Change{Reason: WasAllotted, Before: row, After: row, Source: source}
		if change.Workshops, err = s.allot(ctx, tx, row, items, allotment.Places); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, change); err != nil {
			return err
		}
	}
	return s.settle(ctx, tx, eventID)
}

func (s *Service) allot(ctx context.Context, tx bun.IDB, row Attendance, items []event.ProgrammeItem, allotted []Allotted) ([]WorkshopPlace, error) {
	stale := fault.New(fault.Conflict, "attendance.allotment_stale")
	before, err := WorkshopsIn(ctx, tx, row.ID)
	if err != nil {
		return nil, err
	}
	var places []WorkshopPlace
	for _, a := range allotted {
		at := slices.IndexFunc(items, func(i event.ProgrammeItem) bool { return i.ID == a.ItemID && i.Kind == event.WorkshopItem })
		if at < 0 || !row.Attends() || row.Place != Confirmed && !a.Wait || holdsSlot(before, items[at].Slot) {
			return nil, stale
		}
		seated := row
		if a.Wait { // whoever is to wait does not take what is free
			seated.Place = Waitlisted
		}
		place, err := s.join(ctx, tx, seated, items[at], placeIn(before, a.ItemID), a.Ticket)
		if err != nil {
			return nil, err
		}
		if place.State == Waitlisted && !a.Wait {
			return nil, stale
		}
		places = append(places, place)
	}
	return places, nil
}

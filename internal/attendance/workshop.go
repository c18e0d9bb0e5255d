package attendance

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Wish is the wish for a place in a workshop.
type Wish struct {
	ItemID string
	Wait   bool // content with the waitlist; matters only for those who would give up a place for it
}

// ChooseIn makes the wishes the person's workshops: one per slot at most. Other workshops are given back, which
// promotes who waits there. Whoever would lose a place for a workshop that has just become full keeps it, and gets a
// Conflict, unless the wish says that waiting is fine.
func (s *Service) ChooseIn(ctx context.Context, tx bun.IDB, attendanceID string, ticket int64, wishes []Wish, source Source) (Attendance, error) {
	row, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil {
		return row, err
	}
	if !row.Attends() || !Open(held, s.clock.Now()) {
		return row, fault.New(fault.Conflict, "attendance.not_attending")
	}
	if held.ByWishes() && len(wishes) > 0 {
		return row, fault.New(fault.Conflict, "attendance.by_wishes")
	}
	items, err := wishedItems(ctx, tx, row.EventID, wishes)
	if err != nil {
		return row, err
	}
	changed, err := s.rebook(ctx, tx, row, items, wishes, ticket)
	if err != nil || len(changed) == 0 {
		return row, err
	}
	if err := s.tell(ctx, tx, Change{Reason: WasRebooked, Before: row, After: row, Workshops: changed, Source: source}); err != nil {
		return row, err
	}
	return row, s.settle(ctx, tx, row.EventID)
}

// LeaveWorkshopIn gives back one workshop place, for a calendar reply that declines only it.
func (s *Service) LeaveWorkshopIn(ctx context.Context, tx bun.IDB, place WorkshopPlace, source Source) error {
	active, err := activeWorkshops(ctx, tx, place.AttendanceID)
	if err != nil {
		return err
	}
	var rest []Wish
	for _, other := range active {
		if other.ID != place.ID {
			rest = append(rest, Wish{ItemID: other.ItemID, Wait: true})
		}
	}
	_, err = s.ChooseIn(ctx, tx, place.AttendanceID, NewTicket(), rest, source)
	return err
}

// wishedItems returns the workshops wished for, in the order of the wishes; Invalid unless each is a workshop of the
// event and no two share a slot.
func wishedItems(ctx context.Context, tx bun.IDB, eventID string, wishes []Wish) ([]event.ProgrammeItem, error) {
	if len(wishes) == 0 {
		return nil, nil
	}
	all, err := database.Shared(ctx, workshopsKey(eventID), func() (all []event.ProgrammeItem, err error) {
		err = tx.NewSelect().Model(&all).Where("i.event_id = ? AND i.kind = ?", eventID, event.WorkshopItem).Scan(ctx)
		return all, database.Fault(err)
	})
	if err != nil {
		return nil, err
	}
	var items []event.ProgrammeItem
	slots := map[string]bool{}
	for _, wish := range wishes {
		at := slices.IndexFunc(all, func(i event.ProgrammeItem) bool { return i.ID == wish.ItemID })
		if at < 0 || slots[all[at].Slot] {
			return nil, fault.New(fault.Invalid, "fault.choice")
		}
		slots[all[at].Slot] = true
		items = append(items, all[at])
	}
	return items, nil
}

// rebook takes the new workshops first and gives back the others then, and returns what changed.
func (s *Service) rebook(ctx context.Context, tx bun.IDB, row Attendance, items []event.ProgrammeItem, wishes []Wish, ticket int64) ([]WorkshopPlace, error) {
	places, err := WorkshopsIn(ctx, tx, row.ID)
	if err != nil {
		return nil, err
	}
	changed, err := s.book(ctx, tx, row, places, items, wishes, ticket)
	if err != nil {
		return nil, err
	}
	for i := range places {
		keep := slices.ContainsFunc(items, func(item event.ProgrammeItem) bool { return item.ID == places[i].ItemID })
		if keep || !places[i].State.active() {
			continue
		}
		if err := s.leave(ctx, tx, &places[i]); err != nil {
			return nil, err
		}
		changed = append(changed, places[i])
	}
	return changed, nil
}

// book takes the workshops among which places, all that the person has or had, are not there yet.
func (s *Service) book(ctx context.Context, tx bun.IDB, row Attendance, places []WorkshopPlace, items []event.ProgrammeItem, wishes []Wish, ticket int64) ([]WorkshopPlace, error) {
	var changed []WorkshopPlace
	for n, item := range items {
		old := placeIn(places, item.ID)
		if old != nil && old.State.active() {
			continue
		}
		place, err := s.join(ctx, tx, row, item, old, ticket)
		if err != nil {
			return nil, err
		}
		if place.State == Waitlisted && !wishes[n].Wait && holdsSlot(places, item.Slot) {
			return nil, fault.New(fault.Conflict, "attendance.workshop_full", item.Title)
		}
		changed = append(changed, place)
	}
	return changed, nil
}

func placeIn(places []WorkshopPlace, itemID string) *WorkshopPlace {
	at := slices.IndexFunc(places, func(p WorkshopPlace) bool { return p.ItemID == itemID })
	if at < 0 {
		return nil
	}
	return &places[at]
}

func holdsSlot(places []WorkshopPlace, slot string) bool {
	return slices.ContainsFunc(places, func(p WorkshopPlace) bool { return p.Slot == slot && p.State == Confirmed })
}

// join gives a place of the workshop or of its waitlist; without a place of the event it is always the waitlist. A
// place given back before comes back as a new calendar entry, because a cancelled UID must not be updated.
func (s *Service) join(ctx context.Context, tx bun.IDB, row Attendance, item event.ProgrammeItem, old *WorkshopPlace, ticket int64) (WorkshopPlace, error) {
	now := s.clock.Now()
	place := WorkshopPlace{
		ID: id.New(), AttendanceID: row.ID, EventID: row.EventID, ItemID: item.ID, Slot: item.Slot, State: Waitlisted,
		Ticket: ticket, UID: s.newUID(), Stamp: now, CreatedAt: now, UpdatedAt: now,
	}
	if old == nil && row.Place == Confirmed {
		state, err := s.insertSeated(ctx, tx, item.ID, "state", &place)
		place.State = state
		return place, err
	}
	if row.Place == Confirmed {
		taken, err := takeSeat(ctx, tx, item.ID)
		if err != nil {
			return place, err
		}
		place.State = placeOf(taken)
	}
	if old == nil {
		_, err := tx.NewInsert().Model(&place).Exec(ctx)
		return place, database.Fault(err)
	}
	place.ID, place.CreatedAt = old.ID, old.CreatedAt
	return place, updateWorkshopPlace(ctx, tx, &place)
}

// leave gives the workshop place back. Its calendar entry ends: SEQUENCE rises for the CANCEL.
func (s *Service) leave(ctx context.Context, tx bun.IDB, place *WorkshopPlace) error {
	now := s.clock.Now()
	if place.State == Confirmed {
		if err := freeSeat(ctx, tx, place.ItemID); err != nil {
			return err
		}
		place.Sequence++
		place.Stamp = rise(place.Stamp, now)
	}
	place.State, place.UpdatedAt = Withdrawn, now
	return updateWorkshopPlace(ctx, tx, place)
}

func activeWorkshops(ctx context.Context, tx bun.IDB, attendanceID string) ([]WorkshopPlace, error) {
	return listWorkshopPlaces(ctx, tx, "wp.attendance_id = ? AND wp.state IN (?, ?)", attendanceID, Confirmed, Waitlisted)
}

package attendance

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// EventChanged keeps the seats of the event and its workshops: more places promote who waits, fewer than are taken
// are refused at the field capacity. A workshop somebody has chosen cannot be removed or become something else.
func (s *Service) EventChanged(ctx context.Context, tx bun.IDB, change event.Change) error {
	if change.Before.ID == "" {
		if err := insertSeat(ctx, tx, seat{ID: change.After.ID, EventID: change.After.ID, Capacity: change.After.Capacity}); err != nil {
			return err
		}
		if change.Model != nil {
			return repeatShares(ctx, tx, *change.Model, change.After)
		}
		return takeBackShares(ctx, tx, change.Parts)
	}
	eventID := change.Before.ID
	if _, err := s.lockEvent(ctx, tx, eventID); err != nil {
		return err
	}
	if change.Removed {
		return removeSeats(ctx, tx, eventID, change.Parts)
	}
	if change.After.Capacity != change.Before.Capacity {
		if err := s.resizeEvent(ctx, tx, change.After); err != nil {
			return err
		}
	}
	return s.itemChanged(ctx, tx, eventID, change)
}

func (s *Service) itemChanged(ctx context.Context, tx bun.IDB, eventID string, change event.Change) error {
	was := change.ItemBefore != nil && change.ItemBefore.Kind == event.WorkshopItem
	is := !change.ItemRemoved && change.Item != nil && change.Item.Kind == event.WorkshopItem
	switch {
	case was && !is:
		return removeSeat(ctx, tx, change.ItemBefore.ID, change.Parts)
	case is && !was:
		if err := insertSeat(ctx, tx, seat{ID: change.Item.ID, EventID: eventID, Capacity: change.Item.Capacity}); err != nil {
			return err
		}
		return takeBackPlaces(ctx, tx, change.Parts)
	case !is:
		return nil
	}
	if change.Item.Slot != change.ItemBefore.Slot {
		if err := moveSlot(ctx, tx, change.Item.ID, change.Item.Slot); err != nil {
			return err
		}
	}
	if change.Item.Capacity == change.ItemBefore.Capacity {
		return nil
	}
	return s.resize(ctx, tx, eventID, change.Item.ID, change.Item.Capacity)
}

func (s *Service) resize(ctx context.Context, tx bun.IDB, eventID, seatID string, capacity int64) error {
	fits, err := database.Changed(tx.NewUpdate().Model((*seat)(nil)).Set("capacity = ?", capacity).
		Where("s.id = ?", seatID).Where("(? = 0 OR s.taken <= ?)", capacity, capacity).Exec(ctx))
	if err != nil {
		return err
	}
	if !fits {
		return tooSmall(ctx, tx, seatID)
	}
	return s.settle(ctx, tx, eventID)
}

// resizeEvent refuses also to leave fewer places than are kept for kinds of organisations.
func (s *Service) resizeEvent(ctx context.Context, tx bun.IDB, e event.Event) error {
	if err := s.resize(ctx, tx, e.ID, e.ID, e.Capacity); err != nil || !e.Keeping() {
		return err
	}
	if err := keptFits(ctx, tx, e); len(fault.Fields(err)) == 0 {
		return err
	}
	var c fault.Checks
	c.Add("capacity", "attendance.share.capacity")
	return c.Err()
}

func tooSmall(ctx context.Context, tx bun.IDB, seatID string) error {
	var now seat
	if err := tx.NewSelect().Model(&now).Where("s.id = ?", seatID).Scan(ctx); err != nil {
		return database.Fault(err)
	}
	var checks fault.Checks
	checks.Add("capacity", "attendance.capacity_taken", now.Taken)
	return checks.Err()
}

func insertSeat(ctx context.Context, tx bun.IDB, row seat) error {
	_, err := tx.NewInsert().Model(&row).Exec(ctx)
	return database.Fault(err)
}

func moveSlot(ctx context.Context, tx bun.IDB, itemID, slot string) error {
	double, err := tx.NewSelect().TableExpr("workshop_places AS a").
		Join("JOIN workshop_places AS b ON b.attendance_id = a.attendance_id AND b.id <> a.id").
		Where("a.item_id = ? AND b.slot = ?", itemID, slot).
		Where("a.state IN (?, ?) AND b.state IN (?, ?)", Confirmed, Waitlisted, Confirmed, Waitlisted).Exists(ctx)
	if err != nil {
		return database.Fault(err)
	}
	if double {
		var checks fault.Checks
		checks.Add("slot", "attendance.slot_taken")
		return checks.Err()
	}
	_, err = tx.NewUpdate().Model((*WorkshopPlace)(nil)).Set("slot = ?", slot).Where("wp.item_id = ?", itemID).Exec(ctx)
	return database.Fault(err)
}

// givenBack names the places that people gave back, among the parts of a workshop in the bin: they hold calendar UIDs that
// are never used again.
const givenBack = "places_given_back"

func removeSeat(ctx context.Context, tx bun.IDB, itemID string, parts bin.Parts) error {
	chosen, err := tx.NewSelect().Model((*WorkshopPlace)(nil)).
		Where("wp.item_id = ? AND wp.state IN (?, ?)", itemID, Confirmed, Waitlisted).Exists(ctx)
	if err != nil {
		return database.Fault(err)
	}
	if chosen {
		return fault.New(fault.Conflict, "attendance.workshop_chosen")
	}
	places, err := bin.TakeIn[WorkshopPlace](ctx, tx, "wp.item_id = ?", itemID)
	if err != nil {
		return err
	}
	if err := parts.Put(givenBack, places); err != nil {
		return err
	}
	_, err = tx.NewDelete().Model((*seat)(nil)).Where("s.id = ?", itemID).Exec(ctx)
	return database.Fault(err)
}

// takeBackPlaces writes the places again that were given back before the workshop was removed, of people who are still known.
func takeBackPlaces(ctx context.Context, tx bun.IDB, parts bin.Parts) error {
	var places []WorkshopPlace
	if err := parts.Take(givenBack, &places); err != nil || len(places) == 0 {
		return err
	}
	var known []string
	ids := bin.IDs(places, func(p WorkshopPlace) string { return p.AttendanceID })
	err := tx.NewSelect().Model((*Attendance)(nil)).Column("id").Where("t.id IN (?)", bun.List(ids)).Scan(ctx, &known)
	if err != nil {
		return database.Fault(err)
	}
	return bin.WriteIn(ctx, tx, slices.DeleteFunc(places, func(p WorkshopPlace) bool { return !slices.Contains(known, p.AttendanceID) }))
}

// sharesOf names the shares of kinds of organisations, among the parts of a draft in the bin.
const sharesOf = "shares"

// removeSeats takes the seats of a draft and its workshops away; nobody has one. They follow from the event when it comes
// back; its shares lie in the bin.
func removeSeats(ctx context.Context, tx bun.IDB, eventID string, parts bin.Parts) error {
	shares, err := bin.TakeIn[Share](ctx, tx, "sh.event_id = ?", eventID)
	if err != nil {
		return err
	}
	if err := parts.Put(sharesOf, shares); err != nil {
		return err
	}
	_, err = tx.NewDelete().Model((*seat)(nil)).Where("s.event_id = ?", eventID).Exec(ctx)
	return database.Fault(err)
}

func takeBackShares(ctx context.Context, tx bun.IDB, parts bin.Parts) error {
	var shares []Share
	if err := parts.Take(sharesOf, &shares); err != nil || len(shares) == 0 {
		return err
	}
	return bin.WriteIn(ctx, tx, shares)
}

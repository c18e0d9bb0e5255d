package event

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

// Move says where a programme item goes; it keeps its length.
type Move struct {
	Day   string // empty: the day it is on
	Begin string
	Room  string
	Along bool // what begins on the same day when the item ends, or later, moves by as much
	Slot  bool // the other workshops of the item's slot move by as much
}

// MoveItem moves an item of the programme; version is the one the form was made from. Fields: day, begin, room.
func (s *Service) MoveItem(ctx context.Context, actor account.Actor, eventID, itemID string, version int64, to Move) (ProgrammeItem, error) {
	if err := mayRun(actor); err != nil {
		return ProgrammeItem{}, err
	}
	var moved ProgrammeItem
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := findEditable(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		before, err := FindItemIn(ctx, tx, e.ID, itemID)
		if err != nil {
			return err
		}
		by, err := to.shift(e, before)
		if err != nil {
			return err
		}
		moved = moveItem(before, by, e.Location())
		moved.Room, moved.Version = oneLine(to.Room), version+1
		if err := s.giveRoom(ctx, tx, e, &moved); err != nil {
			return err
		}
		if err := within(e, moved); err != nil {
			return err
		}
		if err := s.changeItem(ctx, tx, actor, e, before, moved); err != nil || by == 0 {
			return err
		}
		return s.moveOthers(ctx, tx, actor, e, before, by, to)
	})
	return moved, err
}

// shift is how far the item goes.
func (m Move) shift(e Event, i ProgrammeItem) (time.Duration, error) {
	var c fault.Checks
	day := checkDay(&c, "day", m.Day)
	if day == "" {
		day = date.Date(dayOf(i.StartsWall))
	}
	wall, _ := checkWall(&c, "begin", day, m.Begin, e.Location())
	c.MaxLen("room", oneLine(m.Room), maxTitle)
	return apart(i.StartsWall, wall), c.Err()
}

// moveOthers moves what moves with the item.
func (s *Service) moveOthers(ctx context.Context, tx bun.IDB, actor account.Actor, e Event, item ProgrammeItem, by time.Duration, to Move) error {
	items, err := ListItemsIn(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	for _, other := range items {
		if !to.takes(other, item) {
			continue
		}
		next := moveItem(other, by, e.Location())
		if err := within(e, next); err != nil {
			return err
		}
		next.Version++
		if err := s.changeItem(ctx, tx, actor, e, other, next); err != nil {
			return err
		}
	}
	return nil
}

// takes reports whether the other item moves with the one that is moved.
func (m Move) takes(other, moved ProgrammeItem) bool {
	return m.Along && other.follows(moved) || m.Slot && other.Beside(moved)
}

// Beside reports whether both are workshops of one slot.
func (i ProgrammeItem) Beside(other ProgrammeItem) bool {
	return i.ID != other.ID && i.Slot != "" && i.Slot == other.Slot
}

// follows reports whether the item begins on the other's day when that one ends, or later.
func (i ProgrammeItem) follows(other ProgrammeItem) bool {
	return i.ID != other.ID && !i.StartsAt.Before(other.EndsAt) && dayOf(i.StartsWall) == dayOf(other.StartsWall)
}

// within refuses a moved item that does not lie within the event, at field begin.
func within(e Event, i ProgrammeItem) error {
	var c fault.Checks
	if i.StartsAt.Before(e.StartsAt) || i.EndsAt.After(e.EndsAt) {
		c.Add("begin", "event.move.outside", i.Title, clockOf(i.StartsWall), clockOf(i.EndsWall), clockOf(e.StartsWall), clockOf(e.EndsWall))
	}
	return c.Err()
}

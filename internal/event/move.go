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
		if err := s.changeItem(ctx, tx, actor, e, before, moved); err != nil || !to.Along || by == 0 {
			return err
		}
		return s.moveAfter(ctx, tx, actor, e, before, by)
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

// moveAfter moves what begins on the item's day when it ends, or later.
func (s *Service) moveAfter(ctx context.Context, tx bun.IDB, actor account.Actor, e Event, item ProgrammeItem, by time.Duration) error {
	items, err := ListItemsIn(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	for _, other := range items {
		if !other.follows(item) {
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

package event

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// FindItem returns a programme item of an event of the project, with its event.
func (s *Service) FindItem(ctx context.Context, actor account.Actor, eventID, itemID string) (Event, ProgrammeItem, error) {
	e, err := s.Find(ctx, actor, eventID)
	if err != nil {
		return Event{}, ProgrammeItem{}, err
	}
	i, err := FindItemIn(ctx, s.db.Read(), e.ID, itemID)
	return e, i, err
}

// AddItem puts an item into the programme.
func (s *Service) AddItem(ctx context.Context, actor account.Actor, eventID string, d ItemDetails) (ProgrammeItem, error) {
	if err := mayRun(actor); err != nil {
		return ProgrammeItem{}, err
	}
	var i ProgrammeItem
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := findEditable(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		i, err = d.apply(e, ProgrammeItem{ID: id.New(), EventID: e.ID, CreatedAt: s.clock.Now(), Version: 1})
		if err != nil {
			return err
		}
		if err := s.giveRoom(ctx, tx, e, &i); err != nil {
			return err
		}
		if err := s.giveSpeakers(ctx, tx, e, i); err != nil {
			return err
		}
		if err := insertItem(ctx, tx, i); err != nil {
			return err
		}
		return s.told(ctx, tx, actor, "event.item_added", Change{Before: e, After: e, Item: &i})
	})
	return i, err
}

// EditItem changes an item of the programme; version is the one the form was made from.
func (s *Service) EditItem(ctx context.Context, actor account.Actor, eventID, itemID string, version int64, d ItemDetails) (ProgrammeItem, error) {
	if err := mayRun(actor); err != nil {
		return ProgrammeItem{}, err
	}
	var i ProgrammeItem
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := findEditable(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		before, err := FindItemIn(ctx, tx, e.ID, itemID)
		if err != nil {
			return err
		}
		if i, err = d.apply(e, before); err != nil {
			return err
		}
		if err := s.giveRoom(ctx, tx, e, &i); err != nil {
			return err
		}
		if err := s.giveSpeakers(ctx, tx, e, i); err != nil {
			return err
		}
		i.Version = version + 1
		return s.changeItem(ctx, tx, actor, e, before, i)
	})
	return i, err
}

func (s *Service) changeItem(ctx context.Context, tx bun.IDB, actor account.Actor, e Event, before, after ProgrammeItem) error {
	if err := updateItem(ctx, tx, after); err != nil {
		return err
	}
	return s.told(ctx, tx, actor, "event.item_edited", Change{Before: e, After: e, Item: &after, ItemBefore: &before})
}

// moveProgramme moves the items by as much as the event when it keeps its length, else by whole days; every item must
// then lie within the event.
func (s *Service) moveProgramme(ctx context.Context, tx bun.IDB, actor account.Actor, before, after Event) error {
	if before.StartsWall == after.StartsWall && before.EndsWall == after.EndsWall {
		return nil
	}
	items, err := ListItemsIn(ctx, tx, after.ID)
	if err != nil {
		return err
	}
	by := programmeShift(before, after)
	for _, item := range items {
		moved := moveItem(item, by, after.Location())
		if moved.StartsAt.Before(after.StartsAt) || moved.EndsAt.After(after.EndsAt) {
			return outside(item, moved.StartsAt.Before(after.StartsAt))
		}
		if by == 0 {
			continue
		}
		moved.Version++
		if err := s.changeItem(ctx, tx, actor, after, item, moved); err != nil {
			return err
		}
	}
	return nil
}

func programmeShift(before, after Event) time.Duration {
	by := apart(before.StartsWall, after.StartsWall)
	if by != apart(before.EndsWall, after.EndsWall) {
		by = apart(dayOf(before.StartsWall)+"T00:00", dayOf(after.StartsWall)+"T00:00")
	}
	return by
}

func moveItem(i ProgrammeItem, by time.Duration, zone *time.Location) ProgrammeItem {
	i.StartsWall, i.EndsWall = shifted(i.StartsWall, by), shifted(i.EndsWall, by)
	i.StartsAt, _ = instant(i.StartsWall, zone)
	i.EndsAt, _ = instant(i.EndsWall, zone)
	return i
}

// outside refuses the time at the field that would have to change: the begin when the item lies before it, else the end.
func outside(i ProgrammeItem, before bool) error {
	var c fault.Checks
	field := "end"
	if before {
		field = "begin"
	}
	c.Add(field, "event.item.outside", i.Title, clockOf(i.StartsWall), clockOf(i.EndsWall))
	return c.Err()
}

package event

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/bin"
	"rundertisch/internal/fault"
)

// remains is what the bin keeps of a draft with its programme, or of one programme item.
type remains struct {
	Event    *Event // nil for an item
	Items    []ProgrammeItem
	Rooms    []Room
	Speakers []Speaker
	Parts    bin.Parts // what observers let go of
}

// Remove puts a draft with its programme into the bin. What was published once can only be cancelled (Conflict).
func (s *Service) Remove(ctx context.Context, actor account.Actor, eventID string) (bin.Entry, error) {
	if err := mayRun(actor); err != nil {
		return bin.Entry{}, err
	}
	var entry bin.Entry
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := FindOfIn(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		if e.State != Draft {
			return fault.New(fault.Conflict, "event.remove.not_draft")
		}
		gone := remains{Event: &e, Parts: bin.Parts{}}
		if err := s.told(ctx, tx, actor, "event.removed", Change{Before: e, After: e, Removed: true, Parts: gone.Parts}); err != nil {
			return err
		}
		if gone.Items, err = bin.TakeIn[ProgrammeItem](ctx, tx, "i.event_id = ?", e.ID); err != nil {
			return inUse(err, "event.remove.in_use")
		}
		if gone.Rooms, err = bin.TakeIn[Room](ctx, tx, "r.event_id = ?", e.ID); err != nil {
			return err
		}
		if gone.Speakers, err = bin.TakeIn[Speaker](ctx, tx, "sp.event_id = ?", e.ID); err != nil {
			return err
		}
		taken, err := bin.TakeIn[Event](ctx, tx, "e.id = ? AND e.state = ?", e.ID, Draft)
		if err != nil || len(taken) == 0 {
			return inUse(err, "event.remove.in_use")
		}
		gone.Event = &taken[0]
		entry, err = bin.PutIn(ctx, tx, actor, s.clock.Now(), bin.Thing{
			Kind: bin.Event, ID: e.ID, Title: e.Title, Rows: gone, Along: bin.IDs(gone.Items, itemID),
		})
		return err
	})
	return entry, err
}

// RemoveItem takes an item out of the programme and puts it into the bin. Observers hear of it before the row is gone, so
// that they can let go of it; one that cannot refuses.
func (s *Service) RemoveItem(ctx context.Context, actor account.Actor, eventID, itemID string) (bin.Entry, error) {
	if err := mayRun(actor); err != nil {
		return bin.Entry{}, err
	}
	var entry bin.Entry
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := findEditable(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		i, err := FindItemIn(ctx, tx, e.ID, itemID)
		if err != nil {
			return err
		}
		gone := remains{Parts: bin.Parts{}}
		change := Change{Before: e, After: e, ItemBefore: &i, ItemRemoved: true, Parts: gone.Parts}
		if err := s.told(ctx, tx, actor, "event.item_removed", change); err != nil {
			return err
		}
		if gone.Items, err = bin.TakeIn[ProgrammeItem](ctx, tx, "i.id = ? AND i.event_id = ?", i.ID, e.ID); err != nil {
			return inUse(err, "event.item.in_use")
		}
		if len(gone.Items) == 0 {
			return fault.Missing() // somebody else was faster
		}
		entry, err = bin.PutIn(ctx, tx, actor, s.clock.Now(), bin.Thing{
			Kind: bin.ProgrammeItem, ID: i.ID, ParentID: e.ID, Title: i.Title, Rows: gone,
		})
		return err
	})
	return entry, err
}

func itemID(i ProgrammeItem) string { return i.ID }

// inUse says by key that others hold on to a row that was to be deleted; without an error it is gone or published already.
func inUse(err error, key string) error {
	switch {
	case err == nil:
		return fault.New(fault.Conflict, "fault.conflict")
	case fault.Is(err, fault.Conflict):
		return &fault.Error{Kind: fault.Conflict, Key: key, Err: err}
	}
	return err
}

// BinKeepers says how drafts and programme items come back from the bin.
func (s *Service) BinKeepers() []bin.Keeper {
	return []bin.Keeper{
		{Kind: bin.Event, May: MayRun, BringBack: s.bringBack},
		{Kind: bin.ProgrammeItem, May: MayRun, BringBack: s.bringBackItem},
	}
}

func (s *Service) bringBack(ctx context.Context, tx bun.IDB, actor account.Actor, entry bin.Entry) error {
	var rows remains
	if err := entry.Read(&rows); err != nil {
		return err
	}
	e := *rows.Event
	if err := bin.WriteIn(ctx, tx, []Event{e}); err != nil {
		return bin.Taken(err, "event.remove.slug_taken", e.Slug)
	}
	if err := s.told(ctx, tx, actor, "event.brought_back", Change{After: e, Parts: rows.Parts}); err != nil {
		return err
	}
	if err := bin.WriteIn(ctx, tx, rows.Rooms); err != nil {
		return err
	}
	if err := bin.WriteIn(ctx, tx, rows.Speakers); err != nil {
		return err
	}
	if err := bin.WriteIn(ctx, tx, rows.Items); err != nil {
		return err
	}
	for _, item := range rows.Items {
		if err := s.tell(ctx, tx, Change{Before: e, After: e, Item: &item, Parts: rows.Parts}); err != nil {
			return err
		}
	}
	return nil
}

// bringBackItem refuses an item whose event is gone, is past changing or was moved away from the item's time.
func (s *Service) bringBackItem(ctx context.Context, tx bun.IDB, actor account.Actor, entry bin.Entry) error {
	var rows remains
	if err := entry.Read(&rows); err != nil {
		return err
	}
	item := rows.Items[0]
	e, err := findEditable(ctx, tx, actor, entry.ParentID)
	switch {
	case fault.Is(err, fault.NotFound):
		return bin.Gone(bin.Event, entry.ParentID)
	case err != nil:
		return err
	case item.StartsAt.Before(e.StartsAt) || item.EndsAt.After(e.EndsAt):
		return fault.New(fault.Conflict, "event.remove.item_outside", clockOf(item.StartsWall), clockOf(item.EndsWall))
	}
	if err := bin.WriteIn(ctx, tx, rows.Items); err != nil {
		return err
	}
	if err := s.giveSpeakers(ctx, tx, e, item); err != nil { // whoever was taken off the list meanwhile
		return err
	}
	return s.told(ctx, tx, actor, "event.item_brought_back", Change{Before: e, After: e, Item: &item, Parts: rows.Parts})
}

package meeting

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
)

var _ event.Observer = (*Service)(nil)

// binned is what goes along with a draft into the bin: there are no minutes of drafts.
type binned struct {
	Meetings []Meeting
	Items    []Item
	Links    []Link
}

const part = "meeting"

// EventChanged lets the agenda go along with a draft into the bin and back, and ends the round of an event that is called off.
func (s *Service) EventChanged(ctx context.Context, tx bun.IDB, change event.Change) error {
	var rows binned
	switch {
	case change.Item != nil || change.ItemBefore != nil:
		return nil
	case change.Before.ID == "":
		if err := change.Parts.Take(part, &rows); err != nil {
			return err
		}
		if err := bin.WriteIn(ctx, tx, rows.Meetings); err != nil {
			return err
		}
		if err := bin.WriteIn(ctx, tx, rows.Items); err != nil {
			return err
		}
		return bin.WriteIn(ctx, tx, rows.Links)
	case !Writable(change.After) && Writable(change.Before):
		return s.callOff(ctx, tx, change.After)
	case !change.Removed:
		return nil
	}
	var err error
	if rows.Links, err = bin.TakeIn[Link](ctx, tx, "al.item_id IN (SELECT id FROM agenda_items WHERE event_id = ?)", change.Before.ID); err != nil {
		return err
	}
	if rows.Items, err = bin.TakeIn[Item](ctx, tx, "ai.event_id = ?", change.Before.ID); err != nil {
		return err
	}
	if rows.Meetings, err = bin.TakeIn[Meeting](ctx, tx, "mt.event_id = ?", change.Before.ID); err != nil {
		return err
	}
	return change.Parts.Put(part, rows)
}

// callOff ends the open round, if there is one, without a result: the links say that they are withdrawn.
func (s *Service) callOff(ctx context.Context, tx bun.IDB, e event.Event) error {
	_, err := tx.NewUpdate().Model((*Round)(nil)).Set("closed_at = ?", s.Clock.Now()).Where("event_id = ? AND closed_at IS NULL", e.ID).Exec(ctx)
	return database.Fault(err)
}

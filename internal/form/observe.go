package form

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
)

var _ event.Observer = (*Service)(nil)

// What lies in the bin with a draft.
const (
	binnedFields  = "form_fields"
	binnedNotices = "form_notices"
)

// EventChanged lets the form go along with a draft into the bin and back, and makes a new version of the notice when
// somebody else is to be asked about the event.
func (s *Service) EventChanged(ctx context.Context, tx bun.IDB, change event.Change) error {
	switch {
	case change.Item != nil || change.ItemBefore != nil:
		return nil
	case change.Before.ID == "" && change.Model != nil:
		return s.repeatIn(ctx, tx, *change.Model, change.After)
	case change.Before.ID == "":
		return takeBack(ctx, tx, change.Parts)
	case change.Before.FormVersion == 0:
		return nil
	case change.Removed:
		return letGo(ctx, tx, change.Before.ID, change.Parts)
	case change.Before.Contact == change.After.Contact:
		return nil
	}
	e, err := event.AskIn(ctx, tx, change.After)
	if err != nil {
		return err
	}
	return s.noteIn(ctx, tx, e)
}

func letGo(ctx context.Context, tx bun.IDB, eventID string, parts bin.Parts) error {
	fields, err := bin.TakeIn[Field](ctx, tx, "ff.event_id = ?", eventID)
	if err != nil {
		return err
	}
	notices, err := bin.TakeIn[storedNotice](ctx, tx, "fo.event_id = ?", eventID)
	if err != nil {
		return err
	}
	if err := parts.Put(binnedFields, fields); err != nil {
		return err
	}
	return parts.Put(binnedNotices, notices)
}

func takeBack(ctx context.Context, tx bun.IDB, parts bin.Parts) error {
	var fields []Field
	var notices []storedNotice
	if err := parts.Take(binnedFields, &fields); err != nil {
		return err
	}
	if err := parts.Take(binnedNotices, &notices); err != nil {
		return err
	}
	if len(fields) > 0 {
		if err := bin.WriteIn(ctx, tx, fields); err != nil {
			return err
		}
	}
	if len(notices) == 0 {
		return nil
	}
	return database.Fault(bin.WriteIn(ctx, tx, notices))
}

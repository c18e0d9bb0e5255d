package event

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/directory"
)

var (
	_ directory.Keeper = (*Service)(nil)
	_ directory.Eraser = (*Service)(nil)
)

// Keeps lists where identifiers of the directory are stored.
func (s *Service) Keeps() []string { return []string{"event_speakers.person_id"} }

// Hanging tells in how many programmes a person speaks.
func (s *Service) Hanging(ctx context.Context, db bun.IDB, workspaceID string, kind directory.ImportKind, from, _ string) ([]directory.Move, error) {
	if kind != directory.ImportPersons {
		return nil, nil
	}
	count, err := db.NewSelect().Model((*Speaker)(nil)).Where("sp.workspace_id = ? AND sp.person_id = ?", workspaceID, from).Count(ctx)
	if err != nil || count == 0 {
		return nil, database.Fault(err)
	}
	return []directory.Move{{What: "speakers", Count: int(count)}}, nil
}

// MoveIn ties the programmes' people that mean one person to another; it returns their identifiers.
func (s *Service) MoveIn(ctx context.Context, tx bun.IDB, workspaceID string, kind directory.ImportKind, from, to string) (json.RawMessage, error) {
	if kind != directory.ImportPersons {
		return nil, nil
	}
	var ids []string
	err := tx.NewSelect().Model((*Speaker)(nil)).Column("id").Where("sp.workspace_id = ? AND sp.person_id = ?", workspaceID, from).Order("id").Scan(ctx, &ids)
	if err != nil || len(ids) == 0 {
		return nil, database.Fault(err)
	}
	if err := tie(ctx, tx, from, to, ids); err != nil {
		return nil, err
	}
	return json.Marshal(ids)
}

// MoveBackIn ties them to the first one again.
func (s *Service) MoveBackIn(ctx context.Context, tx bun.IDB, _ string, _ directory.ImportKind, from, to string, raw json.RawMessage) error {
	if len(raw) == 0 {
		return nil
	}
	var ids []string
	if err := json.Unmarshal(raw, &ids); err != nil {
		return err
	}
	return tie(ctx, tx, to, from, ids)
}

func tie(ctx context.Context, tx bun.IDB, from, to string, ids []string) error {
	_, err := tx.NewUpdate().Model((*Speaker)(nil)).Set("person_id = ?", to).Where("person_id = ? AND id IN (?)", from, bun.List(ids)).Exec(ctx)
	return database.Fault(err)
}

// EraseIn takes an erased person out of the programmes: the row with what was said about them, and the name in the items and
// in the versions of old. No calendar changes by it.
func (s *Service) EraseIn(ctx context.Context, tx bun.IDB, whose directory.Erasure) error {
	var gone []Speaker
	err := tx.NewDelete().Model(&gone).Where("workspace_id = ? AND person_id = ?", whose.Person.WorkspaceID, whose.Person.ID).Returning("*").Scan(ctx)
	if err != nil {
		return database.Fault(err)
	}
	for _, speaker := range gone {
		items, err := ListItemsIn(ctx, tx, speaker.EventID)
		if err != nil {
			return err
		}
		for _, part := range speaker.Parts(items) {
			item := part.Item
			item.Speakers, item.Moderator = rename(item.Speakers, speaker.Name, ""), rename(item.Moderator, speaker.Name, "")
			item.Version++
			if err := updateItem(ctx, tx, item); err != nil {
				return err
			}
		}
		if err := forget(ctx, tx, speaker); err != nil {
			return err
		}
	}
	return nil
}

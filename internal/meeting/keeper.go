package meeting

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/directory"
)

var _ directory.Keeper = (*Service)(nil)

// Keeps lists where identifiers of the directory are stored.
func (s *Service) Keeps() []string { return []string{"minutes_votes.person_id"} }

// Hanging tells nothing: votes follow the seats, of which the body tells.
func (s *Service) Hanging(context.Context, bun.IDB, string, directory.ImportKind, string, string) ([]directory.Move, error) {
	return nil, nil
}

// MoveIn gives the votes of one entry to another. Two of one round then count once.
func (s *Service) MoveIn(ctx context.Context, tx bun.IDB, workspaceID string, kind directory.ImportKind, from, to string) (json.RawMessage, error) {
	if kind != directory.ImportPersons {
		return nil, nil
	}
	var ids []string
	err := tx.NewSelect().Model((*Vote)(nil)).Column("id").Where("mv.workspace_id = ? AND mv.person_id = ?", workspaceID, from).Order("mv.id").Scan(ctx, &ids)
	if err != nil || len(ids) == 0 {
		return nil, database.Fault(err)
	}
	if err := give(ctx, tx, from, to, ids); err != nil {
		return nil, err
	}
	return json.Marshal(ids)
}

// MoveBackIn gives them back.
func (s *Service) MoveBackIn(ctx context.Context, tx bun.IDB, _ string, _ directory.ImportKind, from, to string, raw json.RawMessage) error {
	var ids []string
	if len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, &ids); err != nil {
		return err
	}
	return give(ctx, tx, to, from, ids)
}

func give(ctx context.Context, tx bun.IDB, from, to string, ids []string) error {
	_, err := tx.NewUpdate().Model((*Vote)(nil)).Set("person_id = ?", to).Where("person_id = ? AND id IN (?)", from, bun.List(ids)).Exec(ctx)
	return database.Fault(err)
}

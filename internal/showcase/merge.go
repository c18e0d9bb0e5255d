package showcase

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/directory"
)

var _ directory.Keeper = (*Service)(nil)

// Keeps lists where identifiers of the directory are stored.
func (s *Service) Keeps() []string { return []string{"event_organisers.organisation_id"} }

// Hanging tells nothing: on public pages the name of the entry that stays is shown without a word.
func (s *Service) Hanging(context.Context, bun.IDB, string, directory.ImportKind, string, string) ([]directory.Move, error) {
	return nil, nil
}

// MoveIn lets the events that one organisation invites to name the other, once; it returns their identifiers.
func (s *Service) MoveIn(ctx context.Context, tx bun.IDB, workspaceID string, kind directory.ImportKind, from, to string) (json.RawMessage, error) {
	if kind != directory.ImportOrganisations {
		return nil, nil
	}
	var events []string
	err := tx.NewSelect().Model((*organiser)(nil)).Column("event_id").Where("eo.workspace_id = ? AND eo.organisation_id = ?", workspaceID, from).
		Where("NOT EXISTS (SELECT 1 FROM event_organisers AS b WHERE b.event_id = eo.event_id AND b.organisation_id = ?)", to).Order("event_id").Scan(ctx, &events)
	if err != nil || len(events) == 0 {
		return nil, database.Fault(err)
	}
	if err := name(ctx, tx, from, to, events); err != nil {
		return nil, err
	}
	return json.Marshal(events)
}

// MoveBackIn lets them name the first one again.
func (s *Service) MoveBackIn(ctx context.Context, tx bun.IDB, _ string, _ directory.ImportKind, from, to string, raw json.RawMessage) error {
	if len(raw) == 0 {
		return nil
	}
	var events []string
	if err := json.Unmarshal(raw, &events); err != nil {
		return err
	}
	return name(ctx, tx, to, from, events)
}

func name(ctx context.Context, tx bun.IDB, from, to string, events []string) error {
	_, err := tx.NewUpdate().Model((*organiser)(nil)).Set("organisation_id = ?", to).
		Where("organisation_id = ? AND event_id IN (?)", from, bun.List(events)).Exec(ctx)
	return database.Fault(err)
}

package reminder

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/directory"
)

var _ directory.Keeper = (*Service)(nil)

// Keeps lists where identifiers of the directory are stored.
func (s *Service) Keeps() []string {
	return []string{"reminder_links.person_id", "reminder_refusals.person_id"}
}

// Hanging tells nothing: links and refusals follow without a word.
func (s *Service) Hanging(context.Context, bun.IDB, string, directory.ImportKind, string, string) ([]directory.Move, error) {
	return nil, nil
}

// following is what has moved along with a person.
type following struct {
	Links   []string `json:"links,omitempty"` // their hashes
	Refused bool     `json:"refused,omitempty"`
}

// MoveIn makes the links of a person lead to another, who wants no reminders if either of them did not.
func (s *Service) MoveIn(ctx context.Context, tx bun.IDB, workspaceID string, kind directory.ImportKind, from, to string) (json.RawMessage, error) {
	if kind != directory.ImportPersons {
		return nil, nil
	}
	var moved following
	err := tx.NewSelect().Model((*link)(nil)).Column("k.token_hash").Where("k.workspace_id = ? AND k.person_id = ?", workspaceID, from).Scan(ctx, &moved.Links)
	if err != nil {
		return nil, database.Fault(err)
	}
	if err := leadTo(ctx, tx, to, moved.Links); err != nil {
		return nil, err
	}
	already := tx.NewSelect().Model((*refusal)(nil)).ColumnExpr("1").Where("f.person_id = ?", to)
	moved.Refused, err = database.Changed(tx.NewUpdate().Table("reminder_refusals").Set("person_id = ?", to).
		Where("person_id = ? AND workspace_id = ? AND NOT EXISTS (?)", from, workspaceID, already).Exec(ctx))
	if err != nil || len(moved.Links) == 0 && !moved.Refused {
		return nil, err
	}
	return json.Marshal(moved)
}

// MoveBackIn makes them lead back.
func (s *Service) MoveBackIn(ctx context.Context, tx bun.IDB, _ string, _ directory.ImportKind, from, to string, raw json.RawMessage) error {
	var moved following
	if len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, &moved); err != nil {
		return err
	}
	if err := leadTo(ctx, tx, from, moved.Links); err != nil || !moved.Refused {
		return err
	}
	_, err := tx.NewUpdate().Table("reminder_refusals").Set("person_id = ?", from).Where("person_id = ?", to).Exec(ctx)
	return database.Fault(err)
}

func leadTo(ctx context.Context, tx bun.IDB, personID string, links []string) error {
	if len(links) == 0 {
		return nil
	}
	_, err := tx.NewUpdate().Model((*link)(nil)).Set("person_id = ?", personID).Where("token_hash IN (?)", bun.List(links)).Exec(ctx)
	return database.Fault(err)
}

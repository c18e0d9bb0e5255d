package body

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
func (s *Service) Keeps() []string {
	return []string{"body_members.person_id", "body_members.organisation_id", "body_members.deputy_person_id"}
}

// moved are the members of whom an identifier went over, by the column.
type moved map[string][]string

// columns are those that hold identifiers of the kind.
func columns(kind directory.ImportKind) []string {
	if kind == directory.ImportPersons {
		return []string{"person_id", "deputy_person_id"}
	}
	return []string{"organisation_id"}
}

// Hanging tells how many seats and deputyships in bodies follow.
func (s *Service) Hanging(ctx context.Context, db bun.IDB, workspaceID string, kind directory.ImportKind, from, _ string) ([]directory.Move, error) {
	found, err := holding(ctx, db, workspaceID, kind, from)
	count := 0
	for _, ids := range found {
		count += len(ids)
	}
	if err != nil || count == 0 {
		return nil, err
	}
	return []directory.Move{{What: "seats", Count: count}}, nil
}

func holding(ctx context.Context, db bun.IDB, workspaceID string, kind directory.ImportKind, who string) (moved, error) {
	found := moved{}
	for _, column := range columns(kind) {
		var ids []string
		err := db.NewSelect().Model((*Member)(nil)).Column("id").
			Where("bm.workspace_id = ? AND bm.? = ?", workspaceID, bun.Ident(column), who).Order("bm.id").Scan(ctx, &ids)
		if err != nil {
			return nil, database.Fault(err)
		}
		if len(ids) > 0 {
			found[column] = ids
		}
	}
	return found, nil
}

// MoveIn gives seats and deputyships to another entry.
func (s *Service) MoveIn(ctx context.Context, tx bun.IDB, workspaceID string, kind directory.ImportKind, from, to string) (json.RawMessage, error) {
	found, err := holding(ctx, tx, workspaceID, kind, from)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if err := give(ctx, tx, from, to, found); err != nil {
		return nil, err
	}
	return json.Marshal(found)
}

// MoveBackIn gives them back. What was changed meanwhile stays as it is.
func (s *Service) MoveBackIn(ctx context.Context, tx bun.IDB, _ string, _ directory.ImportKind, from, to string, raw json.RawMessage) error {
	if len(raw) == 0 {
		return nil
	}
	var found moved
	if err := json.Unmarshal(raw, &found); err != nil {
		return err
	}
	return give(ctx, tx, to, from, found)
}

func give(ctx context.Context, tx bun.IDB, from, to string, found moved) error {
	for column, ids := range found {
		_, err := tx.NewUpdate().Model((*Member)(nil)).Set("? = ?", bun.Ident(column), to).
			Where("? = ? AND id IN (?)", bun.Ident(column), from, bun.List(ids)).Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
	}
	return nil
}

// EraseIn lets an erased person leave: seats of organisations become vacant, deputyships end, other memberships go.
func (s *Service) EraseIn(ctx context.Context, tx bun.IDB, whose directory.Erasure) error {
	who, workspace := whose.Person.ID, whose.Person.WorkspaceID
	_, err := tx.NewUpdate().Model((*Member)(nil)).Set("deputy_person_id = ''").Where("workspace_id = ? AND deputy_person_id = ?", workspace, who).Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	_, err = tx.NewUpdate().Model((*Member)(nil)).Set("person_id = ''").Where("workspace_id = ? AND person_id = ? AND organisation_id <> ''", workspace, who).Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	_, err = tx.NewDelete().Model((*Member)(nil)).Where("workspace_id = ? AND person_id = ?", workspace, who).Exec(ctx)
	return database.Fault(err)
}

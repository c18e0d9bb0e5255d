package workplan

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
)

var _ directory.Keeper = (*Service)(nil)

// Keeps lists where identifiers of the directory are stored.
func (s *Service) Keeps() []string { return []string{"tasks.person_id"} }

// Hanging tells how many tasks the person has.
func (s *Service) Hanging(ctx context.Context, db bun.IDB, workspaceID string, kind directory.ImportKind, from, _ string) ([]directory.Move, error) {
	if kind != directory.ImportPersons {
		return nil, nil
	}
	n, err := db.NewSelect().Model((*Task)(nil)).Where("t.workspace_id = ? AND t.person_id = ?", workspaceID, from).Count(ctx)
	if err != nil || n == 0 {
		return nil, database.Fault(err)
	}
	return []directory.Move{{What: "tasks", Count: int(n)}}, nil
}

// MoveIn gives the tasks of a person to another.
func (s *Service) MoveIn(ctx context.Context, tx bun.IDB, workspaceID string, kind directory.ImportKind, from, to string) (json.RawMessage, error) {
	if kind != directory.ImportPersons {
		return nil, nil
	}
	var ids []string
	err := tx.NewSelect().Model((*Task)(nil)).Column("t.id").Where("t.workspace_id = ? AND t.person_id = ?", workspaceID, from).Order("t.id").Scan(ctx, &ids)
	if err != nil || len(ids) == 0 {
		return nil, database.Fault(err)
	}
	if err := s.givePerson(ctx, tx, workspaceID, from, to, ids); err != nil {
		return nil, err
	}
	return json.Marshal(ids)
}

// MoveBackIn gives them back. What was deleted meanwhile, or given to somebody else, stays as it is.
func (s *Service) MoveBackIn(ctx context.Context, tx bun.IDB, workspaceID string, _ directory.ImportKind, from, to string, moved json.RawMessage) error {
	var ids []string
	if len(moved) == 0 {
		return nil
	}
	if err := json.Unmarshal(moved, &ids); err != nil || len(ids) == 0 {
		return err
	}
	return s.givePerson(ctx, tx, workspaceID, to, from, ids)
}

// givePerson writes the tasks one by one, so that their history tells it.
func (s *Service) givePerson(ctx context.Context, tx bun.IDB, workspaceID, from, to string, ids []string) error {
	var tasks []Task
	err := tx.NewSelect().Model(&tasks).Where("t.workspace_id = ? AND t.person_id = ? AND t.id IN (?)", workspaceID, from, bun.List(ids)).Order("t.id").Scan(ctx)
	if err != nil {
		return database.Fault(err)
	}
	for _, t := range tasks {
		t.PersonID = to
		t.Version++
		if err := update(ctx, tx, s.pen(account.Program(workspaceID, t.ProjectID)), &t, t.Version); err != nil {
			return err
		}
	}
	return nil
}

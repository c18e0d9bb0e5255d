package attendance

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
)

var _ directory.Keeper = (*Service)(nil)

// Keeps lists where identifiers of the directory are stored.
func (s *Service) Keeps() []string { return []string{"attendances.person_id"} }

// Hanging tells how many invitations and registrations the person has. Those to an event that both are asked to stay side
// by side, because each is an entry in somebody's calendar; Both names these events.
func (s *Service) Hanging(ctx context.Context, db bun.IDB, workspaceID string, kind directory.ImportKind, from, to string) ([]directory.Move, error) {
	if kind != directory.ImportPersons {
		return nil, nil
	}
	move := directory.Move{What: "attendances"}
	ids, err := idsOfPerson(ctx, db, workspaceID, from)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	move.Count = len(ids)
	err = db.NewSelect().TableExpr("events AS e").Column("e.title").
		Where("e.workspace_id = ?", workspaceID).
		Where("e.id IN (SELECT event_id FROM attendances WHERE person_id = ?)", from).
		Where("e.id IN (SELECT event_id FROM attendances WHERE person_id = ?)", to).
		Order("e.starts_at", "e.id").Scan(ctx, &move.Both)
	return []directory.Move{move}, database.Fault(err)
}

// MoveIn gives the invitations and registrations of a person to another. Names and addresses on them stay as they were
// sent; nobody gets a mail. The other one did not agree to be named in public.
func (s *Service) MoveIn(ctx context.Context, tx bun.IDB, workspaceID string, kind directory.ImportKind, from, to string) (json.RawMessage, error) {
	if kind != directory.ImportPersons {
		return nil, nil
	}
	ids, err := idsOfPerson(ctx, tx, workspaceID, from)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	if _, err := giveTo(ctx, tx, workspaceID, from, to, ids); err != nil {
		return nil, err
	}
	return json.Marshal(ids)
}

// MoveBackIn gives them back. A Conflict fault tells that not all of them are there any more.
func (s *Service) MoveBackIn(ctx context.Context, tx bun.IDB, workspaceID string, _ directory.ImportKind, from, to string, moved json.RawMessage) error {
	var ids []string
	if len(moved) == 0 {
		return nil
	}
	if err := json.Unmarshal(moved, &ids); err != nil || len(ids) == 0 {
		return err
	}
	n, err := giveTo(ctx, tx, workspaceID, to, from, ids)
	if err == nil && n != int64(len(ids)) {
		return fault.New(fault.Conflict, "directory.merge.fault.attendances_gone")
	}
	return err
}

func idsOfPerson(ctx context.Context, db bun.IDB, workspaceID, personID string) ([]string, error) {
	var ids []string
	err := db.NewSelect().Model((*Attendance)(nil)).Column("id").
		Where("t.workspace_id = ? AND t.person_id = ?", workspaceID, personID).Order("id").Scan(ctx, &ids)
	return ids, database.Fault(err)
}

func giveTo(ctx context.Context, tx bun.IDB, workspaceID, from, to string, ids []string) (int64, error) {
	result, err := tx.NewUpdate().Model((*Attendance)(nil)).Set("person_id = ?", to).Set("listed_at = NULL").
		Where("workspace_id = ? AND person_id = ? AND id IN (?)", workspaceID, from, bun.List(ids)).Exec(ctx)
	if err != nil {
		return 0, database.Fault(err)
	}
	return result.RowsAffected()
}

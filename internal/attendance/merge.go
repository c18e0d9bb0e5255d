package attendance

import (
	"context"
	"encoding/json"
	"slices"

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
// sent; nobody gets a mail. What the one who goes agreed to for an event counts no more, unless the one who stays agreed to the same
// for the same event; where both attend and one of them did not agree, nobody did.
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
	if err := agreeAsOne(ctx, tx, workspaceID, to, ids); err != nil {
		return nil, err
	}
	return json.Marshal(ids)
}

// MoveBackIn gives them back, without consents: who said what is not to be told any more. A Conflict fault tells that not all of them are there any more.
func (s *Service) MoveBackIn(ctx context.Context, tx bun.IDB, workspaceID string, _ directory.ImportKind, from, to string, moved json.RawMessage) error {
	var ids []string
	if len(moved) == 0 {
		return nil
	}
	if err := json.Unmarshal(moved, &ids); err != nil || len(ids) == 0 {
		return err
	}
	n, err := giveTo(ctx, tx, workspaceID, to, from, ids)
	if err == nil {
		err = endConsents(ctx, tx, ids, ids)
	}
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
	result, err := tx.NewUpdate().Model((*Attendance)(nil)).Set("person_id = ?", to).
		Where("workspace_id = ? AND person_id = ? AND id IN (?)", workspaceID, from, bun.List(ids)).Exec(ctx)
	if err != nil {
		return 0, database.Fault(err)
	}
	return result.RowsAffected()
}

// agreeAsOne ends the consents of a person's rows that do not hold any more after those of the IDs came from somebody else.
func agreeAsOne(ctx context.Context, tx bun.IDB, workspaceID, personID string, moved []string) error {
	var rows []Attendance
	err := tx.NewSelect().Model(&rows).Where("t.workspace_id = ? AND t.person_id = ?", workspaceID, personID).
		Where("t.event_id IN (SELECT event_id FROM attendances WHERE id IN (?))", bun.List(moved)).Scan(ctx)
	if err != nil {
		return database.Fault(err)
	}
	listed := unagreed(rows, moved, func(a Attendance) bool { return a.ListedAt != nil })
	photos := unagreed(rows, moved, func(a Attendance) bool { return a.PhotosAt != nil })
	return endConsents(ctx, tx, listed, photos)
}

// unagreed are the rows whose consent does not hold when their people are one: all of an event unless who stays agreed, and with
// them everybody who attends. Who has no place was not asked and says nothing against it.
func unagreed(rows []Attendance, moved []string, agreed func(Attendance) bool) []string {
	stays, against := map[string]bool{}, map[string]bool{}
	for _, a := range rows {
		switch {
		case !a.Attends():
		case !agreed(a):
			against[a.EventID] = true
		case !slices.Contains(moved, a.ID):
			stays[a.EventID] = true
		}
	}
	var ids []string
	for _, a := range rows {
		if agreed(a) && (!stays[a.EventID] || against[a.EventID]) {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// endConsents ends the consent to be named of some rows, and that to photos of some.
func endConsents(ctx context.Context, tx bun.IDB, listed, photos []string) error {
	for column, ids := range map[string][]string{"listed_at": listed, "photos_at": photos} {
		if len(ids) == 0 {
			continue
		}
		if _, err := tx.NewUpdate().Model((*Attendance)(nil)).Set("? = NULL", bun.Ident(column)).Where("id IN (?)", bun.List(ids)).Exec(ctx); err != nil {
			return database.Fault(err)
		}
	}
	return nil
}

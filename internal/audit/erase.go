package audit

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// Whose says whose name is to be erased: of somebody with an account by ActorID; of somebody without one by the thing
// that they act on, such as their own attendance. One of the two is needed.
type Whose struct {
	WorkspaceID          string
	ActorID              string
	ObjectKind, ObjectID string
}

// EraseNameIn takes the name from all entries of a person in a workspace and returns how many they are. The entries stay,
// with the identifier, and so do the seals: they hold a hash of the name whose salt goes with it.
func EraseNameIn(ctx context.Context, tx bun.IDB, whose Whose) (int, error) {
	q := tx.NewUpdate().Model((*Entry)(nil)).Set("actor_name = ?", Erased).Set("salt = ''").
		Where("workspace_id = ? AND name_hash <> '' AND salt <> ''", whose.WorkspaceID)
	if whose.ActorID != "" {
		q = q.Where("actor_id = ?", whose.ActorID)
	} else {
		q = q.Where("actor_id = '' AND object_kind = ? AND object_id = ?", whose.ObjectKind, whose.ObjectID)
	}
	if err := hashOldNamesOf(ctx, tx, whose); err != nil {
		return 0, err
	}
	result, err := q.Exec(ctx)
	if err != nil {
		return 0, database.Fault(err)
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// hashOldNamesOf prepares entries of older programs that no seal holds yet.
func hashOldNamesOf(ctx context.Context, tx bun.IDB, whose Whose) error {
	var entries []Entry
	err := tx.NewSelect().Model(&entries).Where("a.workspace_id = ? AND a.name_hash = ''", whose.WorkspaceID).
		Where("a.actor_id = ? AND a.actor_id <> '' OR a.actor_id = '' AND a.object_kind = ? AND a.object_id = ?", whose.ActorID, whose.ObjectKind, whose.ObjectID).Scan(ctx)
	if err != nil {
		return database.Fault(err)
	}
	return hashOldNames(ctx, tx, entries)
}

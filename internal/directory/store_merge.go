package directory

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// dismissal remembers that two entries are two. OneID is the smaller.
type dismissal struct {
	bun.BaseModel `bun:"table:duplicate_dismissals,alias:dd"`

	WorkspaceID string     `bun:"workspace_id,pk"`
	Kind        ImportKind `bun:"kind,pk"`
	OneID       string     `bun:"one_id,pk"`
	OtherID     string     `bun:"other_id,pk"`
	DismissedBy string     `bun:"dismissed_by"`
	DismissedAt time.Time  `bun:"dismissed_at"`
}

// bareEntries reads what is not archived, as bare as finding pairs needs it.
func bareEntries[T barePerson | bareOrganisation](ctx context.Context, db bun.IDB, workspaceID string) ([]T, error) {
	var all []T
	q := db.NewSelect().Model(&all)
	if _, persons := any(all).([]barePerson); persons {
		q = q.ColumnExpr("p.id, p.title, p.given, p.family, p.email, p.email_key, p.organisation_id").ColumnExpr("coalesce(o.name, '') AS organisation_name").
			Join("LEFT JOIN organisations AS o ON o.id = p.organisation_id").
			Where("p.workspace_id = ? AND p.archived_at IS NULL", workspaceID).Order("p.id")
	} else {
		q = q.Where("o.workspace_id = ? AND o.archived_at IS NULL", workspaceID).Order("o.id")
	}
	return all, database.Fault(q.Scan(ctx))
}

func insertDismissal(ctx context.Context, tx bun.IDB, d dismissal) error {
	_, err := tx.NewInsert().Model(&d).On("CONFLICT (workspace_id, kind, one_id, other_id) DO NOTHING").Exec(ctx)
	return database.Fault(err)
}

func listDismissals(ctx context.Context, db bun.IDB, workspaceID string, kind ImportKind) (map[[2]string]bool, error) {
	var rows []dismissal
	err := db.NewSelect().Model(&rows).Column("one_id", "other_id").Where("dd.workspace_id = ? AND dd.kind = ?", workspaceID, kind).Scan(ctx)
	known := make(map[[2]string]bool, len(rows))
	for _, row := range rows {
		known[[2]string{row.OneID, row.OtherID}] = true
	}
	return known, database.Fault(err)
}

func insertMerge(ctx context.Context, tx bun.IDB, m merge) error {
	_, err := tx.NewInsert().Model(&m).Exec(ctx)
	return database.Fault(err)
}

// findMerge returns a merge that may still be undone.
func findMerge(ctx context.Context, db bun.IDB, workspaceID, mergeID string, since time.Time) (merge, error) {
	var m merge
	err := db.NewSelect().Model(&m).Where("m.id = ? AND m.workspace_id = ?", mergeID, workspaceID).Scan(ctx)
	if err == nil && (m.UndoneAt != nil || m.Undo == "" || m.MergedAt.Before(since)) {
		return m, fault.New(fault.Conflict, "directory.merge.fault.over")
	}
	return m, database.Fault(err)
}

func listMerges(ctx context.Context, db bun.IDB, workspaceID string, kind ImportKind, since time.Time) ([]merge, error) {
	var all []merge
	err := db.NewSelect().Model(&all).
		Where("m.workspace_id = ? AND m.kind = ? AND m.undone_at IS NULL AND m.undo <> '' AND m.merged_at >= ?", workspaceID, kind, since).
		Order("m.merged_at DESC", "m.id DESC").Scan(ctx)
	return all, database.Fault(err)
}

// closeMerge marks a merge as undone and forgets what it would take to; a Conflict fault tells that somebody was faster.
func closeMerge(ctx context.Context, tx bun.IDB, mergeID string, now time.Time) error {
	return oneVersion(database.Changed(tx.NewUpdate().Model((*merge)(nil)).Set("undone_at = ?", now).Set("undo = ''").
		Where("id = ? AND undone_at IS NULL", mergeID).Exec(ctx)))
}

// forgetMerges empties what merges before the instant would be undone with.
func forgetMerges(ctx context.Context, tx bun.IDB, before time.Time) error {
	_, err := tx.NewUpdate().Model((*merge)(nil)).Set("undo = ''").Where("merged_at < ? AND undo <> ''", before).Exec(ctx)
	return database.Fault(err)
}

func membershipsOf(ctx context.Context, db bun.IDB, workspaceID, personID string) ([]member, error) {
	var rows []member
	err := db.NewSelect().Model(&rows).Where("gm.workspace_id = ? AND gm.person_id = ?", workspaceID, personID).Order("gm.group_id").Scan(ctx)
	return rows, database.Fault(err)
}

// restorePerson writes a person as it was, its version too: a form that was built from it fits again. The Conflict fault
// tells that the entry is no longer the one with the version.
func restorePerson(ctx context.Context, tx bun.IDB, p Person, version int64) error {
	return oneVersion(database.Changed(tx.NewUpdate().Model(&p).ExcludeColumn("id", "workspace_id").
		Where("id = ? AND workspace_id = ? AND version = ?", p.ID, p.WorkspaceID, version).Exec(ctx)))
}

// restoreOrganisation is restorePerson for an organisation.
func restoreOrganisation(ctx context.Context, tx bun.IDB, o Organisation, version int64) error {
	return oneVersion(database.Changed(tx.NewUpdate().Model(&o).ExcludeColumn("id", "workspace_id").
		Where("id = ? AND workspace_id = ? AND version = ?", o.ID, o.WorkspaceID, version).Exec(ctx)))
}

// movePersons takes persons from one organisation to another and returns how many there were.
func movePersons(ctx context.Context, tx bun.IDB, workspaceID, from, to string, ids []string, now time.Time) (int, error) {
	if len(ids) == 0 {
		return 0, nil
	}
	result, err := tx.NewUpdate().Model((*Person)(nil)).Set("organisation_id = ?", to).Set("updated_at = ?", now).Set("version = version + 1").
		Where("workspace_id = ? AND organisation_id = ? AND id IN (?)", workspaceID, from, bun.List(ids)).Exec(ctx)
	if err != nil {
		return 0, database.Fault(err)
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// forgetMergesWith empties what merges of a person would be undone with.
func forgetMergesWith(ctx context.Context, tx bun.IDB, workspaceID, personID string) error {
	_, err := tx.NewUpdate().Model((*merge)(nil)).Set("undo = ''").
		Where("workspace_id = ? AND (kept_id = ? OR gone_id = ?)", workspaceID, personID, personID).Exec(ctx)
	return database.Fault(err)
}

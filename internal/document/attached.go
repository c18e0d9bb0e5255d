package document

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
)

// Attached is a document with the thing it belongs to.
type Attached struct {
	Document
	SubjectID string `bun:"subject_id"`
}

// ListAttachedIn lists the documents of the actor's project that belong to one of the things of a kind, the oldest first.
func ListAttachedIn(ctx context.Context, db bun.IDB, a account.Actor, kind SubjectKind, subjectIDs []string) ([]Attached, error) {
	var attached []Attached
	err := db.NewSelect().Model((*Document)(nil)).ColumnExpr("d.*, dl.subject_id").
		Join("JOIN document_links AS dl ON dl.document_id = d.id AND dl.subject_kind = ?", kind).
		Where("d.workspace_id = ? AND d.project_id = ?", a.WorkspaceID, a.ProjectID).
		Where("dl.subject_id IN (?)", bun.List(subjectIDs)).Order("d.created_at", "d.id").Scan(ctx, &attached)
	return attached, database.Fault(err)
}

package document

import (
	"github.com/uptrace/bun"

	"rundertisch/internal/account"
)

// Evidence selects the documents of the actor's project that belong to one of the milestones, as a workplan.EvidenceSource;
// a document counts from when it was put there.
func Evidence(db bun.IDB, a account.Actor, milestoneIDs []string) *bun.SelectQuery {
	return db.NewSelect().TableExpr("documents AS d").
		ColumnExpr("dl.subject_id AS milestone_id, d.title, 'documents/' || d.id AS path, d.kind, '' AS held_on").
		ColumnExpr("d.created_at AS since, d.created_at AS happens_at").
		Join("JOIN document_links AS dl ON dl.document_id = d.id AND dl.subject_kind = ?", Milestone).
		Where("d.workspace_id = ? AND d.project_id = ?", a.WorkspaceID, a.ProjectID).
		Where("dl.subject_id IN (?)", bun.List(milestoneIDs))
}

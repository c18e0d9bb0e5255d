package document

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

func findDocument(ctx context.Context, db bun.IDB, a account.Actor, documentID string) (Document, error) {
	var d Document
	err := db.NewSelect().Model(&d).
		Where("d.id = ? AND d.workspace_id = ? AND d.project_id = ?", documentID, a.WorkspaceID, a.ProjectID).Scan(ctx)
	return d, database.Fault(err)
}

// findByNonce returns the document of the form, a zero one when the form was not sent before.
func findByNonce(ctx context.Context, db bun.IDB, nonce string) (Document, error) {
	var d Document
	err := database.Fault(db.NewSelect().Model(&d).Where("d.nonce = ?", nonce).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return Document{}, nil
	}
	return d, err
}

func entriesQuery(db bun.IDB) *bun.SelectQuery {
	return db.NewSelect().Model((*Document)(nil)).ColumnExpr("d.*").
		ColumnExpr("v.id AS newest_id, v.workspace_id AS newest_workspace_id, v.document_id AS newest_document_id, v.number AS newest_number").
		ColumnExpr("v.file AS newest_file, v.name AS newest_name, v.media_type AS newest_media_type, v.size AS newest_size").
		ColumnExpr("v.sha256 AS newest_sha256, v.uploaded_by AS newest_uploaded_by, v.uploaded_at AS newest_uploaded_at").
		ColumnExpr("COALESCE(u.name, '') AS newest_uploader").
		Join("JOIN document_versions AS v ON v.document_id = d.id AND v.number = d.latest").
		Join("LEFT JOIN users AS u ON u.id = v.uploaded_by")
}

func scanEntries(ctx context.Context, q *bun.SelectQuery) ([]Entry, error) {
	var entries []Entry
	err := q.Scan(ctx, &entries)
	return entries, database.Fault(err)
}

func versionsQuery(db bun.IDB, into any) *bun.SelectQuery {
	return db.NewSelect().Model(into).ColumnExpr("v.*, COALESCE(u.name, '') AS uploader").
		Join("LEFT JOIN users AS u ON u.id = v.uploaded_by")
}

func listVersions(ctx context.Context, db bun.IDB, documentID string) ([]Version, error) {
	var versions []Version
	err := versionsQuery(db, &versions).Where("v.document_id = ?", documentID).Order("v.number DESC").Scan(ctx)
	return versions, database.Fault(err)
}

func findVersion(ctx context.Context, db bun.IDB, documentID string, number int64) (Version, error) {
	var v Version
	err := versionsQuery(db, &v).Where("v.document_id = ? AND v.number = ?", documentID, number).Scan(ctx)
	return v, database.Fault(err)
}

// linksOf returns what the documents belong to, by document.
func linksOf(ctx context.Context, db bun.IDB, entries []Entry) (map[string][]Subject, error) {
	found := map[string][]Subject{}
	if len(entries) == 0 {
		return found, nil
	}
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.ID
	}
	var links []link
	err := db.NewSelect().Model(&links).Where("dl.document_id IN (?)", bun.List(ids)).Scan(ctx)
	for _, l := range links {
		found[l.DocumentID] = append(found[l.DocumentID], Subject{Kind: l.SubjectKind, ID: l.SubjectID})
	}
	return found, database.Fault(err)
}

func insertDocument(ctx context.Context, tx bun.IDB, d Document, v Version, subjects []Subject) error {
	if _, err := tx.NewInsert().Model(&d).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	if err := insertVersion(ctx, tx, v); err != nil {
		return err
	}
	return insertLinks(ctx, tx, d, subjects)
}

func insertVersion(ctx context.Context, tx bun.IDB, v Version) error {
	_, err := tx.NewInsert().Model(&v).Exec(ctx)
	return database.Fault(err)
}

func insertLinks(ctx context.Context, tx bun.IDB, d Document, subjects []Subject) error {
	if len(subjects) == 0 {
		return nil
	}
	links := make([]link, len(subjects))
	for i, subject := range subjects {
		links[i] = link{DocumentID: d.ID, WorkspaceID: d.WorkspaceID, SubjectKind: subject.Kind, SubjectID: subject.ID}
	}
	_, err := tx.NewInsert().Model(&links).Exec(ctx)
	return database.Fault(err)
}

// updateDocument writes d over the version before it; a Conflict when that is not what is stored.
func updateDocument(ctx context.Context, tx bun.IDB, d Document) error {
	ok, err := database.Changed(tx.NewUpdate().Model(&d).ExcludeColumn("latest", "nonce", "created_at").WherePK().
		Where("version = ?", d.Version-1).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

// lockDocument keeps other uploads of the document waiting until the transaction ends.
func lockDocument(ctx context.Context, tx bun.IDB, a account.Actor, documentID string) error {
	return database.OneRow(tx.NewUpdate().Model((*Document)(nil)).Set("latest = latest").
		Where("id = ? AND workspace_id = ? AND project_id = ?", documentID, a.WorkspaceID, a.ProjectID).Exec(ctx))
}

func updateLatest(ctx context.Context, tx bun.IDB, d Document) error {
	return database.OneRow(tx.NewUpdate().Model(&d).Column("latest", "search").WherePK().Exec(ctx))
}

func deleteLinks(ctx context.Context, tx bun.IDB, documentID string) error {
	_, err := tx.NewDelete().Model((*link)(nil)).Where("document_id = ?", documentID).Exec(ctx)
	return database.Fault(err)
}

// listFiles returns those of the stored files that a version names.
func listFiles(ctx context.Context, db bun.IDB, names []string) ([]string, error) {
	var found []string
	err := db.NewSelect().Model((*Version)(nil)).Column("file").Where("v.file IN (?)", bun.List(names)).Scan(ctx, &found)
	return found, database.Fault(err)
}

package directory

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

const chunk = 200 // rows of one INSERT: few enough for the largest statement either database takes

func selectOrganisations(db bun.IDB, into any) *bun.SelectQuery {
	return db.NewSelect().Model(into).ColumnExpr("o.*").
		ColumnExpr("(SELECT count(*) FROM persons AS p WHERE p.organisation_id = o.id AND p.archived_at IS NULL) AS persons")
}

func findOrganisation(ctx context.Context, db bun.IDB, workspaceID, organisationID string) (Organisation, error) {
	var o Organisation
	err := selectOrganisations(db, &o).Where("o.id = ? AND o.workspace_id = ?", organisationID, workspaceID).Scan(ctx)
	return o, database.Fault(err)
}

func listOrganisations(ctx context.Context, db bun.IDB, workspaceID string, f Filter) (List[Organisation], error) {
	var list List[Organisation]
	q := selectOrganisations(db, &list.Rows).Where("o.workspace_id = ?", workspaceID).
		Where("(o.archived_at IS NOT NULL) = ?", f.Archived)
	if f.Kind != "" {
		q = q.Where("o.kind = ?", f.Kind)
	}
	for _, pattern := range database.FoldQuery(f.Text) {
		q = q.Where("o.search LIKE ?", pattern)
	}
	err := pageInto(ctx, q, f, organisationOrder(f), "o.name_key, o.id", &list)
	return list, err
}

func organisationOrder(f Filter) string {
	switch f.Sort {
	case "kind":
		return kindOrder()
	case "place":
		return "o.place_key"
	case "persons":
		return "persons"
	default:
		return "o.name_key"
	}
}

// kindOrder sorts by the order in which people read the kinds.
func kindOrder() string {
	expr := "CASE o.kind"
	for i, kind := range Kinds() {
		expr += " WHEN '" + string(kind) + "' THEN " + string(rune('1'+i))
	}
	return expr + " ELSE 9 END"
}

func selectPersons(db bun.IDB, into any) *bun.SelectQuery {
	return db.NewSelect().Model(into).ColumnExpr("p.*").
		ColumnExpr("coalesce(o.name, '') AS organisation_name").
		ColumnExpr("coalesce(o.kind, '') AS organisation_kind").
		Join("LEFT JOIN organisations AS o ON o.id = p.organisation_id AND o.workspace_id = p.workspace_id")
}

func findPerson(ctx context.Context, db bun.IDB, workspaceID, personID string) (Person, error) {
	var p Person
	err := selectPersons(db, &p).Where("p.id = ? AND p.workspace_id = ?", personID, workspaceID).Scan(ctx)
	return p, database.Fault(err)
}

func listPersons(ctx context.Context, db bun.IDB, workspaceID string, f Filter) (List[Person], error) {
	var list List[Person]
	q := selectPersons(db, &list.Rows).Where("p.workspace_id = ?", workspaceID).
		Where("(p.archived_at IS NOT NULL) = ?", f.Archived)
	if f.Kind != "" {
		q = q.Where("o.kind = ?", f.Kind)
	}
	if f.OrganisationID != "" {
		q = q.Where("p.organisation_id = ?", f.OrganisationID)
	}
	if f.GroupID != "" {
		q = q.Where("p.id IN (SELECT person_id FROM group_members WHERE group_id = ?)", f.GroupID)
	}
	if f.NotInGroup != "" {
		q = q.Where("p.id NOT IN (SELECT person_id FROM group_members WHERE group_id = ?)", f.NotInGroup)
	}
	for _, pattern := range database.FoldQuery(f.Text) {
		q = q.Where("(p.search LIKE ? OR o.search LIKE ?)", pattern, pattern)
	}
	err := pageInto(ctx, q, f, personOrder(f), "p.sort_key, p.id", &list)
	return list, err
}

func personOrder(f Filter) string {
	switch f.Sort {
	case "organisation":
		return "coalesce(o.name_key, '')"
	case "email":
		return "p.email_key"
	default:
		return "p.sort_key"
	}
}

// pageInto counts and scans the wanted page in the wanted order; last breaks ties.
func pageInto[T any](ctx context.Context, q *bun.SelectQuery, f Filter, order, last string, list *List[T]) error {
	if f.Desc {
		order += " DESC"
	}
	if !f.all {
		total, err := q.Count(ctx)
		if err != nil {
			return database.Fault(err)
		}
		list.Total = int(total)
		list.Page, list.Pages = pageOf(f.Page, list.Total)
		q = q.Limit(PageSize).Offset(int64((list.Page - 1) * PageSize))
	}
	return database.Fault(q.OrderExpr(order).OrderExpr(last).Scan(ctx))
}

func insertOrganisations(ctx context.Context, tx bun.IDB, rows []Organisation) error {
	return insertChunks(ctx, tx, rows)
}

func insertPersons(ctx context.Context, tx bun.IDB, rows []Person) error {
	return insertChunks(ctx, tx, rows)
}

func insertChunks[T any](ctx context.Context, tx bun.IDB, rows []T) error {
	for part := range slices.Chunk(rows, chunk) {
		if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
			return database.Fault(err)
		}
	}
	return nil
}

func updateOrganisation(ctx context.Context, tx bun.IDB, o Organisation) error {
	before := o.Version
	o.Version++
	return oneVersion(database.Changed(tx.NewUpdate().Model(&o).
		ExcludeColumn("id", "workspace_id", "created_at", "archived_at").
		Where("id = ? AND workspace_id = ? AND version = ?", o.ID, o.WorkspaceID, before).Exec(ctx)))
}

func updatePerson(ctx context.Context, tx bun.IDB, p Person) error {
	before := p.Version
	p.Version++
	return oneVersion(database.Changed(tx.NewUpdate().Model(&p).
		ExcludeColumn("id", "workspace_id", "created_at", "archived_at").
		Where("id = ? AND workspace_id = ? AND version = ?", p.ID, p.WorkspaceID, before).Exec(ctx)))
}

func oneVersion(changed bool, err error) error {
	if err == nil && !changed {
		return outdated()
	}
	return err
}

func setOrganisationArchived(ctx context.Context, tx bun.IDB, o Organisation, at *time.Time) error {
	return database.OneRow(tx.NewUpdate().Model((*Organisation)(nil)).Set("archived_at = ?", at).Set("version = version + 1").
		Where("id = ? AND workspace_id = ?", o.ID, o.WorkspaceID).Exec(ctx))
}

func archivePersonsOf(ctx context.Context, tx bun.IDB, o Organisation, at time.Time) error {
	_, err := tx.NewUpdate().Model((*Person)(nil)).Set("archived_at = ?", at).Set("version = version + 1").
		Where("organisation_id = ? AND workspace_id = ? AND archived_at IS NULL", o.ID, o.WorkspaceID).Exec(ctx)
	return database.Fault(err)
}

func restorePersonsOf(ctx context.Context, tx bun.IDB, o Organisation) error {
	_, err := tx.NewUpdate().Model((*Person)(nil)).Set("archived_at = NULL").Set("version = version + 1").
		Where("organisation_id = ? AND workspace_id = ? AND archived_at = ?", o.ID, o.WorkspaceID, o.ArchivedAt).Exec(ctx)
	return database.Fault(err)
}

func personIDsOf(ctx context.Context, tx bun.IDB, workspaceID, organisationID string) ([]string, error) {
	var ids []string
	err := tx.NewSelect().Model((*Person)(nil)).Column("id").
		Where("workspace_id = ? AND organisation_id = ?", workspaceID, organisationID).Scan(ctx, &ids)
	return ids, database.Fault(err)
}

func detachPersons(ctx context.Context, tx bun.IDB, workspaceID string, ids []string, now time.Time) error {
	_, err := tx.NewUpdate().Model((*Person)(nil)).Set("organisation_id = NULL").
		Set("updated_at = ?", now).Set("version = version + 1").
		Where("workspace_id = ? AND id IN (?)", workspaceID, bun.List(ids)).Exec(ctx)
	return database.Fault(err)
}

func setPersonArchived(ctx context.Context, tx bun.IDB, p Person, at *time.Time, now time.Time) error {
	return database.OneRow(tx.NewUpdate().Model((*Person)(nil)).Set("archived_at = ?", at).
		Set("updated_at = ?", now).Set("version = version + 1").
		Where("id = ? AND workspace_id = ?", p.ID, p.WorkspaceID).Exec(ctx))
}

func personsAtAddress(ctx context.Context, db bun.IDB, workspaceID string, p Person) ([]Person, error) {
	var persons []Person
	err := selectPersons(db, &persons).
		Where("p.workspace_id = ? AND p.email_key = ? AND p.id <> ? AND p.archived_at IS NULL", workspaceID, p.EmailKey, p.ID).
		Order("p.sort_key").Scan(ctx)
	return persons, database.Fault(err)
}

func existingPersons(ctx context.Context, tx bun.IDB, workspaceID string, ids []string) ([]string, error) {
	var found []string
	err := tx.NewSelect().Model((*Person)(nil)).Column("id").
		Where("workspace_id = ? AND id IN (?)", workspaceID, bun.List(ids)).Scan(ctx, &found)
	return found, database.Fault(err)
}

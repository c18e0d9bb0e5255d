package body

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
)

func findBody(ctx context.Context, db bun.IDB, a account.Actor, bodyID string) (Body, error) {
	var b Body
	err := db.NewSelect().Model(&b).Where("bo.id = ? AND bo.workspace_id = ? AND bo.project_id = ?", bodyID, a.WorkspaceID, a.ProjectID).Scan(ctx)
	return b, database.Fault(err)
}

func findMember(ctx context.Context, db bun.IDB, bodyID, memberID string) (Member, error) {
	var m Member
	err := db.NewSelect().Model(&m).Where("bm.id = ? AND bm.body_id = ?", memberID, bodyID).Scan(ctx)
	return m, database.Fault(err)
}

// FindIn returns a body of the actor's project with its members.
func FindIn(ctx context.Context, db bun.IDB, a account.Actor, bodyID string) (Detail, error) {
	b, err := findBody(ctx, db, a, bodyID)
	if err != nil {
		return Detail{}, err
	}
	members, err := listMembers(ctx, db, "bm.body_id = ?", b.ID)
	return Detail{Body: b, Members: members}, err
}

// ListIn lists the bodies of the actor's project with their members, by name.
func ListIn(ctx context.Context, db bun.IDB, a account.Actor) ([]Detail, error) {
	var bodies []Body
	err := db.NewSelect().Model(&bodies).Where("bo.workspace_id = ? AND bo.project_id = ?", a.WorkspaceID, a.ProjectID).Order("bo.name_key", "bo.id").Scan(ctx)
	if err != nil || len(bodies) == 0 {
		return nil, database.Fault(err)
	}
	members, err := listMembers(ctx, db, "bm.workspace_id = ? AND bm.project_id = ?", a.WorkspaceID, a.ProjectID)
	all := make([]Detail, len(bodies))
	for i, b := range bodies {
		all[i].Body = b
		for _, m := range members {
			if m.BodyID == b.ID {
				all[i].Members = append(all[i].Members, m)
			}
		}
	}
	return all, err
}

// listMembers reads members with what the directory says of them, by duty and name; vacant seats come last.
func listMembers(ctx context.Context, db bun.IDB, where string, args ...any) ([]Member, error) {
	var members []Member
	err := db.NewSelect().Model(&members).ColumnExpr("bm.*").
		ColumnExpr("COALESCE(trim(p.title || ' ' || p.given || ' ' || p.family), '') AS name, COALESCE(p.email, '') AS email, COALESCE(p.lang, 'de') AS lang").
		ColumnExpr("COALESCE(po.name, '') AS employer, COALESCE(o.name, '') AS organisation").
		ColumnExpr("COALESCE(trim(d.title || ' ' || d.given || ' ' || d.family), '') AS deputy, COALESCE(d.email, '') AS deputy_email, COALESCE(d.lang, 'de') AS deputy_lang").
		Join("LEFT JOIN persons AS p ON p.id = bm.person_id").Join("LEFT JOIN organisations AS po ON po.id = p.organisation_id").
		Join("LEFT JOIN organisations AS o ON o.id = bm.organisation_id").Join("LEFT JOIN persons AS d ON d.id = bm.deputy_person_id").
		Where(where, args...).OrderExpr("COALESCE(p.sort_key, 'zzzz'), bm.id").Scan(ctx)
	for i := range members {
		members[i].Name, members[i].Deputy = oneLine(members[i].Name), oneLine(members[i].Deputy)
	}
	slices.SortStableFunc(members, func(x, y Member) int { return slices.Index(Duties(), x.Duty) - slices.Index(Duties(), y.Duty) })
	return members, database.Fault(err)
}

// Label is how a member is named in one line: person and seat.
func (m Member) Label() string {
	return strings.Join(slices.DeleteFunc([]string{m.Name, m.Behind()}, func(s string) bool { return s == "" }), ", ")
}

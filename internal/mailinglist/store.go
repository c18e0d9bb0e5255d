package mailinglist

import (
	"context"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

const slugTries = 50

func listsQuery(db bun.IDB, into any) *bun.SelectQuery {
	const count = "(SELECT count(*) FROM mailing_list_members AS c WHERE c.list_id = ml.id AND c.state = ?) AS "
	return db.NewSelect().Model(into).ColumnExpr("ml.*").ColumnExpr(count+"subscribed", Subscribed).ColumnExpr(count+"pending", Pending)
}

func listLists(ctx context.Context, db bun.IDB, a account.Actor) ([]List, error) {
	var all []List
	err := listsQuery(db, &all).Where("ml.workspace_id = ? AND ml.project_id = ?", a.WorkspaceID, a.ProjectID).
		OrderExpr("ml.closed_at IS NOT NULL, ml.slug, ml.id").Scan(ctx)
	return all, database.Fault(err)
}

func findList(ctx context.Context, db bun.IDB, a account.Actor, listID string) (List, error) {
	var l List
	err := listsQuery(db, &l).Where("ml.id = ? AND ml.workspace_id = ? AND ml.project_id = ?", listID, a.WorkspaceID, a.ProjectID).Scan(ctx)
	return l, database.Fault(err)
}

// listOf returns a list by what is known of it, without counts.
func listOf(ctx context.Context, db bun.IDB, column, value string) (List, error) {
	var l List
	err := db.NewSelect().Model(&l).Where("ml.? = ?", bun.Ident(column), value).Scan(ctx)
	return l, database.Fault(err)
}

func listPublic(ctx context.Context, db bun.IDB) ([]List, error) {
	var all []List
	err := db.NewSelect().Model(&all).Where("ml.public AND ml.closed_at IS NULL").Order("ml.slug", "ml.id").Scan(ctx)
	return all, database.Fault(err)
}

// insertList gives the list the first address that is free.
func insertList(ctx context.Context, tx bun.IDB, l *List) error {
	base := slugOf(l.Name)
	for try := 1; try <= slugTries; try++ {
		if l.Slug = base; try > 1 {
			l.Slug = base + "-" + strconv.Itoa(try)
		}
		ok, err := database.Changed(tx.NewInsert().Model(l).On("CONFLICT (slug) DO NOTHING").Exec(ctx))
		if err != nil || ok {
			return err
		}
	}
	return fault.New(fault.Conflict, "fault.conflict")
}

// updateList writes l over the version it was read with.
func updateList(ctx context.Context, tx bun.IDB, l List) error {
	l.Version++
	ok, err := database.Changed(tx.NewUpdate().Model(&l).ExcludeColumn("workspace_id", "project_id", "slug", "created_at").WherePK().
		Where("version = ?", l.Version-1).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

func findMember(ctx context.Context, db bun.IDB, a account.Actor, listID, memberID string) (Member, error) {
	var m Member
	err := db.NewSelect().Model(&m).
		Where("mm.id = ? AND mm.list_id = ? AND mm.workspace_id = ? AND mm.project_id = ?", memberID, listID, a.WorkspaceID, a.ProjectID).Scan(ctx)
	return m, database.Fault(err)
}

func memberByKey(ctx context.Context, db bun.IDB, listID, key string) (Member, error) {
	var m Member
	err := db.NewSelect().Model(&m).Where("mm.list_id = ? AND mm.email_key = ?", listID, key).Scan(ctx)
	return m, database.Fault(err)
}

// insertMember reports whether the address was not there before.
func insertMember(ctx context.Context, tx bun.IDB, m Member) (bool, error) {
	return database.Changed(tx.NewInsert().Model(&m).On("CONFLICT (list_id, email_key) DO NOTHING").Exec(ctx))
}

// updateMember writes m unless another transaction asked the person, or changed the state, since was was read.
func updateMember(ctx context.Context, tx bun.IDB, was, m Member) (bool, error) {
	return database.Changed(tx.NewUpdate().Model(&m).ExcludeColumn("workspace_id", "project_id", "list_id", "email_key", "created_at").WherePK().
		Where("asked_at = ? AND state = ?", was.AskedAt, was.State).Exec(ctx))
}

// leave ends a subscription, also of somebody who was asked once more since it was read.
func leave(ctx context.Context, tx bun.IDB, memberID string, now time.Time) error {
	_, err := tx.NewUpdate().Model((*Member)(nil)).Set("state = ?", Left).Set("left_at = ?", now).
		Where("id = ? AND state = ?", memberID, Subscribed).Exec(ctx)
	return database.Fault(err)
}

// forget deletes members and takes their names, addresses and words out of the mails to them; what waits for them is not sent.
func (s *Service) forget(ctx context.Context, tx bun.IDB, members ...Member) error {
	ofWorkspace := map[string][]string{}
	for _, m := range members {
		ofWorkspace[m.WorkspaceID] = append(ofWorkspace[m.WorkspaceID], m.ID)
	}
	for workspaceID, ids := range ofWorkspace {
		if err := s.mailings.ForgetIn(ctx, tx, workspaceID, ids); err != nil {
			return err
		}
		letters, err := s.outbox.OfThreadsIn(ctx, tx, workspaceID, ids)
		if err != nil {
			return err
		}
		if err := s.outbox.ForgetIn(ctx, tx, workspaceID, letters); err != nil {
			return err
		}
		if err := deleteMembers(ctx, tx, ids); err != nil {
			return err
		}
	}
	return nil
}

// deleteMembers deletes members with their links.
func deleteMembers(ctx context.Context, tx bun.IDB, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	if _, err := tx.NewDelete().Model((*link)(nil)).Where("member_id IN (?)", bun.List(ids)).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	_, err := tx.NewDelete().Model((*Member)(nil)).Where("id IN (?)", bun.List(ids)).Exec(ctx)
	return database.Fault(err)
}

// link leads a member to their own subscription.
type link struct {
	bun.BaseModel `bun:"table:mailing_list_links,alias:mk"`

	TokenHash   string    `bun:"token_hash,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	MemberID    string    `bun:"member_id"`
	CreatedAt   time.Time `bun:"created_at"`
	ExpiresAt   time.Time `bun:"expires_at"`
}

// newLink makes a link for the member and returns its token.
func newLink(ctx context.Context, tx bun.IDB, m Member, now time.Time) (string, error) {
	token := id.Token()
	row := link{TokenHash: id.Hash(token), WorkspaceID: m.WorkspaceID, MemberID: m.ID, CreatedAt: now, ExpiresAt: now.Add(linkLife)}
	_, err := tx.NewInsert().Model(&row).Exec(ctx)
	return token, database.Fault(err)
}

// holder returns the member whose link it is; NotFound when it is unknown or over, or nobody confirmed in time.
func holder(ctx context.Context, db bun.IDB, token string, now time.Time) (Member, error) {
	var m Member
	err := db.NewSelect().Model(&m).Join("JOIN mailing_list_links AS mk ON mk.member_id = mm.id").
		Where("mk.token_hash = ? AND mk.expires_at > ?", id.Hash(token), now).Scan(ctx)
	if err == nil && m.lapsed(now) {
		return Member{}, fault.Missing()
	}
	return m, database.Fault(err)
}

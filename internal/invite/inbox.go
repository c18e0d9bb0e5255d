package invite

import (
	"context"
	"encoding/base64"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
)

// InboxOrder is what the list of received mail is sorted by.
type InboxOrder string

// The orders.
const (
	ByArrival InboxOrder = "at"
	BySubject InboxOrder = "subject"
	BySender  InboxOrder = "from"
)

// InboxFilter narrows and sorts the list of received mail. The zero value is all of it, newest first.
type InboxFilter struct {
	Fate  Fate       // empty for all
	Words string     // in subject, name and address
	Order InboxOrder // empty for the newest first
	Desc  bool       // the latest first, from Z to A
	From  int        // how many mails are passed over
	Rows  int        // how many are wanted at most; 0 for all
}

// Inbox is the received mail.
type Inbox struct {
	Mails  []Incoming   // without the raw mails and what was written
	Found  int          // mails that the filter leaves
	Counts map[Fate]int // of all mails
}

// Total counts all mails.
func (b Inbox) Total() int {
	n := 0
	for _, count := range b.Counts {
		n += count
	}
	return n
}

// Inbox lists the mail the actor's project is concerned with: its own, and what belongs to no project.
func (s *Service) Inbox(ctx context.Context, actor account.Actor, filter InboxFilter) (Inbox, error) {
	if err := mayRead(actor); err != nil {
		return Inbox{}, err
	}
	counts, err := countIncoming(ctx, s.db.Read(), actor)
	if err != nil {
		return Inbox{}, err
	}
	found, err := filter.narrow(ours(s.db.Read().NewSelect().Model((*Incoming)(nil)), actor)).Count(ctx)
	if err != nil {
		return Inbox{}, database.Fault(err)
	}
	if filter.Rows > 0 && filter.From >= int(found) { // beyond the last page: the last one
		filter.From = max(0, int(found)-1) / filter.Rows * filter.Rows
	}
	mails, err := listIncoming(ctx, s.db.Read(), actor, filter)
	return Inbox{Mails: mails, Counts: counts, Found: int(found)}, err
}

// ours leaves the mail of the actor's project and what belongs to none.
func ours(q *bun.SelectQuery, actor account.Actor) *bun.SelectQuery {
	return q.Where("n.workspace_id = ? AND n.project_id IN (?, '')", actor.WorkspaceID, actor.ProjectID)
}

func (f InboxFilter) narrow(q *bun.SelectQuery) *bun.SelectQuery {
	switch f.Fate {
	case "":
	case WasSettled:
		q = q.Where("n.state IN (?, ?) AND n.settled_at IS NOT NULL", Review, Unreadable)
	case WaitsForStaff, CouldNotRead:
		q = q.Where("n.state IN (?) AND n.settled_at IS NULL", bun.List(f.Fate.states()))
	default:
		q = q.Where("n.state IN (?)", bun.List(f.Fate.states()))
	}
	for _, pattern := range database.FoldQuery(f.Words) {
		q = q.Where("n.search LIKE ?", pattern)
	}
	return q
}

func (f InboxFilter) sort(q *bun.SelectQuery) *bun.SelectQuery {
	column := "n.received_at"
	switch f.Order {
	case BySubject:
		column = "n.subject_key"
	case BySender:
		column = "n.from_key"
	}
	if f.Desc || f.Order == "" {
		return q.OrderExpr(column + " DESC, n.id DESC")
	}
	return q.OrderExpr(column + ", n.id")
}

func listIncoming(ctx context.Context, db bun.IDB, actor account.Actor, filter InboxFilter) ([]Incoming, error) {
	var list []Incoming
	query := filter.sort(filter.narrow(ours(db.NewSelect().Model(&list).ExcludeColumn("raw", "comment", "search"), actor)))
	if filter.Rows > 0 {
		query = query.Limit(int64(filter.Rows)).Offset(int64(filter.From))
	}
	return list, database.Fault(query.Scan(ctx))
}

func countIncoming(ctx context.Context, db bun.IDB, actor account.Actor) (map[Fate]int, error) {
	var rows []struct {
		State   State `bun:"state"`
		Settled int   `bun:"settled"` // of N
		N       int   `bun:"n"`
	}
	err := ours(db.NewSelect().Model((*Incoming)(nil)).Column("state").ColumnExpr("count(settled_at) AS settled, count(*) AS n"), actor).Group("state").Scan(ctx, &rows)
	counts := map[Fate]int{}
	for _, row := range rows {
		counts[fateOf(row.State, false)] += row.N - row.Settled
		counts[fateOf(row.State, true)] += row.Settled
	}
	return counts, database.Fault(err)
}

// Unsettled counts the mails that wait for staff.
func (s *Service) Unsettled(ctx context.Context, actor account.Actor) (int, error) {
	if err := mayRead(actor); err != nil {
		return 0, err
	}
	n, err := s.db.Read().NewSelect().Model((*Incoming)(nil)).
		Where("n.workspace_id = ? AND n.project_id IN (?, '')", actor.WorkspaceID, actor.ProjectID).
		Where("n.settled_at IS NULL AND n.state IN (?, ?)", Review, Unreadable).Count(ctx)
	return int(n), database.Fault(err)
}

// Received returns one received mail with its bytes.
func (s *Service) Received(ctx context.Context, actor account.Actor, mailID string) (Incoming, []byte, error) {
	if err := mayRead(actor); err != nil {
		return Incoming{}, nil, err
	}
	n, err := findIncoming(ctx, s.db.Read(), actor, mailID)
	if err != nil {
		return n, nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(n.Raw)
	return n, raw, err
}

func findIncoming(ctx context.Context, db bun.IDB, actor account.Actor, mailID string) (Incoming, error) {
	var n Incoming
	err := db.NewSelect().Model(&n).
		Where("n.id = ? AND n.workspace_id = ? AND n.project_id IN (?, '')", mailID, actor.WorkspaceID, actor.ProjectID).Scan(ctx)
	return n, database.Fault(err)
}

// Settle notes that staff have dealt with a mail.
func (s *Service) Settle(ctx context.Context, actor account.Actor, mailID string) error {
	if err := mayInvite(actor); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		n, err := findIncoming(ctx, tx, actor, mailID)
		if err != nil || n.SettledAt != nil {
			return err
		}
		return s.SettleIn(ctx, tx, actor, n, "", "")
	})
}

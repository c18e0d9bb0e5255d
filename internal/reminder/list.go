package reminder

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/mail"
)

// PageLength is the number of rows on a page of the list.
const PageLength = 50

// Order is what the list is sorted by.
type Order string

// The orders of the list.
const (
	BySent     Order = "sent" // the newest first
	ByTitle    Order = "title"
	ByReceiver Order = "receiver"
	ByDeadline Order = "due"
)

// Orders lists the orders.
func Orders() []Order { return []Order{BySent, ByTitle, ByReceiver, ByDeadline} }

// Filter narrows and sorts the list; its zero value is the first page of all.
type Filter struct {
	Text   string       // search words; all must be found in title or receiver
	Kind   Kind         // of the thing
	States []mail.State // of the mail
	Order  Order
	Desc   bool
	Page   int  // from 1; of pages beyond the last, the last
	All    bool // without pages
}

// Line is a reminder with what became of its mail.
type Line struct {
	Reminder

	Name      string      `bun:"to_name"`
	Email     string      `bun:"to_email"`
	State     mail.State  `bun:"state"`
	Reason    mail.Reason `bun:"reason"`
	LastError string      `bun:"last_error"`
	Present   bool        `bun:"present"` // the thing is there and not in the bin
}

// List is one page of the list.
type List struct {
	Lines []Line
	Total int
}

func lines(db bun.IDB, a account.Actor) *bun.SelectQuery {
	return db.NewSelect().Model((*Reminder)(nil)).ColumnExpr("r.*, m.to_name, m.to_email, m.state, m.reason, m.last_error").
		ColumnExpr("r.subject_id IN (SELECT id FROM milestones UNION ALL SELECT id FROM tasks) AS present").
		Join("JOIN mail_messages AS m ON m.id = r.mail_id").Where("r.workspace_id = ? AND r.project_id = ?", a.WorkspaceID, a.ProjectID)
}

func listOf(ctx context.Context, db bun.IDB, a account.Actor, of Subject) ([]Line, error) {
	var all []Line
	err := lines(db, a).Where("r.subject_kind = ? AND r.subject_id = ?", of.Kind, of.ID).
		Order("r.created_at DESC", "m.to_name", "r.id").Scan(ctx, &all)
	return all, database.Fault(err)
}

func list(ctx context.Context, db bun.IDB, a account.Actor, f Filter) (List, error) {
	var found List
	q := f.apply(lines(db, a))
	total, err := q.Count(ctx)
	if err != nil {
		return found, database.Fault(err)
	}
	found.Total = int(total)
	if !f.All {
		last := max(1, (found.Total+PageLength-1)/PageLength)
		q = q.Limit(PageLength).Offset(int64(min(max(1, f.Page), last)-1) * PageLength)
	}
	return found, database.Fault(q.OrderExpr(f.order()).Scan(ctx, &found.Lines))
}

func (f Filter) apply(q *bun.SelectQuery) *bun.SelectQuery {
	if f.Kind != "" {
		q = q.Where("r.subject_kind = ?", f.Kind)
	}
	if len(f.States) > 0 {
		q = q.Where("m.state IN (?)", bun.List(f.States))
	}
	for _, pattern := range database.FoldQuery(f.Text) {
		q = q.Where("r.search LIKE ?", pattern)
	}
	return q
}

func (f Filter) order() string {
	column := map[Order]string{ByTitle: "r.title_key", ByReceiver: "m.to_name", ByDeadline: "r.due_on"}[f.Order]
	if column == "" {
		column = "r.created_at"
	}
	if f.Desc {
		column += " DESC"
	}
	return column + ", r.title_key, r.id"
}

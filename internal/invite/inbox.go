package invite

import (
	"context"
	"encoding/base64"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
)

// Inbox is the received mail.
type Inbox struct {
	Mails  []Incoming    // newest first, without the raw mails and what was written
	Counts map[State]int // of all mails
}

// Total counts all mails.
func (b Inbox) Total() int {
	n := 0
	for _, count := range b.Counts {
		n += count
	}
	return n
}

// Inbox lists the mail the actor's project is concerned with: its own, and what belongs to no project. Empty state means
// all.
func (s *Service) Inbox(ctx context.Context, actor account.Actor, state State) (Inbox, error) {
	if err := mayRead(actor); err != nil {
		return Inbox{}, err
	}
	counts, err := countIncoming(ctx, s.db.Read(), actor)
	if err != nil {
		return Inbox{}, err
	}
	mails, err := listIncoming(ctx, s.db.Read(), actor, state)
	return Inbox{Mails: mails, Counts: counts}, err
}

func listIncoming(ctx context.Context, db bun.IDB, actor account.Actor, state State) ([]Incoming, error) {
	var list []Incoming
	query := db.NewSelect().Model(&list).ExcludeColumn("raw", "comment").
		Where("n.workspace_id = ? AND n.project_id IN (?, '')", actor.WorkspaceID, actor.ProjectID)
	if state != "" {
		query = query.Where("n.state = ?", state)
	}
	err := query.Order("n.received_at DESC", "n.id DESC").Scan(ctx)
	return list, database.Fault(err)
}

func countIncoming(ctx context.Context, db bun.IDB, actor account.Actor) (map[State]int, error) {
	var rows []struct {
		State State `bun:"state"`
		N     int   `bun:"n"`
	}
	err := db.NewSelect().Model((*Incoming)(nil)).Column("state").ColumnExpr("count(*) AS n").
		Where("n.workspace_id = ? AND n.project_id IN (?, '')", actor.WorkspaceID, actor.ProjectID).Group("state").Scan(ctx, &rows)
	counts := map[State]int{}
	for _, row := range rows {
		counts[row.State] = row.N
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
		now := s.clock.Now()
		n.SettledAt, n.SettledBy = &now, actor.UserID
		err = database.OneRow(tx.NewUpdate().Model(&n).Column("settled_at", "settled_by").WherePK().Exec(ctx))
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, actor.Entry(now, "reply.settled", "incoming_mail", n.ID, map[string]any{"reason": string(n.Reason)}))
	})
}

package mailing

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/mail"
)

// ForgetIn takes name, address and organisation of receivers, given by their identifiers, from all lists, and the same and all
// texts from the mails that were written to them. What became of each mail stays.
func (s *Service) ForgetIn(ctx context.Context, tx bun.IDB, workspaceID string, receiverIDs []string) error {
	if len(receiverIDs) == 0 {
		return nil
	}
	where := func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("rc.workspace_id = ? AND rc.receiver_id IN (?)", workspaceID, bun.List(receiverIDs))
	}
	var ids []string
	if err := where(tx.NewSelect().Model((*Receiver)(nil)).Column("rc.message_id")).Where("rc.message_id <> ''").Scan(ctx, &ids); err != nil {
		return database.Fault(err)
	}
	_, err := tx.NewUpdate().Model((*Receiver)(nil)).Set("name = ?", mail.Erased).Set("email = '', organisation = ''").
		Where("workspace_id = ? AND receiver_id IN (?)", workspaceID, bun.List(receiverIDs)).Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	return s.mail.ForgetIn(ctx, tx, workspaceID, ids)
}

// ForgetMessagesIn takes name, address and organisation of those out of all lists to whom the mails were written. The mails stay as they are.
func (s *Service) ForgetMessagesIn(ctx context.Context, tx bun.IDB, workspaceID string, messageIDs []string) error {
	if len(messageIDs) == 0 {
		return nil
	}
	_, err := tx.NewUpdate().Model((*Receiver)(nil)).Set("name = ?", mail.Erased).Set("email = '', organisation = ''").
		Where("workspace_id = ? AND message_id IN (?)", workspaceID, bun.List(messageIDs)).Exec(ctx)
	return database.Fault(err)
}

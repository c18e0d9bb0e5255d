package mailing

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// WithdrawIn calls off, in the caller's transaction, what has not left of the mails about the subject to the receivers, to
// everybody when none is named: they do not want it any more. A retry does not bring it back.
func (s *Service) WithdrawIn(ctx context.Context, tx bun.IDB, workspaceID, subjectID string, receiverIDs ...string) error {
	var ids []string
	q := tx.NewSelect().Model((*Receiver)(nil)).ColumnExpr("rc.message_id").Join("JOIN mailings AS ml ON ml.id = rc.mailing_id").
		Where("ml.workspace_id = ? AND ml.subject_id = ? AND rc.message_id <> ''", workspaceID, subjectID)
	if len(receiverIDs) > 0 {
		q = q.Where("rc.receiver_id IN (?)", bun.List(receiverIDs))
	}
	if err := q.Scan(ctx, &ids); err != nil {
		return database.Fault(err)
	}
	for part := range slices.Chunk(ids, insertAtOnce) {
		if err := s.mail.WithdrawIn(ctx, tx, part); err != nil {
			return err
		}
	}
	return nil
}

package mailing

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

const insertAtOnce = 500 // rows of receivers in one statement

func findMailing(ctx context.Context, db bun.IDB, a account.Actor, mailingID string) (Mailing, error) {
	var m Mailing
	err := db.NewSelect().Model(&m).Where("ml.id = ? AND ml.workspace_id = ? AND ml.project_id = ?", mailingID, a.WorkspaceID, a.ProjectID).Scan(ctx)
	return m, database.Fault(err)
}

// FindIn returns a mailing for the package that wrote it.
func FindIn(ctx context.Context, db bun.IDB, mailingID string) (Mailing, error) {
	var m Mailing
	err := db.NewSelect().Model(&m).Where("ml.id = ?", mailingID).Scan(ctx)
	return m, database.Fault(err)
}

// lockMailing returns the mailing while nobody else changes it: the update takes the row's lock on PostgreSQL.
func lockMailing(ctx context.Context, tx bun.IDB, a account.Actor, mailingID string) (Mailing, error) {
	err := database.OneRow(tx.NewUpdate().Model((*Mailing)(nil)).Set("version = version").
		Where("id = ? AND workspace_id = ? AND project_id = ?", mailingID, a.WorkspaceID, a.ProjectID).Exec(ctx))
	if err != nil {
		return Mailing{}, err
	}
	return findMailing(ctx, tx, a, mailingID)
}

func listMailings(ctx context.Context, db bun.IDB, a account.Actor, subjectID string) ([]Mailing, error) {
	var list []Mailing
	q := db.NewSelect().Model(&list).ExcludeColumn("content").Where("ml.workspace_id = ? AND ml.project_id = ?", a.WorkspaceID, a.ProjectID)
	if subjectID != "" {
		q = q.Where("ml.subject_id = ?", subjectID)
	}
	err := q.Order("ml.created_at DESC", "ml.id DESC").Scan(ctx)
	return list, database.Fault(err)
}

func insertMailing(ctx context.Context, tx bun.IDB, m *Mailing) error {
	_, err := tx.NewInsert().Model(m).Exec(ctx)
	return database.Fault(err)
}

// updateMailing writes the columns of the locked mailing; a version that is not the stored one is a Conflict.
func updateMailing(ctx context.Context, tx bun.IDB, m *Mailing, columns ...string) error {
	was := m.Version
	m.Version++
	kept, err := database.Changed(tx.NewUpdate().Model(m).Column(append(columns, "version")...).
		Where("id = ? AND workspace_id = ? AND version = ?", m.ID, m.WorkspaceID, was).Exec(ctx))
	if err == nil && !kept {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

func insertReceivers(ctx context.Context, tx bun.IDB, receivers []Receiver) error {
	for len(receivers) > 0 {
		n := min(insertAtOnce, len(receivers))
		part := receivers[:n]
		if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		receivers = receivers[n:]
	}
	return nil
}

// dropReceivers forgets the list of a mailing that becomes a draft again.
func dropReceivers(ctx context.Context, tx bun.IDB, mailingID string) error {
	_, err := tx.NewDelete().Model((*Receiver)(nil)).Where("mailing_id = ?", mailingID).Exec(ctx)
	return database.Fault(err)
}

// listReceivers returns the receivers behind the position, all when limit is 0.
func listReceivers(ctx context.Context, db bun.IDB, mailingID string, after, limit int) ([]Receiver, error) {
	var list []Receiver
	q := db.NewSelect().Model(&list).Where("rc.mailing_id = ? AND rc.position > ?", mailingID, after).Order("rc.position")
	if limit > 0 {
		q = q.Limit(int64(limit))
	}
	return list, database.Fault(q.Scan(ctx))
}

func updateReceiver(ctx context.Context, tx bun.IDB, r Receiver) error {
	return database.OneRow(tx.NewUpdate().Model(&r).Column("state", "reason", "message_id").WherePK().Exec(ctx))
}

// advance notes that n more receivers had their turn, out of those left out; false when somebody else has done it, or
// the mailing is not being sent any more.
func advance(ctx context.Context, tx bun.IDB, m Mailing, n int) (bool, error) {
	return database.Changed(tx.NewUpdate().Model((*Mailing)(nil)).Set("settled = settled + ?", n).
		Where("id = ? AND state = ? AND settled = ?", m.ID, Sending, m.Settled).Exec(ctx))
}

func addLeftOut(ctx context.Context, tx bun.IDB, m Mailing, n int) error {
	_, err := tx.NewUpdate().Model((*Mailing)(nil)).Set("left_out = left_out + ?", n).Where("id = ?", m.ID).Exec(ctx)
	return database.Fault(err)
}

package mail

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// Erased stands in the place of a name or a subject that was erased.
const Erased = "–"

const forgetAtOnce = 500 // messages in one statement

// ForgetIn takes name, address and texts out of messages whose receiver's data are to be erased (GDPR Article 17). Kind, state
// and times stay. What has not left is called off first, as by WithdrawIn: without an address it can never leave. A message in
// flight is finished from the memory of the process that sends it.
func (s *Service) ForgetIn(ctx context.Context, tx bun.IDB, workspaceID string, ids []string) error {
	for part := range slices.Chunk(ids, forgetAtOnce) {
		if err := s.withdraw(ctx, tx, "workspace_id = ? AND id IN (?)", workspaceID, bun.List(part)); err != nil {
			return err
		}
		_, err := tx.NewUpdate().Model((*Message)(nil)).
			Set("to_name = ?, subject = ?", Erased, Erased).
			Set("to_email = '', receiver_key = '', text_body = '', html_body = '', calendar_body = '', unsubscribe_url = '', last_error = ''").
			Where("workspace_id = ? AND id IN (?)", workspaceID, bun.List(part)).Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
		_, err = tx.NewUpdate().Model((*returned)(nil)).Set("receiver_key = '', answer = ''").
			Where("workspace_id = ? AND message_id IN (?)", workspaceID, bun.List(part)).Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
	}
	return nil
}

// ForgetAddressesIn deletes what is known about whether mail reaches the addresses, given by their keys.
func (s *Service) ForgetAddressesIn(ctx context.Context, tx bun.IDB, workspaceID string, keys []string) error {
	_, err := tx.NewDelete().Model((*Reachability)(nil)).Where("workspace_id = ? AND receiver_key IN (?)", workspaceID, bun.List(keys)).Exec(ctx)
	return database.Fault(err)
}

// ErasedIn reports whether ForgetIn has taken the receiver out of the message, or, when it names none, out of a message of the threads.
func (s *Service) ErasedIn(ctx context.Context, db bun.IDB, workspaceID, messageID string, threadKeys []string) (bool, error) {
	q := db.NewSelect().Model((*Message)(nil)).Where("m.workspace_id = ? AND m.receiver_key = ''", workspaceID)
	if messageID != "" {
		q = q.Where("m.id = ?", messageID)
	} else {
		q = q.Where("m.thread_key IN (?)", bun.List(threadKeys))
	}
	erased, err := q.Exists(ctx)
	return erased, database.Fault(err)
}

// OfThreadsIn returns the identifiers of all messages of the threads.
func (s *Service) OfThreadsIn(ctx context.Context, db bun.IDB, workspaceID string, threadKeys []string) ([]string, error) {
	return listIDs(ctx, db, "m.workspace_id = ? AND m.thread_key IN (?)", workspaceID, bun.List(threadKeys))
}

// ToAddressesIn returns the identifiers of all messages to the addresses, given by their keys; those to the name alone when it is not
// empty. Messages of the kinds but are left out.
func (s *Service) ToAddressesIn(ctx context.Context, db bun.IDB, workspaceID string, keys []string, name string, but ...string) ([]string, error) {
	return listIDs(ctx, db, "m.workspace_id = ? AND m.receiver_key IN (?) AND (? = '' OR m.to_name = ?) AND m.kind NOT IN (?)",
		workspaceID, bun.List(keys), name, name, bun.List(but))
}

func listIDs(ctx context.Context, db bun.IDB, where string, args ...any) ([]string, error) {
	var ids []string
	err := db.NewSelect().Model((*Message)(nil)).Column("m.id").Where(where, args...).Scan(ctx, &ids)
	return ids, database.Fault(err)
}

// DoneOfThreadsIn returns the identifiers of those messages of the threads whose receiver is still known although nothing is to be done
// with them any more: they have left or were given up, or are older than the instant.
func (s *Service) DoneOfThreadsIn(ctx context.Context, db bun.IDB, workspaceID string, threadKeys []string, before time.Time) ([]string, error) {
	return listIDs(ctx, db, "m.workspace_id = ? AND m.thread_key IN (?) AND m.receiver_key <> '' AND (m.created_at <= ? OR m.state NOT IN (?))",
		workspaceID, bun.List(threadKeys), before, bun.List(append([]State{Sending}, open...)))
}

package mail

import (
	"context"
	"errors"
	"regexp"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// messageIDForm is a Message-ID without angle brackets, stricter than RFC 5322, 3.6.4.
var messageIDForm = regexp.MustCompile(`^[A-Za-z0-9.+_=-]{1,120}@[A-Za-z0-9.-]{1,120}$`)

// bodies are the columns that lists leave out.
var bodies = []string{"text_body", "html_body", "calendar_body"}

// insertMessages writes the messages; those to disabled addresses have failed.
func insertMessages(ctx context.Context, tx bun.IDB, messages []Message) error {
	disabled, err := disabledAmong(ctx, tx, messages)
	if err != nil {
		return err
	}
	for i := range messages {
		m := &messages[i]
		if receiver, ok := disabled[receiver{m.WorkspaceID, m.ReceiverKey}]; ok {
			m.State, m.DoneAt, m.Reason, m.LastError = Failed, &m.CreatedAt, AddressDisabled, receiver.Answer
		}
	}
	return database.Insert(ctx, tx, messages)
}

func findMessage(ctx context.Context, db bun.IDB, workspaceID, id string) (Message, error) {
	var m Message
	err := db.NewSelect().Model(&m).Where("m.workspace_id = ? AND m.id = ?", workspaceID, id).Scan(ctx)
	return m, database.Fault(err)
}

func findFirstMessageID(ctx context.Context, db bun.IDB, workspaceID, threadKey string) (string, error) {
	var first Message
	err := database.Fault(db.NewSelect().Model(&first).Column("message_id").
		Where("m.workspace_id = ? AND m.thread_key = ? AND m.state <> ?", workspaceID, threadKey, Aborted).
		Order("m.created_at", "m.id").Limit(1).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return first.MessageID, err
}

// abortSuperseded takes waiting calendar mails of the thread out of the queue when m carries a later version, or the
// same version of the same kind. What is being sent stays.
func abortSuperseded(ctx context.Context, tx bun.IDB, m *Message) error {
	_, err := tx.NewUpdate().Model((*Message)(nil)).
		Set("state = ?", Aborted).Set("done_at = ?", m.CreatedAt).Set("leased_until = NULL").
		Where("workspace_id = ? AND thread_key = ? AND calendar_method <> ''", m.WorkspaceID, m.ThreadKey).
		Where("sequence < ? OR (sequence = ? AND kind = ?)", m.Sequence, m.Sequence, m.Kind).
		Where("done_at IS NULL AND state IN (?)", bun.List([]State{Queued, Deferred, Withheld, Paused})).Exec(ctx)
	return database.Fault(err)
}

// superseded says that a later version of the message's calendar entry is there: the older one must not arrive after it.
const superseded = `(m.calendar_method <> '' AND EXISTS (SELECT 1 FROM mail_messages AS n WHERE n.workspace_id = m.workspace_id
	AND n.thread_key = m.thread_key AND n.calendar_method <> '' AND (n.created_at, n.id) > (m.created_at, m.id)))`

// requeue makes the chosen messages of the state wait for the sender again, as if they had never been tried.
func requeue(ctx context.Context, tx bun.IDB, state State, now time.Time, chosen func(*bun.UpdateQuery) *bun.UpdateQuery) (int, error) {
	result, err := tx.NewUpdate().Model((*Message)(nil)).
		Set("state = ?", Queued).Set("run_at = ?", now).Set("attempts = 0").Set("leased_until = NULL").Set("done_at = NULL").
		Set("reason = ''").Set("last_error = ''").Set("hold = ''").
		Where("state = ?", state).Apply(chosen).Exec(ctx)
	if err != nil {
		return 0, database.Fault(err)
	}
	n, err := result.RowsAffected()
	return int(n), err
}

func listLatest(ctx context.Context, db bun.IDB, workspaceID string, threadKeys []string) (map[string]Message, error) {
	latest := make(map[string]Message, len(threadKeys))
	if len(threadKeys) == 0 {
		return latest, nil
	}
	var list []Message
	err := db.NewSelect().Model(&list).ExcludeColumn(bodies...).
		Where("m.workspace_id = ? AND m.thread_key IN (?)", workspaceID, bun.List(threadKeys)).
		Order("m.created_at", "m.id").Scan(ctx)
	for _, m := range list {
		latest[m.ThreadKey] = m
	}
	return latest, database.Fault(err)
}

func listThread(ctx context.Context, db bun.IDB, workspaceID, threadKey string) ([]Message, error) {
	var list []Message
	err := db.NewSelect().Model(&list).ExcludeColumn(bodies...).
		Where("m.workspace_id = ? AND m.thread_key = ?", workspaceID, threadKey).Order("m.created_at", "m.id").Scan(ctx)
	return list, database.Fault(err)
}

func countStates(ctx context.Context, db bun.IDB, workspaceID, projectID string) (map[State]int, error) {
	var rows []struct {
		State State `bun:"state"`
		N     int   `bun:"n"`
	}
	err := db.NewSelect().Model((*Message)(nil)).Column("state").ColumnExpr("count(*) AS n").
		Where("m.workspace_id = ? AND m.project_id IN (?, '')", workspaceID, projectID).Group("state").Scan(ctx, &rows)
	counts := map[State]int{}
	for _, row := range rows {
		counts[row.State] = row.N
	}
	return counts, database.Fault(err)
}

// waiting are the states the sender looks at.
const waiting = "('queued', 'deferred', 'sending')"

// listDue returns the oldest messages that may be sent now: due, waiting, not held, not in flight, and without an older one to the
// same receiver that waits. What a dead process had in flight is due once it is reclaimed. What is paused or withheld is not waiting, so that it keeps no later mail back.
func listDue(ctx context.Context, db bun.IDB, now time.Time, limit int) ([]Message, error) {
	var list []Message
	err := db.NewSelect().Model(&list).
		Where("m.done_at IS NULL AND m.state <> 'paused' AND m.state <> 'withheld'"). // as the index says it
		Where("m.run_at <= ? AND m.leased_until IS NULL", now).
		Where("m.hold = '' AND m.state IN "+waiting+` AND NOT EXISTS (SELECT 1 FROM mail_messages AS o
			WHERE o.receiver_key = m.receiver_key AND o.done_at IS NULL AND o.state IN `+waiting+`
			AND (o.created_at, o.id) < (m.created_at, m.id))`).
		Order("m.run_at", "m.id").Limit(int64(limit)).Scan(ctx)
	return list, database.Fault(err)
}

// errGone means that a message in flight is no longer ours: another process has taken it over.
var errGone = errors.New("mail: the message is no longer ours")

// begin marks the messages as being sent and tells which: not those that were aborted, held or taken since they were looked at.
func begin(ctx context.Context, tx bun.IDB, due []Message, now time.Time) (map[string]bool, error) {
	ids := make([]string, len(due))
	for i, m := range due {
		ids[i] = m.ID
	}
	var begun []string
	err := tx.NewUpdate().Model((*Message)(nil)).
		Set("state = ?", Sending).Set("attempts = attempts + 1").Set("leased_until = ?", now).
		Where("id IN (?) AND done_at IS NULL AND hold = '' AND state IN "+waiting, bun.List(ids)).
		Where("leased_until IS NULL").Returning("id").Scan(ctx, &begun)
	ours := make(map[string]bool, len(begun))
	for _, id := range begun {
		ours[id] = true
	}
	return ours, database.Fault(err)
}

// record writes the outcome of the attempt of the number, and reports whether the message next, if any, is held by now.
func record(ctx context.Context, tx bun.IDB, m *Message, number int, next string) (held bool, err error) {
	m.LeasedUntil = nil
	var hold []string
	err = tx.NewUpdate().Model(m).
		Column("state", "run_at", "attempts", "leased_until", "done_at", "sent_at", "reason", "last_error").
		Where("id = ? AND state = ? AND attempts = ?", m.ID, Sending, number).
		Returning("COALESCE((SELECT n.hold FROM mail_messages AS n WHERE n.id = ?), '')", next).Scan(ctx, &hold)
	if err == nil && len(hold) == 0 || fault.Is(database.Fault(err), fault.NotFound) {
		return false, errGone
	}
	return len(hold) > 0 && hold[0] != "", database.Fault(err)
}

// isHeld reports whether the mailing of the message was paused or called off since the message was begun.
func isHeld(ctx context.Context, db bun.IDB, id string) (bool, error) {
	held, err := db.NewSelect().Model((*Message)(nil)).Where("m.id = ? AND m.hold <> ''", id).Exists(ctx)
	return held, database.Fault(err)
}

// giveBack lets a message that was begun wait again, without an attempt.
func giveBack(ctx context.Context, tx bun.IDB, f *flight, now time.Time) error {
	_, err := tx.NewUpdate().Model((*Message)(nil)).Set("state = ?", f.was).Set("attempts = attempts - 1").Set("leased_until = NULL").
		Where("id = ? AND state = ? AND attempts = ?", f.ID, Sending, f.number).Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	return settleHeld(ctx, tx, now, "id = ? AND state = ?", f.ID, f.was)
}

// reclaim tells what a dead sender had noted, and frees the messages it left in flight; only the holder of the lease may. What was held meanwhile
// stays so.
func reclaim(ctx context.Context, tx bun.IDB, now time.Time) error {
	var left []string
	if err := tx.NewSelect().Table("mail_taken").Column("message_id").Scan(ctx, &left); err != nil {
		return database.Fault(err)
	}
	if err := tell(ctx, tx, left); err != nil {
		return err
	}
	if err := settleHeld(ctx, tx, now, "state = ?", Sending); err != nil {
		return err
	}
	_, err := tx.NewUpdate().Model((*Message)(nil)).Set("leased_until = NULL").
		Where("done_at IS NULL AND leased_until IS NOT NULL").Exec(ctx)
	return database.Fault(err)
}

// sentSince counts what was handed to the mail server since the instant, or is about to be. What is told meanwhile counts twice
// rather than not at all.
func sentSince(ctx context.Context, db bun.IDB, since time.Time) (int, error) {
	begun, err := db.NewSelect().Model((*Message)(nil)).
		Where("m.done_at IS NULL AND m.state <> 'paused' AND m.state <> 'withheld'"). // as the index says it
		Where("m.state = ?", Sending).Count(ctx)
	if err != nil {
		return 0, database.Fault(err)
	}
	sent, err := db.NewSelect().Model((*Message)(nil)).Where("m.sent_at > ?", since).Count(ctx)
	return int(begun + sent), database.Fault(err)
}

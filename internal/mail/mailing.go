package mail

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// open are the states of messages that have not left and are not in flight.
var open = []State{Queued, Deferred, Withheld, Paused}

// halted says that somebody has stopped the message's mailing; the mailing's own page takes it up again.
const halted = "EXISTS (SELECT 1 FROM mailings AS h WHERE h.id = m.mailing_id AND h.state IN ('paused', 'aborted'))"

// PauseIn keeps the sender from the mailing's messages until ResumeIn. What is being handed over is finished; should
// it not be taken, it pauses as well. Mail of other origin to the same receivers goes on.
func (s *Service) PauseIn(ctx context.Context, tx bun.IDB, mailingID string) error {
	_, err := tx.NewUpdate().Model((*Message)(nil)).Set("state = ?", Paused).Set("leased_until = NULL").
		Where("mailing_id = ? AND state IN (?)", mailingID, bun.List([]State{Queued, Deferred, Withheld})).Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	return hold(ctx, tx, mailingID, Paused)
}

// ResumeIn gives the mailing's paused messages back to the sender; one that waited for another attempt has it at once.
func (s *Service) ResumeIn(ctx context.Context, tx bun.IDB, mailingID string) error {
	state := Queued
	if s.held {
		state = Withheld
	}
	_, err := tx.NewUpdate().Model((*Message)(nil)).Set("state = ?", state).Set("run_at = ?", s.clock.Now()).
		Where("mailing_id = ? AND state = ?", mailingID, Paused).Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	return hold(ctx, tx, mailingID, "")
}

// AbortIn calls off the mailing's messages that have not left, with the reason CalledOff. What is being
// handed over is finished; should it not be taken, it is called off as well.
func (s *Service) AbortIn(ctx context.Context, tx bun.IDB, mailingID string) error {
	_, err := tx.NewUpdate().Model((*Message)(nil)).
		Set("state = ?", Aborted).Set("reason = ?", CalledOff).Set("done_at = ?", s.clock.Now()).Set("leased_until = NULL").
		Where("mailing_id = ? AND state IN (?)", mailingID, bun.List(open)).Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	return hold(ctx, tx, mailingID, Aborted)
}

// WithdrawIn calls off the messages, with the reason Moot, because nobody wants them any more. What has failed is called
// off as well, so that no retry brings it back. What is in flight is finished; should it not be taken, it is called off.
func (s *Service) WithdrawIn(ctx context.Context, tx bun.IDB, ids []string) error {
	return s.withdraw(ctx, tx, "id IN (?)", bun.List(ids))
}

// WithdrawKindIn is WithdrawIn for the messages of one kind in a thread.
func (s *Service) WithdrawKindIn(ctx context.Context, tx bun.IDB, workspaceID, threadKey, kind string) error {
	return s.withdraw(ctx, tx, "workspace_id = ? AND thread_key = ? AND kind = ?", workspaceID, threadKey, kind)
}

func (s *Service) withdraw(ctx context.Context, tx bun.IDB, where string, args ...any) error {
	_, err := tx.NewUpdate().Model((*Message)(nil)).
		Set("state = ?", Aborted).Set("reason = ?", Moot).Set("done_at = ?", s.clock.Now()).Set("leased_until = NULL").
		Where(where, args...).Where("state IN (?)", bun.List(append([]State{Failed}, open...))).Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	_, err = tx.NewUpdate().Model((*Message)(nil)).Set("hold = ?", Aborted).Where(where, args...).Where("state = ?", Sending).Exec(ctx)
	return database.Fault(err)
}

// hold says what becomes of the mailing's message in flight when it is not taken.
func hold(ctx context.Context, tx bun.IDB, mailingID string, next State) error {
	_, err := tx.NewUpdate().Model((*Message)(nil)).Set("hold = ?", next).
		Where("mailing_id = ? AND state = ?", mailingID, Sending).Exec(ctx)
	return database.Fault(err)
}

// settleHeld gives the messages of the condition the state they are held for.
func settleHeld(ctx context.Context, tx bun.IDB, now time.Time, where string, args ...any) error {
	held := func(next State) *bun.UpdateQuery {
		return tx.NewUpdate().Model((*Message)(nil)).Set("state = hold").Set("hold = ''").Where(where, args...).Where("hold = ?", next)
	}
	if _, err := held(Paused).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	_, err := held(Aborted).Set("done_at = ?", now).Set("reason = ?", CalledOff).Exec(ctx)
	return database.Fault(err)
}

// inherit gives the message the place in a mailing of the waiting version that it replaces: paused when that is.
func inherit(ctx context.Context, tx bun.IDB, m *Message) error {
	var found []Message
	err := tx.NewSelect().Model(&found).Column("mailing_id", "state").
		Where("m.workspace_id = ? AND m.thread_key = ? AND m.kind = ? AND m.mailing_id <> ''", m.WorkspaceID, m.ThreadKey, m.Kind).
		Where("m.state IN (?)", bun.List(open)).Limit(1).Scan(ctx)
	if err != nil || len(found) == 0 || m.MailingID != "" {
		return database.Fault(err)
	}
	if m.MailingID = found[0].MailingID; found[0].State == Paused {
		m.State = Paused
	}
	return nil
}

// RetryMailingIn queues failed messages of the mailing again, with all attempts before them, and returns how many there
// were; ids may be nil for all of them. A version of a calendar entry that a later one has replaced stays as it is, and so
// does mail to an address that is written to no more.
func (s *Service) RetryMailingIn(ctx context.Context, tx bun.IDB, mailingID string, ids []string) (int, error) {
	return requeue(ctx, tx, Failed, s.clock.Now(), func(q *bun.UpdateQuery) *bun.UpdateQuery {
		q = q.Where("m.mailing_id = ?", mailingID).Where("NOT " + superseded).Where("NOT " + unreachable)
		if ids == nil {
			return q
		}
		return q.Where("m.id IN (?)", bun.List(ids))
	})
}

// MailingCounts returns how many messages of each of the mailings are in each state, without versions that were replaced.
func (s *Service) MailingCounts(ctx context.Context, db bun.IDB, mailingIDs ...string) (map[string]map[State]int, error) {
	counts := make(map[string]map[State]int, len(mailingIDs))
	if len(mailingIDs) == 0 {
		return counts, nil
	}
	var rows []struct {
		Mailing string `bun:"mailing_id"`
		State   State  `bun:"state"`
		N       int    `bun:"n"`
	}
	err := db.NewSelect().Model((*Message)(nil)).Column("mailing_id", "state").ColumnExpr("count(*) AS n").
		Where("m.mailing_id IN (?) AND NOT (m.state = ? AND m.reason = '')", bun.List(mailingIDs), Aborted).Group("mailing_id", "state").Scan(ctx, &rows)
	for _, row := range rows {
		if counts[row.Mailing] == nil {
			counts[row.Mailing] = map[State]int{}
		}
		counts[row.Mailing][row.State] = row.N
	}
	return counts, database.Fault(err)
}

// MailingMessages returns the mailing's messages by identifier, without texts; a version that was replaced stands for the
// one in its place.
func (s *Service) MailingMessages(ctx context.Context, db bun.IDB, mailingID string) (map[string]Message, error) {
	var list []Message
	err := db.NewSelect().Model(&list).Column("id", "state", "run_at", "attempts", "sent_at", "done_at", "reason", "last_error", "created_at", "thread_key").
		Where("m.mailing_id = ?", mailingID).Scan(ctx)
	latest := make(map[string]Message, len(list))
	for _, m := range list {
		if m.State != Aborted || m.Reason != "" {
			latest[m.ThreadKey] = m
		}
	}
	byID := make(map[string]Message, len(list))
	for _, m := range list {
		byID[m.ID] = m
		if now, there := latest[m.ThreadKey]; there && m.ThreadKey != "" && m.State == Aborted && m.Reason == "" {
			byID[m.ID] = now
		}
	}
	return byID, database.Fault(err)
}

// LeftIn reports whether a message of the thread has left the house, or may still: all that is not aborted.
func (s *Service) LeftIn(ctx context.Context, tx bun.IDB, workspaceID, threadKey string) (bool, error) {
	left, err := tx.NewSelect().Model((*Message)(nil)).
		Where("m.workspace_id = ? AND m.thread_key = ? AND m.state <> ?", workspaceID, threadKey, Aborted).Exists(ctx)
	return left, database.Fault(err)
}

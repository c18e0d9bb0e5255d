package mail

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// RequestsIn returns every REQUEST of the threads, oldest first, without texts.
func (s *Service) RequestsIn(ctx context.Context, db bun.IDB, workspaceID string, threadKeys []string) (map[string][]Message, error) {
	found := make(map[string][]Message, len(threadKeys))
	if len(threadKeys) == 0 {
		return found, nil
	}
	var list []Message
	err := db.NewSelect().Model(&list).ExcludeColumn(bodies...).
		Where("m.workspace_id = ? AND m.thread_key IN (?) AND m.calendar_method = 'REQUEST'", workspaceID, bun.List(threadKeys)).
		Order("m.created_at", "m.id").Scan(ctx)
	for _, m := range list {
		found[m.ThreadKey] = append(found[m.ThreadKey], m)
	}
	return found, database.Fault(err)
}

// AnsweredIn returns the mail of ours that a letter answers, by the Message-IDs it names; its ID is empty when it answers none. The identifiers are
// random: whoever knows one has had the mail before them.
func (s *Service) AnsweredIn(ctx context.Context, db bun.IDB, messageIDs []string) (Message, error) {
	if len(messageIDs) == 0 {
		return Message{}, nil
	}
	var found []Message
	err := db.NewSelect().Model(&found).ExcludeColumn(bodies...).Where("m.message_id IN (?)", bun.List(messageIDs)).
		Order("m.created_at DESC", "m.id DESC").Limit(1).Scan(ctx)
	return append(found, Message{})[0], database.Fault(err)
}

// WrittenSinceIn returns which of the threads got a message of the kind since the instant, or will get one that waits; when byMailing is
// set, only one that is part of a mailing counts. What was called off or not taken does not count.
func (s *Service) WrittenSinceIn(ctx context.Context, db bun.IDB, workspaceID, kind string, since time.Time, byMailing bool, threadKeys ...string) (map[string]bool, error) {
	found := make(map[string]bool, len(threadKeys))
	if len(threadKeys) == 0 {
		return found, nil
	}
	var keys []string
	q := db.NewSelect().Model((*Message)(nil)).Column("m.thread_key").
		Where("m.workspace_id = ? AND m.kind = ? AND m.created_at > ? AND m.thread_key IN (?)", workspaceID, kind, since, bun.List(threadKeys)).
		Where("m.state NOT IN (?)", bun.List([]State{Aborted, Failed, Bounced}))
	if byMailing {
		q = q.Where("m.mailing_id <> ''")
	}
	err := q.Scan(ctx, &keys)
	for _, key := range keys {
		found[key] = true
	}
	return found, database.Fault(err)
}

// CalendarsIn returns the calendar parts of messages.
func (s *Service) CalendarsIn(ctx context.Context, db bun.IDB, ids []string) (map[string]string, error) {
	found := make(map[string]string, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	var list []Message
	err := db.NewSelect().Model(&list).Column("id", "calendar_body").Where("m.id IN (?)", bun.List(ids)).Scan(ctx)
	for _, m := range list {
		found[m.ID] = m.Calendar
	}
	return found, database.Fault(err)
}

// StatesIn returns the messages' states with the reasons, by identifier.
func (s *Service) StatesIn(ctx context.Context, db bun.IDB, ids []string) (map[string]Message, error) {
	found := make(map[string]Message, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	var list []Message
	err := db.NewSelect().Model(&list).Column("id", "state", "reason").Where("m.id IN (?)", bun.List(ids)).Scan(ctx)
	for _, m := range list {
		found[m.ID] = m
	}
	return found, database.Fault(err)
}

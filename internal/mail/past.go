package mail

import (
	"context"

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

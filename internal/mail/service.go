package mail

import (
	"context"
	"net/mail"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Service is the outbox as the other packages see it.
type Service struct {
	db    *database.DB
	clock clock.Clock
	from  mail.Address
	held  bool
	wake  chan struct{}

	perHour int // the cap of the sender, which sets it; 0 for none
}

// New returns the outbox of an installation. From is its own receiving mailbox, the sender where a message names none and the
// domain of every Message-ID. Held says that no mail server is set up: messages are withheld.
func New(db *database.DB, clock clock.Clock, from mail.Address, held bool) (*Service, error) {
	canonical, err := Canonical(from.Address)
	if err != nil {
		return nil, err
	}
	return &Service{db: db, clock: clock, from: mail.Address{Name: from.Name, Address: canonical}, held: held, wake: make(chan struct{}, 1)}, nil
}

// From returns the installation's own mailbox.
func (s *Service) From() mail.Address { return s.from }

// Own reports whether the address is the installation's own mailbox, with or without a tag.
func (s *Service) Own(address string) bool {
	local, domain, _ := strings.Cut(Key(address), "@")
	local, _, _ = strings.Cut(local, "+")
	return local != "" && local+"@"+domain == Key(s.from.Address)
}

// Held reports whether messages are withheld because no mail server is set up.
func (s *Service) Held() bool { return s.held }

// QueueIn writes the message into the outbox in the caller's transaction and fills what the caller left empty. Waiting
// versions of the same calendar entry that this one replaces are aborted. To an address that is disabled nothing is sent: the message has failed at once. Call Wake after the commit. Faults: Invalid at
// the fields from_email, to_email, reply_to, subject, text_body, calendar_method, unsubscribe_url.
func (s *Service) QueueIn(ctx context.Context, tx bun.IDB, m Message) error {
	if err := s.complete(&m); err != nil {
		return err
	}
	if m.ThreadKey != "" && !m.First {
		if err := follow(ctx, tx, &m); err != nil {
			return err
		}
	}
	return database.LaterBy(ctx, tx, m, insertMessages)
}

// follow gives the message its place in the thread, and takes what it replaces out of the queue.
func follow(ctx context.Context, tx bun.IDB, m *Message) error {
	if m.References == "" {
		first, err := findFirstMessageID(ctx, tx, m.WorkspaceID, m.ThreadKey)
		if err != nil || first == "" {
			return err
		}
		m.References = first
	}
	if m.Method == "" {
		return nil
	}
	if err := inherit(ctx, tx, m); err != nil {
		return err
	}
	return abortSuperseded(ctx, tx, m)
}

// complete fills in identity, sender and state, and validates.
func (s *Service) complete(m *Message) error {
	m.CreatedAt = s.clock.Now()
	if m.ID == "" {
		m.ID = id.New()
	}
	if m.FromEmail == "" {
		m.FromEmail = s.from.Address
	}
	if m.FromName == "" {
		m.FromName = s.from.Name
	}
	if m.Envelope == "" {
		m.Envelope = tagged(m.FromEmail, "b-"+id.Token())
	}
	if m.MessageID == "" {
		m.MessageID = id.Token() + "@" + Domain(s.from.Address)
	}
	if m.RunAt.IsZero() {
		m.RunAt = m.CreatedAt
	}
	m.RunAt = m.RunAt.UTC()
	m.State = Queued
	if s.held {
		m.State = Withheld
	}
	if !messageIDForm.MatchString(m.MessageID) || m.References != "" && !messageIDForm.MatchString(m.References) {
		return fault.New(fault.Invalid, "mail.message_id.invalid")
	}
	return m.clean()
}

// Wake makes a waiting sender look at the outbox at once. It never blocks.
func (s *Service) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// ReleaseWithheldIn queues the withheld messages of the workspace, of all workspaces when it is empty, and returns how
// many there were. It changes nothing while no mail server is set up.
func (s *Service) ReleaseWithheldIn(ctx context.Context, tx bun.IDB, workspaceID string) (int, error) {
	if s.held {
		return 0, nil
	}
	return requeue(ctx, tx, Withheld, s.clock.Now(), func(q *bun.UpdateQuery) *bun.UpdateQuery {
		if workspaceID == "" {
			return q
		}
		return q.Where("workspace_id = ?", workspaceID)
	})
}

// RetryIn queues failed messages of the project again, with all attempts before them, and returns how many there were;
// ids may be nil for all of them. A version of a calendar entry that a later one has replaced stays as it is, and so does
// what belongs to a mailing that is paused or aborted.
func (s *Service) RetryIn(ctx context.Context, tx bun.IDB, workspaceID, projectID string, ids []string) (int, error) {
	return requeue(ctx, tx, Failed, s.clock.Now(), func(q *bun.UpdateQuery) *bun.UpdateQuery {
		q = q.Where("m.workspace_id = ? AND m.project_id IN (?, '')", workspaceID, projectID).Where("NOT " + superseded).Where("NOT " + unreachable).
			Where("NOT " + halted)
		if ids == nil {
			return q
		}
		return q.Where("m.id IN (?)", bun.List(ids))
	})
}

// Find returns one message with its texts.
func (s *Service) Find(ctx context.Context, workspaceID, id string) (Message, error) {
	return findMessage(ctx, s.db.Read(), workspaceID, id)
}

// FindIn is Find inside the caller's transaction.
func (s *Service) FindIn(ctx context.Context, tx bun.IDB, workspaceID, id string) (Message, error) {
	return findMessage(ctx, tx, workspaceID, id)
}

// Latest returns the newest message of each thread, without texts: what a list of receivers shows as delivery. Threads
// without mail are missing from the map.
func (s *Service) Latest(ctx context.Context, workspaceID string, threadKeys []string) (map[string]Message, error) {
	return listLatest(ctx, s.db.Read(), workspaceID, threadKeys)
}

// Thread returns all messages of one thread, oldest first, without texts.
func (s *Service) Thread(ctx context.Context, workspaceID, threadKey string) ([]Message, error) {
	return listThread(ctx, s.db.Read(), workspaceID, threadKey)
}

// QueuedIn reports whether a message of the kind was queued for that version of the calendar entry.
func (s *Service) QueuedIn(ctx context.Context, tx bun.IDB, workspaceID, threadKey, kind string, sequence int) (bool, error) {
	n, err := tx.NewSelect().Model((*Message)(nil)).
		Where("m.workspace_id = ? AND m.thread_key = ? AND m.kind = ? AND m.sequence = ?", workspaceID, threadKey, kind, sequence).Count(ctx)
	return n > 0, database.Fault(err)
}

// Counts returns how many messages of the project, and of the workspace above it, are in each state.
func (s *Service) Counts(ctx context.Context, workspaceID, projectID string) (map[State]int, error) {
	return countStates(ctx, s.db.Read(), workspaceID, projectID)
}

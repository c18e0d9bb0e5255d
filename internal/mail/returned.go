package mail

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/id"
	"rundertisch/internal/mail/bounce"
)

// returned is a line of the log of notices about mail that did not arrive.
type returned struct {
	bun.BaseModel `bun:"table:mail_bounces,alias:r"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	MessageID   string    `bun:"message_id"` // mail_messages.id
	ReceiverKey string    `bun:"receiver_key"`
	Permanent   bool      `bun:"permanent"` // the receiver's server will never take mail for the address
	Status      string    `bun:"status"`
	Answer      string    `bun:"answer"`
	At          time.Time `bun:"at"`
}

// ReturnedIn notes what a notice says about a mail of ours and returns that mail; its ID is empty when the notice fits none. A mail that
// will not arrive becomes Bounced; when a second one to the same address is refused for ever, the address is disabled. A delay is only noted.
func (s *Service) ReturnedIn(ctx context.Context, tx bun.IDB, n bounce.Notice) (Message, error) {
	m, err := s.findReturned(ctx, tx, n)
	if err != nil || m.ID == "" || n.Outcome == bounce.Arrived {
		return m, err
	}
	if m.ReceiverKey == "" { // erased meanwhile: the answer would name the address again
		n.Answer = ""
	}
	now := s.clock.Now()
	line := returned{
		ID: id.New(), WorkspaceID: m.WorkspaceID, MessageID: m.ID, ReceiverKey: m.ReceiverKey, Permanent: n.Permanent(),
		Status: n.Status, Answer: n.Answer, At: now,
	}
	if _, err := tx.NewInsert().Model(&line).Exec(ctx); err != nil || n.Outcome != bounce.Failed {
		return m, database.Fault(err)
	}
	if m, err = comeBack(ctx, tx, m, n, now); err != nil || !line.Permanent || m.ReceiverKey == "" {
		return m, err
	}
	return m, disableWhenHopeless(ctx, tx, line)
}

// comeBack makes the message Bounced. A notice may be faster than the word that the message was taken: what is being sent, or waits
// for another attempt, has left all the same. Its sender then finds nothing to write.
func comeBack(ctx context.Context, tx bun.IDB, m Message, n bounce.Notice, now time.Time) (Message, error) {
	m.State, m.Reason, m.LastError, m.LeasedUntil = Bounced, reasonOfReturn(n.Status), n.Answer, nil
	if m.SentAt == nil {
		m.SentAt, m.DoneAt = &now, &now
	}
	_, err := tx.NewUpdate().Model(&m).Column("state", "reason", "last_error", "leased_until").
		Set("sent_at = COALESCE(sent_at, ?)", now).Set("done_at = COALESCE(done_at, ?)", now).
		Where("id = ? AND state IN (?)", m.ID, bun.List([]State{Sending, Deferred, Sent, Bounced})).Exec(ctx)
	return m, database.Fault(err)
}

// findReturned finds the mail by the tag of its envelope sender, else by the identifier of the mail that came back.
func (s *Service) findReturned(ctx context.Context, tx bun.IDB, n bounce.Notice) (Message, error) {
	var senders []string
	for _, address := range n.Envelopes {
		_, tag, _ := strings.Cut(address, "+")
		tag, _, _ = strings.Cut(strings.ToLower(tag), "@")
		senders = append(senders, address, strings.ToLower(address), tagged(s.from.Address, tag)) // servers change the case
	}
	for _, by := range []struct {
		column string
		values []string
	}{{"m.envelope_from", senders}, {"m.message_id", n.MessageIDs}} {
		if len(by.values) == 0 {
			continue
		}
		var found []Message
		err := tx.NewSelect().Model(&found).ExcludeColumn(bodies...).Where("? IN (?)", bun.Ident(by.column), bun.List(by.values)).Limit(1).Scan(ctx)
		if err != nil || len(found) > 0 {
			return append(found, Message{})[0], database.Fault(err)
		}
	}
	return Message{}, nil
}

// reasonOfReturn translates the status of a notice into a reason.
func reasonOfReturn(status string) Reason {
	switch {
	case strings.HasPrefix(status, "5."):
		return reasonOf(550, status)
	case strings.HasPrefix(status, "4.2.2"):
		return MailboxFull
	case strings.HasPrefix(status, "4."):
		return GaveUp
	}
	return Refused
}

package mail

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// note marks in a narrow table that the mail server has taken the message $1 in its attempt $2, at $3: the one commit there is for
// each mail. It returns what holds the message $4 that comes next, and nothing when the message is no longer ours.
const note = `INSERT INTO mail_taken (message_id, number, taken_at)
	SELECT m.id, m.attempts, $3 FROM mail_messages AS m WHERE m.id = $1 AND m.attempts = $2 AND m.state = 'sending'
	RETURNING COALESCE((SELECT n.hold FROM mail_messages AS n WHERE n.id = $4), '')`

// tellEvery is how long what is noted waits at most to be told, so that whoever watches sees the mails leave.
const tellEvery = time.Second

// notes writes the notes of one sender.
type notes struct {
	db      *database.DB
	write   *database.Prepared // nil until the first note
	pending []string           // messages noted, not told yet
	told    time.Time
}

// due reports whether it is time to tell.
func (n *notes) due(now time.Time) bool {
	return len(n.pending) >= windowSize || now.Sub(n.told) >= tellEvery
}

// take notes that the mail server has taken the message, and reports whether the message next, if any, is held by now.
func (n *notes) take(ctx context.Context, f *flight, next string) (held bool, err error) {
	if n.write == nil {
		if n.write, err = n.db.Prepare(ctx, note); err != nil {
			return false, err
		}
	}
	var hold string
	err = n.write.One(ctx, &hold, f.ID, f.number, *f.SentAt, next)
	if fault.Is(err, fault.NotFound) {
		return false, errGone
	}
	if err == nil {
		n.pending = append(n.pending, f.ID)
	}
	return hold != "", err
}

func (n *notes) close() error {
	if n.write == nil {
		return nil
	}
	err := n.write.Close()
	n.write = nil
	return err
}

// tell turns the notes about the messages into their state, which everybody sees.
func tell(ctx context.Context, tx bun.IDB, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := tx.NewRaw(`UPDATE mail_messages SET state = 'sent', done_at = t.taken_at, sent_at = t.taken_at, leased_until = NULL, reason = '', last_error = ''
		FROM mail_taken AS t WHERE t.message_id IN (?) AND mail_messages.id = t.message_id AND mail_messages.attempts = t.number
		AND mail_messages.state = 'sending'`, bun.List(ids)).Exec(ctx)
	if err != nil {
		return database.Fault(err)
	}
	_, err = tx.NewRaw("DELETE FROM mail_taken WHERE message_id IN (?)", bun.List(ids)).Exec(ctx)
	return database.Fault(err)
}

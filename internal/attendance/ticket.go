package attendance

import (
	"context"

	"rundertisch/internal/database"
	"rundertisch/internal/line"
)

// NewTicket returns the arrival order of the caller: more than every ticket before.
func NewTicket() int64 { return line.NewTicket() }

// mostTogether is how many registrations are done in one transaction.
const mostTogether = 32

// Turn is a place in the queue: a ticket, and the right to decide about places once everybody before is done.
type Turn struct{ *line.Turn[database.Deed] }

// Do does the deed when it is the turn, in a transaction, with those of others who wait for the same.
func (t Turn) Do(ctx context.Context, db *database.DB, deed database.Deed) error {
	return t.Turn.Do(ctx, deed, db.Together)
}

// Arrive draws a ticket and takes the place in the queue that belongs to it, without waiting. Key names what the people
// queue for, such as the event's slug. It belongs on the first line of a handler; what can be prepared is prepared
// before Wait or Do.
func (s *Service) Arrive(key string) Turn { return Turn{s.queue.Arrive(key)} }

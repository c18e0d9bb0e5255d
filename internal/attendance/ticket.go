package attendance

import (
	"context"
	"hash/maphash"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

// lastTicket is one per process by its nature: no two arrivals anywhere in it have the same ticket.
var lastTicket atomic.Int64

// NewTicket returns the arrival order of the caller: the clock's nanoseconds, and more than every ticket before.
func NewTicket() int64 {
	for {
		last := lastTicket.Load()
		next := max(time.Now().UnixNano(), last+1)
		if lastTicket.CompareAndSwap(last, next) {
			return next
		}
	}
}

// Turn is the right to decide about places now. Done must be called, once or more.
type Turn struct {
	Ticket int64
	done   func()
}

// Done lets the next one in.
func (t Turn) Done() {
	if t.done != nil {
		t.done()
	}
}

const gateCount = 64

// gates let one arrival after the other through, in order of arrival, per key.
type gates struct {
	seed maphash.Seed
	of   [gateCount]*semaphore.Weighted
}

func newGates() *gates {
	g := &gates{seed: maphash.MakeSeed()}
	for i := range g.of {
		g.of[i] = semaphore.NewWeighted(1)
	}
	return g
}

// Arrive draws a ticket and waits until everybody who came before has been served. Key names what the people queue
// for, such as the event's slug; it belongs on the first line of a handler.
func (s *Service) Arrive(ctx context.Context, key string) (Turn, error) {
	ticket := NewTicket()
	gate := s.gates.of[maphash.String(s.gates.seed, key)%gateCount]
	if err := gate.Acquire(ctx, 1); err != nil {
		return Turn{}, err
	}
	return Turn{Ticket: ticket, done: sync.OnceFunc(func() { gate.Release(1) })}, nil
}

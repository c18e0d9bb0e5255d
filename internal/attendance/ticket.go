package attendance

import (
	"context"
	"errors"
	"hash/maphash"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"rundertisch/internal/database"
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

// Turn is a place in the queue: a ticket, and the right to decide about places once everybody before is done. Done must
// be called, once or more, whether the turn came or not.
type Turn struct {
	Ticket int64
	gate   *gate
	mine   *waiter
}

// waiter is one who stands in the queue. What changes is changed under the gate's lock.
type waiter struct {
	key  string
	turn chan struct{} // closed when everybody before is done
	told chan error    // what became of the deed, when somebody before did it

	deed database.Deed // to be done; nil until it is ready, and once it is taken
	gone bool
}

// Wait returns when everybody who came before is done.
func (t Turn) Wait(ctx context.Context) error {
	select {
	case <-t.mine.turn:
		return nil
	default:
	}
	select {
	case <-t.mine.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Done lets the next one in, but not before those in front.
func (t Turn) Done() { t.gate.leave(t.mine) }

// mostTogether is how many deeds are done in one transaction: other writers wait as long.
const mostTogether = 32

// Do does the deed when it is the turn, in a transaction. Whoever's turn comes also does the deeds of those who stand
// behind with theirs ready, for the same key, in the same transaction: under load most of what a registration costs is what
// every transaction costs anew. When that fails each does its own, in the same order, as if nobody had tried.
func (t Turn) Do(ctx context.Context, db *database.DB, deed database.Deed) error {
	if database.Alone(ctx) {
		if err := t.Wait(ctx); err != nil {
			return err
		}
		return db.RunInTx(ctx, deed)
	}
	t.gate.ready(t.mine, deed)
	select {
	case err := <-t.mine.told:
		return err
	case <-t.mine.turn:
	case <-ctx.Done():
		if !t.gate.withdraw(t.mine) {
			return <-t.mine.told // somebody is about to do it
		}
		return ctx.Err()
	}
	if !t.gate.withdraw(t.mine) {
		return <-t.mine.told
	}
	return t.lead(ctx, db, deed)
}

func (t Turn) lead(ctx context.Context, db *database.DB, deed database.Deed) error {
	behind, others := t.gate.gather(t.mine)
	errs := slices.Repeat([]error{errUndone}, len(behind))
	defer func() { t.gate.tell(behind, errs) }() // also when a deed panics: nobody is left standing
	err := db.Together(ctx, append([]database.Deed{deed}, others...))
	if err == nil {
		clear(errs)
		return nil
	}
	if len(behind) == 0 {
		return err
	}
	err = db.RunInTx(ctx, deed)
	for i, other := range others {
		errs[i] = db.RunInTx(context.WithoutCancel(ctx), other)
	}
	return err
}

var errUndone = errors.New("attendance: whoever was to do it could not")

// gate lets one after the other through, exactly in the order of their tickets: ticket and place in the queue are
// given under one lock. A semaphore (even the first-come one of x/sync) is entered after the ticket is drawn, and its
// inner lock is not fair; under load 47 of the first 100 tickets were overtaken.
type gate struct {
	mu   sync.Mutex
	line []*waiter // the first is whose turn it is
}

func (g *gate) arrive(key string) Turn {
	mine := &waiter{key: key, turn: make(chan struct{}), told: make(chan error, 1)}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.line = append(g.line, mine)
	if len(g.line) == 1 {
		close(mine.turn)
	}
	return Turn{Ticket: NewTicket(), gate: g, mine: mine}
}

func (g *gate) leave(mine *waiter) {
	g.mu.Lock()
	defer g.mu.Unlock()
	mine.gone = true
	g.call()
}

// call lets the next one in when those before are gone.
func (g *gate) call() {
	before := len(g.line)
	for len(g.line) > 0 && g.line[0].gone {
		g.line[0], g.line = nil, g.line[1:]
	}
	if len(g.line) > 0 && len(g.line) < before {
		close(g.line[0].turn)
	}
}

func (g *gate) ready(mine *waiter, deed database.Deed) {
	g.mu.Lock()
	defer g.mu.Unlock()
	mine.deed = deed
}

// withdraw takes the deed back; false when somebody else has taken it.
func (g *gate) withdraw(mine *waiter) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	own := mine.deed != nil
	mine.deed = nil
	return own
}

// gather takes the deeds of those who stand next behind the first and are ready.
func (g *gate) gather(first *waiter) (behind []*waiter, deeds []database.Deed) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, next := range g.line[1:] {
		if next.gone {
			continue
		}
		if next.key != first.key || next.deed == nil || len(behind) == mostTogether-1 {
			break
		}
		behind, deeds = append(behind, next), append(deeds, next.deed)
		next.deed = nil
	}
	return behind, deeds
}

// tell says what became of their deeds. They are done: whoever comes after them need not wait until they have heard.
func (g *gate) tell(behind []*waiter, errs []error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, one := range behind {
		one.gone = true
		one.told <- errs[i]
	}
}

const gateCount = 64

// gates is a gate per key, give or take a few keys that share one.
type gates struct {
	seed maphash.Seed
	of   [gateCount]gate
}

func newGates() *gates { return &gates{seed: maphash.MakeSeed()} }

// Arrive draws a ticket and takes the place in the queue that belongs to it, without waiting. Key names what the people
// queue for, such as the event's slug. It belongs on the first line of a handler; what can be prepared is prepared
// before Wait or Do.
func (s *Service) Arrive(key string) Turn {
	return s.gates.of[maphash.String(s.gates.seed, key)%gateCount].arrive(key)
}

// Package line lets those who want to change the same thing do so one after the other, exactly in the order in which they came, and
// together where they can.
//
// Whoever's turn it is takes along those who stand next behind and are ready, and does all in one transaction: under load most of what a
// deed costs is what every transaction costs anew. Nobody waits for others to come. When the transaction comes to nothing each deed is done
// alone, in the same order: a deed may be done twice, and must begin from nothing each time.
//
// A ticket and the place in the line are given under one lock. A semaphore (even the first-come one of x/sync) is entered after the ticket
// is drawn, and its inner lock is not fair; under load 47 of the first 100 tickets were overtaken.
package line

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"rundertisch/internal/database"
)

const patience = 10 * time.Second // for one transaction of several, which no single request may end

var errUndone = errors.New("line: whoever was to do it could not")

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

// Lines are a line for each thing that somebody waits for. D is what is to be done to it.
type Lines[D any] struct {
	most int // deeds in one transaction: other writers wait as long

	mu sync.Mutex
	of map[string][]*Turn[D] // by what they wait for; the first is whose turn it is
}

// New returns lines in which at most so many deeds are done together.
func New[D any](most int) *Lines[D] { return &Lines[D]{most: most, of: map[string][]*Turn[D]{}} }

// Turn is a place in a line. What changes is changed under the lock of the lines.
type Turn[D any] struct {
	Ticket int64

	lines *Lines[D]
	key   string
	turn  chan struct{} // closed when everybody before is done
	told  chan error    // what became of the deed, when somebody before did it

	deed  D
	ready bool // to be done, and not taken yet
	gone  bool
}

// Arrive takes the last place in the line of the key, without waiting. Done must be called, once or more, whether the turn came or not.
func (l *Lines[D]) Arrive(key string) *Turn[D] {
	t := &Turn[D]{lines: l, key: key, turn: make(chan struct{}), told: make(chan error, 1)}
	l.mu.Lock()
	defer l.mu.Unlock()
	t.Ticket = NewTicket()
	l.of[key] = append(l.of[key], t)
	if len(l.of[key]) == 1 {
		close(t.turn)
	}
	return t
}

// Wait returns when everybody who came before is done.
func (t *Turn[D]) Wait(ctx context.Context) error {
	select {
	case <-t.turn:
		return nil
	default:
	}
	select {
	case <-t.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Done lets the next one in, but not before those in front.
func (t *Turn[D]) Done() {
	t.lines.mu.Lock()
	defer t.lines.mu.Unlock()
	t.gone = true
	line, left := t.lines.of[t.key], 0
	for left < len(line) && line[left].gone {
		line[left] = nil
		left++
	}
	switch {
	case left == len(line):
		delete(t.lines.of, t.key)
	case left > 0:
		t.lines.of[t.key] = line[left:]
		close(line[left].turn)
	}
}

// Do has the deed done when it is the turn, by do: with those behind, in their order, or by somebody before. When do returns an error for
// several it is called for each of them.
func (t *Turn[D]) Do(ctx context.Context, deed D, do func(context.Context, []D) error) error {
	if database.Alone(ctx) {
		if err := t.Wait(ctx); err != nil {
			return err
		}
		return do(ctx, []D{deed})
	}
	t.offer(deed)
	select {
	case err := <-t.told:
		return err
	case <-t.turn:
	case <-ctx.Done():
		if !t.withdraw() {
			return <-t.told // somebody is about to do it
		}
		return ctx.Err()
	}
	if !t.withdraw() {
		return <-t.told
	}
	behind, deeds := t.gather(deed)
	if len(behind) == 0 {
		return do(ctx, deeds)
	}
	errs := slices.Repeat([]error{errUndone}, len(deeds))
	defer func() { t.tell(behind, errs[1:]) }() // also when a deed panics: nobody is left standing
	attempt := func(deeds []D) error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		return do(ctx, deeds)
	}
	if attempt(deeds) == nil {
		clear(errs)
		return nil
	}
	for n := range deeds {
		errs[n] = attempt(deeds[n : n+1])
	}
	return errs[0]
}

func (t *Turn[D]) offer(deed D) {
	t.lines.mu.Lock()
	defer t.lines.mu.Unlock()
	t.deed, t.ready = deed, true
}

// withdraw takes the deed back; false when somebody else has taken it.
func (t *Turn[D]) withdraw() bool {
	t.lines.mu.Lock()
	defer t.lines.mu.Unlock()
	own := t.ready
	t.ready = false
	return own
}

// gather takes the deeds of those who stand next behind and are ready, after the own.
func (t *Turn[D]) gather(own D) (behind []*Turn[D], deeds []D) {
	t.lines.mu.Lock()
	defer t.lines.mu.Unlock()
	deeds = []D{own}
	for _, next := range t.lines.of[t.key][1:] {
		if next.gone {
			continue
		}
		if !next.ready || len(deeds) == t.lines.most {
			break
		}
		behind, deeds = append(behind, next), append(deeds, next.deed)
		next.ready = false
	}
	return behind, deeds
}

// tell says what became of their deeds. They are done: whoever comes after them need not wait until they have heard.
func (t *Turn[D]) tell(behind []*Turn[D], errs []error) {
	t.lines.mu.Lock()
	defer t.lines.mu.Unlock()
	for n, one := range behind {
		one.gone = true
		one.told <- errs[n]
	}
}

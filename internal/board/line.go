package board

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

const (
	mostTogether = 64               // deeds in one transaction: other writers wait as long
	patience     = 10 * time.Second // of the transaction of several, which no single request may end
)

var errUndone = errors.New("board: whoever was to do it could not")

// lines are those who want to do something on a board, each board with its own.
type lines struct {
	mu sync.Mutex
	of map[string]*queue // by the board's code; those without a leader are not kept
}

// queue is who waits, the first first. Somebody leads: does the deeds of those who wait with the own.
type queue struct{ waiting []*waiter }

type waiter struct {
	deed  deed
	alone bool
	leads bool
	lead  chan struct{} // closed when it is to lead
	told  chan error    // what became of the deed, when somebody else did it
}

// join stands in line, and leads when nobody does.
func (l *lines) join(code string, d deed, alone bool) *waiter {
	w := &waiter{deed: d, alone: alone, lead: make(chan struct{}), told: make(chan error, 1)}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of[code] == nil {
		l.of[code] = &queue{}
		w.leads = true
		close(w.lead)
	}
	l.of[code].waiting = append(l.of[code].waiting, w)
	return w
}

// gather takes the leader out of the line, with those behind whose deeds can be done in the same transaction.
func (l *lines) gather(code string, leader *waiter) []*waiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	waiting := l.of[code].waiting
	n := 1
	for !leader.alone && n < len(waiting) && n < mostTogether && !waiting[n].alone {
		n++
	}
	taken := slices.Clone(waiting[:n])
	l.of[code].waiting = slices.Delete(waiting, 0, n)
	return taken
}

// pass lets the next one lead.
func (l *lines) pass(code string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.passIn(code)
}

func (l *lines) passIn(code string) {
	waiting := l.of[code].waiting
	if len(waiting) == 0 {
		delete(l.of, code)
		return
	}
	waiting[0].leads = true
	close(waiting[0].lead)
}

// withdraw leaves the line; false when the deed is being done.
func (l *lines) withdraw(code string, w *waiter) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of[code] == nil {
		return false
	}
	n := slices.Index(l.of[code].waiting, w)
	if n < 0 {
		return false
	}
	l.of[code].waiting = slices.Delete(l.of[code].waiting, n, n+1)
	if w.leads {
		l.passIn(code)
	}
	return true
}

// inRoom does the deed when the board of the code is open. What several in the room want at once is done in one transaction:
// what it costs to find the board, to lock it and to commit is then paid once, and each is told what became of the own deed. When
// the transaction comes to nothing each does the own, in the same order.
func (s *Service) inRoom(ctx context.Context, code string, d deed) error {
	w := s.lines.join(code, d, database.Alone(ctx))
	select {
	case err := <-w.told:
		return err
	case <-w.lead:
	case <-ctx.Done():
		if s.lines.withdraw(code, w) {
			return ctx.Err()
		}
		return <-w.told
	}
	return s.leadIn(ctx, code, w)
}

func (s *Service) leadIn(ctx context.Context, code string, leader *waiter) error {
	taken := s.lines.gather(code, leader)
	errs := slices.Repeat([]error{errUndone}, len(taken))
	defer func() { // also when a deed panics: nobody is left standing
		s.lines.pass(code)
		for n, one := range taken[1:] {
			one.told <- errs[n+1]
		}
	}()
	if len(taken) == 1 {
		return s.together(ctx, code, taken, errs)
	}
	all, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if s.together(all, code, taken, errs) == nil {
		return errs[0]
	}
	for n := range taken {
		_ = s.together(all, code, taken[n:n+1], errs[n:n+1])
	}
	return errs[0]
}

// together does the deeds in one transaction and writes into errs what became of each. It returns an error when the
// transaction came to nothing.
func (s *Service) together(ctx context.Context, code string, taken []*waiter, errs []error) error {
	var sh *sheet
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if sh, err = openSheet(ctx, tx, code, taken); err != nil {
			return err
		}
		for n, one := range taken {
			errs[n] = one.deed.do(sh, sh.board.device(one.deed.token), one.deed.card(sh.board))
		}
		if len(taken) == 1 && errs[0] != nil {
			return errs[0]
		}
		return sh.write(ctx, tx)
	})
	if err != nil {
		for n := range errs {
			errs[n] = err
		}
		return err
	}
	s.walls.follow(sh)
	return nil
}

package mail

import (
	"context"
	"errors"

	"github.com/uptrace/bun"
)

// errHeld is why a mail is taken back before its end: its mailing was paused or called off since it was begun.
var errHeld = errors.New("mail: the mailing is held")

// SendDue tries every message that is due, one after the other over one connection, and returns how many the mail
// server took. An error says that the database or the mail server is in trouble; what is left stays queued.
//
// While the dialogue of one message runs, the outcome of the one before is committed, and the dot that ends a mail waits for
// that: at any moment there is at most one mail that the server has taken and the database does not know of.
func (s *Sender) SendDue(ctx context.Context) (sent int, err error) {
	defer s.conn.close()
	defer func() { err = errors.Join(err, s.notes.close()) }()
	for more := true; more && ctx.Err() == nil; {
		if err := s.settle(ctx); err != nil {
			return sent, err
		}
		n, tried, err := s.fly(ctx)
		sent, more = sent+n, tried > 0 // the next mail to a receiver is due when the one before is settled
		if err != nil {
			return sent, errors.Join(err, s.settle(ctx))
		}
	}
	return sent, s.settle(ctx)
}

// fly tries the messages that come down the line and returns how many were taken, of how many. What it does not come to waits again.
func (s *Sender) fly(ctx context.Context) (sent, tried int, err error) {
	ready := s.line(ctx)
	defer func() { err = errors.Join(err, ready.stop()) }()
	before := stored()
	for f := <-ready.flights; f != nil; tried++ {
		next, here := ready.peek()
		outcome := s.post(ctx, f, next, before.wait)
		lost := before.wait()
		if lost != nil {
			f.back = errors.Is(outcome, lost)
		}
		var trouble error
		if !f.back {
			trouble = s.conclude(f, outcome)
		}
		if f.State == Sent {
			sent++
		}
		if lost != nil || trouble != nil || ctx.Err() != nil {
			s.owed = append(s.owed, f)
			ready.putBack(next)
			if errors.Is(lost, errHeld) {
				lost = nil
			}
			return sent, tried + 1, errors.Join(lost, trouble)
		}
		before = s.store(ctx, f, next)
		if !here {
			next = <-ready.flights
			before = s.ask(ctx, next, before)
		}
		f = next
	}
	return sent, tried, before.wait()
}

// post hands the mail over. A stop of the program does not tear a running dialogue.
func (s *Sender) post(ctx context.Context, f, next *flight, release func() error) error {
	if f.broken != nil {
		return f.broken
	}
	defer f.parcel.done()
	t := turn{parcel: f.parcel, release: release}
	if next != nil && next.broken == nil {
		t.next = &next.parcel
	}
	return s.conn.send(context.WithoutCancel(ctx), t)
}

// conclude writes the outcome of the dialogue into the message. It returns what is wrong between us and our mail server.
func (s *Sender) conclude(f *flight, outcome error) error {
	now := s.service.clock.Now()
	if outcome == nil {
		f.succeed(now)
		return nil
	}
	v := verdict{reason: Unsendable, permanent: true, answer: oneLine(outcome.Error(), maxAnswer)}
	if f.broken == nil {
		v = judge(outcome)
	}
	if f.fail(v, now) {
		s.log.Warn("mail: given up", "message", f.ID, "reason", f.Reason)
	}
	if v.trouble {
		return outcome
	}
	return nil
}

// storing is an outcome on its way into the database.
type storing struct {
	done chan struct{}
	err  error
}

func stored() *storing {
	s := &storing{done: make(chan struct{})}
	close(s.done)
	return s
}

// wait returns when the outcome is stored: nil, or why the next mail must not end.
func (p *storing) wait() error {
	<-p.done
	return p.err
}

// store commits the outcome of done beside the dialogue of the one that comes next, if that is known already.
func (s *Sender) store(ctx context.Context, done, after *flight) *storing {
	p := &storing{done: make(chan struct{})}
	next := ""
	if after != nil {
		next = after.ID
	}
	go func() {
		defer close(p.done)
		held, err := s.commit(context.WithoutCancel(ctx), done, next)
		switch {
		case errors.Is(err, errGone):
			s.log.Warn("mail: another process took the message over", "message", done.ID)
		case err != nil:
			s.owed = append(s.owed, done) // nobody else looks before wait has returned
			p.err = err
		case held:
			p.err = errHeld
		}
	}()
	return p
}

// ask reports, after the outcome that is on its way, whether a message is held that was not at hand when that was stored.
func (s *Sender) ask(ctx context.Context, next *flight, before *storing) *storing {
	if next == nil {
		return before
	}
	p := &storing{done: make(chan struct{})}
	go func() {
		defer close(p.done)
		if p.err = before.wait(); p.err != nil {
			return
		}
		held, err := isHeld(context.WithoutCancel(ctx), s.service.db.Read(), next.ID)
		if err == nil && held {
			err = errHeld
		}
		p.err = err
	}()
	return p
}

// commit makes the outcome of a flight last, and reports whether the next message is held by now. That a mail was taken is only
// noted, until it is time to tell.
func (s *Sender) commit(ctx context.Context, f *flight, next string) (held bool, err error) {
	now := s.service.clock.Now()
	if f.State == Sent && !s.notes.due(now) {
		return s.notes.take(ctx, f, next)
	}
	err = s.tell(ctx, func(ctx context.Context, tx bun.IDB) error {
		held, err = s.record(ctx, tx, f, next)
		return err
	})
	return held, err
}

// record writes the outcome of a flight and reports whether the next message is held by now. Another process that has
// taken the message over keeps it: errGone.
func (s *Sender) record(ctx context.Context, tx bun.IDB, f *flight, next string) (held bool, err error) {
	held, err = record(ctx, tx, &f.Message, f.number, next)
	if err == nil && f.State == Deferred {
		err = settleHeld(ctx, tx, s.service.clock.Now(), "id = ? AND state = ?", f.ID, Deferred)
	}
	return held, err
}

// tell writes what is noted where everybody sees it, and what fn has to write, in one transaction.
func (s *Sender) tell(ctx context.Context, fn func(ctx context.Context, tx bun.IDB) error) error {
	err := s.service.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := tell(ctx, tx, s.notes.pending); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
	if err == nil {
		s.notes.pending, s.notes.told = nil, s.service.clock.Now()
	}
	return err
}

// settle commits what the database would not take before, and what waits again.
func (s *Sender) settle(ctx context.Context) error {
	if len(s.owed) == 0 && len(s.notes.pending) == 0 {
		return nil
	}
	err := s.tell(context.WithoutCancel(ctx), s.settleIn)
	if err == nil {
		s.owed = nil
	}
	return err
}

func (s *Sender) settleIn(ctx context.Context, tx bun.IDB) error {
	for _, f := range s.owed {
		if f.back {
			if err := giveBack(ctx, tx, f, s.service.clock.Now()); err != nil {
				return err
			}
			continue
		}
		if _, err := s.record(ctx, tx, f, ""); err != nil && !errors.Is(err, errGone) {
			return err
		}
	}
	return nil
}

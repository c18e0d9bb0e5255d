package mail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

const (
	windowSize = 64 // messages begun at once
	packedOver = 4  // of them written out before their turn
)

// flight is a message that is committed as being sent, with what will be handed over.
type flight struct {
	Message

	was    State // before it was begun
	number int   // of the attempt, which record finds it by
	parcel parcel
	broken error // it cannot be written as a mail
	back   bool  // it was not talked about and waits again
}

// errHeld is why a mail is taken back before its end: its mailing was paused or called off since it was begun.
var errHeld = errors.New("mail: the mailing is held")

// SendDue tries every message that is due, one after the other over one connection, and returns how many the mail
// server took. An error says that the database or the mail server is in trouble; what is left stays queued.
//
// Messages are begun in windows. While the dialogue of one runs, the outcome of the one before is committed, and the dot that ends
// a mail waits for that: at any moment there is at most one mail that the server has taken and the database does not know of.
func (s *Sender) SendDue(ctx context.Context) (int, error) {
	defer s.conn.close()
	sent := 0
	if err := s.settle(ctx); err != nil {
		return 0, err
	}
	for ctx.Err() == nil {
		window, err := s.begin(ctx)
		if err != nil || len(window) == 0 {
			return sent, err
		}
		n, err := s.fly(ctx, window)
		if sent += n; err != nil {
			return sent, err
		}
	}
	return sent, nil
}

// fly sends the messages of a window and returns how many were taken. What it does not come to waits again.
func (s *Sender) fly(ctx context.Context, window []*flight) (sent int, err error) {
	next, stop := packed(window, s.service.clock.Now())
	defer stop()
	before := stored()
	for i := range window {
		f := <-next
		outcome := s.post(ctx, f, before.wait)
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
			s.putBack(window[i+1:])
			if errors.Is(lost, errHeld) {
				lost = nil
			}
			return sent, errors.Join(lost, trouble, s.settle(ctx))
		}
		before = s.store(ctx, f, window[i+1:])
	}
	return sent, before.wait()
}

// putBack notes that the flights wait again.
func (s *Sender) putBack(flights []*flight) {
	for _, f := range flights {
		f.back = true
		s.owed = append(s.owed, f)
	}
}

// packed writes the messages out beside the dialogues, a few ahead of their turn. After stop it has ended.
func packed(window []*flight, at time.Time) (next <-chan *flight, stop func()) {
	out, ended, done := make(chan *flight, packedOver), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for _, f := range window {
			f.pack(at)
			select {
			case out <- f:
			case <-ended:
				return
			}
		}
	}()
	return out, func() { close(ended); <-done }
}

func (f *flight) pack(at time.Time) {
	msg, err := f.mime(at)
	if err == nil {
		f.parcel, err = pack(msg)
	}
	if err != nil {
		f.broken = fmt.Errorf("cannot be written: %w", err)
	}
}

// post hands the mail over. A stop of the program does not tear a running dialogue.
func (s *Sender) post(ctx context.Context, f *flight, release func() error) error {
	if f.broken != nil {
		return f.broken
	}
	defer f.parcel.done()
	return s.conn.send(context.WithoutCancel(ctx), f.parcel, release)
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

// store commits the outcome of done beside the dialogue of the first of those after it.
func (s *Sender) store(ctx context.Context, done *flight, after []*flight) *storing {
	p := &storing{done: make(chan struct{})}
	next := ""
	if len(after) > 0 {
		next = after[0].ID
	}
	go func() {
		defer close(p.done)
		held, err := s.record(context.WithoutCancel(ctx), s.service.db.Alone(), done, next)
		switch {
		case err != nil:
			s.owed = append(s.owed, done) // nobody else looks before wait has returned
			p.err = err
		case held:
			p.err = errHeld
		}
	}()
	return p
}

// record writes the outcome of a flight and reports whether the next message is held by now. Another process that has
// taken the message over keeps it.
func (s *Sender) record(ctx context.Context, db bun.IDB, f *flight, next string) (held bool, err error) {
	now := s.service.clock.Now()
	held, err = record(ctx, db, &f.Message, f.number, next)
	if errors.Is(err, errGone) {
		s.log.Warn("mail: another process took the message over", "message", f.ID)
		return false, nil
	}
	if err == nil && f.State == Deferred {
		err = settleHeld(ctx, db, now, "id = ? AND state = ?", f.ID, Deferred)
	}
	return held, err
}

// begin marks the next messages that are due as being sent; none when the hourly cap is reached.
func (s *Sender) begin(ctx context.Context) ([]*flight, error) {
	var window []*flight
	err := s.service.db.RunInTx(context.WithoutCancel(ctx), func(ctx context.Context, tx bun.IDB) error {
		window = nil
		now := s.service.clock.Now()
		room, err := s.room(ctx, tx, now)
		if err != nil || room == 0 {
			return err
		}
		due, err := listDue(ctx, tx, now, room)
		if err != nil || len(due) == 0 {
			return err
		}
		ours, err := begin(ctx, tx, due, now)
		for _, m := range due {
			if !ours[m.ID] {
				continue
			}
			f := &flight{Message: m, was: m.State, number: m.Attempts + 1}
			f.State, f.Attempts = Sending, f.number
			window = append(window, f)
		}
		return err
	})
	return window, err
}

// room is how many messages may be begun: no more than the hourly cap leaves.
func (s *Sender) room(ctx context.Context, tx bun.IDB, now time.Time) (int, error) {
	if s.perHour == 0 {
		return windowSize, nil
	}
	n, err := sentSince(ctx, tx, now.Add(-capTime))
	return min(windowSize, max(0, s.perHour-n)), err
}

// settle commits what the database would not take before, and what waits again.
func (s *Sender) settle(ctx context.Context) error {
	if len(s.owed) == 0 {
		return nil
	}
	err := s.service.db.RunInTx(context.WithoutCancel(ctx), func(ctx context.Context, tx bun.IDB) error {
		for _, f := range s.owed {
			if f.back {
				if err := giveBack(ctx, tx, f, s.service.clock.Now()); err != nil {
					return err
				}
				continue
			}
			if _, err := s.record(ctx, tx, f, ""); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		s.owed = nil
	}
	return err
}

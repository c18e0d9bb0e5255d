package mail

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

const (
	windowSize = 128 // messages begun at once
	packedOver = 48  // of them written out before their turn: what is sent while the next window is begun

	tidyAfter = 64   // messages of a run: a whole window
	tidyEvery = 4096 // messages of a run
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

func (f *flight) pack(at time.Time) {
	msg, err := f.mime(at)
	if err == nil {
		f.parcel, err = pack(msg)
	}
	if err != nil {
		f.broken = fmt.Errorf("cannot be written: %w", err)
	}
}

// line begins messages, window after window, and writes them out, beside the dialogues and a few ahead of their turn.
type line struct {
	flights chan *flight // closed when nothing more is due
	sender  *Sender

	ended, done chan struct{}
	begun       int
	tidyAt      int       // of begun: when the table is looked at next
	left        []*flight // not handed out
	err         error     // why the line ended early
}

func (s *Sender) line(ctx context.Context) *line {
	l := &line{flights: make(chan *flight, packedOver), sender: s, ended: make(chan struct{}), done: make(chan struct{}), tidyAt: tidyAfter}
	go func() {
		defer close(l.done)
		defer close(l.flights)
		for more := true; more && ctx.Err() == nil; {
			more = l.window(ctx)
		}
	}()
	return l
}

// window hands out the next window, and reports whether there was one.
func (l *line) window(ctx context.Context) bool {
	var window []*flight
	if window, l.err = l.sender.begin(ctx); l.err != nil {
		return false
	}
	if l.begun += len(window); l.begun >= l.tidyAt { // without it PostgreSQL looks at all that waits, for each window
		l.tidyAt += tidyEvery
		if l.err = l.sender.service.db.Tidy(ctx, "mail_messages"); l.err != nil {
			l.left = window
			return false
		}
	}
	for i, f := range window {
		f.pack(l.sender.service.clock.Now())
		select {
		case l.flights <- f:
		case <-l.ended:
			l.left = window[i:]
			return false
		}
	}
	return len(window) > 0
}

// peek takes the next flight, if the line has it at hand; nil also when the line has ended.
func (l *line) peek() (next *flight, here bool) {
	select {
	case next = <-l.flights:
		return next, true
	default:
		return nil, false
	}
}

// putBack takes a flight back that nobody came to, if there is one.
func (l *line) putBack(f *flight) {
	if f != nil {
		f.back = true
		f.parcel.done()
		l.sender.owed = append(l.sender.owed, f)
	}
}

// stop ends the line: what nobody came to waits again. It returns what was wrong with the line.
func (l *line) stop() error {
	close(l.ended)
	<-l.done
	for f := range l.flights {
		l.putBack(f)
	}
	for _, f := range l.left {
		l.putBack(f)
	}
	return l.err
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

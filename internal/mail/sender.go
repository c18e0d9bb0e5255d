package mail

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/uptrace/bun"
	gomail "github.com/wneessen/go-mail"
)

const (
	poll        = time.Second      // fallback when nobody calls Wake
	rowLease    = time.Minute      // longer than a dial and a dialogue together
	senderLease = 12 * time.Second // after this another process takes over
	renewEvery  = 4 * time.Second
	maxAttempts = 12 // about a day
	firstPause  = time.Minute
	longestWait = 4 * time.Hour
	troubleWait = 15 * time.Second // before the next attempt when our mail server is in trouble
	spread      = 5                // pauses vary by a fifth
)

// Sender hands the outbox's messages to the mail server, one at a time.
type Sender struct {
	service *Service
	conn    *connection
	perHour int
	log     *slog.Logger
}

// NewSender returns the sender of service's messages over server. PerHour caps what all processes send in sixty minutes; 0 is no cap.
func NewSender(service *Service, server Server, perHour int, log *slog.Logger) (*Sender, error) {
	conn, err := newConnection(server, Domain(service.from.Address))
	if err != nil {
		return nil, err
	}
	service.perHour = perHour
	return &Sender{service: service, conn: conn, perHour: perHour, log: log}, nil
}

// Run sends until ctx ends, whenever this process holds the sender's lease; then it finishes the running mail and returns nil.
func (s *Sender) Run(ctx context.Context) error {
	lease := s.service.db.NewLease("mail")
	for ctx.Err() == nil {
		held, err := lease.Hold(ctx, s.service.clock.Now(), senderLease)
		if err != nil && ctx.Err() == nil {
			s.log.Error("mail: cannot take the sender's lease", "error", err)
		}
		if held {
			s.lead(ctx, lease)
		}
		s.wait(ctx, poll)
	}
	return nil
}

// holder is the lease as the sender uses it.
type holder interface {
	Hold(ctx context.Context, now time.Time, length time.Duration) (bool, error)
}

// lead sends while the lease is held and gives it back at the end.
func (s *Sender) lead(ctx context.Context, lease holder) {
	leading, stop := context.WithCancel(ctx)
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		defer stop()
		s.keep(leading, lease)
	}()
	s.send(leading)
	stop()
	<-kept
	if ctx.Err() == nil {
		return // lost
	}
	if _, err := lease.Hold(context.WithoutCancel(ctx), s.service.clock.Now(), -time.Millisecond); err != nil {
		s.log.Warn("mail: cannot give back the sender's lease", "error", err)
	}
}

// keep renews the lease until ctx ends or the lease is lost.
func (s *Sender) keep(ctx context.Context, lease holder) {
	ticker := time.NewTicker(renewEvery)
	defer ticker.Stop()
	renewed := s.service.clock.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now := s.service.clock.Now()
		held, err := lease.Hold(ctx, now, senderLease)
		switch {
		case err == nil && held:
			renewed = now
		case err == nil || now.Sub(renewed) > senderLease-renewEvery:
			s.log.Warn("mail: another process sends from now on", "error", err)
			return
		}
	}
}

// send empties the outbox again and again until ctx ends.
func (s *Sender) send(ctx context.Context) {
	if err := s.Reclaim(ctx); err != nil && ctx.Err() == nil {
		s.log.Error("mail: cannot take up what was in flight", "error", err)
	}
	for ctx.Err() == nil {
		pause := poll
		if _, err := s.SendDue(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("mail: sending stopped", "error", err)
			pause = troubleWait
		}
		s.wait(ctx, pause)
	}
}

// wait returns after the pause, or earlier when ctx ends; a pause as short as the poll also ends by Wake.
func (s *Sender) wait(ctx context.Context, pause time.Duration) {
	wake := s.service.wake
	if pause > poll {
		wake = nil
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-wake:
	}
}

// Reclaim frees what a dead process left in flight, without waiting for its lease to end. Only the one process that sends may call it.
func (s *Sender) Reclaim(ctx context.Context) error {
	return s.service.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error { return reclaim(ctx, tx, s.service.clock.Now()) })
}

// SendDue tries every message that is due, one after the other over one connection, and returns how many the mail
// server took. An error says that the database or the mail server is in trouble; what is left stays queued.
func (s *Sender) SendDue(ctx context.Context) (int, error) {
	defer s.conn.close()
	sent := 0
	for ctx.Err() == nil {
		m, found, err := s.claim(ctx)
		if err != nil || !found {
			return sent, err
		}
		if err := s.try(context.WithoutCancel(ctx), &m); err != nil {
			return sent, err
		}
		if m.State == Sent {
			sent++
		}
	}
	return sent, nil
}

// claim takes the next message and commits that it is being sent.
func (s *Sender) claim(ctx context.Context) (m Message, found bool, err error) {
	now := s.service.clock.Now()
	if full, err := s.capped(ctx, now); err != nil || full {
		return m, false, err
	}
	for {
		ids, err := s.service.db.Claim(ctx, outbox(), now, rowLease, 1)
		if err != nil || len(ids) == 0 {
			return m, false, err
		}
		err = s.service.db.RunInTx(context.WithoutCancel(ctx), func(ctx context.Context, tx bun.IDB) error {
			m, err = begin(ctx, tx, ids[0])
			return err
		})
		if !errors.Is(err, errGone) {
			return m, err == nil, err
		}
	}
}

func (s *Sender) capped(ctx context.Context, now time.Time) (bool, error) {
	if s.perHour == 0 {
		return false, nil
	}
	c, err := capAt(ctx, s.service.db.Read(), s.perHour, now)
	return !c.GoesOn.IsZero(), err
}

// try sends m and commits the outcome; its error is trouble that concerns other messages too.
func (s *Sender) try(ctx context.Context, m *Message) error {
	msg, err := m.mime(s.service.clock.Now())
	if err != nil {
		s.fail(m, verdict{reason: Unsendable, permanent: true, answer: oneLine(err.Error(), maxAnswer)})
		return s.record(ctx, m)
	}
	var trouble error
	if err := s.post(ctx, msg); err != nil {
		v := judge(err)
		s.fail(m, v)
		if v.trouble {
			trouble = err
		}
	} else {
		s.succeed(m)
	}
	return errors.Join(s.record(ctx, m), trouble)
}

// post hands the mail over within a time limit of its own: a stop of the program does not tear a running dialogue.
func (s *Sender) post(ctx context.Context, msg *gomail.Msg) error {
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	return s.conn.send(ctx, msg)
}

func (s *Sender) succeed(m *Message) {
	now := s.service.clock.Now()
	m.State, m.SentAt, m.DoneAt, m.Reason, m.LastError = Sent, &now, &now, "", ""
}

// fail notes why the attempt failed and decides whether there is another.
func (s *Sender) fail(m *Message, v verdict) {
	now := s.service.clock.Now()
	m.Reason, m.LastError = v.reason, v.answer
	if !v.permanent && m.Attempts < maxAttempts {
		m.State, m.RunAt = Deferred, now.Add(pause(m.Attempts))
		return
	}
	m.State, m.DoneAt = Failed, &now
	if !v.permanent {
		m.Reason = GaveUp
	}
	s.log.Warn("mail: given up", "message", m.ID, "reason", m.Reason)
}

func (s *Sender) record(ctx context.Context, m *Message) error {
	err := s.service.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error { return record(ctx, tx, m, s.service.clock.Now()) })
	if errors.Is(err, errGone) {
		s.log.Warn("mail: another process took the message over", "message", m.ID)
		return nil
	}
	return err
}

// pause returns how long to wait after the attempt (counted from 1): tripling from a minute to four hours, give or take a fifth.
func pause(attempt int) time.Duration {
	wait := firstPause
	for range attempt - 1 {
		wait = min(3*wait, longestWait)
	}
	return wait - wait/spread + rand.N(2*wait/spread) //nolint:gosec // jitter, not a secret
}

package mail

import (
	"context"
	"log/slog"
	"time"

	"github.com/uptrace/bun"
)

const (
	poll        = time.Second      // fallback when nobody calls Wake
	senderLease = 12 * time.Second // after this another process takes over
	renewEvery  = 4 * time.Second
	troubleWait = 15 * time.Second // before the next attempt when our mail server is in trouble
)

// Sender hands the outbox's messages to the mail server, one at a time.
type Sender struct {
	service *Service
	conn    *connection
	perHour int
	log     *slog.Logger

	notes notes
	owed  []*flight // messages of which the database does not know what became
}

// NewSender returns the sender of service's messages over server. PerHour caps what all processes send in sixty minutes; 0 is no cap.
func NewSender(service *Service, server Server, perHour int, log *slog.Logger) (*Sender, error) {
	conn, err := newConnection(server, Domain(service.from.Address))
	if err != nil {
		return nil, err
	}
	service.perHour = perHour
	return &Sender{service: service, conn: conn, perHour: perHour, log: log, notes: notes{db: service.db}}, nil
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

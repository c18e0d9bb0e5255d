package inbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"rundertisch/internal/clock"
	"rundertisch/internal/database"
)

// The folders a mail is moved to.
const (
	Processed = "Processed"
	Failed    = "Failed"
)

const (
	leaseLength = 12 * time.Second // after this another process takes over
	leasePoll   = 2 * time.Second
	dialTime    = 45 * time.Second
	firstPause  = 5 * time.Second
	longest     = 5 * time.Minute // between two tries to connect
	spread      = 5               // pauses vary by a fifth
)

// Box is the open mailbox as this package uses it; imapbox.Box is one.
type Box interface {
	Validity() uint32
	List(ctx context.Context, from uint32) ([]uint32, error)
	Fetch(ctx context.Context, uid uint32, limit int) (raw []byte, there bool, err error)
	Move(ctx context.Context, uid uint32, folder string) error
	Wait(ctx context.Context) error
	Close()
}

// Source is the configured mailbox; the zero value is none.
type Source struct {
	Name string // server and folder, without user and password
	Open func(ctx context.Context) (Box, error)

	Direct bool // the mail server hands its mail over by itself, as the demo's does
}

// Keep stores one raw mail for good and says in which folder it belongs then. The same mail may be handed over again. An error means that
// nothing was kept.
type Keep func(ctx context.Context, raw []byte) (folder string, err error)

// Service reads the mailbox.
type Service struct {
	db     *database.DB
	clock  clock.Clock
	source Source
	keep   Keep
	limit  int
	log    *slog.Logger
}

// New returns the reader of the source. Of each mail at most limit octets are handed to keep.
func New(db *database.DB, clock clock.Clock, source Source, keep Keep, limit int, log *slog.Logger) *Service {
	return &Service{db: db, clock: clock, source: source, keep: keep, limit: limit, log: log}
}

// Configured reports whether there is a mailbox to read.
func (s *Service) Configured() bool { return s.source.Open != nil }

// Direct reports whether mail comes without a mailbox that has to be read.
func (s *Service) Direct() bool { return s.source.Direct }

// Run reads until ctx ends, whenever this process holds the mailbox's lease; the mail under way is finished.
func (s *Service) Run(ctx context.Context) error {
	lease := s.db.NewLease("mailbox")
	for ctx.Err() == nil {
		err := lease.Lead(ctx, s.clock.Now, leaseLength, s.read)
		if err != nil && ctx.Err() == nil {
			s.log.Error("inbox: cannot hold the lease", "error", err)
		}
		rest(ctx, leasePoll)
	}
	return nil
}

// read leads one connection after the other.
func (s *Service) read(ctx context.Context) {
	r := &reader{Service: s, kept: map[uint32]string{}}
	for failures := 0; ctx.Err() == nil; {
		err := r.session(ctx, func() { failures = 0 })
		if ctx.Err() != nil {
			return
		}
		failures++
		s.stumbled(ctx, err)
		rest(ctx, pause(failures))
	}
}

// ReadOnce reads the folder once to its end; for tests and for whoever will not wait.
func (s *Service) ReadOnce(ctx context.Context) error {
	r := &reader{Service: s, kept: map[uint32]string{}}
	err := r.once(ctx)
	if err != nil {
		s.stumbled(ctx, err)
	}
	return err
}

// stumbled notes for the page and the log what went wrong.
func (s *Service) stumbled(ctx context.Context, err error) {
	trouble, _ := troubleOf(err)
	attrs := []any{"mailbox", s.source.Name, "trouble", trouble}
	if trouble == Unknown {
		attrs = append(attrs, "error", err)
	}
	s.log.Warn("inbox: the mailbox could not be read to its end", attrs...)
	if err := s.change(ctx, func(state *State) { state.stumble(s.clock.Now(), err) }); err != nil && ctx.Err() == nil {
		s.log.Error("inbox: cannot note the trouble", "error", err)
	}
}

// hand gives the mail to its keeper. A panic over one mail is that mail's trouble alone.
func (s *Service) hand(ctx context.Context, raw []byte) (folder string, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("inbox: panic", "panic", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			err = errors.New("inbox: the mail's keeper panicked")
		}
	}()
	return s.keep(ctx, raw)
}

// pause returns how long to wait after that many failures: doubling from five seconds to five minutes, give or take a fifth.
func pause(failures int) time.Duration {
	wait := firstPause
	for range failures - 1 {
		wait = min(2*wait, longest)
	}
	return wait - wait/spread + rand.N(2*wait/spread) //nolint:gosec // jitter, not a secret
}

func rest(ctx context.Context, length time.Duration) {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

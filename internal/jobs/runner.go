package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
	"golang.org/x/sync/errgroup"

	"rundertisch/internal/clock"
	"rundertisch/internal/database"
)

const (
	workers     = 2
	poll        = time.Second      // fallback when nobody calls Wake
	lease       = time.Minute      // after this a dead process's job is claimed again
	renewEvery  = 20 * time.Second // while a handler works
	handlerTime = 15 * time.Minute // longest run of one handler
)

// Handler does one job. It may be called twice for the same job.
type Handler func(ctx context.Context, job Job) error

// Runner keeps the handlers and does the jobs. Register everything before Run.
type Runner struct {
	db        *database.DB
	clock     clock.Clock
	log       *slog.Logger
	handlers  map[string]Handler
	schedules []schedule
	scheduler *database.Lease
	wrong     []error // mistakes in registration, told by Run
	wake      chan struct{}
}

// New returns a runner without handlers.
func New(db *database.DB, clock clock.Clock, log *slog.Logger) *Runner {
	return &Runner{
		db: db, clock: clock, log: log, handlers: map[string]Handler{},
		scheduler: db.NewLease("jobs"), wake: make(chan struct{}, workers),
	}
}

var kindForm = regexp.MustCompile(`^[a-z][a-z0-9_.]*$`)

// Handle registers the handler for jobs of a kind ("monitoring.remind"). A nil handler, a kind that is registered twice or
// has another form than that makes Check and Run fail.
func (r *Runner) Handle(kind string, handler Handler) {
	switch _, twice := r.handlers[kind]; {
	case handler == nil:
		r.wrong = append(r.wrong, fmt.Errorf("jobs: no handler for %s", kind))
	case twice:
		r.wrong = append(r.wrong, fmt.Errorf("jobs: two handlers for %s", kind))
	case !kindForm.MatchString(kind):
		r.wrong = append(r.wrong, fmt.Errorf("jobs: %q is no kind", kind))
	default:
		r.handlers[kind] = handler
	}
}

// Check reports mistakes in the registration and waiting jobs that no handler would ever do.
func (r *Runner) Check(ctx context.Context) error {
	errs := slices.Clone(r.wrong)
	kinds, err := openKinds(ctx, r.db.Read())
	if err != nil {
		return errors.Join(append(errs, err)...)
	}
	for _, kind := range kinds {
		if r.handlers[kind] == nil {
			errs = append(errs, fmt.Errorf("jobs: work of kind %s is waiting and has no handler", kind))
		}
	}
	return errors.Join(errs...)
}

// EnqueueIn writes a job in the caller's transaction, to be done at runAt or soon after. The payload is stored as JSON. The dedupe key makes
// the job unique for as long as its row exists; empty means that every call is a job of its own. Call Wake after the commit.
func (r *Runner) EnqueueIn(ctx context.Context, tx bun.IDB, kind, dedupeKey string, payload any, runAt time.Time) error {
	if r.handlers[kind] == nil {
		return fmt.Errorf("jobs: no handler for %s", kind)
	}
	job, err := newJob(kind, dedupeKey, payload, runAt, r.clock.Now())
	if err != nil {
		return err
	}
	return insertJob(ctx, tx, job)
}

// Wake makes a waiting runner look for work at once. It never blocks.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run checks the registration and works until ctx ends; then it returns nil as soon as the running handlers have finished.
func (r *Runner) Run(ctx context.Context) error {
	if err := r.Check(ctx); err != nil {
		return err
	}
	var group errgroup.Group
	group.Go(func() error { return r.tick(ctx) })
	for range workers {
		group.Go(func() error { return r.work(ctx) })
	}
	return group.Wait()
}

// RunDue does everything that is due now and returns how many jobs it took.
func (r *Runner) RunDue(ctx context.Context) (int, error) {
	for n := 0; ; n++ {
		found, err := r.next(ctx)
		if err != nil || !found {
			return n, err
		}
	}
}

func (r *Runner) work(ctx context.Context) error {
	for {
		if _, err := r.RunDue(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("jobs: cannot claim", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-r.wake:
		case <-time.After(poll):
		}
	}
}

// next claims and does one job; false when nothing is due or ctx has ended.
func (r *Runner) next(ctx context.Context) (bool, error) {
	if ctx.Err() != nil || len(r.handlers) == 0 {
		return false, nil
	}
	ids, err := r.db.Claim(ctx, r.ours(), r.clock.Now(), lease, 1)
	if err != nil || len(ids) == 0 {
		return false, err
	}
	ctx = context.WithoutCancel(ctx)
	job, err := findJob(ctx, r.db.Read(), ids[0])
	if err != nil {
		return false, err
	}
	return true, r.finish(ctx, job, r.do(ctx, job))
}

// ours limits claims to the kinds this instance can do; another instance may be of a newer version.
func (r *Runner) ours() database.Work {
	var kinds []string
	for kind := range r.handlers {
		kinds = append(kinds, "'"+kind+"'") // of a form without quotes, see kindForm
	}
	slices.Sort(kinds)
	return database.Work{Table: "jobs", Ready: "w.kind IN (" + strings.Join(kinds, ", ") + ")"}
}

// do runs the handler with the lease kept up; a panic becomes an error.
func (r *Runner) do(ctx context.Context, job Job) (err error) {
	ctx, cancel := context.WithTimeout(ctx, handlerTime)
	defer cancel()
	go r.keep(ctx, job)
	defer func() {
		if p := recover(); p != nil {
			r.log.Error("jobs: panic", "kind", job.Kind, "job", job.ID, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return r.handlers[job.Kind](ctx, job)
}

func (r *Runner) keep(ctx context.Context, job Job) {
	ticker := time.NewTicker(renewEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := r.write(ctx, job, "leased_until = ?", r.clock.Now().Add(lease)); err != nil && ctx.Err() == nil {
				r.log.Error("jobs: cannot renew the lease", "kind", job.Kind, "job", job.ID, "error", err)
			}
		}
	}
}

// finish notes the outcome of the job's attempt.
func (r *Runner) finish(ctx context.Context, job Job, outcome error) error {
	now := r.clock.Now()
	switch {
	case outcome == nil:
		return r.write(ctx, job, "done_at = ?, leased_until = NULL, last_error = ''", now)
	case job.Attempts >= maxAttempts:
		r.log.Error("jobs: given up", "kind", job.Kind, "job", job.ID, "error", outcome)
		return r.write(ctx, job, "done_at = ?, leased_until = NULL, last_error = ?", now, words(outcome))
	}
	r.log.Warn("jobs: will try again", "kind", job.Kind, "job", job.ID, "attempt", job.Attempts, "error", outcome)
	return r.write(ctx, job, "run_at = ?, leased_until = NULL, last_error = ?", now.Add(pause(job.Attempts)), words(outcome))
}

// write changes the job's row unless another process has claimed it since.
func (r *Runner) write(ctx context.Context, job Job, set string, args ...any) error {
	return r.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewUpdate().Table("jobs").Set(set, args...).
			Where("id = ? AND attempts = ? AND done_at IS NULL", job.ID, job.Attempts).Exec(ctx)
		return database.Fault(err)
	})
}

// words is the error as text that is never empty.
func words(err error) string {
	if text := strings.ToValidUTF8(strings.ReplaceAll(err.Error(), "\x00", ""), ""); text != "" {
		return text
	}
	return fmt.Sprintf("%T", err)
}

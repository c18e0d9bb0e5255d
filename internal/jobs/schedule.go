package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

const (
	tickEvery   = 5 * time.Second
	tickLease   = 20 * time.Second
	keepDone    = 7 * 24 * time.Hour // done jobs are kept this long, failed ones until somebody removes them
	tickKeyForm = "2006-01-02T15:04:05Z"
)

type schedule struct {
	kind     string
	interval time.Duration
	last     time.Time // beginning of the interval written last by this process
}

// Every registers work that is done once per interval by one of the instances. Intervals are counted from midnight UTC for divisors of a day.
func (r *Runner) Every(kind string, interval time.Duration, handler Handler) {
	if interval < tickEvery {
		r.wrong = append(r.wrong, fmt.Errorf("jobs: %s cannot run every %s, the shortest interval is %s", kind, interval, tickEvery))
		return
	}
	r.Handle(kind, handler)
	r.schedules = append(r.schedules, schedule{kind: kind, interval: interval})
}

func (r *Runner) tick(ctx context.Context) error {
	for {
		if err := r.Tick(ctx); err != nil && ctx.Err() == nil {
			r.log.Error("jobs: cannot schedule", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(tickEvery):
		}
	}
}

// Tick writes the jobs of all schedules for the current interval if this instance holds the scheduler's lease, and
// removes done jobs that are a week old. Only Run and tests call it, one at a time.
func (r *Runner) Tick(ctx context.Context) error {
	now := r.clock.Now()
	held, err := r.scheduler.Hold(ctx, now, tickLease)
	if err != nil || !held {
		return err
	}
	for i := range r.schedules {
		s := &r.schedules[i]
		begin := now.Truncate(s.interval)
		if begin.Equal(s.last) {
			continue
		}
		if err := r.writeTick(ctx, s.kind, begin, now); err != nil {
			return err
		}
		s.last = begin
		r.Wake()
	}
	return nil
}

func (r *Runner) writeTick(ctx context.Context, kind string, begin, now time.Time) error {
	return r.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := r.EnqueueIn(ctx, tx, kind, kind+"@"+begin.Format(tickKeyForm), struct{}{}, begin); err != nil {
			return err
		}
		return deleteDone(ctx, tx, now.Add(-keepDone))
	})
}

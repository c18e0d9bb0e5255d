package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/jobs"
)

var noon = time.Date(2026, 11, 22, 12, 0, 30, 0, time.UTC)

type letter struct{ Name string }

func newRunner(db *database.DB) (*jobs.Runner, *clock.Manual) {
	at := clock.At(noon)
	return jobs.New(db, at, slog.New(slog.DiscardHandler)), at
}

func enqueue(t *testing.T, db *database.DB, r *jobs.Runner, kind, key string, payload any, runAt time.Time) {
	t.Helper()
	err := db.RunInTx(context.Background(), func(ctx context.Context, tx bun.IDB) error {
		return r.EnqueueIn(ctx, tx, kind, key, payload, runAt)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func runDue(t *testing.T, r *jobs.Runner, want int) {
	t.Helper()
	if n, err := r.RunDue(context.Background()); err != nil || n != want {
		t.Fatalf("did %d jobs, %v; want %d", n, err, want)
	}
}

func only(t *testing.T, r *jobs.Runner) jobs.Job {
	t.Helper()
	list, err := r.List(context.Background(), "", 10)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	return list[0]
}

func TestAJobIsDoneOnceWhenItsTimeHasCome(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, at := newRunner(db)
		var names []string
		r.Handle("letter.print", func(_ context.Context, job jobs.Job) error {
			var l letter
			err := job.Read(&l)
			names = append(names, l.Name)
			return err
		})
		enqueue(t, db, r, "letter.print", "one", letter{"Größler-Weiß"}, noon.Add(time.Hour))
		enqueue(t, db, r, "letter.print", "one", letter{"the same key again"}, noon)
		runDue(t, r, 0)
		at.Advance(time.Hour)
		runDue(t, r, 1)
		runDue(t, r, 0)
		if len(names) != 1 || names[0] != "Größler-Weiß" {
			t.Errorf("handled %q", names)
		}
		if job := only(t, r); job.State(at.Now()) != jobs.Done {
			t.Errorf("state %s", job.State(at.Now()))
		}
	})
}

func TestARolledBackTransactionLeavesNoJob(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, _ := newRunner(db)
		r.Handle("letter.print", func(context.Context, jobs.Job) error { return nil })
		stop := errors.New("stop")
		err := db.RunInTx(context.Background(), func(ctx context.Context, tx bun.IDB) error {
			return errors.Join(r.EnqueueIn(ctx, tx, "letter.print", "", nil, noon), stop)
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
		runDue(t, r, 0)
	})
}

func TestAFailingJobIsTriedAgainAndThenStaysVisible(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, at := newRunner(db)
		var calls int
		r.Handle("letter.print", func(context.Context, jobs.Job) error {
			if calls++; calls == 2 {
				panic("no paper")
			}
			return errors.New("no ink")
		})
		enqueue(t, db, r, "letter.print", "", letter{}, noon)
		runDue(t, r, 1)
		runDue(t, r, 0)
		if job := only(t, r); job.State(at.Now()) != jobs.Retrying || job.LastError != "no ink" {
			t.Errorf("after one failure: %s, %q", job.State(at.Now()), job.LastError)
		}
		at.Advance(2 * time.Hour)
		runDue(t, r, 1)
		if job := only(t, r); job.LastError != "panic: no paper" {
			t.Errorf("after the panic: %q", job.LastError)
		}
		for range 6 {
			at.Advance(2 * time.Hour)
			runDue(t, r, 1)
		}
		at.Advance(2 * time.Hour)
		runDue(t, r, 0)
		if job := only(t, r); job.State(at.Now()) != jobs.Failed || calls != 8 || job.LastError != "no ink" {
			t.Errorf("in the end: %s after %d calls, %q", job.State(at.Now()), calls, job.LastError)
		}
	})
}

func TestAKilledProcessesJobComesBackAfterItsLease(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, at := newRunner(db)
		r.Handle("letter.print", func(context.Context, jobs.Job) error { return nil })
		enqueue(t, db, r, "letter.print", "", letter{}, noon)
		if ids, err := db.Claim(context.Background(), database.Work{Table: "jobs"}, noon, time.Minute, 1); err != nil || len(ids) != 1 {
			t.Fatal(ids, err)
		}
		if job := only(t, r); job.State(noon) != jobs.Running {
			t.Errorf("claimed: %s", job.State(noon))
		}
		runDue(t, r, 0)
		at.Advance(time.Minute + time.Second)
		runDue(t, r, 1)
	})
}

func TestScheduledWorkRunsOncePerIntervalOnOneInstance(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		at := clock.At(noon)
		var runs int
		instance := func() *jobs.Runner {
			r := jobs.New(db, at, slog.New(slog.DiscardHandler))
			r.Every("mailbox.read", time.Minute, func(context.Context, jobs.Job) error { runs++; return nil })
			return r
		}
		first, second := instance(), instance()
		tick := func(want int) {
			t.Helper()
			for _, r := range []*jobs.Runner{first, second, first} {
				if err := r.Tick(context.Background()); err != nil {
					t.Fatal(err)
				}
				if _, err := r.RunDue(context.Background()); err != nil {
					t.Fatal(err)
				}
			}
			if runs != want {
				t.Errorf("at %s: %d runs, want %d", at.Now(), runs, want)
			}
		}
		tick(1)
		at.Advance(10 * time.Second)
		tick(1)
		at.Advance(time.Minute)
		tick(2)
		at.Advance(8 * 24 * time.Hour)
		tick(3)
		if list, err := first.List(context.Background(), "", 10); err != nil || len(list) != 1 {
			t.Errorf("a week later %d rows are left, want the newest alone (%v)", len(list), err)
		}
	})
}

func TestWrongRegistrationFailsAtStart(t *testing.T) {
	t.Parallel()
	fine := func(context.Context, jobs.Job) error { return nil }
	for name, test := range map[string]struct {
		register func(r *jobs.Runner)
		says     string
	}{
		"no handler":     {func(r *jobs.Runner) { r.Handle("a", nil) }, "no handler for a"},
		"two handlers":   {func(r *jobs.Runner) { r.Handle("a", fine); r.Handle("a", fine) }, "two handlers for a"},
		"a strange name": {func(r *jobs.Runner) { r.Handle("a'b", fine) }, "is no kind"},
		"too often":      {func(r *jobs.Runner) { r.Every("a", time.Second, fine) }, "shortest interval"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, _ := newRunner(dbtest.Open(t, dbtest.SQLite(t)))
			test.register(r)
			if err := r.Run(context.Background()); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want %q", err, test.says)
			}
		})
	}
}

func TestWaitingWorkWithoutHandlerFailsAtStart(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		old, _ := newRunner(db)
		old.Handle("letter.print", func(context.Context, jobs.Job) error { return nil })
		enqueue(t, db, old, "letter.print", "", letter{}, noon)
		fresh, _ := newRunner(db)
		if err := fresh.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "letter.print") {
			t.Errorf("got %v", err)
		}
	})
}

func TestStoppingLetsTheRunningJobFinishAndClaimsNoOther(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, at := newRunner(db)
		started, release := make(chan struct{}, 2), make(chan struct{})
		var finished atomic.Int32
		r.Handle("letter.print", func(ctx context.Context, _ jobs.Job) error {
			started <- struct{}{}
			<-release
			finished.Add(1)
			return ctx.Err()
		})
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error)
		go func() { ended <- r.Run(ctx) }()
		for range 3 {
			enqueue(t, db, r, "letter.print", "", letter{}, noon)
			r.Wake()
		}
		<-started
		<-started
		stop()
		close(release)
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		if finished.Load() != 2 {
			t.Errorf("%d jobs finished, want the two that ran", finished.Load())
		}
		states := map[jobs.State]int{}
		list, err := r.List(context.Background(), "letter.print", 10)
		for _, job := range list {
			states[job.State(at.Now())]++
		}
		if err != nil || states[jobs.Done] != 2 || states[jobs.Waiting] != 1 {
			t.Errorf("states %v, %v", states, err)
		}
	})
}

package jobs

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/uptrace/bun"
)

// State is where a job stands; it follows from the row.
type State string

// The states of a job.
const (
	Waiting  State = "waiting"  // not yet due, or due and not yet claimed
	Running  State = "running"  // claimed, lease not over
	Retrying State = "retrying" // failed at least once, will be tried again
	Done     State = "done"
	Failed   State = "failed" // given up; LastError says why
)

const (
	maxAttempts = 8
	firstPause  = 10 * time.Second
	longestWait = time.Hour
	spread      = 5 // the pause varies by a fifth in both directions, so that retries do not come in waves
)

// Job is one piece of work.
type Job struct {
	bun.BaseModel `bun:"table:jobs,alias:j"`

	ID          string          `bun:"id,pk"`
	Kind        string          `bun:"kind"` // name of the handler
	DedupeKey   string          `bun:"dedupe_key"`
	Payload     json.RawMessage `bun:"payload"`
	RunAt       time.Time       `bun:"run_at"`
	Attempts    int             `bun:"attempts"` // counts the running one
	LeasedUntil *time.Time      `bun:"leased_until"`
	DoneAt      *time.Time      `bun:"done_at"`
	LastError   string          `bun:"last_error"`
	CreatedAt   time.Time       `bun:"created_at"`
}

// State derives where the job stands at now.
func (j *Job) State(now time.Time) State {
	switch {
	case j.DoneAt != nil && j.LastError != "":
		return Failed
	case j.DoneAt != nil:
		return Done
	case j.LeasedUntil != nil && !j.LeasedUntil.Before(now):
		return Running
	case j.LastError != "":
		return Retrying
	}
	return Waiting
}

// Read decodes the payload into target.
func (j *Job) Read(target any) error {
	if err := json.Unmarshal(j.Payload, target); err != nil {
		return fmt.Errorf("payload of %s: %w", j.Kind, err)
	}
	return nil
}

// pause returns how long to wait after the attempt (counted from 1): doubling from ten seconds to an hour, give or take a fifth.
func pause(attempt int) time.Duration {
	wait := firstPause << min(max(attempt-1, 0), 20)
	wait = min(wait, longestWait)
	return wait - wait/spread + rand.N(2*wait/spread) //nolint:gosec // jitter, not a secret
}

package web

import (
	"testing"
	"time"
)

func TestACounterStopsOneAddressForTheRestOfTheMinute(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	n := newCounter(func() time.Time { return now }, 3)
	for _, step := range []struct {
		after time.Duration
		from  string
		waits time.Duration
	}{
		{0, "a", 0},
		{0, "a", 0},
		{10 * time.Second, "a", 0},
		{0, "a", 50 * time.Second},
		{0, "b", 0},
		{49 * time.Second, "a", time.Second},
		{time.Second, "a", 0},
		{0, "a", 0},
		{0, "a", 0},
		{0, "a", time.Minute},
	} {
		now = now.Add(step.after)
		if waits := n.take(step.from); waits != step.waits {
			t.Errorf("%s at %s waits %s, want %s", step.from, now.Format(time.TimeOnly), waits, step.waits)
		}
	}
}

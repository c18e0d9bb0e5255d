package attendance

import (
	"context"
	"errors"
	"sync"
	"testing"
)

func TestTheGateServesInTheOrderOfTicketsEvenWhenSomeGiveUp(t *testing.T) {
	t.Parallel()
	var (
		g      gate
		served []int64 // only the one whose turn it is writes here
		done   sync.WaitGroup
	)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	first := g.arrive("fachtagung")
	if err := first.Wait(gone); err != nil {
		t.Errorf("the first one waits: %v", err)
	}
	for i := range 200 {
		done.Go(func() {
			ctx := t.Context()
			if i%4 == 0 {
				ctx = gone
			}
			turn := g.arrive("fachtagung")
			defer turn.Done()
			if turn.Wait(ctx) == nil && ctx.Err() == nil {
				served = append(served, turn.Ticket)
			}
		})
	}
	impatient := g.arrive("fachtagung")
	if err := impatient.Wait(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("whoever gives up gets %v", err)
	}
	impatient.Done()
	first.Done()
	done.Wait()
	if len(served) < 150 {
		t.Fatalf("%d served", len(served))
	}
	last := first.Ticket
	for _, ticket := range served {
		if ticket <= last {
			t.Fatalf("ticket %d was served after %d", ticket, last)
		}
		last = ticket
	}
}

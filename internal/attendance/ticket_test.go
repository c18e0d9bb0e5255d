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
	first, err := g.enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 200 {
		done.Go(func() {
			ctx := t.Context()
			if i%4 == 0 {
				ctx = gone
			}
			turn, err := g.enter(ctx)
			if err != nil {
				return
			}
			defer turn.Done()
			served = append(served, turn.Ticket)
		})
	}
	if _, err := g.enter(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("whoever gives up gets %v", err)
	}
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

package line

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
)

func TestALineServesInTheOrderOfTicketsEvenWhenSomeGiveUp(t *testing.T) {
	t.Parallel()
	var (
		l      = New[string](32)
		served []int64 // only the one whose turn it is writes here
		done   sync.WaitGroup
	)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	first := l.Arrive("fachtagung")
	if err := first.Wait(gone); err != nil {
		t.Errorf("the first one waits: %v", err)
	}
	for i := range 200 {
		done.Go(func() {
			ctx := t.Context()
			if i%4 == 0 {
				ctx = gone
			}
			turn := l.Arrive("fachtagung")
			defer turn.Done()
			if turn.Wait(ctx) == nil && ctx.Err() == nil {
				served = append(served, turn.Ticket)
			}
		})
	}
	impatient := l.Arrive("fachtagung")
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
	if len(l.of) != 0 {
		t.Errorf("%d lines are kept although nobody waits", len(l.of))
	}
}

func leads(turn *Turn[string]) bool {
	select {
	case <-turn.turn:
		return true
	default:
		return false
	}
}

// gathers fails the test unless just those deeds are done together when the turn comes.
func gathers(t *testing.T, turn *Turn[string], want ...string) (behind []*Turn[string]) {
	t.Helper()
	behind, deeds := turn.gather(want[0])
	if !slices.Equal(deeds, want) {
		t.Fatalf("%v are done together, want %v", deeds, want)
	}
	return behind
}

// waiting stands in the line with a deed that is ready.
func waiting(l *Lines[string], key, deed string) *Turn[string] {
	turn := l.Arrive(key)
	turn.offer(deed)
	return turn
}

func TestWhoeverLeadsTakesThoseBehindAlong(t *testing.T) {
	t.Parallel()
	l := New[string](3)
	anna, bernd, clara, dora := waiting(l, "wand", "a"), waiting(l, "wand", "b"), waiting(l, "wand", "c"), waiting(l, "wand", "d")
	elsewhere := waiting(l, "andere", "e")
	if !leads(anna) || leads(bernd) || leads(clara) || !leads(elsewhere) {
		t.Error("the first leads in each line, and nobody else")
	}
	behind := gathers(t, anna, "a", "b", "c")
	emil := waiting(l, "wand", "f")
	if leads(dora) || leads(emil) {
		t.Error("somebody leads already")
	}
	anna.tell(behind, []error{nil, nil})
	anna.Done()
	if !leads(dora) {
		t.Error("the next one who was not taken along does not lead")
	}
	gathers(t, dora, "d", "f")
	emil.Done()
	dora.Done()
	if fritz := waiting(l, "wand", "g"); !leads(fritz) {
		t.Error("nobody leads where nobody was left")
	}
}

func TestWhoIsNotReadyOrWantsToBeAloneIsNotPassed(t *testing.T) {
	t.Parallel()
	l := New[string](32)
	anna, bernd, clara := waiting(l, "wand", "a"), l.Arrive("wand"), waiting(l, "wand", "c")
	gathers(t, anna, "a")
	anna.Done()
	if !leads(bernd) || leads(clara) {
		t.Error("the one behind was passed")
	}
	bernd.Done()
	gathers(t, clara, "c")
}

func TestWhoGivesUpLeavesTheLine(t *testing.T) {
	t.Parallel()
	l := New[string](32)
	anna, bernd, clara, dora := waiting(l, "wand", "a"), waiting(l, "wand", "b"), waiting(l, "wand", "c"), waiting(l, "wand", "d")
	if !bernd.withdraw() {
		t.Error("who waits can leave")
	}
	bernd.Done()
	if anna.Done(); !leads(clara) {
		t.Error("when the leader leaves the next one leads")
	}
	gathers(t, clara, "c", "d")
	if dora.withdraw() {
		t.Error("what is being done cannot be taken back")
	}
}

func TestAnEndedRequestWaitsNoLonger(t *testing.T) {
	t.Parallel()
	l := New[string](32)
	l.Arrive("wand")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	turn := l.Arrive("wand")
	if err := turn.Do(ctx, "b", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestWhatFailsTogetherIsDoneAlone: one deed spoils the transaction, and the request of the one who leads has ended meanwhile.
func TestWhatFailsTogetherIsDoneAlone(t *testing.T) {
	t.Parallel()
	l, spoilt := New[string](32), errors.New("spoilt")
	ctx, cancel := context.WithCancel(t.Context())
	anna := l.Arrive("wand")
	bernd, clara := waiting(l, "wand", "spoilt"), waiting(l, "wand", "c")
	var tried [][]string
	err := anna.Do(ctx, "a", func(ctx context.Context, deeds []string) error {
		cancel()
		tried = append(tried, slices.Clone(deeds))
		if slices.Contains(deeds, "spoilt") {
			return spoilt
		}
		return ctx.Err()
	})
	if want := [][]string{{"a", "spoilt", "c"}, {"a"}, {"spoilt"}, {"c"}}; !slices.EqualFunc(tried, want, slices.Equal[[]string]) {
		t.Errorf("tried %v, want %v", tried, want)
	}
	if others := []error{<-bernd.told, <-clara.told}; err != nil || !errors.Is(others[0], spoilt) || others[1] != nil {
		t.Errorf("who leads is told %v, the others %v", err, others)
	}
}

// TestNobodyIsLeftStanding: the one who was to do it panics.
func TestNobodyIsLeftStanding(t *testing.T) {
	t.Parallel()
	l := New[string](32)
	anna, bernd := l.Arrive("wand"), waiting(l, "wand", "b")
	func() {
		defer func() { _ = recover() }()
		defer anna.Done()
		_ = anna.Do(t.Context(), "a", func(context.Context, []string) error { panic("broken") })
	}()
	if err := <-bernd.told; !errors.Is(err, errUndone) {
		t.Errorf("the one behind is told %v", err)
	}
	if clara := l.Arrive("wand"); !leads(clara) {
		t.Error("the line goes on")
	}
}

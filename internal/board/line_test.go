package board

import (
	"context"
	"errors"
	"testing"
)

// in says who of those in line are done together when the leader's turn comes.
func (l *lines) in(t *testing.T, leader *waiter, want ...*waiter) {
	t.Helper()
	taken := l.gather("wand", leader)
	if len(taken) != len(want) {
		t.Fatalf("%d are done together, want %d", len(taken), len(want))
	}
	for n := range want {
		if taken[n] != want[n] {
			t.Errorf("number %d is another", n+1)
		}
	}
}

func leads(w *waiter) bool {
	select {
	case <-w.lead:
		return true
	default:
		return false
	}
}

func TestWhoeverLeadsTakesThoseBehindAlong(t *testing.T) {
	t.Parallel()
	l := lines{of: map[string]*queue{}}
	anna := l.join("wand", deed{}, false)
	bernd, clara, elsewhere := l.join("wand", deed{}, false), l.join("wand", deed{}, false), l.join("andere", deed{}, false)
	if !leads(anna) || leads(bernd) || leads(clara) || !leads(elsewhere) {
		t.Error("the first leads on each board, and nobody else")
	}
	l.in(t, anna, anna, bernd, clara)
	dora := l.join("wand", deed{}, false)
	if leads(dora) {
		t.Error("somebody leads already")
	}
	l.pass("wand")
	if !leads(dora) {
		t.Error("the next one does not lead")
	}
	l.in(t, dora, dora)
	l.pass("wand")
	if emil := l.join("wand", deed{}, false); !leads(emil) {
		t.Error("nobody leads where nobody was left")
	}
}

func TestADeedOfItsOwnIsDoneAlone(t *testing.T) {
	t.Parallel()
	l := lines{of: map[string]*queue{}}
	anna, bernd, clara := l.join("wand", deed{}, false), l.join("wand", deed{}, true), l.join("wand", deed{}, false)
	l.in(t, anna, anna)
	l.pass("wand")
	l.in(t, bernd, bernd)
	l.pass("wand")
	l.in(t, clara, clara)
}

func TestWhoGivesUpLeavesTheLine(t *testing.T) {
	t.Parallel()
	l := lines{of: map[string]*queue{}}
	anna, bernd, clara, dora := l.join("wand", deed{}, false), l.join("wand", deed{}, false), l.join("wand", deed{}, false), l.join("wand", deed{}, false)
	if !l.withdraw("wand", bernd) {
		t.Error("who waits can leave")
	}
	if !l.withdraw("wand", anna) || !leads(clara) {
		t.Error("when the leader leaves the next one leads")
	}
	l.in(t, clara, clara, dora)
	if l.withdraw("wand", dora) {
		t.Error("what is being done cannot be taken back")
	}
	l.pass("wand")
	if l.withdraw("wand", dora) {
		t.Error("nobody is left to leave")
	}
}

func TestAnEndedRequestWaitsNoLonger(t *testing.T) {
	t.Parallel()
	s := &Service{lines: lines{of: map[string]*queue{}}}
	s.lines.join("wand", deed{}, false)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.inRoom(ctx, "wand", deed{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

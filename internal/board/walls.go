package board

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/uptrace/bun"
)

const (
	wallsKept = 32          // boards whose cards are in memory
	wallLife  = time.Minute // then they are read anew whatever the board says
)

// walls keep the cards of boards that are looked at, so that a change is read once and not by every phone. The board's row says
// which change is the last: what is older is read anew, on each instance.
type walls struct {
	mu sync.Mutex
	of map[string]*wall
}

// wall are the cards of a board after a change. Whoever gets them must not write into them.
type wall struct {
	mu      sync.Mutex
	changes int64
	exact   bool // nothing later is in it
	readAt  time.Time
	cards   []Card
}

func (w *walls) find(boardID string) *wall {
	w.mu.Lock()
	defer w.mu.Unlock()
	one := w.of[boardID]
	if one == nil {
		if len(w.of) >= wallsKept {
			clear(w.of)
		}
		one = &wall{changes: -1}
		w.of[boardID] = one
	}
	return one
}

// cardsOf returns the board's cards as they were after its last change, or a later one.
func (s *Service) cardsOf(ctx context.Context, db bun.IDB, b Board) ([]Card, error) {
	one, now := s.walls.find(b.ID), s.clock.Now()
	one.mu.Lock()
	defer one.mu.Unlock()
	if one.changes >= b.Changes && now.Sub(one.readAt) < wallLife {
		return one.cards, nil
	}
	cards, err := listCards(ctx, db, b.ID)
	if err != nil {
		return nil, err
	}
	after, err := findBoard(ctx, db, b.EventID, b.ID)
	if err != nil {
		return nil, err
	}
	one.changes, one.exact, one.readAt, one.cards = b.Changes, after.Changes == b.Changes, now, cards
	return cards, nil
}

// follow makes the change to the cards in memory that was just stored, when they are as they were before it.
func (w *walls) follow(sh *sheet) {
	one := w.find(sh.board.ID)
	one.mu.Lock()
	defer one.mu.Unlock()
	if one.changes != sh.board.Changes-1 || !one.exact {
		one.exact = false // may have been read before the change, or after it
		return
	}
	_, _, by := sh.weights()
	cards := slices.Concat(one.cards, sh.written)
	for n := range cards {
		cards[n].Dots += by[cards[n].ID]
	}
	slices.SortFunc(cards, func(a, b Card) int { return strings.Compare(a.ID, b.ID) })
	one.changes, one.cards = sh.board.Changes, cards
}

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
	lists   [2][]Standing // how they stand on the wall, without hidden ones and with them; nil until somebody asks
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
	one := s.walls.find(b.ID)
	one.mu.Lock()
	defer one.mu.Unlock()
	if err := s.renew(ctx, db, b, one); err != nil {
		return nil, err
	}
	return one.cards, nil
}

// listOf returns them as they stand on the wall, for no browser in particular. They are sorted, and browsers counted once in a group, once
// after each change and not for every look.
func (s *Service) listOf(ctx context.Context, db bun.IDB, b Board, all bool) ([]Standing, error) {
	one, n := s.walls.find(b.ID), 0
	if all {
		n = 1
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	err := s.renew(ctx, db, b, one)
	if err == nil && one.lists[n] == nil {
		one.lists[n], err = weighed(ctx, db, one.cards, all)
	}
	return one.lists[n], err
}

// renew reads the cards when what is kept of them is older than the board.
func (s *Service) renew(ctx context.Context, db bun.IDB, b Board, one *wall) error {
	now := s.clock.Now()
	if one.changes >= b.Changes && now.Sub(one.readAt) < wallLife {
		return nil
	}
	cards, err := listCards(ctx, db, b.ID)
	if err != nil {
		return err
	}
	after, err := findBoard(ctx, db, b.EventID, b.ID)
	if err != nil {
		return err
	}
	one.changes, one.exact, one.readAt = b.Changes, after.Changes == b.Changes, now
	one.cards, one.lists = cards, [2][]Standing{}
	return nil
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
	one.changes, one.cards, one.lists = sh.board.Changes, cards, [2][]Standing{}
}

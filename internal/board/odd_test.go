package board_test

import (
	"sync"
	"testing"

	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// TestAnOddCardKeepsNobodyOut: a device sends what it kept until it is heard, and what many want at once is one transaction. An identifier
// that is no text is nobody's card: it must neither break a statement nor take along what stands beside it.
func TestAnOddCardKeepsNobodyOut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		card, odd, m := r.card("Wohnraum"), "a\x00b", r.moderator()
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() {
				if err := r.Weigh(ctx, r.board.Code, id.Token(), card.ID); err != nil {
					t.Errorf("a good card beside an odd one: %v", err)
				}
				for _, cardID := range []string{odd, "\xff", "?!(", ""} {
					if err := r.Weigh(ctx, r.board.Code, id.Token(), cardID); !fault.Is(err, fault.NotFound) {
						t.Errorf("%q is weighed: %v", cardID, err)
					}
				}
			})
		}
		group.Wait()
		if seen := r.as(""); seen.Cards[0].Weight != 20 {
			t.Errorf("the card has %d dots", seen.Cards[0].Weight)
		}
		_, look := r.Card(ctx, m, odd)
		for name, err := range map[string]error{
			"taken back": r.TakeBack(ctx, r.board.Code, id.Token(), odd), "grouped under": r.Group(ctx, m, card.ID, odd), "hidden": r.Hide(ctx, m, odd),
			"worded": r.Edit(ctx, m, odd, 1, need("Anders")), "looked at": look,
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("an odd card is %s: %v", name, err)
			}
		}
	})
}

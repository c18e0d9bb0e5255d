package board_test

import (
	"testing"
	"time"

	"rundertisch/internal/board"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/id"
)

// TestABrowserCountsOnceInAGroup: it gave a dot to each of two cards before somebody put them together.
func TestABrowserCountsOnceInAGroup(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		one, two, three, alone := r.card("Beratung im Norden"), r.card("Norden ohne Beratung"), r.card("Im Norden fehlt sie"), r.card("Wohnraum")
		phone, other := id.Token(), id.Token()
		for _, card := range []board.Card{one, two, three, alone} {
			r.must(r.Weigh(ctx, r.board.Code, phone, card.ID))
		}
		r.must(r.Weigh(ctx, r.board.Code, other, two.ID))
		m := r.moderator()
		r.must(r.Group(ctx, m, two.ID, one.ID))
		r.must(r.Group(ctx, m, three.ID, one.ID))
		weighs := func(when string, want int64) {
			t.Helper()
			desk, err := r.Desk(ctx, m)
			r.must(err)
			for name, cards := range map[string][]board.Standing{"the room": r.as("").Cards, "the phone": r.as(phone).Cards, "the moderator": desk.Cards} {
				if len(cards) != 2 || cards[0].ID != one.ID || cards[0].Weight != want || cards[1].Weight != 1 {
					t.Errorf("%s: %s sees %+v, want a weight of %d and of one", when, name, cards, want)
				}
			}
		}
		weighs("grouped", 2)
		if seen := r.as(phone); seen.Cards[0].Given != 3 || seen.Left != board.DotsPerDevice-4 {
			t.Errorf("the phone has %d dots in the group and %d left", seen.Cards[0].Given, seen.Left)
		}
		r.must(r.Hide(ctx, m, two.ID))
		if seen := r.as(""); seen.Cards[0].Weight != 1 {
			t.Errorf("without the hidden card it weighs %d", seen.Cards[0].Weight)
		}
		r.must(r.Show(ctx, m, two.ID))
		r.must(r.Ungroup(ctx, m, two.ID))
		if seen := r.as(""); len(seen.Cards) != 3 || seen.Cards[0].ID != two.ID || seen.Cards[0].Weight != 2 {
			t.Errorf("for itself the card weighs %+v", seen.Cards[0])
		}
		r.must(r.Group(ctx, m, two.ID, one.ID))
		r.must(r.Close(ctx, m))
		_, err := r.Approve(ctx, r.lead, r.event.ID, r.board.ID, []string{one.ID})
		r.must(err)
		results, err := r.results.Board(ctx, r.lead, r.event.ID)
		r.must(err)
		if got := results.Groups[0].Cards[0].Weight; got != 2 {
			t.Errorf("the result has %d dots", got)
		}
		weighs("settled", 2)
	})
}

// TestSettlingKeepsWhatAGroupWeighs: a day after closing, without an approval.
func TestSettlingKeepsWhatAGroupWeighs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		one, two := r.card("Beratung im Norden"), r.card("Norden ohne Beratung")
		for _, phone := range []string{id.Token(), id.Token()} {
			r.must(r.Weigh(ctx, r.board.Code, phone, one.ID))
			r.must(r.Weigh(ctx, r.board.Code, phone, two.ID))
		}
		r.must(r.Weigh(ctx, r.board.Code, id.Token(), two.ID))
		r.must(r.Group(ctx, r.moderator(), one.ID, two.ID))
		r.must(r.Close(ctx, r.moderator()))
		r.clock.Advance(25 * time.Hour)
		if n, err := r.Settle(ctx); n != 1 || err != nil {
			t.Fatalf("settled %d, %v", n, err)
		}
		if seen := r.as(""); len(seen.Cards) != 1 || seen.Cards[0].Weight != 3 || seen.Cards[0].Dots != 3 || seen.Cards[0].Members[0].Dots != 0 {
			t.Errorf("a settled group weighs %+v", seen.Cards)
		}
	})
}

// TestABoardThatIsOpenAgainIsNotSettled: somebody opened it between the job's finding it and its turn.
func TestABoardThatIsOpenAgainIsNotSettled(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		card, m := r.card("Wohnraum"), r.moderator()
		r.must(r.Weigh(ctx, r.board.Code, id.Token(), card.ID))
		r.must(r.Close(ctx, m))
		r.clock.Advance(25 * time.Hour)
		r.must(r.Reopen(ctx, m))
		settle := func(when string, want bool, dots int) {
			t.Helper()
			settled, err := board.SettleClosed(r.Service, ctx, r.board.Code)
			if n := r.count("SELECT count(*) FROM board_dots"); err != nil || settled != want || n != dots || r.as("").Board.Settled == (dots > 0) {
				t.Errorf("%s: settled %t, %d dots are left, %v", when, settled, n, err)
			}
		}
		settle("open again", false, 1)
		r.must(r.Close(ctx, m))
		settle("closed anew", false, 1)
		r.clock.Advance(25 * time.Hour)
		settle("a day later", true, 0)
		settle("once more", false, 0)
	})
}

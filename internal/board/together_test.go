package board_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"rundertisch/internal/board"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/id"
)

// TestWhatManyDoAtOnceIsCountedOnce: each phone sends all twice, at the same time as the others, and wants more than it may.
func TestWhatManyDoAtOnceIsCountedOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		var cards []board.Card
		for n := range board.DotsPerDevice + 1 {
			cards = append(cards, r.card(fmt.Sprintf("Karte %d", n)))
		}
		const phones = 30
		var group sync.WaitGroup
		for range phones {
			group.Go(func() {
				phone, act, refused := id.Token(), id.New(), 0
				for range 2 {
					if _, err := r.Add(ctx, r.board.Code, phone, act, need("Beratung")); err != nil {
						t.Error(err)
					}
				}
				for _, card := range append(cards[:len(cards):len(cards)], cards...) {
					switch err := r.Weigh(ctx, r.board.Code, phone, card.ID); key(err) {
					case "":
						if err != nil {
							t.Error(err)
						}
					case "board.no_dots":
						refused++
					default:
						t.Error(err)
					}
				}
				if refused != 2 {
					t.Errorf("refused %d times, want twice: the sixth card, sent again", refused)
				}
				if err := r.TakeBack(ctx, r.board.Code, phone, cards[0].ID); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		seen := r.as("")
		if len(seen.Cards) != len(cards)+phones || seen.Board.Cards != int64(len(seen.Cards)) {
			t.Errorf("%d cards, counted %d", len(seen.Cards), seen.Board.Cards)
		}
		weights := map[string]int64{}
		for _, card := range seen.Cards {
			weights[card.ID] = card.Weight
		}
		for n, card := range cards {
			want := int64(phones)
			if n == 0 || n == board.DotsPerDevice {
				want = 0
			}
			if weights[card.ID] != want {
				t.Errorf("card %d has %d dots, want %d", n+1, weights[card.ID], want)
			}
		}
		if n := r.count("SELECT count(*) FROM board_dots"); n != phones*(board.DotsPerDevice-1) {
			t.Errorf("%d dots are stored", n)
		}
	})
}

// TestTwoInstancesShowTheSameWall: what one has in memory is never older than what the other wrote.
func TestTwoInstancesShowTheSameWall(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		r, ctx := open(t, db), t.Context()
		second, err := board.New(db, r.clock, r.results)
		r.must(err)
		m, phone := r.moderator(), id.Token()
		instances := []*board.Service{r.Service, second}
		agree := func(when string, cards int, weight int64) {
			t.Helper()
			for n, one := range instances {
				seen, err := one.Room(ctx, r.board.Code, phone)
				r.must(err)
				sum := int64(0)
				for _, card := range seen.Cards {
					sum += card.Weight
				}
				if len(seen.Cards) != cards || sum != weight {
					t.Errorf("%s instance %d shows %d cards with %d dots, want %d and %d", when, n+1, len(seen.Cards), sum, cards, weight)
				}
			}
		}
		agree("empty", 0, 0)
		var made []board.Card
		for n := range 6 {
			card, err := instances[n%2].Add(ctx, r.board.Code, phone, id.New(), need(fmt.Sprintf("Karte %d", n)))
			r.must(err)
			made = append(made, card)
			agree("written", n+1, 0)
		}
		r.must(second.Weigh(ctx, r.board.Code, phone, made[0].ID))
		r.must(r.Weigh(ctx, r.board.Code, id.Token(), made[0].ID))
		agree("weighed", 6, 2)
		r.must(second.Hide(ctx, m, made[5].ID))
		agree("hidden", 5, 2)
		r.must(r.Group(ctx, m, made[0].ID, made[1].ID))
		agree("grouped", 4, 2)
		r.must(second.Weigh(ctx, r.board.Code, id.Token(), made[0].ID))
		agree("weighed in a group", 4, 3)
		r.must(r.TakeBack(ctx, r.board.Code, phone, made[1].ID))
		agree("taken back", 4, 2)
		r.must(second.Edit(ctx, m, made[2].ID, made[2].Version, need("Anders")))
		if seen := r.as(phone); !slices.ContainsFunc(seen.Cards, func(s board.Standing) bool { return s.Text == "Anders" }) {
			t.Errorf("the other worded a card anew: %+v", seen.Cards)
		}
	})
}

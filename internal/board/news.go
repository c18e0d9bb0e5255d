package board

import (
	"context"
	"strings"
)

// knownLength letters at the end of an identifier tell a thousand cards apart, but for one in a thousand.
const knownLength = 4

// News are the cards that a moderator's page does not know.
type News struct {
	Count  int    // also of cards that are hidden meanwhile
	Cards  []Card // those that are not
	Closed bool
}

// Known is what a page with these cards knows of the wall: the ends of their identifiers. Nothing here has a time, so what is
// new can be told only from what was there.
func Known(list []Standing) string {
	var b strings.Builder
	note := func(card Card) { b.WriteString(card.ID[len(card.ID)-knownLength:]) }
	for _, s := range list {
		note(s.Card)
		for _, member := range s.Members {
			note(member)
		}
	}
	return b.String()
}

// News returns what was written on the moderator's board since a page was made that knows known.
func (s *Service) News(ctx context.Context, m Moderator, known string) (News, error) {
	b, err := findByCode(ctx, s.db.Read(), m.board.Code)
	if err != nil {
		return News{}, err
	}
	cards, err := s.cardsOf(ctx, s.db.Read(), b)
	if err != nil {
		return News{}, err
	}
	seen := map[string]bool{}
	for len(known) >= knownLength {
		seen[known[:knownLength]] = true
		known = known[knownLength:]
	}
	n := News{Closed: b.Closed()}
	for _, card := range cards {
		if seen[card.ID[len(card.ID)-knownLength:]] {
			continue
		}
		n.Count++
		if !card.Hidden {
			n.Cards = append(n.Cards, card)
		}
	}
	return n, nil
}

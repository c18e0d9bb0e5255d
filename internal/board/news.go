package board

import (
	"context"
	"strings"
)

// knownLength letters at the end of an identifier tell a thousand cards apart, but for one in a thousand.
const knownLength = 4

// News are the cards that a moderator's page does not know, and the dots of those that it does.
type News struct {
	Count  int     // also of cards that are hidden meanwhile
	Cards  []*Card // those that are not
	Dots   []Weighed
	Closed bool
}

// Weighed is how many dots count for a card where it stands on a moderator's page.
type Weighed struct {
	CardID string
	Dots   int64
}

// Known is what a page with these cards knows of the wall: the ends of their identifiers. Nothing here has a time, so what is
// new can be told only from what was there.
func Known(list []Standing) string {
	var b strings.Builder
	for _, card := range weights(list) {
		b.WriteString(known(card.CardID))
	}
	return b.String()
}

func known(cardID string) string { return cardID[len(cardID)-knownLength:] }

// weights are the dots of all cards on the list: of all of a group on the one that stands for it, of the others their own.
func weights(list []Standing) []Weighed {
	all := make([]Weighed, 0, len(list))
	for _, s := range list {
		all = append(all, Weighed{s.ID, s.Weight})
		for _, member := range s.Members {
			all = append(all, Weighed{member.ID, member.Dots})
		}
	}
	return all
}

// News returns what was written and weighed on the moderator's board since a page was made that knows the ends of these cards' identifiers.
func (s *Service) News(ctx context.Context, m Moderator, ends string) (News, error) {
	b, err := findByCode(ctx, s.db.Read(), m.board.Code)
	if err != nil {
		return News{}, err
	}
	cards, err := s.cardsOf(ctx, s.db.Read(), b)
	if err != nil {
		return News{}, err
	}
	list, err := s.listOf(ctx, s.db.Read(), b, true)
	if err != nil {
		return News{}, err
	}
	seen := map[string]bool{}
	for len(ends) >= knownLength {
		seen[ends[:knownLength]] = true
		ends = ends[knownLength:]
	}
	n := News{Closed: b.Closed()}
	for at := range cards {
		if card := &cards[at]; !seen[known(card.ID)] {
			n.Count++
			if !card.Hidden {
				n.Cards = append(n.Cards, card)
			}
		}
	}
	for _, one := range weights(list) {
		if seen[known(one.CardID)] {
			n.Dots = append(n.Dots, one)
		}
	}
	return n, nil
}

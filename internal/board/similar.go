package board

import (
	"cmp"
	"slices"
	"strings"

	"rundertisch/internal/database"
)

const (
	stemLength     = 6 // letters that words of one stem share: Wohnung, Wohnungen
	shortestWord   = 4 // shorter ones say nothing of what a card is about
	sharedWords    = 2
	alike          = 0.5
	maxSuggestions = 8
)

// Pair are two cards that say something similar.
type Pair struct {
	Into, Card Card
	Shared     int     // words in common
	Likeness   float64 // 1: the same words
}

// suggest finds cards of one kind that stand for themselves and are worded alike. Their words are folded, as the search
// does it; what has fewer than four letters is left out and the others are cut after six, so that endings do not count.
// The likeness is twice the number of words in common, divided by the number of both cards' words (Dice, 1945): one
// half is asked for, and two words. It is the same for the same cards: the most alike come first, then the smaller
// identifiers; the heavier card of a pair is the one that stays. Whether they belong together is for people to say.
func suggest(list []Standing) []Pair {
	stems := make([][]string, len(list))
	for i, s := range list {
		stems[i] = stemsOf(s.Text)
	}
	var pairs []Pair
	for i := range list {
		for j := i + 1; j < len(list); j++ {
			if list[i].Kind != list[j].Kind || list[i].Hidden || list[j].Hidden {
				continue
			}
			shared := common(stems[i], stems[j])
			likeness := 2 * float64(shared) / float64(max(len(stems[i])+len(stems[j]), 1))
			if shared >= sharedWords && likeness >= alike {
				pairs = append(pairs, Pair{Into: *list[i].Card, Card: *list[j].Card, Shared: shared, Likeness: likeness})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Likeness, a.Likeness), strings.Compare(a.Into.ID, b.Into.ID), strings.Compare(a.Card.ID, b.Card.ID))
	})
	return pairs[:min(len(pairs), maxSuggestions)]
}

// stemsOf lists the beginnings of a text's words, each once, in order.
func stemsOf(text string) []string {
	var stems []string
	for _, word := range strings.FieldsFunc(database.FoldWord(text), func(r rune) bool { return strings.ContainsRune(" .-+@", r) }) {
		if letters := []rune(word); len(letters) >= shortestWord {
			stems = append(stems, string(letters[:min(len(letters), stemLength)]))
		}
	}
	slices.Sort(stems)
	return slices.Compact(stems)
}

// common counts what two sorted lists share.
func common(a, b []string) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch c := strings.Compare(a[0], b[0]); {
		case c < 0:
			a = a[1:]
		case c > 0:
			b = b[1:]
		default:
			n, a, b = n+1, a[1:], b[1:]
		}
	}
	return n
}

package board

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// weighed is standing with each browser counted once in a group: one that gave a dot to each of two cards, which somebody
// put together later, still speaks with one voice. It can be told as long as the board knows its browsers.
func weighed(ctx context.Context, db bun.IDB, cards []Card, all bool) ([]Standing, error) {
	list := standing(cards, all)
	heads := grouped(cards)
	if len(heads) == 0 {
		return list, nil
	}
	again, err := countAgain(ctx, db, cards[0].BoardID, heads, all)
	if err != nil {
		return nil, err
	}
	for n, one := range list {
		list[n].Weight -= again[one.ID]
	}
	slices.SortFunc(list, heaviest)
	return list, nil
}

// grouped lists the cards that stand for others.
func grouped(cards []Card) []string {
	var heads []string
	for _, card := range cards {
		if card.GroupID != "" && !slices.Contains(heads, card.GroupID) {
			heads = append(heads, card.GroupID)
		}
	}
	return heads
}

// countAgain counts, by the card that stands for a group, the dots of browsers that have another one in it; those on hidden
// cards only when all are wanted.
func countAgain(ctx context.Context, db bun.IDB, boardID string, heads []string, all bool) (map[string]int64, error) {
	var rows []struct {
		Head  string `bun:"head"`
		Again int64  `bun:"again"`
	}
	query := db.NewSelect().Model((*dot)(nil)).
		ColumnExpr("COALESCE(NULLIF(bc.group_id, ''), bc.id) AS head").ColumnExpr("count(*) - count(DISTINCT bo.device) AS again").
		Join("JOIN board_cards AS bc ON bc.id = bo.card_id").
		Where("bo.board_id = ? AND (bc.group_id <> '' OR bc.id IN (?))", boardID, bun.List(heads)).
		GroupExpr("COALESCE(NULLIF(bc.group_id, ''), bc.id)").Having("count(*) > count(DISTINCT bo.device)")
	if !all {
		query = query.Where("NOT bc.hidden")
	}
	err := database.Fault(query.Scan(ctx, &rows))
	again := map[string]int64{}
	for _, row := range rows {
		again[row.Head] = row.Again
	}
	return again, err
}

// keepOnce leaves of each browser's dots in a group the first, so that the sum stays what it was when the browsers are forgotten:
// of those on the card that stands for the group, then by the others' identifiers.
func keepOnce(ctx context.Context, tx bun.IDB, b Board) error {
	cards, err := listCards(ctx, tx, b.ID)
	if err != nil {
		return err
	}
	heads := grouped(cards)
	if len(heads) == 0 {
		return nil
	}
	var dots []dot
	if err := tx.NewSelect().Model(&dots).Where("bo.board_id = ?", b.ID).Scan(ctx); err != nil {
		return database.Fault(err)
	}
	on := map[string][]string{}
	for _, d := range dots {
		on[d.CardID] = append(on[d.CardID], d.Device)
	}
	slices.SortStableFunc(cards, func(a, b Card) int { return strings.Compare(a.GroupID, b.GroupID) }) // those that stand for themselves first
	seen, less := map[string]bool{}, map[string]int64{}
	for _, card := range cards {
		head := card.GroupID
		if head == "" {
			head = card.ID
		}
		again := int64(0)
		for _, device := range on[card.ID] {
			if seen[head+device] {
				again++
			}
			seen[head+device] = true
		}
		if again > 0 {
			less[card.ID] = -again
		}
	}
	return weighCards(ctx, tx, b, less)
}

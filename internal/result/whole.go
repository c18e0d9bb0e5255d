package result

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
)

// Whole is all that the public may read of what an event brought about.
type Whole struct {
	PublishedAt time.Time             // zero while it is not public; then there is nothing else
	Groups      []Group               // items with cards or an approved summary, in the order of the programme
	Followups   map[string][]Followup // what was said about a card in words, the oldest first
}

// Whole returns what the public may read of the event. The text of a summary is the approved one.
func (s *Service) Whole(ctx context.Context, e event.Event, items []event.ProgrammeItem) (Whole, error) {
	var whole Whole
	if !Publishable(e) {
		return whole, nil
	}
	db := s.db.Read()
	published, err := PublishedIn(ctx, db, []string{e.ID})
	if err != nil || published[e.ID].EventID == "" {
		return whole, err
	}
	whole.PublishedAt = published[e.ID].PublishedAt
	cards, err := listShown(ctx, db, e.ID)
	if err != nil {
		return whole, err
	}
	summaries, err := listSummaries(ctx, db, e.ID)
	if err != nil {
		return whole, err
	}
	whole.Groups = groupAll(items, cards)
	for i, g := range whole.Groups {
		if summary := summaries[g.Item.ID]; summary.Public() {
			summary.Text = summary.Approved
			whole.Groups[i].Summary = summary
		}
	}
	whole.Groups = slices.DeleteFunc(whole.Groups, func(g Group) bool { return len(g.Cards) == 0 && !g.Summary.Public() })
	whole.Followups, err = listWords(ctx, db, e.ID)
	return whole, err
}

// groupAll sorts cards under all items that can have some.
func groupAll(items []event.ProgrammeItem, cards []Card) []Group {
	var groups []Group
	for _, item := range items {
		if !Takes(item) {
			continue
		}
		g := Group{Item: item}
		for _, card := range cards {
			if card.ItemID == item.ID {
				g.Cards = append(g.Cards, card)
			}
		}
		groups = append(groups, g)
	}
	return groups
}

// listWords returns the follow-ups in words of an event's cards, by card.
func listWords(ctx context.Context, db bun.IDB, eventID string) (map[string][]Followup, error) {
	var all []Followup
	err := db.NewSelect().Model(&all).Join("JOIN result_cards AS rc ON rc.id = rf.card_id").
		Where("rc.event_id = ? AND rc.withheld_at IS NULL AND rf.text <> ''", eventID).Order("rf.id").Scan(ctx)
	byCard := map[string][]Followup{}
	for _, f := range all {
		byCard[f.CardID] = append(byCard[f.CardID], f)
	}
	return byCard, database.Fault(err)
}

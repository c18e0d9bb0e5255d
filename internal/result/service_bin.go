package result

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/bin"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

const maxBinTitle = 120 // characters of a card's text that name it in the bin

// remains is what the bin keeps of a card.
type remains struct {
	Cards     []Card
	Followups []Followup
}

// Remove puts a card into the bin. When nothing is left that the public could read, the results are public no more.
func (s *Service) Remove(ctx context.Context, actor account.Actor, eventID, cardID string) (bin.Entry, error) {
	var entry bin.Entry
	err := s.write(ctx, actor, eventID, func(ctx context.Context, tx bun.IDB, e event.Event) (err error) {
		var gone remains
		if gone.Followups, err = bin.TakeIn[Followup](ctx, tx, "rf.card_id = ?", cardID); err != nil {
			return err
		}
		if gone.Cards, err = bin.TakeIn[Card](ctx, tx, "rc.id = ? AND rc.event_id = ?", cardID, e.ID); err != nil {
			return err
		}
		if len(gone.Cards) == 0 {
			return fault.Missing()
		}
		if err := takeDownEmpty(ctx, tx, e); err != nil {
			return err
		}
		entry, err = bin.PutIn(ctx, tx, actor, s.clock.Now(), bin.Thing{
			Kind: bin.ResultCard, ID: cardID, ParentID: e.ID, Title: shortened(gone.Cards[0].Text), Rows: gone,
		})
		if err != nil {
			return err
		}
		return s.record(ctx, tx, actor, "result.card_removed", cardID, e.ID)
	})
	return entry, err
}

// takeDownEmpty ends the publication of results of which nothing is left to be read.
func takeDownEmpty(ctx context.Context, tx bun.IDB, e event.Event) error {
	rest, err := listShown(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	summaries, err := listSummaries(ctx, tx, e.ID)
	if err != nil || len(rest) > 0 || anyPublic(summaries) {
		return err
	}
	return deletePublication(ctx, tx, e.ID)
}

func anyPublic(summaries map[string]Summary) bool {
	for _, summary := range summaries {
		if summary.Public() {
			return true
		}
	}
	return false
}

func shortened(text string) string {
	if r := []rune(text); len(r) > maxBinTitle {
		return string(r[:maxBinTitle]) + " …"
	}
	return text
}

// BinKeepers says how cards come back from the bin.
func (s *Service) BinKeepers() []bin.Keeper {
	return []bin.Keeper{{Kind: bin.ResultCard, May: MayWrite, BringBack: s.bringBack}}
}

// bringBack refuses a card whose item is gone or whose event is past writing. It comes back for the team alone: when the results
// are public, it is withheld from the public until somebody shows it.
func (s *Service) bringBack(ctx context.Context, tx bun.IDB, actor account.Actor, entry bin.Entry) error {
	var rows remains
	if err := entry.Read(&rows); err != nil {
		return err
	}
	card := rows.Cards[0]
	e, err := event.FindOfIn(ctx, tx, actor, card.EventID)
	if fault.Is(err, fault.NotFound) {
		return bin.Gone(bin.Event, card.EventID)
	}
	if err != nil {
		return err
	}
	if !Writable(e) {
		return fault.New(fault.Conflict, "result.not_writable")
	}
	if _, err := event.FindItemIn(ctx, tx, e.ID, card.ItemID); err != nil {
		if fault.Is(err, fault.NotFound) {
			return bin.Gone(bin.ProgrammeItem, card.ItemID)
		}
		return err
	}
	published, err := PublishedIn(ctx, tx, []string{e.ID})
	if err != nil {
		return err
	}
	rows.Cards[0].WithheldAt = nil
	if len(published) > 0 {
		now := s.clock.Now()
		rows.Cards[0].WithheldAt = &now
	}
	if err := bin.WriteIn(ctx, tx, rows.Cards); err != nil {
		return err
	}
	if err := bin.WriteIn(ctx, tx, rows.Followups); err != nil {
		return err
	}
	return s.record(ctx, tx, actor, "result.card_brought_back", card.ID, e.ID)
}

package result

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Service holds the use cases of result cards.
type Service struct {
	db    *database.DB
	clock clock.Clock
}

// New returns the service.
func New(db *database.DB, clock clock.Clock) *Service { return &Service{db: db, clock: clock} }

// Board is an event with its cards under the items of its programme.
type Board struct {
	Event       event.Event
	Groups      []Group
	Count       int       // cards in all groups
	Approved    int       // summaries that the lead approved
	PublishedAt time.Time // zero while the cards are not public
}

// Published reports whether the cards are public.
func (b Board) Published() bool { return !b.PublishedAt.IsZero() }

// Board returns the cards of an event of the project.
func (s *Service) Board(ctx context.Context, actor account.Actor, eventID string) (Board, error) {
	if err := mayRead(actor); err != nil {
		return Board{}, err
	}
	e, err := event.FindOfIn(ctx, s.db.Read(), actor, eventID)
	if err != nil {
		return Board{}, err
	}
	return board(ctx, s.db.Read(), e)
}

// Public returns the cards of an event for everybody, without groups unless they are public. Its summaries are read by Whole.
func (s *Service) Public(ctx context.Context, e event.Event, items []event.ProgrammeItem) (Board, error) {
	b := Board{Event: e}
	if !Publishable(e) {
		return b, nil
	}
	cards, at, err := listPublic(ctx, s.db.Read(), e.ID)
	if err != nil || len(cards) == 0 {
		return b, err
	}
	b.PublishedAt, b.Count = at, len(cards)
	b.Groups = slices.DeleteFunc(GroupBy(items, cards), func(g Group) bool { return len(g.Cards) == 0 })
	return b, nil
}

func board(ctx context.Context, db bun.IDB, e event.Event) (Board, error) {
	items, err := event.ListItemsIn(ctx, db, e.ID)
	if err != nil {
		return Board{}, err
	}
	cards, err := listCards(ctx, db, e.ID)
	if err != nil {
		return Board{}, err
	}
	summaries, err := listSummaries(ctx, db, e.ID)
	if err != nil {
		return Board{}, err
	}
	published, err := PublishedIn(ctx, db, []string{e.ID})
	b := Board{Event: e, Groups: GroupBy(items, cards), Count: len(cards), PublishedAt: published[e.ID].PublishedAt}
	for i, g := range b.Groups {
		b.Groups[i].Summary = summaries[g.Item.ID]
		if summaries[g.Item.ID].Public() {
			b.Approved++
		}
	}
	return b, err
}

// Find returns a card of an event of the project.
func (s *Service) Find(ctx context.Context, actor account.Actor, eventID, cardID string) (Card, error) {
	if err := mayRead(actor); err != nil {
		return Card{}, err
	}
	e, err := event.FindOfIn(ctx, s.db.Read(), actor, eventID)
	if err != nil {
		return Card{}, err
	}
	return findCard(ctx, s.db.Read(), e.ID, cardID)
}

// Add writes a card for an item of the event, after the others of its kind.
func (s *Service) Add(ctx context.Context, actor account.Actor, eventID, itemID string, d Details) (Card, error) {
	var card Card
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		card, err = s.AddIn(ctx, tx, actor, eventID, itemID, d)
		return err
	})
	return card, err
}

// AddIn is Add within the caller's transaction.
func (s *Service) AddIn(ctx context.Context, tx bun.IDB, actor account.Actor, eventID, itemID string, d Details) (Card, error) {
	e, err := writableIn(ctx, tx, actor, eventID)
	if err != nil {
		return Card{}, err
	}
	item, err := event.FindItemIn(ctx, tx, e.ID, itemID)
	if err != nil {
		return Card{}, err
	}
	if !Takes(item) {
		return Card{}, fault.Missing()
	}
	card, err := d.apply(Card{
		ID: id.New(), WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID, EventID: e.ID, ItemID: item.ID,
		Weight: d.Weight, CreatedAt: s.clock.Now(), Version: 1,
	})
	if err != nil {
		return Card{}, err
	}
	if card.Position, err = last(ctx, tx, card); err != nil {
		return Card{}, err
	}
	if err := insertCard(ctx, tx, card); err != nil {
		return Card{}, err
	}
	return card, s.record(ctx, tx, actor, "result.card_added", card.ID, e.ID)
}

// Edit changes a card; version is the one the form was made from. A card of another kind goes after the others of it.
func (s *Service) Edit(ctx context.Context, actor account.Actor, eventID, cardID string, version int64, d Details) (Card, error) {
	var card Card
	err := s.write(ctx, actor, eventID, func(ctx context.Context, tx bun.IDB, e event.Event) error {
		before, err := findCard(ctx, tx, e.ID, cardID)
		if err != nil {
			return err
		}
		if card, err = d.apply(before); err != nil {
			return err
		}
		if card.Kind != before.Kind {
			if card.Position, err = last(ctx, tx, card); err != nil {
				return err
			}
		}
		card.Version = version + 1
		if err := updateCard(ctx, tx, card); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, "result.card_edited", card.ID, e.ID)
	})
	return card, err
}

// MoveUp puts a card before the one above it among those of its item and kind; the first stays.
func (s *Service) MoveUp(ctx context.Context, actor account.Actor, eventID, cardID string) error {
	return s.move(ctx, actor, eventID, cardID, -1)
}

// MoveDown puts a card after the one below it among those of its item and kind; the last stays.
func (s *Service) MoveDown(ctx context.Context, actor account.Actor, eventID, cardID string) error {
	return s.move(ctx, actor, eventID, cardID, +1)
}

func (s *Service) move(ctx context.Context, actor account.Actor, eventID, cardID string, by int) error {
	return s.write(ctx, actor, eventID, func(ctx context.Context, tx bun.IDB, e event.Event) error {
		card, err := findCard(ctx, tx, e.ID, cardID)
		if err != nil {
			return err
		}
		cards, err := siblings(ctx, tx, card.ItemID, card.Kind)
		if err != nil {
			return err
		}
		from := slices.IndexFunc(cards, func(c Card) bool { return c.ID == card.ID })
		to := from + by
		if to < 0 || to >= len(cards) {
			return nil
		}
		cards[from], cards[to] = cards[to], cards[from]
		for n := range cards {
			cards[n].Position = int64(n + 1)
			if err := updatePosition(ctx, tx, cards[n]); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, actor, "result.card_moved", card.ID, e.ID)
	})
}

// Publish shows all cards and approved summaries to the public. The event must have been held and have one of them. Publishing
// again changes nothing.
func (s *Service) Publish(ctx context.Context, actor account.Actor, eventID string) error {
	return s.decide(ctx, actor, eventID, func(ctx context.Context, tx bun.IDB, b Board) error {
		switch {
		case b.Published():
			return nil
		case !Publishable(b.Event):
			return fault.New(fault.Conflict, "result.not_held")
		case b.Count+b.Approved == 0:
			return fault.New(fault.Conflict, "result.no_cards")
		}
		e := b.Event
		p := Publication{EventID: e.ID, WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID, PublishedAt: s.clock.Now()}
		if err := insertPublication(ctx, tx, p); err != nil {
			return err
		}
		if err := showCards(ctx, tx, e.ID); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, "result.published", e.ID, e.ID)
	})
}

// Unpublish takes the cards off the public page.
func (s *Service) Unpublish(ctx context.Context, actor account.Actor, eventID string) error {
	return s.decide(ctx, actor, eventID, func(ctx context.Context, tx bun.IDB, b Board) error {
		if !b.Published() {
			return nil
		}
		if err := deletePublication(ctx, tx, b.Event.ID); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, "result.unpublished", b.Event.ID, b.Event.ID)
	})
}

// Show lets the public read a card again that came back from the bin while the results were public. A card that is not withheld
// stays as it is.
func (s *Service) Show(ctx context.Context, actor account.Actor, eventID, cardID string) error {
	return s.decide(ctx, actor, eventID, func(ctx context.Context, tx bun.IDB, b Board) error {
		card, err := findCard(ctx, tx, b.Event.ID, cardID)
		if err != nil || !card.Withheld() {
			return err
		}
		card.WithheldAt = nil
		if err := database.OneRow(tx.NewUpdate().Model(&card).Column("withheld_at").WherePK().Exec(ctx)); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, "result.card_shown", card.ID, b.Event.ID)
	})
}

type writing func(ctx context.Context, tx bun.IDB, e event.Event) error

// write runs fn in a transaction when the actor may write cards of the event now.
func (s *Service) write(ctx context.Context, actor account.Actor, eventID string, fn writing) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := writableIn(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		return fn(ctx, tx, e)
	})
}

// writableIn finds the event when the actor may write cards of it now.
func writableIn(ctx context.Context, tx bun.IDB, actor account.Actor, eventID string) (event.Event, error) {
	if err := mayWrite(actor); err != nil {
		return event.Event{}, err
	}
	e, err := event.FindOfIn(ctx, tx, actor, eventID)
	if err == nil {
		err = whenWritable(e)
	}
	return e, err
}

func whenWritable(e event.Event) error {
	if !Writable(e) {
		return fault.New(fault.Conflict, "result.not_writable")
	}
	return nil
}

func (s *Service) decide(ctx context.Context, actor account.Actor, eventID string, fn func(context.Context, bun.IDB, Board) error) error {
	if err := mayPublish(actor); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := event.FindOfIn(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		b, err := board(ctx, tx, e)
		if err != nil {
			return err
		}
		return fn(ctx, tx, b)
	})
}

func (s *Service) record(ctx context.Context, tx bun.IDB, actor account.Actor, action, object, eventID string) error {
	entry := actor.Entry(s.clock.Now(), action, "result", object, map[string]any{"event": eventID})
	return audit.Record(ctx, tx, entry)
}

// last is the position after all cards of the card's item and kind.
func last(ctx context.Context, tx bun.IDB, card Card) (int64, error) {
	cards, err := siblings(ctx, tx, card.ItemID, card.Kind)
	if err != nil || len(cards) == 0 {
		return 1, err
	}
	return cards[len(cards)-1].Position + 1, nil
}

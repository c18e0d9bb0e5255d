package board

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/result"
)

// Room is a board as those in it see it.
type Room struct {
	Board   Board
	Event   event.Event
	Item    event.ProgrammeItem
	Cards   []Standing
	Left    int64 // dots that the browser has not given
	Written int64 // cards that it wrote
}

// Writable reports whether cards can be written and weighed now.
func (r Room) Writable() bool { return !r.Board.Closed() && result.Writable(r.Event) }

// Room returns the board with the code as the browser with the token sees it; without a token as everybody does. It is
// missing when the event is over and done with.
func (s *Service) Room(ctx context.Context, code, token string) (Room, error) {
	db := s.db.Read()
	r, err := enter(ctx, db, code)
	if err != nil {
		return r, err
	}
	if r.Cards, err = s.listOf(ctx, db, r.Board, false); err != nil {
		return r, err
	}
	if token == "" {
		r.Left = r.Board.Dots
		return r, nil
	}
	known, err := findDevice(ctx, db, r.Board, r.Board.device(token))
	if err != nil {
		return r, err
	}
	mine, err := listMine(ctx, db, r.Board, r.Board.device(token))
	if err != nil {
		return r, err
	}
	r.Left, r.Written = r.Board.Dots-known.Dots, known.Cards
	r.Cards = marked(r.Cards, mine)
	return r, nil
}

// enter finds the board of the code with its event and item.
func enter(ctx context.Context, db bun.IDB, code string) (Room, error) {
	b, err := findByCode(ctx, db, code)
	if err != nil {
		return Room{}, err
	}
	r := Room{Board: b}
	if r.Event, err = event.FindIn(ctx, db, b.EventID); err != nil {
		return r, err
	}
	if !result.Writable(r.Event) {
		return r, fault.Missing()
	}
	r.Item, err = event.FindItemIn(ctx, db, b.EventID, b.ItemID)
	return r, err
}

// Add writes a card of the browser with the token. The act is an identifier that the form or the phone made: the same
// act again is the same card. A Conflict when the browser has written all it may, or the board is full or closed.
func (s *Service) Add(ctx context.Context, code, token, act string, d Details) (Card, error) {
	var card Card
	if !id.Valid(act) || token == "" {
		return card, fault.New(fault.Invalid, "board.no_act")
	}
	err := s.inRoom(ctx, code, deed{
		token: token,
		card:  func(b Board) string { return b.cardID(b.device(token), act) },
		do: func(sh *sheet, name, cardID string) (err error) {
			card, err = sh.add(name, cardID, d)
			return err
		},
	})
	return card, err
}

// Weigh puts the browser's dot on the card; one that lies there stays. A Conflict when it has given all its dots.
func (s *Service) Weigh(ctx context.Context, code, token, cardID string) error {
	if token == "" {
		return fault.New(fault.Invalid, "board.no_act")
	}
	return s.inRoom(ctx, code, deed{token: token, card: func(Board) string { return cardID }, do: (*sheet).weigh})
}

// TakeBack takes the browser's dots off the card and those grouped under it; without one it changes nothing.
func (s *Service) TakeBack(ctx context.Context, code, token, cardID string) error {
	return s.inRoom(ctx, code, deed{token: token, card: func(Board) string { return cardID }, do: (*sheet).takeBack})
}

package board

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/pass"
	"rundertisch/internal/result"
)

// Moderator is somebody who steers one board and nothing else. Only Staff and Holder make one.
type Moderator struct {
	board Board
	actor account.Actor // as the trail names them; without roles for who holds a link
	link  bool          // holds a link
}

// Board is the one that is steered.
func (m Moderator) Board() Board { return m.board }

// Staff lets somebody who works on the project's results steer the board with the code.
func (s *Service) Staff(ctx context.Context, actor account.Actor, code string) (Moderator, error) {
	b, err := findByCode(ctx, s.db.Read(), code)
	switch {
	case err != nil:
		return Moderator{}, err
	case b.WorkspaceID != actor.WorkspaceID || b.ProjectID != actor.ProjectID:
		return Moderator{}, fault.Missing()
	}
	return Moderator{board: b, actor: actor}, mayModerate(actor)
}

// Holder lets whoever holds the pass steer the board of its programme item, and no other. It is missing while the item has none.
func (s *Service) Holder(ctx context.Context, p pass.Pass) (Moderator, error) {
	boards, err := listBoards(ctx, s.db.Read(), p.EventID)
	if err != nil {
		return Moderator{}, err
	}
	n := slices.IndexFunc(boards, func(b Board) bool { return b.ItemID == p.SubjectID && b.WorkspaceID == p.WorkspaceID })
	if p.Kind != pass.Moderator || n < 0 {
		return Moderator{}, fault.Missing()
	}
	return Moderator{board: boards[n], actor: p.Entered(), link: true}, nil
}

// ProjectOf names the project of the board with the code, for asking whether somebody works on it.
func (s *Service) ProjectOf(ctx context.Context, code string) (string, error) {
	b, err := findByCode(ctx, s.db.Read(), code)
	return b.ProjectID, err
}

// Desk is a board as its moderators see it.
type Desk struct {
	Room
	Pairs   []Pair // that may say the same
	Hidden  int
	Summary result.Summary // for moderators only
}

// Desk returns the moderator's board with all cards, hidden ones too.
func (s *Service) Desk(ctx context.Context, m Moderator) (Desk, error) {
	r, err := enter(ctx, s.db.Read(), m.board.Code)
	if err != nil {
		return Desk{}, err
	}
	d, err := s.deskOf(ctx, s.db.Read(), r)
	if err != nil {
		return d, err
	}
	if result.Takes(r.Item) { // what has become a break since has a wall to be closed, and nothing to sum up
		d.Summary, err = result.SummaryIn(ctx, s.db.Read(), r.Event, r.Item.ID)
	}
	return d, err
}

// Summary returns the summary of the moderator's workshop, an empty one when nobody wrote it yet.
func (s *Service) Summary(ctx context.Context, m Moderator) (result.Summary, error) {
	r, err := enter(ctx, s.db.Read(), m.board.Code)
	if err != nil {
		return result.Summary{}, err
	}
	return result.SummaryIn(ctx, s.db.Read(), r.Event, r.Item.ID)
}

// Summarise writes the summary of the moderator's workshop over the version that the form was made from, 0 for the first. As with
// what staff write, the public goes on reading what the lead approved. Fields: summary.
func (s *Service) Summarise(ctx context.Context, m Moderator, version int64, text string) error {
	write := s.results.SummariseIn
	if m.link {
		write = s.results.SummariseByLinkIn
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		r, err := enter(ctx, tx, m.board.Code)
		if err != nil {
			return err
		}
		return write(ctx, tx, m.actor, r.Event.ID, r.Item.ID, version, text)
	})
}

// Overview returns a board of an event of the project with all cards, whatever became of the event.
func (s *Service) Overview(ctx context.Context, actor account.Actor, eventID, boardID string) (Desk, error) {
	b, err := s.Find(ctx, actor, eventID, boardID)
	if err != nil {
		return Desk{}, err
	}
	r := Room{Board: b}
	if r.Event, err = event.FindIn(ctx, s.db.Read(), b.EventID); err != nil {
		return Desk{}, err
	}
	if r.Item, err = event.FindItemIn(ctx, s.db.Read(), b.EventID, b.ItemID); err != nil {
		return Desk{}, err
	}
	return s.deskOf(ctx, s.db.Read(), r)
}

func (s *Service) deskOf(ctx context.Context, db bun.IDB, r Room) (Desk, error) {
	d := Desk{Room: r}
	cards, err := s.cardsOf(ctx, db, r.Board)
	if err == nil {
		d.Cards, err = s.listOf(ctx, db, r.Board, true)
	}
	for _, card := range cards {
		if card.Hidden {
			d.Hidden++
		}
	}
	d.Pairs = suggest(d.Cards)
	return d, err
}

// Card returns a card of the moderator's board.
func (s *Service) Card(ctx context.Context, m Moderator, cardID string) (Card, error) {
	return findCard(ctx, s.db.Read(), m.board.ID, cardID)
}

// Edit words a card anew; version is the one the form was made from.
func (s *Service) Edit(ctx context.Context, m Moderator, cardID string, version int64, d Details) error {
	return s.steer(ctx, m, recorded("board.card_edited"), cardID, func(ctx context.Context, tx bun.IDB, card Card) error {
		card, err := d.apply(card)
		if err != nil {
			return err
		}
		card.Version = version
		return updateCard(ctx, tx, card)
	})
}

// Hide takes a card off the wall, with those grouped under it.
func (s *Service) Hide(ctx context.Context, m Moderator, cardID string) error {
	return s.steer(ctx, m, recorded("board.card_hidden"), cardID, func(ctx context.Context, tx bun.IDB, card Card) error {
		card.Hidden = true
		return updateCard(ctx, tx, card)
	})
}

// Show puts a hidden card back on the wall.
func (s *Service) Show(ctx context.Context, m Moderator, cardID string) error {
	return s.steer(ctx, m, recorded("board.card_shown"), cardID, func(ctx context.Context, tx bun.IDB, card Card) error {
		card.Hidden = false
		return updateCard(ctx, tx, card)
	})
}

// Group puts a card, and those grouped under it, under another that stands for itself.
func (s *Service) Group(ctx context.Context, m Moderator, cardID, intoID string) error {
	return s.steer(ctx, m, recorded("board.card_grouped"), cardID, func(ctx context.Context, tx bun.IDB, card Card) error {
		into, err := findCard(ctx, tx, card.BoardID, intoID)
		switch {
		case err != nil:
			return err
		case into.ID == card.ID || into.GroupID != "":
			return fault.New(fault.Conflict, "board.not_groupable")
		}
		cards, err := listCards(ctx, tx, card.BoardID)
		if err != nil {
			return err
		}
		for _, one := range cards {
			if one.ID != card.ID && one.GroupID != card.ID {
				continue
			}
			one.GroupID = into.ID
			if err := updateCard(ctx, tx, one); err != nil {
				return err
			}
		}
		return nil
	})
}

// Ungroup lets a card stand for itself again.
func (s *Service) Ungroup(ctx context.Context, m Moderator, cardID string) error {
	return s.steer(ctx, m, recorded("board.card_ungrouped"), cardID, func(ctx context.Context, tx bun.IDB, card Card) error {
		card.GroupID = ""
		return updateCard(ctx, tx, card)
	})
}

// recorded is what the trail calls a deed.
func recorded(action string) string { return action }

// steer changes a card in a transaction, which the trail remembers.
func (s *Service) steer(ctx context.Context, m Moderator, action, cardID string, fn func(context.Context, bun.IDB, Card) error) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := lockBoard(ctx, tx, m.board.Code); err != nil {
			return err
		}
		if _, err := enter(ctx, tx, m.board.Code); err != nil {
			return err
		}
		card, err := findCard(ctx, tx, m.board.ID, cardID)
		if err != nil {
			return err
		}
		if card.ResultID != "" {
			return fault.New(fault.Conflict, "board.approved_already")
		}
		if err := fn(ctx, tx, card); err != nil {
			return err
		}
		return s.record(ctx, tx, m.actor, action, m.board, card.ID)
	})
}

// Close ends writing and weighing. Closing again changes nothing.
func (s *Service) Close(ctx context.Context, m Moderator) error {
	return s.turn(ctx, m, recorded("board.closed"), func(b *Board) (bool, error) {
		if b.Closed() {
			return false, nil
		}
		b.ClosedAt = s.now()
		return true, nil
	})
}

// Reopen lets those in the room go on. It is possible as long as the board knows who has given which dots.
func (s *Service) Reopen(ctx context.Context, m Moderator) error {
	return s.turn(ctx, m, recorded("board.reopened"), func(b *Board) (bool, error) {
		if b.Settled {
			return false, fault.New(fault.Conflict, "board.settled")
		}
		was := b.Closed()
		b.ClosedAt = nil
		return was, nil
	})
}

func (s *Service) turn(ctx context.Context, m Moderator, action string, fn func(b *Board) (bool, error)) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := lockBoard(ctx, tx, m.board.Code); err != nil {
			return err
		}
		r, err := enter(ctx, tx, m.board.Code)
		if err != nil {
			return err
		}
		changed, err := fn(&r.Board)
		if err != nil || !changed {
			return err
		}
		if err := updateBoard(ctx, tx, r.Board); err != nil {
			return err
		}
		return s.record(ctx, tx, m.actor, action, r.Board, r.Board.ID)
	})
}

// Approve makes cards of the event's results of the chosen ones, which must stand for themselves, and settles the board.
// It must be closed. Cards that were approved before are left as they are; it returns how many are new.
func (s *Service) Approve(ctx context.Context, actor account.Actor, eventID, boardID string, cardIDs []string) (int, error) {
	if err := mayApprove(actor); err != nil {
		return 0, err
	}
	n := 0
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := event.FindOfIn(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		b, err := findBoard(ctx, tx, e.ID, boardID)
		if err != nil {
			return err
		}
		if b, err = lockBoard(ctx, tx, b.Code); err != nil {
			return err
		}
		if !b.Closed() {
			return fault.New(fault.Conflict, "board.still_open")
		}
		if len(cardIDs) == 0 {
			return fault.New(fault.Conflict, "board.none_chosen")
		}
		if n, err = s.approveIn(ctx, tx, actor, b, cardIDs); err != nil || n == 0 {
			return err
		}
		if err := settle(ctx, tx, b); err != nil {
			return err
		}
		return s.record(ctx, tx, actor, "board.approved", b, b.ID)
	})
	return n, err
}

func (s *Service) approveIn(ctx context.Context, tx bun.IDB, actor account.Actor, b Board, cardIDs []string) (int, error) {
	cards, err := listCards(ctx, tx, b.ID)
	if err != nil {
		return 0, err
	}
	list, err := weighed(ctx, tx, cards, true)
	if err != nil {
		return 0, err
	}
	weight := map[string]int64{}
	for _, one := range list {
		weight[one.ID] = one.Weight
	}
	n := 0
	for _, cardID := range cardIDs {
		card, err := findCard(ctx, tx, b.ID, cardID)
		if err != nil {
			return n, err
		}
		if card.ResultID != "" {
			continue
		}
		made, err := s.results.AddIn(ctx, tx, actor, b.EventID, b.ItemID, result.Details{
			Kind: card.Kind, Text: card.Text, Organisation: card.Organisation, TargetGroup: card.TargetGroup,
			Municipality: card.Municipality, DueOn: string(card.DueOn), Weight: weight[card.ID],
		})
		if err != nil {
			return n, err
		}
		card.ResultID = made.ID
		if err := updateCard(ctx, tx, card); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

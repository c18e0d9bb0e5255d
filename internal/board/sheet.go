package board

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/result"
)

// deed is what a browser in the room does to a card. It is decided from the sheet alone and may be done again on another.
type deed struct {
	token string
	card  func(b Board) string // identifier of the card
	do    func(sh *sheet, device, card string) error

	refused error // what became of it
}

// sheet is what the deeds of one transaction look at and change. The board is locked meanwhile: whoever else writes on it, in this
// process or another, has done so before or waits.
type sheet struct {
	board   Board
	devices map[string]*device
	cards   map[string]Card            // those that the deeds are about or that have dots of their browsers
	had     map[string]map[string]bool // cards with dots, by browser, as they are stored
	has     map[string]map[string]bool // as they shall be
	written []Card
}

// openSheet locks the board of the code and reads what the deeds need of it.
func openSheet(ctx context.Context, tx bun.IDB, code string, all []*deed) (*sheet, error) {
	b, err := lockBoard(ctx, tx, code)
	if err != nil {
		return nil, err
	}
	e, err := event.FindIn(ctx, tx, b.EventID)
	switch {
	case err != nil:
		return nil, err
	case !result.Writable(e):
		return nil, fault.Missing()
	case b.Closed():
		return nil, fault.New(fault.Conflict, "board.closed")
	}
	sh := &sheet{board: b, devices: map[string]*device{}, cards: map[string]Card{}, had: map[string]map[string]bool{}, has: map[string]map[string]bool{}}
	var about []string
	for _, one := range all {
		sh.devices[b.device(one.token)] = nil
		if cardID := one.card(b); id.Valid(cardID) { // else nobody's, and perhaps no text: the deeds of the others go on
			about = append(about, cardID)
		}
	}
	return sh, sh.read(ctx, tx, about)
}

func (sh *sheet) read(ctx context.Context, tx bun.IDB, about []string) error {
	names := slices.Sorted(maps.Keys(sh.devices))
	known, err := listDevices(ctx, tx, sh.board, names)
	if err != nil {
		return err
	}
	dots, err := listDots(ctx, tx, sh.board, names)
	if err != nil {
		return err
	}
	for _, name := range names {
		sh.devices[name] = &device{BoardID: sh.board.ID, Device: name, WorkspaceID: sh.board.WorkspaceID}
		sh.had[name], sh.has[name] = map[string]bool{}, map[string]bool{}
	}
	for _, one := range known {
		sh.devices[one.Device] = &one
	}
	for _, d := range dots {
		sh.had[d.Device][d.CardID], sh.has[d.Device][d.CardID] = true, true
		about = append(about, d.CardID)
	}
	slices.Sort(about)
	cards, err := findCards(ctx, tx, sh.board.ID, slices.Compact(about))
	for _, card := range cards {
		sh.cards[card.ID] = card
	}
	return err
}

// add writes a card; one that is there already stays.
func (sh *sheet) add(name, cardID string, d Details) (Card, error) {
	card, err := d.apply(Card{
		ID: cardID, BoardID: sh.board.ID, WorkspaceID: sh.board.WorkspaceID, ProjectID: sh.board.ProjectID, Version: 1,
	})
	if err != nil {
		return card, err
	}
	if before, ok := sh.cards[cardID]; ok {
		return before, nil
	}
	one := sh.devices[name]
	switch {
	case sh.board.Cards >= CardsPerBoard:
		return card, fault.New(fault.Conflict, "board.full", CardsPerBoard)
	case one.Cards >= CardsPerDevice:
		return card, fault.New(fault.Conflict, "board.enough_cards", CardsPerDevice)
	}
	sh.board.Cards++
	one.Cards++
	sh.cards[cardID] = card
	sh.written = append(sh.written, card)
	return card, nil
}

// weigh puts the browser's dot on the card.
func (sh *sheet) weigh(name, cardID string) error {
	if card, ok := sh.cards[cardID]; !ok || card.Hidden {
		return fault.Missing()
	}
	one := sh.devices[name]
	switch {
	case sh.has[name][cardID]:
		return nil
	case one.Dots >= sh.board.Dots:
		return fault.New(fault.Conflict, "board.no_dots", sh.board.Dots)
	}
	one.Dots++
	sh.has[name][cardID] = true
	return nil
}

// takeBack takes the browser's dots off the card and those grouped under it.
func (sh *sheet) takeBack(name, cardID string) error {
	if _, ok := sh.cards[cardID]; !ok {
		return fault.Missing()
	}
	for on := range sh.has[name] {
		if on == cardID || sh.cards[on].GroupID == cardID {
			sh.devices[name].Dots--
			delete(sh.has[name], on)
		}
	}
	return nil
}

// weights are the dots that cards have more or less than before.
func (sh *sheet) weights() (given, taken []dot, by map[string]int64) {
	by = map[string]int64{}
	differ := func(these, those map[string]map[string]bool, sign int64) (rows []dot) {
		for name, cards := range these {
			for card := range cards {
				if !those[name][card] {
					rows = append(rows, dot{BoardID: sh.board.ID, Device: name, CardID: card, WorkspaceID: sh.board.WorkspaceID})
					by[card] += sign
				}
			}
		}
		return rows
	}
	given, taken = differ(sh.has, sh.had, 1), differ(sh.had, sh.has, -1)
	maps.DeleteFunc(by, func(_ string, n int64) bool { return n == 0 })
	return given, taken, by
}

// write stores what the deeds changed, each table at once and in the order of its key.
func (sh *sheet) write(ctx context.Context, tx bun.IDB) error {
	given, taken, by := sh.weights()
	if len(given)+len(taken)+len(sh.written) == 0 {
		return nil
	}
	var devices []device
	for _, name := range slices.Sorted(maps.Keys(sh.devices)) {
		devices = append(devices, *sh.devices[name])
	}
	if err := keepDevices(ctx, tx, devices); err != nil {
		return err
	}
	if len(sh.written) > 0 {
		slices.SortFunc(sh.written, func(a, b Card) int { return strings.Compare(a.ID, b.ID) })
		if err := database.Insert(ctx, tx, sh.written); err != nil {
			return err
		}
		if err := countCards(ctx, tx, sh.board); err != nil {
			return err
		}
	}
	if len(given) > 0 {
		slices.SortFunc(given, func(a, b dot) int { return strings.Compare(a.Device+a.CardID, b.Device+b.CardID) })
		if err := database.Insert(ctx, tx, given); err != nil {
			return err
		}
	}
	for _, one := range taken {
		if err := deleteDot(ctx, tx, one); err != nil {
			return err
		}
	}
	return weighCards(ctx, tx, sh.board, by)
}

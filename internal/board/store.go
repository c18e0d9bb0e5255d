package board

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// device is what a board knows of a browser: how much it has written and weighed.
type device struct {
	bun.BaseModel `bun:"table:board_devices,alias:bd"`

	BoardID     string `bun:"board_id,pk"`
	Device      string `bun:"device,pk"`
	WorkspaceID string `bun:"workspace_id"`
	Cards       int64  `bun:"cards"`
	Dots        int64  `bun:"dots"`
}

// dot is a browser's dot on a card.
type dot struct {
	bun.BaseModel `bun:"table:board_dots,alias:bo"`

	BoardID     string `bun:"board_id,pk"`
	Device      string `bun:"device,pk"`
	CardID      string `bun:"card_id,pk"`
	WorkspaceID string `bun:"workspace_id"`
}

func findByCode(ctx context.Context, db bun.IDB, code string) (Board, error) {
	var b Board
	err := db.NewSelect().Model(&b).Where("b.code = ?", code).Scan(ctx)
	return b, database.Fault(err)
}

func findBoard(ctx context.Context, db bun.IDB, eventID, boardID string) (Board, error) {
	var b Board
	err := db.NewSelect().Model(&b).Where("b.id = ? AND b.event_id = ?", boardID, eventID).Scan(ctx)
	return b, database.Fault(err)
}

func listBoards(ctx context.Context, db bun.IDB, eventID string) ([]Board, error) {
	var all []Board
	err := db.NewSelect().Model(&all).Where("b.event_id = ?", eventID).Order("b.id").Scan(ctx)
	return all, database.Fault(err)
}

func insertBoard(ctx context.Context, tx bun.IDB, b Board) error {
	_, err := tx.NewInsert().Model(&b).Exec(ctx)
	return database.Fault(err)
}

func updateBoard(ctx context.Context, tx bun.IDB, b Board) error {
	return database.OneRow(tx.NewUpdate().Model(&b).Column("closed_at", "settled").Set("changes = changes + 1").WherePK().Exec(ctx))
}

// lockBoard counts a change of the board, so that whoever else changes it waits for the end of the transaction.
func lockBoard(ctx context.Context, tx bun.IDB, code string) (Board, error) {
	var b Board
	err := database.OneRow(tx.NewUpdate().Model(&b).Set("changes = changes + 1").Where("code = ?", code).Returning("*").Exec(ctx))
	return b, err
}

func countCards(ctx context.Context, tx bun.IDB, b Board) error {
	return database.OneRow(tx.NewUpdate().Model(&b).Column("cards").WherePK().Exec(ctx))
}

func listDevices(ctx context.Context, db bun.IDB, b Board, names []string) ([]device, error) {
	var all []device
	err := db.NewSelect().Model(&all).Where("bd.board_id = ? AND bd.device IN (?)", b.ID, bun.List(names)).Scan(ctx)
	return all, database.Fault(err)
}

// keepDevices writes what browsers have written and given.
func keepDevices(ctx context.Context, tx bun.IDB, all []device) error {
	_, err := tx.NewInsert().Model(&all).On("CONFLICT (board_id, device) DO UPDATE").
		Set("cards = EXCLUDED.cards").Set("dots = EXCLUDED.dots").Returning("NULL").Exec(ctx)
	return database.Fault(err)
}

func findDevice(ctx context.Context, db bun.IDB, b Board, name string) (device, error) {
	var one device
	err := database.Fault(db.NewSelect().Model(&one).Where("bd.board_id = ? AND bd.device = ?", b.ID, name).Scan(ctx))
	if fault.Is(err, fault.NotFound) {
		return device{}, nil
	}
	return one, err
}

// listMine returns the cards on which the browser has a dot.
func listMine(ctx context.Context, db bun.IDB, b Board, name string) (map[string]bool, error) {
	var rows []dot
	err := db.NewSelect().Model(&rows).Where("bo.board_id = ? AND bo.device = ?", b.ID, name).Scan(ctx)
	mine := map[string]bool{}
	for _, row := range rows {
		mine[row.CardID] = true
	}
	return mine, database.Fault(err)
}

func listDots(ctx context.Context, db bun.IDB, b Board, names []string) ([]dot, error) {
	var all []dot
	err := db.NewSelect().Model(&all).Where("bo.board_id = ? AND bo.device IN (?)", b.ID, bun.List(names)).Scan(ctx)
	return all, database.Fault(err)
}

func deleteDot(ctx context.Context, tx bun.IDB, d dot) error {
	return database.OneRow(tx.NewDelete().Model((*dot)(nil)).
		Where("board_id = ? AND device = ? AND card_id = ?", d.BoardID, d.Device, d.CardID).Exec(ctx))
}

// weighCards changes the dots of cards by so many.
func weighCards(ctx context.Context, tx bun.IDB, b Board, by map[string]int64) error {
	if len(by) == 0 {
		return nil
	}
	ids := slices.Sorted(maps.Keys(by))
	var cases strings.Builder
	var args []any
	for _, card := range ids {
		cases.WriteString(" WHEN ? THEN ?")
		args = append(args, card, by[card])
	}
	_, err := tx.NewUpdate().Model((*Card)(nil)).Set("dots = dots + CASE id"+cases.String()+" ELSE 0 END", args...).
		Where("board_id = ? AND id IN (?)", b.ID, bun.List(ids)).Exec(ctx)
	return database.Fault(err)
}

func listCards(ctx context.Context, db bun.IDB, boardID string) ([]Card, error) {
	var cards []Card
	err := db.NewSelect().Model(&cards).Where("bc.board_id = ?", boardID).Order("bc.id").Scan(ctx)
	return cards, database.Fault(err)
}

func findCard(ctx context.Context, db bun.IDB, boardID, cardID string) (Card, error) {
	var card Card
	if !id.Valid(cardID) {
		return card, fault.Missing()
	}
	err := db.NewSelect().Model(&card).Where("bc.id = ? AND bc.board_id = ?", cardID, boardID).Scan(ctx)
	return card, database.Fault(err)
}

func findCards(ctx context.Context, db bun.IDB, boardID string, ids []string) ([]Card, error) {
	var cards []Card
	err := db.NewSelect().Model(&cards).Where("bc.board_id = ? AND bc.id IN (?)", boardID, bun.List(ids)).Scan(ctx)
	return cards, database.Fault(err)
}

// updateCard writes what moderators change of the card over the version before it, and leaves its dots alone; a Conflict
// when that version is not what is stored.
func updateCard(ctx context.Context, tx bun.IDB, card Card) error {
	card.Version++
	ok, err := database.Changed(tx.NewUpdate().Model(&card).ExcludeColumn("dots").WherePK().
		Where("board_id = ? AND version = ?", card.BoardID, card.Version-1).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

// forget leaves nothing of the board's browsers, and writes its cards in the order of their identifiers.
func forget(ctx context.Context, tx bun.IDB, b Board) error {
	if _, err := tx.NewDelete().Model((*dot)(nil)).Where("board_id = ?", b.ID).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	if _, err := tx.NewDelete().Model((*device)(nil)).Where("board_id = ?", b.ID).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	cards, err := listCards(ctx, tx, b.ID)
	if err != nil || len(cards) == 0 {
		return err
	}
	if _, err := tx.NewDelete().Model((*Card)(nil)).Where("board_id = ?", b.ID).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	return database.Insert(ctx, tx, cards)
}

// listUnsettled returns boards that were closed before the instant and still know their browsers.
func listUnsettled(ctx context.Context, db bun.IDB, before time.Time) ([]Board, error) {
	var all []Board
	err := db.NewSelect().Model(&all).Where("NOT b.settled AND b.closed_at < ?", before).Order("b.id").Scan(ctx)
	return all, database.Fault(err)
}

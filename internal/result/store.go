package result

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

func listCards(ctx context.Context, db bun.IDB, eventID string) ([]Card, error) {
	var cards []Card
	err := db.NewSelect().Model(&cards).Where("rc.event_id = ?", eventID).
		Order("rc.position", "rc.id").Scan(ctx)
	return cards, database.Fault(err)
}

// listShown returns the cards of an event that are not withheld.
func listShown(ctx context.Context, db bun.IDB, eventID string) ([]Card, error) {
	cards, err := listCards(ctx, db, eventID)
	return slices.DeleteFunc(cards, Card.Withheld), err
}

// listPublic returns the cards of an event whose cards are public, and since when they are; none otherwise.
func listPublic(ctx context.Context, db bun.IDB, eventID string) ([]Card, time.Time, error) {
	var rows []struct {
		Card
		Since time.Time `bun:"since"`
	}
	err := db.NewSelect().Model((*Card)(nil)).ColumnExpr("rc.*, rp.published_at AS since").
		Join("JOIN result_publications AS rp ON rp.event_id = rc.event_id").
		Where("rc.event_id = ? AND rc.withheld_at IS NULL", eventID).
		Order("rc.position", "rc.id").Scan(ctx, &rows)
	if err != nil || len(rows) == 0 {
		return nil, time.Time{}, database.Fault(err)
	}
	cards := make([]Card, len(rows))
	for i, row := range rows {
		cards[i] = row.Card
	}
	return cards, rows[0].Since, nil
}

func findCard(ctx context.Context, db bun.IDB, eventID, cardID string) (Card, error) {
	var card Card
	err := db.NewSelect().Model(&card).Where("rc.id = ? AND rc.event_id = ?", cardID, eventID).Scan(ctx)
	return card, database.Fault(err)
}

// siblings lists the cards of the item and kind in their order.
func siblings(ctx context.Context, db bun.IDB, itemID string, kind Kind) ([]Card, error) {
	var cards []Card
	err := db.NewSelect().Model(&cards).Where("rc.item_id = ? AND rc.kind = ?", itemID, kind).
		Order("rc.position", "rc.id").Scan(ctx)
	return cards, database.Fault(err)
}

func insertCard(ctx context.Context, tx bun.IDB, card Card) error {
	_, err := tx.NewInsert().Model(&card).Exec(ctx)
	return database.Fault(err)
}

// updateCard writes card over the version before it; a Conflict when that is not what is stored.
func updateCard(ctx context.Context, tx bun.IDB, card Card) error {
	ok, err := database.Changed(tx.NewUpdate().Model(&card).WherePK().
		Where("event_id = ? AND version = ?", card.EventID, card.Version-1).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

// updatePosition leaves the version alone: moving a card is no change of its text.
func updatePosition(ctx context.Context, tx bun.IDB, card Card) error {
	return database.OneRow(tx.NewUpdate().Model(&card).Column("position").WherePK().Exec(ctx))
}

// showCards lets the public read all cards of the event.
func showCards(ctx context.Context, tx bun.IDB, eventID string) error {
	_, err := tx.NewUpdate().Model((*Card)(nil)).Set("withheld_at = NULL").
		Where("event_id = ? AND withheld_at IS NOT NULL", eventID).Exec(ctx)
	return database.Fault(err)
}

// PublishedIn returns the publications of those of the events whose cards are public, by event.
func PublishedIn(ctx context.Context, db bun.IDB, eventIDs []string) (map[string]Publication, error) {
	found := map[string]Publication{}
	if len(eventIDs) == 0 {
		return found, nil
	}
	var rows []Publication
	err := db.NewSelect().Model(&rows).Where("rp.event_id IN (?)", bun.List(eventIDs)).Scan(ctx)
	for _, row := range rows {
		found[row.EventID] = row
	}
	return found, database.Fault(err)
}

func insertPublication(ctx context.Context, tx bun.IDB, p Publication) error {
	_, err := tx.NewInsert().Model(&p).Exec(ctx)
	return database.Fault(err)
}

// deletePublication ends the publication; with it no card is withheld from it any more.
func deletePublication(ctx context.Context, tx bun.IDB, eventID string) error {
	if err := showCards(ctx, tx, eventID); err != nil {
		return err
	}
	_, err := tx.NewDelete().Model((*Publication)(nil)).Where("event_id = ?", eventID).Exec(ctx)
	return database.Fault(err)
}

package mailing

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// Place is a row of a mailing's list.
type Place struct {
	MailingID string `bun:"mailing_id" json:"mailing"`
	Position  int    `bun:"position" json:"position"`
}

// PlacesIn returns where the receiver stands on lists.
func (s *Service) PlacesIn(ctx context.Context, db bun.IDB, workspaceID, receiverID string) ([]Place, error) {
	var places []Place
	err := db.NewSelect().Model((*Receiver)(nil)).Column("rc.mailing_id", "rc.position").
		Where("rc.workspace_id = ? AND rc.receiver_id = ?", workspaceID, receiverID).Order("rc.mailing_id", "rc.position").Scan(ctx, &places)
	return places, database.Fault(err)
}

// GivePlacesIn gives a receiver's places on lists to another; those that are gone stay so. Whoever stands on a list twice then has the
// mail already when their second turn comes, if the kind looks.
func (s *Service) GivePlacesIn(ctx context.Context, tx bun.IDB, workspaceID, from, to string, places []Place) error {
	for _, place := range places {
		_, err := tx.NewUpdate().Model((*Receiver)(nil)).Set("receiver_id = ?", to).
			Where("mailing_id = ? AND position = ? AND workspace_id = ? AND receiver_id = ?", place.MailingID, place.Position, workspaceID, from).Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
	}
	return nil
}

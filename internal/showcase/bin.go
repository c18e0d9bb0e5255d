package showcase

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/bin"
	"rundertisch/internal/database"
)

// Unshown are the keepers of documents, whose documents come back for the team alone: no page of an event and no programme shows
// them to everybody until somebody puts them there again.
func (s *Service) Unshown(keepers []bin.Keeper) []bin.Keeper {
	unshown := make([]bin.Keeper, len(keepers))
	for i, k := range keepers {
		unshown[i] = bin.Keeper{Kind: k.Kind, May: k.May, BringBack: func(ctx context.Context, tx bun.IDB, a account.Actor, e bin.Entry) error {
			if err := k.BringBack(ctx, tx, a, e); err != nil {
				return err
			}
			return unshow(ctx, tx, e.SubjectID)
		}}
	}
	return unshown
}

func unshow(ctx context.Context, tx bun.IDB, documentID string) error {
	if _, err := tx.NewDelete().Model((*paper)(nil)).Where("document_id = ?", documentID).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	_, err := tx.NewUpdate().Model((*Material)(nil)).Set("public = ?", false).Where("document_id = ? AND public", documentID).Exec(ctx)
	return database.Fault(err)
}

package mailing

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/bin"
	"rundertisch/internal/fault"
)

// remains is what the bin keeps of a draft.
type remains struct{ Mailings []Mailing }

// Remove puts a draft into the bin; Conflict when it is not one any more.
func (s *Service) Remove(ctx context.Context, a account.Actor, mailingID string) (bin.Entry, error) {
	var entry bin.Entry
	err := s.recorded("mailing.removed")(ctx, a, mailingID, func(ctx context.Context, tx bun.IDB, m *Mailing) error {
		if m.State != Draft {
			return fault.New(fault.Conflict, "mailing.no_draft")
		}
		gone, err := bin.TakeIn[Mailing](ctx, tx, "ml.id = ?", m.ID)
		if err != nil {
			return err
		}
		entry, err = bin.PutIn(ctx, tx, a, s.clock.Now(), bin.Thing{Kind: bin.Mailing, ID: m.ID, Title: m.Title, Rows: remains{gone}})
		return err
	})
	return entry, err
}

// BinKeepers says how drafts come back from the bin.
func (s *Service) BinKeepers() []bin.Keeper {
	return []bin.Keeper{{Kind: bin.Mailing, May: account.Actor.Works, BringBack: s.bringBack}}
}

func (s *Service) bringBack(ctx context.Context, tx bun.IDB, a account.Actor, entry bin.Entry) error {
	var rows remains
	if err := entry.Read(&rows); err != nil {
		return err
	}
	if err := bin.WriteIn(ctx, tx, rows.Mailings); err != nil {
		return err
	}
	return s.record(ctx, tx, a, "mailing.brought_back", Mailing{ID: entry.SubjectID}, nil)
}

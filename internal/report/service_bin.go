package report

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/bin"
	"rundertisch/internal/fault"
)

// remains is what the bin keeps of a draft.
type remains struct {
	Reports []Report
	Texts   []Text
}

// Remove puts a draft into the bin; Conflict when it is frozen.
func (s *Service) Remove(ctx context.Context, a account.Actor, reportID string) (bin.Entry, error) {
	if err := mayWrite(a); err != nil {
		return bin.Entry{}, err
	}
	var entry bin.Entry
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		r, err := lockDraft(ctx, tx, a, reportID)
		if err != nil {
			return err
		}
		var gone remains
		if gone.Texts, err = bin.TakeIn[Text](ctx, tx, "rt.report_id = ?", r.ID); err != nil {
			return err
		}
		if gone.Reports, err = bin.TakeIn[Report](ctx, tx, "rp.id = ?", r.ID); err != nil {
			return err
		}
		if len(gone.Reports) == 0 {
			return fault.Missing() // somebody else was faster
		}
		l := s.catalogue.Locale(r.Lang, s.zone)
		title := l.T("report.kind."+string(r.Kind)) + " " + Period(l, r)
		if entry, err = bin.PutIn(ctx, tx, a, s.clock.Now(), bin.Thing{Kind: bin.Report, ID: r.ID, Title: title, Rows: gone}); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "report.removed", r, nil)
	})
	return entry, err
}

// BinKeepers says how drafts come back from the bin.
func (s *Service) BinKeepers() []bin.Keeper {
	return []bin.Keeper{{Kind: bin.Report, May: MayWrite, BringBack: s.bringBack}}
}

func (s *Service) bringBack(ctx context.Context, tx bun.IDB, a account.Actor, entry bin.Entry) error {
	var rows remains
	if err := entry.Read(&rows); err != nil {
		return err
	}
	if err := bin.WriteIn(ctx, tx, rows.Reports); err != nil {
		return bin.Taken(err, "report.fault.corrected_meanwhile")
	}
	if err := bin.WriteIn(ctx, tx, rows.Texts); err != nil {
		return err
	}
	return s.record(ctx, tx, a, "report.brought_back", Report{ID: entry.SubjectID}, nil)
}

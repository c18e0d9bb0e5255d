package survey

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/date"
)

// For how long a survey is kept after its end, in days: free texts, in which people may have named somebody, then everything.
const (
	TextDays = 180
	KeepDays = 1095
)

// Expire deletes what is kept no longer, and returns how many surveys it has taken something from. How many people wrote a text stays as
// a count with the others.
func (s *Service) Expire(ctx context.Context) (int, error) {
	changed := 0
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		old, err := s.endedBefore(ctx, tx, s.Today().AddDays(-TextDays))
		if err != nil {
			return err
		}
		gone, err := s.endedBefore(ctx, tx, s.Today().AddDays(-KeepDays))
		if err != nil {
			return err
		}
		over := map[string]bool{}
		for _, sv := range gone {
			over[sv.ID] = true
			if err := forget(ctx, tx, sv); err != nil {
				return err
			}
			changed++
		}
		for _, sv := range old {
			if over[sv.ID] {
				continue
			}
			had, err := forgetTexts(ctx, tx, sv)
			if err != nil {
				return err
			}
			if had {
				changed++
			}
		}
		return nil
	})
	return changed, err
}

// endedBefore lists the surveys that ended before the day.
func (s *Service) endedBefore(ctx context.Context, db bun.IDB, day date.Date) ([]Survey, error) {
	var ended []Survey
	err := db.NewSelect().Model(&ended).Where("sv.opened_at IS NOT NULL").
		Where("sv.closes_on < ? OR sv.closed_at < ?", day, day.Time()).Order("sv.id").Scan(ctx)
	return ended, database.Fault(err)
}

func forget(ctx context.Context, tx bun.IDB, sv Survey) error {
	if _, err := tx.NewDelete().Model((*Tally)(nil)).Where("survey_id = ?", sv.ID).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	_, err := tx.NewDelete().Model((*Survey)(nil)).Where("id = ?", sv.ID).Exec(ctx)
	return database.Fault(err)
}

// forgetTexts takes the texts out of the tally and reports whether there were any.
func forgetTexts(ctx context.Context, tx bun.IDB, sv Survey) (bool, error) {
	questions, err := sv.Questions()
	if err != nil {
		return false, err
	}
	tally, err := lockTally(ctx, tx, sv.ID)
	if err != nil {
		return false, err
	}
	counts, err := tally.counts(questions)
	if err != nil {
		return false, err
	}
	had := false
	for i := range counts {
		had = had || len(counts[i].Texts) > 0
		counts[i].Texts = nil
	}
	if !had {
		return false, nil
	}
	raw, err := json.Marshal(counts)
	if err != nil {
		return false, err
	}
	tally.Content = string(raw)
	return true, updateTally(ctx, tx, tally)
}

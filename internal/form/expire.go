package form

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
)

var _ directory.Eraser = (*Service)(nil)

// Expire deletes answers that are kept no longer and what they were before, removed fields that have none left, and the needs of events that are
// NeedsDays past. It returns how many answers and needs went.
func (s *Service) Expire(ctx context.Context) (deleted int64, err error) {
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		now := s.clock.Now()
		fields, err := expired(ctx, tx, now)
		if err != nil {
			return err
		}
		if len(fields) > 0 {
			n, err := gone(tx.NewDelete().Model((*Answer)(nil)).Where("field_id IN (?)", bun.List(fields)).Exec(ctx))
			if err != nil {
				return err
			}
			deleted += n
			if _, err := gone(tx.NewDelete().Model((*Edit)(nil)).Where("field_id IN (?)", bun.List(fields)).Exec(ctx)); err != nil {
				return err
			}
		}
		_, err = tx.NewDelete().Model((*Field)(nil)).
			Where("removed_at IS NOT NULL AND id NOT IN (SELECT field_id FROM form_answers)").Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
		over := tx.NewSelect().Model((*event.Event)(nil)).Column("id").Where("e.ends_at <= ?", now.AddDate(0, 0, -NeedsDays))
		n, err := gone(tx.NewDelete().Model((*Needs)(nil)).Where("event_id IN (?)", over).Exec(ctx))
		deleted += n
		return err
	})
	return deleted, err
}

// expired lists the fields with answers, now or before, whose days are over. Days are counted here, because the databases count them
// differently.
func expired(ctx context.Context, tx bun.IDB, now time.Time) ([]string, error) {
	var rows []struct {
		ID       string    `bun:"id"`
		KeepDays int64     `bun:"keep_days"`
		EndsAt   time.Time `bun:"ends_at"`
	}
	err := tx.NewSelect().Model((*Field)(nil)).Column("ff.id", "ff.keep_days", "e.ends_at").Join("JOIN events AS e ON e.id = ff.event_id").
		Where("e.ends_at <= ?", now).
		Where("EXISTS (SELECT 1 FROM form_answers AS fa WHERE fa.field_id = ff.id) OR EXISTS (SELECT 1 FROM form_edits AS fe WHERE fe.field_id = ff.id)").Scan(ctx, &rows)
	var ids []string
	for _, row := range rows {
		if !row.EndsAt.AddDate(0, 0, int(row.KeepDays)).After(now) {
			ids = append(ids, row.ID)
		}
	}
	return ids, database.Fault(err)
}

// EraseIn takes the answers, those of before and the needs of an erased person away.
func (s *Service) EraseIn(ctx context.Context, tx bun.IDB, whose directory.Erasure) error {
	theirs := tx.NewSelect().TableExpr("attendances AS t").Column("t.id").
		Where("t.workspace_id = ? AND t.person_id = ?", whose.Person.WorkspaceID, whose.Person.ID)
	if _, err := tx.NewDelete().Model((*Answer)(nil)).Where("attendance_id IN (?)", theirs).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	if _, err := tx.NewDelete().Model((*Edit)(nil)).Where("attendance_id IN (?)", theirs).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	_, err := tx.NewDelete().Model((*Needs)(nil)).Where("attendance_id IN (?)", theirs).Exec(ctx)
	return database.Fault(err)
}

// ForgetIn takes away what a person said to an event's own questions, what they said before and needs included.
func ForgetIn(ctx context.Context, tx bun.IDB, attendanceID string) error {
	if _, err := tx.NewDelete().Model((*Answer)(nil)).Where("attendance_id = ?", attendanceID).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	if _, err := tx.NewDelete().Model((*Edit)(nil)).Where("attendance_id = ?", attendanceID).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	_, err := DropNeedsIn(ctx, tx, attendanceID)
	return err
}

type counted interface{ RowsAffected() (int64, error) }

func gone(result counted, err error) (int64, error) {
	if err != nil {
		return 0, database.Fault(err)
	}
	return result.RowsAffected()
}

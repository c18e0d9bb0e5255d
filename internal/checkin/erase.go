package checkin

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
)

var _ directory.Eraser = (*Service)(nil)

// EraseAttendanceIn takes out what a check-in says about the person: through which door, at what time of the day, let in by whom; and the code.
// That somebody came is kept, as a number.
func (s *Service) EraseAttendanceIn(ctx context.Context, tx bun.IDB, row attendance.Attendance) error {
	var made []CheckIn
	if err := tx.NewSelect().Model(&made).Where("ci.attendance_id = ?", row.ID).Scan(ctx); err != nil {
		return database.Fault(err)
	}
	for _, one := range made {
		day := one.At.UTC().Truncate(24 * time.Hour)
		err := database.OneRow(tx.NewUpdate().Model((*CheckIn)(nil)).Set("door = '', pass_id = '', user_id = '', at = ?, received_at = ?", day, day).
			Where("id = ?", one.ID).Exec(ctx))
		if err != nil {
			return err
		}
	}
	_, err := tx.NewDelete().Model((*code)(nil)).Where("attendance_id = ?", row.ID).Exec(ctx)
	return database.Fault(err)
}

// Arrivals lists the deeds at the doors that are kept of a person at an event, doubles and those taken back too, in the order of their times: for the
// person to take along.
func (s *Service) Arrivals(ctx context.Context, attendanceID string) ([]CheckIn, error) {
	var rows []CheckIn
	err := s.db.Read().NewSelect().Model(&rows).Where("ci.attendance_id = ?", attendanceID).Order("ci.at", "ci.id").Scan(ctx)
	return rows, database.Fault(err)
}

// EraseIn does the same for all events of a person who is erased from the directory.
func (s *Service) EraseIn(ctx context.Context, tx bun.IDB, whose directory.Erasure) error {
	var rows []attendance.Attendance
	err := tx.NewSelect().Model(&rows).Column("t.id").Where("t.workspace_id = ? AND t.person_id = ?", whose.Person.WorkspaceID, whose.Person.ID).Scan(ctx)
	if err != nil {
		return database.Fault(err)
	}
	for _, row := range rows {
		if err := s.EraseAttendanceIn(ctx, tx, row); err != nil {
			return err
		}
	}
	return nil
}

// enteredBy is who typed in a walk-in, for the list of answers, which keeps names for good. Helpers stand in the trail alone, where their names
// go with their passes.
func (k Keeper) enteredBy() string {
	if k.PassID != "" {
		return ""
	}
	return k.Actor.Name
}

// Forget takes doors, helpers and codes out of what is kept of events that ended more than a month ago, and returns of how many check-ins.
func (s *Service) Forget(ctx context.Context) (n int, err error) {
	before := s.clock.Now().Add(-keepFor)
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		over := tx.NewSelect().TableExpr("events AS e").Column("e.id").Where("e.ends_at < ?", before)
		if _, err := tx.NewDelete().Model((*code)(nil)).Where("event_id IN (?)", over).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		result, err := tx.NewUpdate().Model((*CheckIn)(nil)).Set("door = '', pass_id = '', user_id = ''").
			Where("event_id IN (?) AND (door <> '' OR pass_id <> '' OR user_id <> '')", over).Exec(ctx)
		if err != nil {
			return database.Fault(err)
		}
		gone, err := result.RowsAffected()
		n = int(gone)
		return err
	})
	return n, err
}

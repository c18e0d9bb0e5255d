package checkin

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

const counts = "ci.double_of = '' AND ci.undone_at IS NULL"

// findCheckIn returns the deed with the identifier at the event; its ID is empty when there is none.
func findCheckIn(ctx context.Context, db bun.IDB, eventID, deedID string) (CheckIn, error) {
	return first(ctx, db, "ci.id = ? AND ci.event_id = ?", deedID, eventID)
}

// presentIn returns the check-in of the person that counts; its ID is empty when the person is not there.
func presentIn(ctx context.Context, db bun.IDB, attendanceID string) (CheckIn, error) {
	return first(ctx, db, "ci.attendance_id = ? AND "+counts, attendanceID)
}

func first(ctx context.Context, db bun.IDB, where string, args ...any) (CheckIn, error) {
	var rows []CheckIn
	err := db.NewSelect().Model(&rows).Where(where, args...).Limit(1).Scan(ctx)
	if err != nil || len(rows) == 0 {
		return CheckIn{}, database.Fault(err)
	}
	return rows[0], nil
}

// insertCheckIn reports whether the row could be written: not when another check-in of the person counts.
func insertCheckIn(ctx context.Context, tx bun.IDB, row CheckIn) (bool, error) {
	return database.Changed(tx.NewInsert().Model(&row).On("CONFLICT DO NOTHING").Returning("NULL").Exec(ctx))
}

func undoCheckIn(ctx context.Context, tx bun.IDB, deedID string, now time.Time) (bool, error) {
	return database.Changed(tx.NewUpdate().Model((*CheckIn)(nil)).Set("undone_at = ?", now).Where("id = ? AND undone_at IS NULL", deedID).Exec(ctx))
}

// promoteDouble lets the first double of the person count.
func promoteDouble(ctx context.Context, tx bun.IDB, attendanceID string) error {
	next := tx.NewSelect().TableExpr("checkins AS d").Column("d.id").
		Where("d.attendance_id = ? AND d.double_of <> '' AND d.undone_at IS NULL", attendanceID).Order("d.at", "d.id").Limit(1)
	_, err := tx.NewUpdate().Model((*CheckIn)(nil)).Set("double_of = ''").Where("id IN (?)", next).Exec(ctx)
	return database.Fault(err)
}

package wish

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/id"
)

// SaveIn makes the wishes those of the person, in place of the ones before.
func SaveIn(ctx context.Context, tx bun.IDB, now time.Time, row attendance.Attendance, wishes []Wish) error {
	if _, err := tx.NewDelete().Model((*Wish)(nil)).Where("w.attendance_id = ?", row.ID).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	if len(wishes) == 0 {
		return nil
	}
	rows := make([]Wish, len(wishes))
	for n, w := range wishes {
		rows[n] = Wish{
			ID: id.New(), WorkspaceID: row.WorkspaceID, EventID: row.EventID, AttendanceID: row.ID, ItemID: w.ItemID, Rank: w.Rank, CreatedAt: now,
		}
	}
	_, err := tx.NewInsert().Model(&rows).Exec(ctx)
	return database.Fault(err)
}

// OfIn lists the person's wishes, the dearest first.
func OfIn(ctx context.Context, db bun.IDB, attendanceID string) ([]Wish, error) {
	var wishes []Wish
	err := db.NewSelect().Model(&wishes).Where("w.attendance_id = ?", attendanceID).Order("w.rank", "w.id").Scan(ctx)
	return wishes, database.Fault(err)
}

func listWishes(ctx context.Context, db bun.IDB, eventID string) (map[string][]Wish, error) {
	var wishes []Wish
	err := db.NewSelect().Model(&wishes).Where("w.event_id = ?", eventID).Order("w.attendance_id", "w.rank", "w.id").Scan(ctx)
	by := map[string][]Wish{}
	for _, w := range wishes {
		by[w.AttendanceID] = append(by[w.AttendanceID], w)
	}
	return by, database.Fault(err)
}

// DrawsIn lists the draws of the event, the latest first.
func DrawsIn(ctx context.Context, db bun.IDB, eventID string) ([]Draw, error) {
	var draws []Draw
	err := db.NewSelect().Model(&draws).Where("d.event_id = ?", eventID).Order("d.drawn_at DESC", "d.id DESC").Scan(ctx)
	return draws, database.Fault(err)
}

func insertDraw(ctx context.Context, tx bun.IDB, d Draw) error {
	_, err := tx.NewInsert().Model(&d).Exec(ctx)
	return database.Fault(err)
}

// OutcomesIn lists what the person got, by slot.
func OutcomesIn(ctx context.Context, db bun.IDB, attendanceID string) ([]Outcome, error) {
	return listOutcomes(ctx, db, "o.attendance_id = ?", attendanceID)
}

func listOutcomes(ctx context.Context, db bun.IDB, where string, args ...any) ([]Outcome, error) {
	var outcomes []Outcome
	err := db.NewSelect().Model(&outcomes).Where(where, args...).Order("o.slot", "o.lot", "o.id").Scan(ctx)
	return outcomes, database.Fault(err)
}

const atOnce = 500 // rows in one statement

func insertOutcomes(ctx context.Context, tx bun.IDB, outcomes []Outcome) error {
	for from := 0; from < len(outcomes); from += atOnce {
		part := outcomes[from:min(from+atOnce, len(outcomes))]
		if _, err := tx.NewInsert().Model(&part).Exec(ctx); err != nil {
			return database.Fault(err)
		}
	}
	return nil
}

// ForgetIn takes the person's wishes away. What they led to stays, as numbers.
func ForgetIn(ctx context.Context, tx bun.IDB, attendanceID string) error {
	_, err := tx.NewDelete().Model((*Wish)(nil)).Where("w.attendance_id = ?", attendanceID).Exec(ctx)
	return database.Fault(err)
}

// HandOverIn gives the wishes of somebody to who comes instead, or back, as long as no places were given by them: they are what the
// organisation wants. What the other one leads cannot be wished for and stays away; whoever comes without any keeps those of before.
func HandOverIn(ctx context.Context, tx bun.IDB, now time.Time, of event.Event, from, to attendance.Attendance) error {
	if !of.ByWishes() {
		return nil
	}
	wishes, err := OfIn(ctx, tx, from.ID)
	if err != nil || len(wishes) == 0 {
		return err
	}
	items, err := event.ListItemsIn(ctx, tx, of.ID)
	if err != nil {
		return err
	}
	led := map[string]bool{}
	for _, item := range items {
		led[item.ID] = item.LedBy(to.Name)
	}
	wishes = slices.DeleteFunc(wishes, func(w Wish) bool { return led[w.ItemID] })
	if err := SaveIn(ctx, tx, now, to, wishes); err != nil {
		return err
	}
	return ForgetIn(ctx, tx, from.ID)
}

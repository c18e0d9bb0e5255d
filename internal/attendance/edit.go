package attendance

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/id"
)

// Aspect is what of a registration an edit is about.
type Aspect string

// The aspects. Those before TheWorkshop have texts that people typed.
const (
	TheName         Aspect = "name"
	TheAddress      Aspect = "email"
	TheOrganisation Aspect = "organisation"
	TheRemark       Aspect = "remark"
	TheWishes       Aspect = "wishes"   // ranked, as they were called then
	TheWorkshop     Aspect = "workshop" // Is is the state of the place from then on
)

// Edit is a line of a person's history: what was, and what is since. Registering is none.
type Edit struct {
	bun.BaseModel `bun:"table:attendance_edits,alias:ae"`

	ID           string    `bun:"id,pk"`
	AttendanceID string    `bun:"attendance_id"`
	EventID      string    `bun:"event_id"`
	What         Aspect    `bun:"what"`
	ItemID       string    `bun:"item_id"` // the workshop
	Was          string    `bun:"was"`
	Is           string    `bun:"is_now"`
	At           time.Time `bun:"at"`
}

// EditIn writes down that something of the person's registration was and is different now; nothing when it is not.
func EditIn(ctx context.Context, tx bun.IDB, now time.Time, row Attendance, what Aspect, was, is string) error {
	if was == is {
		return nil
	}
	return insertEdits(ctx, tx, []Edit{{ID: id.New(), AttendanceID: row.ID, EventID: row.EventID, What: what, Was: was, Is: is, At: now}})
}

// editsOf says what is different about who somebody is.
func editsOf(before, after Attendance, now time.Time) []Edit {
	var edits []Edit
	note := func(what Aspect, was, is string) {
		if was != is {
			edits = append(edits, Edit{ID: id.New(), AttendanceID: after.ID, EventID: after.EventID, What: what, Was: was, Is: is, At: now})
		}
	}
	note(TheName, before.Name, after.Name)
	note(TheAddress, before.Email, after.Email)
	note(TheOrganisation, before.Organisation, after.Organisation)
	note(TheRemark, before.Remark, after.Remark)
	return edits
}

// editWorkshops writes down which workshops were taken, given back or waited for. With which ones somebody registered is not an edit.
func (s *Service) editWorkshops(ctx context.Context, tx bun.IDB, change Change) error {
	if change.Reason == WasRegistered || change.Reason == WasConfirmed {
		return nil
	}
	edits := make([]Edit, len(change.Workshops))
	for i, place := range change.Workshops {
		edits[i] = Edit{
			ID: id.New(), AttendanceID: place.AttendanceID, EventID: place.EventID, What: TheWorkshop, ItemID: place.ItemID, Is: string(place.State), At: s.clock.Now(),
		}
	}
	return insertEdits(ctx, tx, edits)
}

func insertEdits(ctx context.Context, tx bun.IDB, edits []Edit) error {
	if len(edits) == 0 {
		return nil
	}
	_, err := tx.NewInsert().Model(&edits).Exec(ctx)
	return database.Fault(err)
}

// EditsIn lists what was and is different of the person's registration, the latest first.
func EditsIn(ctx context.Context, db bun.IDB, attendanceID string) ([]Edit, error) {
	var edits []Edit
	err := db.NewSelect().Model(&edits).Where("ae.attendance_id = ?", attendanceID).Order("ae.at DESC", "ae.id DESC").Scan(ctx)
	return edits, database.Fault(err)
}

// ForgetEditsIn takes what people typed out of the histories; which workshops they had stays.
func ForgetEditsIn(ctx context.Context, tx bun.IDB, attendanceIDs ...string) error {
	_, err := tx.NewDelete().Model((*Edit)(nil)).Where("attendance_id IN (?) AND what <> ?", bun.List(append(attendanceIDs, "")), TheWorkshop).Exec(ctx)
	return database.Fault(err)
}

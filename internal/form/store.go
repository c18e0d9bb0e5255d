package form

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// FieldsIn lists the event's fields in their order, also those that are not asked any more.
func FieldsIn(ctx context.Context, db bun.IDB, eventID string) ([]Field, error) {
	var fields []Field
	err := db.NewSelect().Model(&fields).Where("ff.event_id = ?", eventID).Order("ff.position", "ff.id").Scan(ctx)
	return fields, database.Fault(err)
}

func insertField(ctx context.Context, tx bun.IDB, f Field) error {
	_, err := tx.NewInsert().Model(&f).Exec(ctx)
	return database.Fault(err)
}

// updateField writes f over the version before it; a Conflict when that is not what is stored.
func updateField(ctx context.Context, tx bun.IDB, f Field) error {
	ok, err := database.Changed(tx.NewUpdate().Model(&f).WherePK().
		Where("event_id = ? AND version = ? AND removed_at IS NULL", f.EventID, f.Version-1).Exec(ctx))
	if err == nil && !ok {
		return fault.New(fault.Conflict, "fault.conflict")
	}
	return err
}

// place puts the field at a position; its version stays, because no text of it changes.
func place(ctx context.Context, tx bun.IDB, fieldID string, position int64) error {
	return database.OneRow(tx.NewUpdate().Model((*Field)(nil)).Set("position = ?", position).Where("id = ?", fieldID).Exec(ctx))
}

// AnswersIn returns a person's answers by field.
func AnswersIn(ctx context.Context, db bun.IDB, attendanceID string) (map[string]Answer, error) {
	var rows []Answer
	err := db.NewSelect().Model(&rows).Where("fa.attendance_id = ?", attendanceID).Scan(ctx)
	answers := map[string]Answer{}
	for _, row := range rows {
		answers[row.FieldID] = row
	}
	return answers, database.Fault(err)
}

// AnswersOfIn returns the answers of some people by attendance and field.
func AnswersOfIn(ctx context.Context, db bun.IDB, attendances []string) (map[string]map[string]string, error) {
	var rows []Answer
	err := db.NewSelect().Model(&rows).Column("attendance_id", "field_id", "value").Where("fa.attendance_id IN (?)", bun.List(attendances)).Scan(ctx)
	answers := map[string]map[string]string{}
	for _, row := range rows {
		if answers[row.AttendanceID] == nil {
			answers[row.AttendanceID] = map[string]string{}
		}
		answers[row.AttendanceID][row.FieldID] = row.Value
	}
	return answers, database.Fault(err)
}

// Whose says whose answers are kept.
type Whose struct{ WorkspaceID, EventID, AttendanceID string }

// SaveIn makes the answers those of the person, instead of what was answered to the fields that are asked now. What was
// answered to fields that are not asked any more stays.
func SaveIn(ctx context.Context, tx bun.IDB, now time.Time, whose Whose, fields []Field, answers map[string]string) error {
	var asked []string
	var rows []Answer
	for _, f := range Asked(fields) {
		if f.Kind == File {
			continue // kept by KeepFileIn
		}
		asked = append(asked, f.ID)
		if value := answers[f.ID]; value != "" {
			rows = append(rows, Answer{
				AttendanceID: whose.AttendanceID, FieldID: f.ID, WorkspaceID: whose.WorkspaceID, EventID: whose.EventID,
				Value: value, AnsweredAt: now,
			})
		}
	}
	if len(asked) == 0 {
		return nil
	}
	_, err := tx.NewDelete().Model((*Answer)(nil)).
		Where("attendance_id = ? AND field_id IN (?)", whose.AttendanceID, bun.List(asked)).Exec(ctx)
	if err != nil || len(rows) == 0 {
		return database.Fault(err)
	}
	_, err = tx.NewInsert().Model(&rows).Exec(ctx)
	return database.Fault(err)
}

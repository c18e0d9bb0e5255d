package form

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/id"
)

// Edit is what somebody answered to a field before and after a change. It is kept as long as the field's answers are, and goes with them.
type Edit struct {
	bun.BaseModel `bun:"table:form_edits,alias:fe"`

	ID           string    `bun:"id,pk"`
	WorkspaceID  string    `bun:"workspace_id"`
	EventID      string    `bun:"event_id"`
	AttendanceID string    `bun:"attendance_id"`
	FieldID      string    `bun:"field_id"`
	Was          string    `bun:"was"` // of a file, its name
	Is           string    `bun:"is_now"`
	At           time.Time `bun:"at"`
}

// NoteEditsIn writes down which of the person's answers are others than before.
func NoteEditsIn(ctx context.Context, tx bun.IDB, now time.Time, whose Whose, fields []Field, before map[string]Answer) error {
	after, err := AnswersIn(ctx, tx, whose.AttendanceID)
	if err != nil {
		return err
	}
	var edits []Edit
	for _, f := range fields {
		was, is := before[f.ID], after[f.ID]
		if was.Value != is.Value || was.File != is.File {
			edits = append(edits, Edit{
				ID: id.New(), WorkspaceID: whose.WorkspaceID, EventID: whose.EventID, AttendanceID: whose.AttendanceID, FieldID: f.ID,
				Was: was.Value, Is: is.Value, At: now,
			})
		}
	}
	if len(edits) == 0 {
		return nil
	}
	_, err = tx.NewInsert().Model(&edits).Exec(ctx)
	return database.Fault(err)
}

// EditsIn lists the changes of the person's answers, the latest first and those of one moment in the order of the fields.
func EditsIn(ctx context.Context, db bun.IDB, fields []Field, attendanceID string) ([]Edit, error) {
	var edits []Edit
	err := db.NewSelect().Model(&edits).Where("fe.attendance_id = ?", attendanceID).Order("fe.at DESC", "fe.id").Scan(ctx)
	place := func(e Edit) int { return slices.IndexFunc(fields, func(f Field) bool { return f.ID == e.FieldID }) }
	slices.SortStableFunc(edits, func(a, b Edit) int {
		if !a.At.Equal(b.At) {
			return b.At.Compare(a.At)
		}
		return place(a) - place(b)
	})
	return edits, database.Fault(err)
}

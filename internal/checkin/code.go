package checkin

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

const codeLength = 26 // characters of five bits

func newCode(row attendance.Attendance) code {
	return code{AttendanceID: row.ID, WorkspaceID: row.WorkspaceID, EventID: row.EventID, Code: id.Token()[:codeLength]}
}

// CodesIn returns the codes of all who have a place at the event, wait for one or ask for one, by attendance, and makes those that are
// missing. Of several at once each finds the same codes.
func CodesIn(ctx context.Context, tx bun.IDB, eventID string) (map[string]string, error) {
	var missing []attendance.Attendance
	err := tx.NewSelect().Model(&missing).Column("t.id", "t.workspace_id", "t.event_id").
		Where("t.event_id = ? AND t.erased_at IS NULL AND t.place IN (?)", eventID, bun.List(active())).
		Where("NOT EXISTS (SELECT 1 FROM checkin_codes AS cc WHERE cc.attendance_id = t.id)").Scan(ctx)
	if err != nil {
		return nil, database.Fault(err)
	}
	for part := range parts(missing) {
		codes := make([]code, len(part))
		for i, row := range part {
			codes[i] = newCode(row)
		}
		if _, err := tx.NewInsert().Model(&codes).On("CONFLICT DO NOTHING").Returning("NULL").Exec(ctx); err != nil {
			return nil, database.Fault(err)
		}
	}
	var all []code
	if err := tx.NewSelect().Model(&all).Where("cc.event_id = ?", eventID).Scan(ctx); err != nil {
		return nil, database.Fault(err)
	}
	codes := make(map[string]string, len(all))
	for _, one := range all {
		codes[one.AttendanceID] = one.Code
	}
	return codes, nil
}

// codeIn returns the code of one person, and makes it when it is missing.
func codeIn(ctx context.Context, tx bun.IDB, row attendance.Attendance) (string, error) {
	fresh := newCode(row)
	if _, err := tx.NewInsert().Model(&fresh).On("CONFLICT DO NOTHING").Returning("NULL").Exec(ctx); err != nil {
		return "", database.Fault(err)
	}
	var known code
	err := tx.NewSelect().Model(&known).Where("cc.attendance_id = ?", row.ID).Scan(ctx)
	return known.Code, database.Fault(err)
}

// CodeFor returns the code of somebody who is on the list of an event.
func (s *Service) CodeFor(ctx context.Context, attendanceID string) (string, error) {
	var known []code
	err := s.db.Read().NewSelect().Model(&known).Where("cc.attendance_id = ?", attendanceID).Scan(ctx)
	if err != nil {
		return "", database.Fault(err)
	}
	if len(known) > 0 {
		return known[0].Code, nil
	}
	word := ""
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		row, err := attendance.FindIn(ctx, tx, attendanceID)
		if err != nil {
			return err
		}
		word, err = codeIn(ctx, tx, row)
		return err
	})
	return word, err
}

// Whose returns the event that a code is for: what anybody may know who photographs somebody's QR. NotFound for a word that is none, and
// for people who are erased.
func (s *Service) Whose(ctx context.Context, word string) (event.Event, error) {
	word = CodeOf(word)
	if word == "" {
		return event.Event{}, fault.Missing()
	}
	var known code
	if err := s.db.Read().NewSelect().Model(&known).Where("cc.code = ?", word).Scan(ctx); err != nil {
		return event.Event{}, database.Fault(err)
	}
	return event.FindIn(ctx, s.db.Read(), known.EventID)
}

func active() []attendance.Place {
	return []attendance.Place{attendance.Confirmed, attendance.Waitlisted, attendance.Requested}
}

// parts cuts rows into pieces that one statement can hold.
func parts(rows []attendance.Attendance) func(yield func([]attendance.Attendance) bool) {
	const most = 500
	return func(yield func([]attendance.Attendance) bool) {
		for len(rows) > 0 {
			n := min(most, len(rows))
			if !yield(rows[:n]) {
				return
			}
			rows = rows[n:]
		}
	}
}

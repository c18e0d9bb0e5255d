package registration

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

var _ directory.Eraser = (*Service)(nil)

const maxNote = 2000

// Note is what staff wrote down about somebody's registration, for staff alone.
type Note struct {
	bun.BaseModel `bun:"table:registration_notes,alias:rn"`

	ID           string    `bun:"id,pk"`
	WorkspaceID  string    `bun:"workspace_id"`
	ProjectID    string    `bun:"project_id"`
	AttendanceID string    `bun:"attendance_id"`
	Text         string    `bun:"text"`
	Author       string    `bun:"author"` // name of the colleague, as it was then
	CreatedAt    time.Time `bun:"created_at"`
}

// checkNote returns the text as it is kept.
func checkNote(text string) (string, error) {
	text = strings.TrimSpace(text)
	var c fault.Checks
	c.Require("note", text)
	c.MaxLen("note", text, maxNote)
	return text, c.Err()
}

// Note writes down something about a registration.
func (s *Service) Note(ctx context.Context, actor account.Actor, eventID, attendanceID, text string) error {
	if err := mayRun(actor); err != nil {
		return err
	}
	text, err := checkNote(text)
	if err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		row, err := findOf(ctx, tx, actor, eventID, attendanceID)
		if err != nil {
			return err
		}
		return s.noteIn(ctx, tx, actor, row.ID, text)
	})
}

// Notes returns the notes about a registration of the actor's project, the latest first.
func (s *Service) Notes(ctx context.Context, actor account.Actor, attendanceID string) ([]Note, error) {
	if err := mayRead(actor); err != nil {
		return nil, err
	}
	var notes []Note
	err := s.db.Read().NewSelect().Model(&notes).
		Where("rn.workspace_id = ? AND rn.project_id = ? AND rn.attendance_id = ?", actor.WorkspaceID, actor.ProjectID, attendanceID).
		OrderExpr("rn.created_at DESC, rn.id DESC").Scan(ctx)
	return notes, database.Fault(err)
}

func (s *Service) noteIn(ctx context.Context, tx bun.IDB, actor account.Actor, attendanceID, text string) error {
	now := s.clock.Now()
	note := Note{
		ID: id.New(), WorkspaceID: actor.WorkspaceID, ProjectID: actor.ProjectID, AttendanceID: attendanceID,
		Text: text, Author: actor.Name, CreatedAt: now,
	}
	if _, err := tx.NewInsert().Model(&note).Exec(ctx); err != nil {
		return database.Fault(err)
	}
	return audit.Record(ctx, tx, actor.Entry(now, "attendance.noted", "attendance", attendanceID, nil))
}

// notesOf returns the notes about the attendances, the latest first.
func notesOf(ctx context.Context, tx bun.IDB, attendanceIDs ...string) (map[string][]Note, error) {
	of := map[string][]Note{}
	if len(attendanceIDs) == 0 {
		return of, nil
	}
	var notes []Note
	err := tx.NewSelect().Model(&notes).Where("rn.attendance_id IN (?)", bun.List(attendanceIDs)).
		OrderExpr("rn.created_at DESC, rn.id DESC").Scan(ctx)
	for _, note := range notes {
		of[note.AttendanceID] = append(of[note.AttendanceID], note)
	}
	return of, database.Fault(err)
}

// EraseIn deletes what staff noted about an erased person.
func (s *Service) EraseIn(ctx context.Context, tx bun.IDB, whose directory.Erasure) error {
	of := tx.NewSelect().TableExpr("attendances AS t").Column("t.id").
		Where("t.workspace_id = ? AND t.person_id = ?", whose.Person.WorkspaceID, whose.Person.ID)
	_, err := tx.NewDelete().Model((*Note)(nil)).Where("attendance_id IN (?)", of).Exec(ctx)
	return database.Fault(err)
}

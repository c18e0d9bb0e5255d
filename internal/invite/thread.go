package invite

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
)

// Thread is the memory of one calendar UID: from its first REQUEST to its CANCEL.
type Thread struct {
	bun.BaseModel `bun:"table:invite_threads,alias:h"`

	UID          string     `bun:"uid,pk"`
	WorkspaceID  string     `bun:"workspace_id"`
	ProjectID    string     `bun:"project_id"`
	EventID      string     `bun:"event_id"`
	AttendanceID string     `bun:"attendance_id"`
	PlaceID      string     `bun:"place_id"` // workshop place; empty for the event itself
	BatchID      string     `bun:"batch_id"` // the mailing that began it; empty for people who registered
	RequestedAt  time.Time  `bun:"requested_at"`
	CancelledAt  *time.Time `bun:"cancelled_at"`
	LastSequence int64      `bun:"last_sequence"` // SEQUENCE of the CANCEL; 0 while there is none
	Provisional  bool       `bun:"provisional"`   // only the day was announced: there is no invitation and no place yet
}

// live reports whether the UID still stands in the receiver's calendar.
func (h Thread) live() bool { return h.UID != "" && h.CancelledAt == nil }

// findThread returns the thread of the UID; its UID is empty when there is none.
func findThread(ctx context.Context, db bun.IDB, uid string) (Thread, error) {
	var found []Thread
	err := db.NewSelect().Model(&found).Where("h.uid = ?", uid).Scan(ctx)
	if err != nil || len(found) == 0 {
		return Thread{}, database.Fault(err)
	}
	return found[0], nil
}

// listThreads returns the event's threads by UID.
func listThreads(ctx context.Context, db bun.IDB, eventID string) (map[string]Thread, error) {
	var found []Thread
	err := db.NewSelect().Model(&found).Where("h.event_id = ?", eventID).Scan(ctx)
	threads := make(map[string]Thread, len(found))
	for _, h := range found {
		threads[h.UID] = h
	}
	return threads, database.Fault(err)
}

func insertThread(ctx context.Context, tx bun.IDB, h Thread) error {
	return database.Later(ctx, tx, h)
}

// endThread notes that the entry of a UID is no more, and the calendar version it ended with.
func endThread(ctx context.Context, tx bun.IDB, uid string, sequence int64, now time.Time) error {
	return database.OneRow(tx.NewUpdate().Model((*Thread)(nil)).Set("cancelled_at = ?", now).Set("last_sequence = ?", sequence).
		Where("h.uid = ?", uid).Exec(ctx))
}

// firmThread notes that the entry of a UID is an invitation now, or a place, and no announcement any more.
func firmThread(ctx context.Context, tx bun.IDB, uid, mailingID string, now time.Time) error {
	return database.OneRow(tx.NewUpdate().Model((*Thread)(nil)).Set("provisional = ?", false).Set("batch_id = ?", mailingID).
		Set("requested_at = ?", now).Where("h.uid = ?", uid).Exec(ctx))
}

// loosenThread is the reverse, for an invitation that never left.
func loosenThread(ctx context.Context, tx bun.IDB, uid string) error {
	return database.OneRow(tx.NewUpdate().Model((*Thread)(nil)).Set("provisional = ?", true).Where("h.uid = ?", uid).Exec(ctx))
}

// dropThread forgets the threads of an attendance, none of whose mails has left.
func dropThread(ctx context.Context, tx bun.IDB, attendanceID string) error {
	_, err := tx.NewDelete().Model((*Thread)(nil)).Where("attendance_id = ?", attendanceID).Exec(ctx)
	return database.Fault(err)
}

// personThread is the thread a person's calendar entry of the event would begin.
func personThread(row attendance.Attendance, mailingID string, now time.Time) Thread {
	return Thread{
		UID: row.UID, WorkspaceID: row.WorkspaceID, ProjectID: row.ProjectID, EventID: row.EventID,
		AttendanceID: row.ID, BatchID: mailingID, RequestedAt: now,
	}
}

package attendance

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
)

var _ directory.Eraser = (*Service)(nil)

// Listed are the participants of an event as everybody may see them.
type Listed struct {
	Named []Guest // have a place and an address that needs no confirming, and agreed to be named, by name; only name and organisation are filled in
	All   int64   // have a place
}

// Unnamed is how many have a place and are not named.
func (l Listed) Unnamed() int { return int(l.All) - len(l.Named) }

// ListedIn returns the participants of the event as everybody may see them.
func ListedIn(ctx context.Context, db bun.IDB, eventID string) (l Listed, err error) {
	err = db.NewSelect().TableExpr("attendances AS t").Column("t.name", "t.organisation").
		Where("t.event_id = ? AND t.place = ? AND t.listed_at IS NOT NULL AND t.confirm_until IS NULL", eventID, Confirmed).
		Order("t.name_key", "t.id").Scan(ctx, &l.Named)
	if err != nil {
		return l, database.Fault(err)
	}
	l.All, err = db.NewSelect().TableExpr("attendances AS t").Where("t.event_id = ? AND t.place = ?", eventID, Confirmed).Count(ctx)
	return l, database.Fault(err)
}

// ListIn notes that the person agrees to be named in public, or does not any more, and reports whether that is news. Agreeing is a
// Conflict where the event names nobody or the person has no place and waits for none; taking it back always works.
func (s *Service) ListIn(ctx context.Context, tx bun.IDB, attendanceID string, agrees bool) (bool, error) {
	row, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil || agrees == (row.ListedAt != nil) {
		return false, err
	}
	now := s.clock.Now()
	if agrees && (!held.ShowsGuests(now) || !row.Attends()) {
		return false, fault.New(fault.Conflict, "attendance.listed_closed")
	}
	row.ListedAt = nil
	if agrees {
		row.ListedAt = &now
	}
	return true, database.OneRow(tx.NewUpdate().Model(&row).Column("listed_at").WherePK().Exec(ctx))
}

// EraseIn takes an erased person off the public lists of participants, and forgets that they agreed to photos.
func (s *Service) EraseIn(ctx context.Context, tx bun.IDB, whose directory.Erasure) error {
	_, err := tx.NewUpdate().Model((*Attendance)(nil)).Set("listed_at = NULL, photos_at = NULL").
		Where("workspace_id = ? AND person_id = ? AND (listed_at IS NOT NULL OR photos_at IS NOT NULL)", whose.Person.WorkspaceID, whose.Person.ID).Exec(ctx)
	return database.Fault(err)
}

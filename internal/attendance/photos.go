package attendance

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// AgreeToPhotosIn notes that the person agrees to be photographed at the event, or does not any more, and reports whether that is news.
// Agreeing is a Conflict where the event takes no photos, and for who has no place and waits for none; taking it back always works.
func (s *Service) AgreeToPhotosIn(ctx context.Context, tx bun.IDB, attendanceID string, agrees bool) (bool, error) {
	row, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil || agrees == (row.PhotosAt != nil) {
		return false, err
	}
	if agrees && !held.TakesPhotos {
		return false, fault.New(fault.Conflict, "attendance.photos_none")
	}
	if agrees && !row.Attends() {
		return false, fault.New(fault.Conflict, "attendance.photos_closed")
	}
	row.PhotosAt = nil
	if now := s.clock.Now(); agrees {
		row.PhotosAt = &now
	}
	return true, database.OneRow(tx.NewUpdate().Model(&row).Column("photos_at").WherePK().Exec(ctx))
}

package registration

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
)

// AgreeToPhotos notes that the holder agrees to be photographed at the event, or does not any more. Without it their badge carries the
// mark that asks photographers to leave them out.
func (s *Service) AgreeToPhotos(ctx context.Context, attendanceID, token string, agrees bool) error {
	_, err := s.asHolder(ctx, attendanceID, token, func(ctx context.Context, tx bun.IDB, row attendance.Attendance) (attendance.Attendance, error) {
		news, err := s.places.AgreeToPhotosIn(ctx, tx, row.ID, agrees)
		switch {
		case err != nil || !news:
			return row, err
		case agrees:
			return row, s.note(ctx, tx, "registration_form.photos_agreed", row)
		}
		return row, s.note(ctx, tx, "registration_form.photos_refused", row)
	})
	return err
}

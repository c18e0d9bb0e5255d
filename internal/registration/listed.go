package registration

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
)

// MayBeNamed reports whether the person can agree to be named in public.
func (v Visit) MayBeNamed(now time.Time) bool {
	return v.Event.ShowsGuests(now) && v.Attendance.Attends()
}

// BeNamed notes that the holder agrees to be named on the public list of participants, or does not any more. Both work at any time, also
// after the event.
func (s *Service) BeNamed(ctx context.Context, attendanceID, token string, agrees bool) error {
	_, err := s.asHolder(ctx, attendanceID, token, func(ctx context.Context, tx bun.IDB, row attendance.Attendance) (attendance.Attendance, error) {
		news, err := s.places.ListIn(ctx, tx, row.ID, agrees)
		switch {
		case err != nil || !news:
			return row, err
		case agrees:
			return row, s.note(ctx, tx, "registration_form.listed", row)
		}
		return row, s.note(ctx, tx, "registration_form.unlisted", row)
	})
	return err
}

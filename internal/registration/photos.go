package registration

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/event"
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

// AsksPhotos reports whether the person can agree to be photographed now.
func (v Visit) AsksPhotos(now time.Time) bool {
	return v.Event.TakesPhotos && v.Attendance.Attends() && !v.Event.Over(now) && v.Event.State == event.Published
}

// PhotosFor notes for staff what a person told them about being photographed, by telephone or at the door.
func (s *Service) PhotosFor(ctx context.Context, actor account.Actor, eventID, attendanceID string, agrees bool) error {
	if err := mayRun(actor); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		row, err := findOf(ctx, tx, actor, eventID, attendanceID)
		if err != nil {
			return err
		}
		news, err := s.places.AgreeToPhotosIn(ctx, tx, row.ID, agrees)
		if err != nil || !news {
			return err
		}
		entry := actor.Entry(s.clock.Now(), "attendance.photos_refused", "attendance", row.ID, nil)
		if agrees {
			entry = actor.Entry(s.clock.Now(), "attendance.photos_agreed", "attendance", row.ID, nil)
		}
		return audit.Record(ctx, tx, entry)
	})
}

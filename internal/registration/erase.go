package registration

import (
	"context"
	"errors"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/form"
	"rundertisch/internal/wish"
)

// Eraser is another package that keeps copies of what one attendance says about its person. It takes them out in the transaction in which
// the person is erased, before the row itself loses name and address.
type Eraser interface {
	EraseAttendanceIn(ctx context.Context, tx bun.IDB, row attendance.Attendance) error
}

// Erasing names the other packages that keep copies; before anybody is erased. A nil one is an error.
func (s *Service) Erasing(erasers ...Eraser) error {
	if slices.Contains(erasers, nil) {
		return errors.New("registration: an eraser is nil")
	}
	s.erasers = erasers
	return nil
}

// Erase takes the holder out of the event, at once and for good: places are given back and go to those who wait, and name, address, words, answers,
// files, needs, wishes, what staff noted, and all mail about it go. What stays is that there was somebody, as a number. What the house
// keeps of the person in the directory is not the event's, and stays.
func (s *Service) Erase(ctx context.Context, attendanceID, token string) error {
	_, err := s.asHolder(ctx, attendanceID, token, func(ctx context.Context, tx bun.IDB, row attendance.Attendance) (attendance.Attendance, error) {
		if _, err := s.places.HoldIn(ctx, tx, row.EventID); err != nil {
			return row, err
		}
		for _, eraser := range s.erasers {
			if err := eraser.EraseAttendanceIn(ctx, tx, row); err != nil {
				return row, err
			}
		}
		if err := s.eraseOwn(ctx, tx, row); err != nil {
			return row, err
		}
		if err := s.places.EraseOneIn(ctx, tx, row.ID); err != nil {
			return row, err
		}
		return row, s.note(ctx, tx, "registration_form.erased", row)
	})
	return err
}

func (s *Service) eraseOwn(ctx context.Context, tx bun.IDB, row attendance.Attendance) error {
	if err := form.ForgetIn(ctx, tx, row.ID); err != nil {
		return err
	}
	if err := wish.ForgetIn(ctx, tx, row.ID); err != nil {
		return err
	}
	_, err := tx.NewDelete().Model((*Note)(nil)).Where("attendance_id = ?", row.ID).Exec(ctx)
	return database.Fault(err)
}

// Erased returns the event of a personal link whose person is erased; NotFound when there is no such link.
func (s *Service) Erased(ctx context.Context, token string) (event.Event, error) {
	row, err := attendance.ErasedByToken(ctx, s.db.Read(), s.clock.Now(), token)
	if err != nil {
		return event.Event{}, err
	}
	return event.FindIn(ctx, s.db.Read(), row.EventID)
}

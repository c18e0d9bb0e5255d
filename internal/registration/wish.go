package registration

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/wish"
)

// wishesOf adds what the person wishes for and what came of it, at an event whose workshops go by wishes.
func (s *Service) wishesOf(ctx context.Context, tx bun.IDB, v *Visit) error {
	if v.Event.WishesUntil == "" {
		return nil
	}
	v.Wishing = v.Changeable && v.Event.WishesOpen(s.clock.Now())
	var err error
	if v.Wishes, err = wish.OfIn(ctx, tx, v.Attendance.ID); err != nil || v.Event.WishesDoneAt == nil {
		return err
	}
	if v.Outcomes, err = wish.OutcomesIn(ctx, tx, v.Attendance.ID); err != nil {
		return err
	}
	draws, err := wish.DrawsIn(ctx, tx, v.Event.ID)
	if len(draws) > 0 {
		v.Seed = draws[0].Seed
	}
	return err
}

// Wish makes the typed wishes those of the holder of the token, who says yes with it where that was open. A Conflict when
// the last day for it is over.
func (s *Service) Wish(ctx context.Context, attendanceID, token string, typed func(field string) string) (attendance.Attendance, error) {
	return s.asHolder(ctx, attendanceID, token, func(ctx context.Context, tx bun.IDB, row attendance.Attendance) (attendance.Attendance, error) {
		return s.wishIn(ctx, tx, row, typed)
	})
}

func (s *Service) wishIn(ctx context.Context, tx bun.IDB, row attendance.Attendance, typed func(field string) string) (attendance.Attendance, error) {
	e, err := s.places.HoldIn(ctx, tx, row.EventID) // so that the lot is not drawn in between
	if err != nil {
		return row, err
	}
	if !e.WishesOpen(s.clock.Now()) || !attendance.Open(e, s.clock.Now()) {
		return row, fault.New(fault.Conflict, "wish.closed")
	}
	items, err := event.ListItemsIn(ctx, tx, row.EventID)
	if err != nil {
		return row, err
	}
	var c fault.Checks
	wishes := wish.Read(&c, items, typed)
	if err := c.Err(); err != nil {
		return row, err
	}
	if !row.Attends() {
		if row, err = s.answerIn(ctx, tx, account.Actor{}, row, attendance.Accepted, attendance.ByWeb); err != nil {
			return row, err
		}
	}
	if err := wish.SaveIn(ctx, tx, s.clock.Now(), row, wishes); err != nil {
		return row, err
	}
	return row, s.trail(ctx, tx, account.Actor{}, "attendance.wishes_saved", row, attendance.ByWeb)
}

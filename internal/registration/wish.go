package registration

import (
	"context"
	"fmt"
	"slices"
	"strings"

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
	if v.Wishes, err = wish.OfIn(ctx, tx, v.Attendance.ID); err != nil {
		return err
	}
	draws, err := wish.DrawsIn(ctx, tx, v.Event.ID)
	if err != nil {
		return err
	}
	v.Drawn = len(draws) > 0
	if v.Event.WishesDoneAt == nil {
		return nil
	}
	if v.Drawn {
		v.Seed = draws[0].Seed
	}
	v.Outcomes, err = wish.OutcomesIn(ctx, tx, v.Attendance.ID)
	wish.InOrder(v.Items, v.Outcomes)
	return err
}

// WishesTaken reports whether staff may still change what the person wishes for: until the lot is drawn, so that nobody's wishes
// are changed by somebody who knows it.
func (v Visit) WishesTaken() bool {
	return v.Changeable && v.Event.ByWishes() && !v.Drawn && v.Attendance.Attends() && len(event.Slots(v.Items)) > 0
}

// WishFor makes the typed wishes those of somebody who told them to staff, also after the last day for it. A Conflict once the lot
// is drawn.
func (s *Service) WishFor(ctx context.Context, actor account.Actor, eventID, attendanceID string, typed func(field string) string) error {
	if err := mayRun(actor); err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		row, err := findOf(ctx, tx, actor, eventID, attendanceID)
		if err != nil {
			return err
		}
		e, err := s.places.HoldIn(ctx, tx, eventID) // so that the lot is not drawn in between
		if err != nil {
			return err
		}
		draws, err := wish.DrawsIn(ctx, tx, eventID)
		switch {
		case err != nil:
			return err
		case len(draws) > 0:
			return fault.New(fault.Conflict, "wish.drawn")
		case !e.ByWishes() || !attendance.Open(e, s.clock.Now()) || !row.Attends():
			return fault.New(fault.Conflict, "wish.not_now")
		}
		return s.wishesIn(ctx, tx, actor, row, attendance.ByStaff, typed)
	})
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
	if !row.Attends() {
		if row, err = s.answerIn(ctx, tx, account.Actor{}, row, attendance.Accepted, attendance.ByWeb); err != nil {
			return row, err
		}
	}
	return row, s.wishesIn(ctx, tx, account.Actor{}, row, attendance.ByWeb, typed)
}

// ranked says in words what is wished for, one wish a line.
func ranked(items []event.ProgrammeItem, wishes []wish.Wish) string {
	var lines []string
	for _, item := range items {
		for _, w := range wishes {
			if w.ItemID == item.ID {
				lines = append(lines, fmt.Sprintf("%d. %s", w.Rank, item.Title))
			}
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// wishesIn reads and keeps the typed wishes of the person.
func (s *Service) wishesIn(ctx context.Context, tx bun.IDB, actor account.Actor, row attendance.Attendance, source attendance.Source, typed func(field string) string) error {
	items, err := event.ListItemsIn(ctx, tx, row.EventID)
	if err != nil {
		return err
	}
	var c fault.Checks
	wishes := wish.Read(&c, items, typed)
	if err := c.Err(); err != nil {
		return err
	}
	before, err := wish.OfIn(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	if err := wish.SaveIn(ctx, tx, s.clock.Now(), row, wishes); err != nil {
		return err
	}
	if err := attendance.EditIn(ctx, tx, s.clock.Now(), row, attendance.TheWishes, ranked(items, before), ranked(items, wishes)); err != nil {
		return err
	}
	return s.trail(ctx, tx, actor, "attendance.wishes_saved", row, source)
}

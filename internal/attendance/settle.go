package attendance

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
)

// settle gives free places to those who wait, in the order of their tickets: first places of the event, then places
// of its workshops to people with a place of the event. Where the event says so, its own places are offered, and held
// until they are taken; those of workshops are always given at once. It tells the observers once per person.
func (s *Service) settle(ctx context.Context, tx bun.IDB, eventID string) error {
	of, err := event.FindIn(ctx, tx, eventID)
	if err != nil {
		return err
	}
	promoted := promotions{of: map[string]*Change{}}
	if err := s.promotePeople(ctx, tx, of, &promoted); err != nil {
		return err
	}
	if err := s.promoteWishes(ctx, tx, eventID, &promoted); err != nil {
		return err
	}
	return s.tell(ctx, tx, promoted.changes()...)
}

// promotePeople gives places of the event. Where kinds of organisations have shares, whoever may not have a free place is passed over
// and stays where they are: a place taken by one kind leaves no more to the others.
func (s *Service) promotePeople(ctx context.Context, tx bun.IDB, of event.Event, promoted *promotions) error {
	var passed []directory.Kind
	for {
		next, err := nextInLine(ctx, tx, of.ID, passed)
		if err != nil || next.ID == "" {
			return err
		}
		taken, err := takePlaces(ctx, tx, of, next.Share, 1)
		switch {
		case err != nil || !taken && !of.ByKind:
			return err
		case !taken:
			passed = append(passed, next.Share)
			continue
		}
		if err := s.promotePerson(ctx, tx, of, next, promoted); err != nil {
			return err
		}
	}
}

// nextInLine returns who is next on the waitlist, without people of the kinds that were passed over; its ID is empty when nobody is.
func nextInLine(ctx context.Context, tx bun.IDB, eventID string, passed []directory.Kind) (Attendance, error) {
	var next []Attendance
	q := tx.NewSelect().Model(&next).
		Where("t.event_id = ? AND t.place = ? AND t.offered_until IS NULL AND t.confirm_until IS NULL", eventID, Waitlisted)
	if len(passed) > 0 {
		q = q.Where("t.share NOT IN (?)", bun.List(passed))
	}
	err := q.Order("t.ticket", "t.id").Limit(1).Scan(ctx)
	if err != nil || len(next) == 0 {
		return Attendance{}, database.Fault(err)
	}
	return next[0], nil
}

// promotePerson gives the place that was just taken to the person, or holds it as an offer.
func (s *Service) promotePerson(ctx context.Context, tx bun.IDB, of event.Event, before Attendance, promoted *promotions) error {
	after := before
	after.OfferedUntil, after.UpdatedAt = s.offerUntil(of), s.clock.Now()
	if after.OfferedUntil == nil {
		after.Place = Confirmed
		promoted.add(before, after)
		return updateAttendance(ctx, tx, &after)
	}
	promoted.add(before, after).Reason = PlaceOffered
	if err := s.step(ctx, tx, Step{AttendanceID: after.ID, EventID: after.EventID, What: StepOffered, Until: after.OfferedUntil}); err != nil {
		return err
	}
	return updateAttendance(ctx, tx, &after)
}

func (s *Service) promoteWishes(ctx context.Context, tx bun.IDB, eventID string, promoted *promotions) error {
	var withRoom []string
	err := tx.NewSelect().Model((*seat)(nil)).Column("s.id").Where("s.event_id = ? AND s.id <> ?", eventID, eventID).
		Where(hasRoom).Order("s.id").Scan(ctx, &withRoom)
	if err != nil {
		return database.Fault(err)
	}
	for _, itemID := range withRoom {
		for more := true; more; {
			if more, err = s.promoteWish(ctx, tx, itemID, promoted); err != nil {
				return err
			}
		}
	}
	return nil
}

// promoteWish gives one place of the workshop to the next in turn and reports whether it did.
func (s *Service) promoteWish(ctx context.Context, tx bun.IDB, itemID string, promoted *promotions) (bool, error) {
	var next []WorkshopPlace
	err := tx.NewSelect().Model(&next).Join("JOIN attendances AS t ON t.id = wp.attendance_id").
		Where("wp.item_id = ? AND wp.state = ? AND t.place = ? AND t.confirm_until IS NULL", itemID, Waitlisted, Confirmed).
		Order("wp.ticket", "wp.id").Limit(1).Scan(ctx)
	if err != nil || len(next) == 0 {
		return false, database.Fault(err)
	}
	taken, err := takeSeat(ctx, tx, itemID)
	if err != nil || !taken {
		return false, err
	}
	place := next[0]
	place.State, place.Stamp, place.UpdatedAt = Confirmed, rise(place.Stamp, s.clock.Now()), s.clock.Now()
	if err := updateWorkshopPlace(ctx, tx, &place); err != nil {
		return false, err
	}
	row, err := FindIn(ctx, tx, place.AttendanceID)
	promoted.addWorkshop(row, place)
	return true, err
}

// promotions collects one change per person, in the order of promotion.
type promotions struct {
	of    map[string]*Change
	order []string
}

func (p *promotions) add(before, after Attendance) *Change {
	change, known := p.of[after.ID]
	if !known {
		change = &Change{Reason: WasPromoted, Before: before, After: after}
		p.of[after.ID] = change
		p.order = append(p.order, after.ID)
	}
	return change
}

func (p *promotions) addWorkshop(row Attendance, place WorkshopPlace) {
	change := p.add(row, row)
	change.Workshops = append(change.Workshops, place)
}

func (p *promotions) changes() []Change {
	all := make([]Change, len(p.order))
	for i, id := range p.order {
		all[i] = *p.of[id]
	}
	return all
}

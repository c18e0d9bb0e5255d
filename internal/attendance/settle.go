package attendance

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
)

type unsettledKey struct{}

// AtOnceIn makes several changes to places of one event in fn; those who wait go up once, afterwards. So nobody is given a place on the
// way who is among those that are cancelled.
func (s *Service) AtOnceIn(ctx context.Context, tx bun.IDB, eventID string, fn func(ctx context.Context) error) error {
	if err := fn(context.WithValue(ctx, unsettledKey{}, true)); err != nil {
		return err
	}
	return s.settle(ctx, tx, eventID)
}

// settle gives free places to those who wait, in the order of their tickets: first places of the event, then places
// of its workshops to people with a place of the event. Where the event says so, its own places are offered, and held
// until they are taken; those of workshops are always given at once. It tells the observers once per person.
func (s *Service) settle(ctx context.Context, tx bun.IDB, eventID string) error {
	if ctx.Value(unsettledKey{}) != nil {
		return nil
	}
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

// promotePeople gives places of the event. Whoever may not have a free place is passed over and stays where they are, because of the share of
// their kind of organisation or because more come together than there are places: what is taken by others leaves no more to them.
func (s *Service) promotePeople(ctx context.Context, tx bun.IDB, of event.Event, promoted *promotions) error {
	var line passed
	for {
		next, err := nextInLine(ctx, tx, of.ID, line)
		if err != nil || next.ID == "" {
			return err
		}
		party, err := partyOf(ctx, tx, next)
		if err != nil {
			return err
		}
		taken, err := takePlaces(ctx, tx, of, next.Share, int64(len(party)))
		if err != nil {
			return err
		}
		if taken {
			err = s.promoteParty(ctx, tx, of, party, promoted)
		} else if more, problem := line.over(ctx, tx, of, party); !more {
			return problem
		}
		if err != nil {
			return err
		}
	}
}

// passed says who was passed over on the way down the waitlist.
type passed struct {
	kinds []directory.Kind
	group int64 // ticket of the last group
}

// over passes the party over and reports whether somebody behind it may have a place.
func (p *passed) over(ctx context.Context, tx bun.IDB, of event.Event, party []Attendance) (bool, error) {
	if len(party) == 1 {
		p.kinds = append(p.kinds, party[0].Share)
		return of.ByKind, nil
	}
	p.group = party[0].Ticket
	free, err := tx.NewSelect().Model((*seat)(nil)).Where("s.id = ?", of.ID).Where(hasRoom).Exists(ctx)
	return free, database.Fault(err)
}

// promoteParty gives the places that were just taken to people who come together, or holds them as one offer, about which the contact
// decides.
func (s *Service) promoteParty(ctx context.Context, tx bun.IDB, of event.Event, party []Attendance, promoted *promotions) error {
	for _, one := range party {
		if err := s.promotePerson(ctx, tx, of, one, promoted); err != nil {
			return err
		}
	}
	if party[0].GroupID == "" || promoted.of[party[0].ID].After.OfferedUntil == nil {
		return nil
	}
	return promoted.tellContact(ctx, tx, party)
}

// nextInLine returns who is next on the waitlist, without those who were passed over; its ID is empty when nobody is. A group whose contact has
// yet to confirm the address waits.
func nextInLine(ctx context.Context, tx bun.IDB, eventID string, line passed) (Attendance, error) {
	var next []Attendance
	q := tx.NewSelect().Model(&next).
		Where("t.event_id = ? AND t.place = ? AND t.offered_until IS NULL AND t.confirm_until IS NULL", eventID, Waitlisted).
		Where("(t.group_id = '' OR NOT EXISTS (SELECT 1 FROM attendances AS gc WHERE gc.id = t.group_id AND gc.confirm_until IS NOT NULL))")
	if len(line.kinds) > 0 {
		q = q.Where("t.share NOT IN (?)", bun.List(line.kinds))
	}
	if line.group > 0 {
		q = q.Where("t.ticket > ?", line.group)
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

// tellContact makes the offers to a group one offer, of which the contact alone is told, also when the contact does not come along.
func (p *promotions) tellContact(ctx context.Context, tx bun.IDB, party []Attendance) error {
	contact, err := ContactIn(ctx, tx, party[0])
	if err != nil || contact.ID == "" {
		return err
	}
	lead := p.add(contact, contact)
	lead.Reason = PlaceOffered // of several parties of the group, perhaps
	for _, one := range party {
		if change := p.of[one.ID]; change != lead {
			change.Quiet = true
			lead.Group = append(lead.Group, change.After)
		}
	}
	return nil
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

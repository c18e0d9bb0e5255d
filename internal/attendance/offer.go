package attendance

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
)

// holds reports whether a place of the event is taken for the person: its own, or one that is offered to it.
func (a Attendance) holds() bool { return a.Place == Confirmed || a.OfferedUntil != nil }

// offerUntil returns until when a place that comes free now is offered to the next in line; nil when it is given at once. No
// offer outlasts the beginning of the event.
func (s *Service) offerUntil(of event.Event) *time.Time {
	now := s.clock.Now()
	if of.OfferHours == 0 || !Open(of, now) {
		return nil
	}
	until := s.calendar.OfficeHoursAfter(now.In(of.Location()), int(of.OfferHours)).UTC()
	if until.After(of.StartsAt) {
		until = of.StartsAt
	}
	return &until
}

// OverdueIn lists the attendances whose offers are over, the earliest first.
func (s *Service) OverdueIn(ctx context.Context, db bun.IDB) ([]string, error) {
	var ids []string
	err := db.NewSelect().Model((*Attendance)(nil)).Column("t.id").Where("t.offered_until <= ?", s.clock.Now()).
		Order("t.offered_until", "t.ticket", "t.id").Scan(ctx, &ids)
	return ids, database.Fault(err)
}

// othersOffered lists the others of a group to whom places are offered with the person who takes the offer.
func (s *Service) othersOffered(ctx context.Context, tx bun.IDB, row Attendance, takes bool) ([]Attendance, error) {
	if !takes || row.GroupID == "" {
		return nil, nil
	}
	party, err := partyOf(ctx, tx, row)
	return slices.DeleteFunc(party, func(a Attendance) bool { return a.ID == row.ID }), err
}

// takeOffers gives the places that are offered to people of a group whose contact has said yes.
func (s *Service) takeOffers(ctx context.Context, tx bun.IDB, rows []Attendance, source Source) error {
	for _, before := range rows {
		row := before
		row.Place, row.OfferedUntil, row.UpdatedAt = Confirmed, nil, s.clock.Now()
		if err := updateAttendance(ctx, tx, &row); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, Change{Reason: WasAnswered, Before: before, After: row, Source: source}); err != nil {
			return err
		}
	}
	return nil
}

// LapseIn ends an offer that is over, to a group for all of it, and returns to whom there was one. They leave the waitlist, and the place is
// offered to the next: whoever stayed at its end would, alone there, be asked for ever. Once the event has begun or is off,
// nothing is offered any more, and nobody is told.
func (s *Service) LapseIn(ctx context.Context, tx bun.IDB, attendanceID string) ([]Attendance, error) {
	row, held, err := s.lockAttendance(ctx, tx, attendanceID)
	now := s.clock.Now()
	if err != nil || row.OfferedUntil == nil || now.Before(*row.OfferedUntil) {
		return nil, err
	}
	party, err := partyOf(ctx, tx, row)
	if err != nil {
		return nil, err
	}
	for i := range party {
		if Open(held, now) {
			party[i], err = s.lapse(ctx, tx, party[i])
		} else {
			party[i], err = s.dropOffer(ctx, tx, party[i])
		}
		if err != nil {
			return nil, err
		}
	}
	if !Open(held, now) {
		return party, nil
	}
	return party, s.settle(ctx, tx, row.EventID)
}

func (s *Service) dropOffer(ctx context.Context, tx bun.IDB, row Attendance) (Attendance, error) {
	if err := freePlace(ctx, tx, row); err != nil {
		return row, err
	}
	row.OfferedUntil, row.UpdatedAt = nil, s.clock.Now()
	return row, updateAttendance(ctx, tx, &row)
}

func (s *Service) lapse(ctx context.Context, tx bun.IDB, before Attendance) (Attendance, error) {
	now := s.clock.Now()
	row, left, err := s.unseatPerson(ctx, tx, before)
	if err != nil {
		return row, err
	}
	row.Answer, row.AnsweredAt, row.UpdatedAt = Declined, &now, now
	if err := updateAttendance(ctx, tx, &row); err != nil {
		return row, err
	}
	if err := s.step(ctx, tx, Step{AttendanceID: row.ID, EventID: row.EventID, What: StepLapsed, Until: before.OfferedUntil}); err != nil {
		return row, err
	}
	return row, s.tell(ctx, tx, Change{Reason: OfferLapsed, Before: before, After: row, Workshops: left})
}

package attendance

import (
	"context"
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

// LapseIn ends an offer that is over and reports whether there was one. The person leaves the waitlist, and the place is
// offered to the next: whoever stayed at its end would, alone there, be asked for ever. Once the event has begun or is off,
// nothing is offered any more, and nobody is told.
func (s *Service) LapseIn(ctx context.Context, tx bun.IDB, attendanceID string) (Attendance, bool, error) {
	row, held, err := s.lockAttendance(ctx, tx, attendanceID)
	now := s.clock.Now()
	if err != nil || row.OfferedUntil == nil || now.Before(*row.OfferedUntil) {
		return row, false, err
	}
	if !Open(held, now) {
		row.OfferedUntil, row.UpdatedAt = nil, now
		if err := freePlace(ctx, tx, row); err != nil {
			return row, false, err
		}
		return row, true, updateAttendance(ctx, tx, &row)
	}
	change := Change{Reason: OfferLapsed, Before: row}
	if row, change.Workshops, err = s.unseatPerson(ctx, tx, row); err != nil {
		return row, false, err
	}
	row.Answer, row.AnsweredAt, row.UpdatedAt = Declined, &now, now
	if err := updateAttendance(ctx, tx, &row); err != nil {
		return row, false, err
	}
	change.After = row
	if err := s.step(ctx, tx, Step{AttendanceID: row.ID, EventID: row.EventID, What: StepLapsed, Until: change.Before.OfferedUntil}); err != nil {
		return row, false, err
	}
	if err := s.tell(ctx, tx, change); err != nil {
		return row, false, err
	}
	return row, true, s.settle(ctx, tx, row.EventID)
}

package attendance

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// resendPause is how long nobody gets the mail with the link to confirm an address once more.
const resendPause = 2 * time.Minute

// confirmUntil is when a registration that comes now lapses unless its address is confirmed; never after the event has begun.
func (s *Service) confirmUntil(of event.Event) *time.Time {
	until := s.clock.Now().Add(time.Duration(of.ConfirmHours) * time.Hour)
	if until.After(of.StartsAt) {
		until = of.StartsAt
	}
	return &until
}

// ConfirmIn notes that the person's address is confirmed, also after the time as long as the registration has not lapsed, and reports whether it was not
// before. Observers are told what the person has; on the waitlist it can move up from now on.
func (s *Service) ConfirmIn(ctx context.Context, tx bun.IDB, attendanceID string) (Attendance, bool, error) {
	before, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil || before.ConfirmUntil == nil || !before.Attends() {
		return before, false, err
	}
	row := before
	row.ConfirmUntil, row.UpdatedAt = nil, s.clock.Now()
	if err := updateAttendance(ctx, tx, &row); err != nil {
		return row, false, err
	}
	places, err := activeWorkshops(ctx, tx, row.ID)
	if err != nil {
		return row, false, err
	}
	told := []Change{{Reason: WasConfirmed, Before: before, After: row, Event: held, Workshops: places, Source: ByWeb}}
	if row.Leads() {
		if told, err = introduced(ctx, tx, told[0]); err != nil {
			return row, false, err
		}
	}
	if err := s.tell(ctx, tx, told...); err != nil {
		return row, false, err
	}
	return row, true, s.settle(ctx, tx, row.EventID)
}

// introduced adds those of the contact's group who take part: they hear of it now.
func introduced(ctx context.Context, tx bun.IDB, contact Change) ([]Change, error) {
	all, err := GroupIn(ctx, tx, contact.After)
	told := []Change{contact}
	for _, one := range all {
		if one.ID != contact.After.ID && one.Attends() {
			told[0].Group = append(told[0].Group, one)
			told = append(told, Change{Reason: WasRegistered, Before: one, After: one, Event: contact.Event, Source: ByForm, With: contact.After.Name})
		}
	}
	return told, err
}

// RemindIn sends the link to confirm the address once more. A Conflict when it was sent just now.
func (s *Service) RemindIn(ctx context.Context, tx bun.IDB, attendanceID string) error {
	row, _, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil || row.ConfirmUntil == nil || !row.Attends() {
		return err
	}
	since := s.clock.Now().Add(-resendPause)
	recent, err := tx.NewSelect().Model((*link)(nil)).Where("l.attendance_id = ? AND l.mailed AND l.created_at > ?", row.ID, since).Exists(ctx)
	switch {
	case err != nil:
		return database.Fault(err)
	case recent:
		return fault.New(fault.Conflict, "attendance.confirm.just_sent")
	}
	return s.tell(ctx, tx, Change{Reason: AskedAgain, Before: row, After: row, Source: ByWeb})
}

// UnconfirmedIn lists the registrations whose address was not confirmed in time, the earliest first.
func (s *Service) UnconfirmedIn(ctx context.Context, db bun.IDB) ([]string, error) {
	var ids []string
	err := db.NewSelect().Model((*Attendance)(nil)).Column("t.id").Where("t.confirm_until <= ?", s.clock.Now()).
		Order("t.confirm_until", "t.ticket", "t.id").Scan(ctx, &ids)
	return ids, database.Fault(err)
}

// LapseUnconfirmedIn ends a registration whose address was not confirmed in time, with the group when it is that of a contact, and returns who
// took part until then. Their places go to those who wait, and their personal links end: whoever typed the address has never shown that it is
// theirs. Nobody is written to.
func (s *Service) LapseUnconfirmedIn(ctx context.Context, tx bun.IDB, attendanceID string) ([]Attendance, error) {
	row, _, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil || row.ConfirmUntil == nil || s.clock.Now().Before(*row.ConfirmUntil) {
		return nil, err
	}
	all, until := []Attendance{row}, row.ConfirmUntil
	if row.Leads() {
		if all, err = GroupIn(ctx, tx, row); err != nil {
			return nil, err
		}
	}
	var left []Attendance
	for _, one := range all {
		attended := one.Attends()
		if !attended && one.ID != row.ID {
			continue
		}
		if one, err = s.lapseUnconfirmed(ctx, tx, one, until); err != nil {
			return nil, err
		}
		if attended {
			left = append(left, one)
		}
	}
	return left, s.settle(ctx, tx, row.EventID)
}

func (s *Service) lapseUnconfirmed(ctx context.Context, tx bun.IDB, row Attendance, until *time.Time) (Attendance, error) {
	now := s.clock.Now()
	if row.Attends() {
		var err error
		if row, _, err = s.unseatPerson(ctx, tx, row); err != nil {
			return row, err
		}
		row.Answer, row.AnsweredAt = Declined, &now
		if row.Follows() && row.Origin == Invited { // never said a word: the invitation stands
			row.Place, row.Answer, row.AnsweredAt, row.GroupID = NoPlace, NeedsAction, nil, ""
		}
	}
	row.ConfirmUntil, row.UpdatedAt = nil, now
	if err := updateAttendance(ctx, tx, &row); err != nil {
		return row, err
	}
	if err := s.step(ctx, tx, Step{AttendanceID: row.ID, EventID: row.EventID, What: StepUnconfirmed, Until: until}); err != nil {
		return row, err
	}
	if row.Origin == Invited {
		return row, nil
	}
	if err := EndLinksIn(ctx, tx, row.ID); err != nil {
		return row, err
	}
	return row, dropAddressChange(ctx, tx, row.ID)
}

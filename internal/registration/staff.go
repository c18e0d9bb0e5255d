package registration

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/form"
)

// Show says which people a list shows.
type Show string

// What lists show.
const (
	Attending  Show = "attending" // with a place or waiting for one
	Confirmed  Show = "confirmed"
	Waitlisted Show = "waitlisted"
	Requested  Show = "requested"
	Gone       Show = "gone" // gave the place back, declined or was refused
	Asked      Show = "asked"
	Everybody  Show = "everybody"
)

// Shows lists all of them in the order they are offered.
func Shows() []Show {
	return []Show{Attending, Confirmed, Waitlisted, Requested, Gone, Asked, Everybody}
}

// Shows reports whether the person is among them.
func (s Show) Shows(row attendance.Attendance) bool {
	switch s {
	case Confirmed:
		return row.Place == attendance.Confirmed
	case Waitlisted:
		return row.Place == attendance.Waitlisted
	case Requested:
		return row.Place == attendance.Requested
	case Gone:
		return row.Place == attendance.Withdrawn || row.Place == attendance.Refused || row.Answer == attendance.Declined
	case Asked:
		return row.Place == attendance.NoPlace && row.Answer != attendance.Declined
	case Everybody:
		return true
	case Attending:
	}
	return row.Attends()
}

// VisitFor returns one person's attendance for staff.
func (s *Service) VisitFor(ctx context.Context, actor account.Actor, eventID, attendanceID string) (Visit, error) {
	if err := mayRead(actor); err != nil {
		return Visit{}, err
	}
	var visit Visit
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) error {
		row, err := findOf(ctx, tx, actor, eventID, attendanceID)
		if err != nil {
			return err
		}
		visit, err = s.visitIn(ctx, tx, row)
		return err
	})
	if mayRun(actor) != nil {
		visit.Own.Needs = form.Needs{} // for those who have to arrange something
	}
	return visit, err
}

// findOf returns the attendance at an event of the actor's project.
func findOf(ctx context.Context, tx bun.IDB, actor account.Actor, eventID, attendanceID string) (attendance.Attendance, error) {
	row, err := attendance.FindIn(ctx, tx, attendanceID)
	if err == nil && (row.WorkspaceID != actor.WorkspaceID || row.ProjectID != actor.ProjectID || row.EventID != eventID) {
		err = fault.Missing()
	}
	return row, err
}

// RegisterFor registers a person on behalf, also before and after the days of public registration.
func (s *Service) RegisterFor(ctx context.Context, actor account.Actor, eventID string, typed Form) (Receipt, error) {
	if err := mayRun(actor); err != nil {
		return Receipt{}, err
	}
	ticket := attendance.NewTicket()
	var receipt Receipt
	err := s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		a, err := askedOf(ctx, tx, actor, eventID)
		if err != nil {
			return err
		}
		r, err := typed.entry(a, s.clock.Now(), s.mail.Own)
		if err != nil {
			return err
		}
		r.Ticket, r.Source, r.By = ticket, attendance.ByStaff, actor.Name
		receipt, err = s.registerIn(ctx, tx, actor, r, func(event.Event) error { return nil })
		if err == nil && receipt.Result == attendance.ResultKnown {
			return known(receipt.Attendance)
		}
		return err
	})
	return receipt, err
}

// askedOf is what a colleague fills in for somebody else, who may not have said everything that the event asks.
func askedOf(ctx context.Context, tx bun.IDB, actor account.Actor, eventID string) (a asked, err error) {
	if a.event, err = event.FindOfIn(ctx, tx, actor, eventID); err != nil {
		return a, err
	}
	if a.items, err = event.ListItemsIn(ctx, tx, eventID); err != nil || a.event.FormVersion == 0 {
		return a, err
	}
	a.fields, err = form.FieldsIn(ctx, tx, eventID)
	return a, err
}

func known(row attendance.Attendance) error {
	key := "registration.known"
	if row.Answer == attendance.Represented {
		key = "registration.represented"
	}
	var c fault.Checks
	c.Add("name", key)
	return c.Err()
}

// AnswerFor notes what a person said by telephone or in person. No gives back all places.
func (s *Service) AnswerFor(ctx context.Context, actor account.Actor, eventID, attendanceID string, answer attendance.Answer) (attendance.Attendance, error) {
	if err := mayRun(actor); err != nil {
		return attendance.Attendance{}, err
	}
	var row attendance.Attendance
	err := s.change(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if row, err = findOf(ctx, tx, actor, eventID, attendanceID); err != nil {
			return err
		}
		row, err = s.answerIn(ctx, tx, actor, row, answer, attendance.ByStaff)
		return err
	})
	return row, err
}

package representation

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
)

// mayRead: staff of the project.
func mayRead(actor account.Actor) error { return actor.InProject() }

// mayEnd: whoever runs the project's events.
func mayEnd(actor account.Actor) error { return actor.InProject(account.Actor.Works) }

// OfEvent lists the representations of an event that hold, by attendance: of the represented and of the substitutes.
func (s *Service) OfEvent(ctx context.Context, actor account.Actor, eventID string) (map[string]Representation, error) {
	if err := mayRead(actor); err != nil {
		return nil, err
	}
	if _, err := event.FindOfIn(ctx, s.db.Read(), actor, eventID); err != nil {
		return nil, err
	}
	var all []Representation
	err := selectOpen(s.db.Read(), &all).Where("rp.event_id = ?", eventID).Scan(ctx)
	of := map[string]Representation{}
	for _, r := range all {
		of[r.AttendanceID], of[r.SubstituteID] = r, r
	}
	return of, database.Fault(err)
}

// EndFor ends the representation of the invited person on behalf.
func (s *Service) EndFor(ctx context.Context, actor account.Actor, eventID, attendanceID string) (attendance.Undone, error) {
	if err := mayEnd(actor); err != nil {
		return attendance.Undone{}, err
	}
	var undone attendance.Undone
	err := s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := event.FindOfIn(ctx, tx, actor, eventID); err != nil {
			return err
		}
		row, err := attendance.FindIn(ctx, tx, attendanceID)
		if err != nil {
			return err
		}
		if row.EventID != eventID {
			return fault.Missing()
		}
		undone, err = s.endIn(ctx, tx, actor, row)
		return err
	})
	return undone, err
}

// ReleaseIn ends the representation in which the person comes instead of somebody, and reports whether there is one. The caller has
// seen that the actor may.
func (s *Service) ReleaseIn(ctx context.Context, tx bun.IDB, actor account.Actor, substitute attendance.Attendance) (bool, error) {
	r, err := findOpen(ctx, tx, "rp.substitute_id = ?", substitute.ID)
	if err != nil || r == nil {
		return false, err
	}
	row, err := attendance.FindIn(ctx, tx, r.AttendanceID)
	if err != nil {
		return false, err
	}
	_, err = s.endIn(ctx, tx, actor, row)
	return err == nil, err
}

// FromMail lets whom a received mail names, or whoever wrote it, come instead of the invited person. An answer that said yes
// is taken over.
func (s *Service) FromMail(ctx context.Context, actor account.Actor, mailID string) error {
	return s.invites.Decide(ctx, actor, mailID, invite.Substitute, func(ctx context.Context, tx bun.IDB, c invite.Case) (string, error) {
		form, err := s.checked(Form{Name: c.Name, Email: c.Address})
		if err != nil {
			return "", fault.New(fault.Conflict, "representation.no_address")
		}
		way, reply := Forwarded, attendance.Reply{}
		if c.Mail.Reason == invite.Delegating {
			way = Delegated
		} else if c.Mail.Answer == "ACCEPTED" {
			reply = attendance.Reply{
				Answer: attendance.Accepted, Source: attendance.ByMail, Comment: c.Mail.Comment, By: actor.Name, MailID: c.Mail.ID,
			}
		}
		to, err := s.makeIn(ctx, tx, actor, c.Invited, form, way, reply)
		return to.ID, err
	})
}

package invite

import (
	"context"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
)

// Reachable tells whether the person's address is still written to.
func (s *Service) Reachable(ctx context.Context, actor account.Actor, row Invited) (mail.Reachability, error) {
	return s.mail.Reachable(ctx, actor.WorkspaceID, row.Email)
}

// Readdress corrects an invited person's address, in the directory too, and sends the current calendar entry there. It reports whether
// there was one to send: nobody who declined, is represented, or is not invited any more is invited by it. Faults at the field email: it
// is no address, or our own mailbox, it is the old one, somebody of the name has it already.
func (s *Service) Readdress(ctx context.Context, actor account.Actor, eventID, attendanceID, email string) (sent bool, err error) {
	if err := mayInvite(actor); err != nil {
		return false, err
	}
	right, err := mail.Canonical(email)
	if err != nil {
		return false, atEmail("mail.address.invalid")
	}
	if s.mail.Own(right) {
		return false, atEmail("mail.address.own")
	}
	err = s.one(ctx, actor, eventID, attendanceID, "invitation.readdressed", func(ctx context.Context, d *desk, row attendance.Attendance) error {
		if mail.Key(right) == mail.Key(row.Email) {
			return atEmail("invite.address.same")
		}
		if row.PersonID != "" {
			if err := s.directory.ReaddressIn(ctx, d.tx, actor, row.PersonID, row.Email, right); err != nil {
				return err
			}
		}
		row, err := attendance.ReaddressIn(ctx, d.tx, d.now, row.ID, right)
		if err != nil {
			return err
		}
		sent, err = d.resendStanding(ctx, row)
		return err
	})
	return sent && err == nil, err
}

// resendStanding sends what still stands between the person and the event, and reports whether anything does.
func (d *desk) resendStanding(ctx context.Context, row attendance.Attendance) (bool, error) {
	if row.Answer == attendance.Declined || row.Answer == attendance.Represented {
		return false, nil
	}
	if row.Place != attendance.Waitlisted {
		thread, err := findThread(ctx, d.tx, row.UID)
		if err != nil || !thread.live() {
			return false, err
		}
	}
	return true, d.resend(ctx, row)
}

func atEmail(key string) error {
	var c fault.Checks
	c.Add("email", key)
	return c.Err()
}

// EnableAddress makes the person's address be written to again and sends the current calendar entry. It reports whether there was one
// to send, as Readdress does.
func (s *Service) EnableAddress(ctx context.Context, actor account.Actor, eventID, attendanceID string) (sent bool, err error) {
	err = s.one(ctx, actor, eventID, attendanceID, "invitation.address_enabled", func(ctx context.Context, d *desk, row attendance.Attendance) error {
		if err := s.mail.EnableIn(ctx, d.tx, actor.WorkspaceID, row.Email, actor.UserID); err != nil {
			return err
		}
		sent, err = d.resendStanding(ctx, row)
		return err
	})
	return sent && err == nil, err
}

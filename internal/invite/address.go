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

// Readdress corrects an invited person's address, in the directory too, and sends the current calendar entry there. Faults at the field
// email: it is no address, it is the old one, somebody of the name has it already.
func (s *Service) Readdress(ctx context.Context, actor account.Actor, eventID, attendanceID, email string) error {
	if err := mayInvite(actor); err != nil {
		return err
	}
	right, err := mail.Canonical(email)
	if err != nil {
		return atEmail("mail.address.invalid")
	}
	return s.one(ctx, actor, eventID, attendanceID, "invitation.readdressed", func(ctx context.Context, d *desk, row attendance.Attendance) error {
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
		return d.resend(ctx, row)
	})
}

func atEmail(key string) error {
	var c fault.Checks
	c.Add("email", key)
	return c.Err()
}

// EnableAddress makes the person's address be written to again and sends the current calendar entry.
func (s *Service) EnableAddress(ctx context.Context, actor account.Actor, eventID, attendanceID string) error {
	return s.one(ctx, actor, eventID, attendanceID, "invitation.address_enabled", func(ctx context.Context, d *desk, row attendance.Attendance) error {
		if err := s.mail.EnableIn(ctx, d.tx, actor.WorkspaceID, row.Email, actor.UserID); err != nil {
			return err
		}
		return d.resend(ctx, row)
	})
}

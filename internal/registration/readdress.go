package registration

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
)

// MayReaddress reports whether the person may change the own address: not somebody whom the directory knows, whose address the house keeps
// for more than this event.
func (v Visit) MayReaddress() bool { return v.Attendance.PersonID == "" }

// WantAddress asks the typed address whether it is the holder's; mail goes on to the old one until somebody confirms there. That holds for
// everybody, also where addresses need no confirmation: the only key to the registration is sent there. Field: email.
func (s *Service) WantAddress(ctx context.Context, attendanceID, token, typed string) error {
	typed = strings.TrimSpace(typed)
	var c fault.Checks
	if typed == "" {
		c.Require("email", typed)
	} else {
		account.CheckEmail(&c, "email", typed)
	}
	if s.mail.Own(typed) {
		c.Add("email", "mail.address.own")
	}
	if err := c.Err(); err != nil {
		return err
	}
	if canonical, err := mail.Canonical(typed); err == nil {
		typed = canonical
	}
	return s.own(ctx, attendanceID, token, "registration_form.address_wanted", func(ctx context.Context, tx bun.IDB, row attendance.Attendance, e event.Event) (bool, error) {
		if !(Visit{Attendance: row, Event: e}).MayReaddress() {
			return false, fault.Denied()
		}
		return true, s.places.WantAddressIn(ctx, tx, row.ID, typed)
	})
}

// NewAddress is what the link in the mail to a new address asks to be confirmed. It says of the registration only which event it is for.
type NewAddress struct {
	Event event.Event
	Email string
}

// NewAddress returns what is to be confirmed; NotFound for a link that has expired, was used or was replaced.
func (s *Service) NewAddress(ctx context.Context, token string) (n NewAddress, err error) {
	row, wanted, err := attendance.AddressChangeByToken(ctx, s.db.Read(), s.clock.Now(), token)
	if err != nil {
		return n, err
	}
	n.Email = wanted.Email
	n.Event, err = event.FindIn(ctx, s.db.Read(), row.EventID)
	return n, err
}

// Readdress makes the address the person's and returns a personal link's token for the browser that confirmed it; all earlier ones have ended.
func (s *Service) Readdress(ctx context.Context, token string) (row attendance.Attendance, link string, err error) {
	err = s.change(ctx, func(ctx context.Context, tx bun.IDB) error {
		if row, err = s.places.MoveAddressIn(ctx, tx, token); err != nil {
			return err
		}
		if err := s.note(ctx, tx, "registration_form.address_changed", row); err != nil {
			return err
		}
		link, err = attendance.NewLinkIn(ctx, tx, s.clock.Now(), row.ID)
		return err
	})
	return row, link, err
}

// DropAddresses forgets new addresses that nobody has confirmed in time.
func (s *Service) DropAddresses(ctx context.Context) (n int64, err error) {
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		n, err = attendance.DropAddressChangesIn(ctx, tx, s.clock.Now())
		return err
	})
	return n, err
}

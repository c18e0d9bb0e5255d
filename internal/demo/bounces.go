package demo

import (
	"context"
	"errors"
	"fmt"

	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
)

const notice = "Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mail.example.org>\r\nTo: <%[1]s>\r\nSubject: Undelivered Mail Returned to Sender\r\n" +
	"Message-ID: <report-%[2]s@mail.example.org>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/report; report-type=delivery-status; boundary=report\r\n\r\n" +
	"--report\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIhre Nachricht an <%[3]s> konnte nicht zugestellt werden.\r\n\r\n" +
	"--report\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example.org\r\n\r\nFinal-Recipient: rfc822; %[3]s\r\nAction: failed\r\nStatus: 5.1.1\r\n" +
	"Diagnostic-Code: smtp; 550 5.1.1 <%[3]s>: Recipient address rejected: User unknown\r\n\r\n--report--\r\n"

// comeBack has the person's newest mail about the event come back from a mail server that does not know the address; the second time the
// address is disabled.
func (c *county) comeBack(ctx context.Context, ahead event.Event, person directory.Person, times int) error {
	row, err := c.invited(ctx, ahead, person)
	if err != nil {
		return err
	}
	for n := range times {
		if n > 0 {
			c.later(n)
			if err := errors.Join(c.Invites.Resend(ctx, c.actor(c.followUp), ahead.ID, row.ID), c.post(ctx)); err != nil {
				return err
			}
		}
		var newest mail.Message
		err := c.DB.Read().NewSelect().Model(&newest).Where("m.thread_key = ?", row.ID).Order("m.created_at DESC", "m.id DESC").Limit(1).Scan(ctx)
		if err != nil {
			return err
		}
		if _, err := c.Invites.Receive(ctx, fmt.Appendf(nil, notice, newest.Envelope, newest.ID, newest.ToEmail)); err != nil {
			return err
		}
	}
	return nil
}

func (c *county) invited(ctx context.Context, ahead event.Event, person directory.Person) (attendance.Attendance, error) {
	asked, err := attendance.ListIn(ctx, c.DB.Read(), ahead.ID)
	for _, row := range asked {
		if row.PersonID == person.ID {
			return row, err
		}
	}
	return attendance.Attendance{}, errors.Join(err, fmt.Errorf("%s is not invited", person.Email))
}

package invite

import (
	"context"
	"strconv"

	"rundertisch/internal/attendance"
	"rundertisch/internal/mail"
)

// tellRepresentation writes to both people what a representation means for them.
func (d *desk) tellRepresentation(ctx context.Context, change attendance.Change) error {
	row, l := change.After, d.locale(change.After.Lang)
	m := letter{to: row, thread: row.ID, fields: mail.Fields{}}
	var also string
	if change.Reason == attendance.HandedOver || change.Reason == attendance.Released {
		var err error
		if also, err = d.also(ctx, row, change.Workshops); err != nil {
			return err
		}
	}
	switch change.Reason {
	case attendance.HandedOver:
		m.kind = represented
		m.fields["personal_text"] = joined(" ", l.T("invite.represented", change.With), also)
		return d.cancelOrSend(ctx, m)
	case attendance.TookOver:
		m.kind = substitute
		m.fields["personal_text"] = l.T("invite.substitute."+standing(row), change.With)
		return d.request(ctx, m)
	case attendance.Released:
		m.kind = uninvitation
		m.fields["personal_text"] = also
		if err := d.release(ctx, change.Before, m); err != nil {
			return err
		}
		return attendance.EndLinksIn(ctx, d.tx, row.ID)
	case attendance.CameBack:
		m.kind = unrepresented
		return d.comeBack(ctx, m, change.With)
	}
	return nil
}

// release takes the entry out of a substitute's calendar, unless the substitute, who stood as before, has never heard of it.
func (d *desk) release(ctx context.Context, before attendance.Attendance, m letter) error {
	thread, err := findThread(ctx, d.tx, m.to.UID)
	if err != nil {
		return err
	}
	pasts, err := d.pastsOf(ctx, []attendance.Attendance{m.to}, map[string]Thread{m.to.UID: thread})
	if err != nil {
		return err
	}
	if forgotten, err := d.forget(ctx, before, pasts[m.to.ID]); err != nil || forgotten {
		return err
	}
	return d.cancelOrSend(ctx, m)
}

// cancelOrSend takes the entry out of the person's calendar; who has none gets the mail alone.
func (d *desk) cancelOrSend(ctx context.Context, m letter) error {
	thread, err := findThread(ctx, d.tx, m.to.UID)
	switch {
	case err != nil:
		return err
	case thread.live():
		return d.cancel(ctx, m)
	}
	return d.send(ctx, m)
}

// comeBack writes to somebody who is not represented any more what holds again.
func (d *desk) comeBack(ctx context.Context, m letter, with string) error {
	l := d.locale(m.to.Lang)
	switch m.to.Place {
	case attendance.Waitlisted:
		position, err := attendance.Position(ctx, d.tx, m.to)
		if err != nil {
			return err
		}
		m.fields["personal_text"] = l.T("invite.unrepresented", with) + " " + l.T("invite.undone.waitlisted", strconv.Itoa(position))
		return d.send(ctx, m)
	case attendance.Confirmed:
		m.fields["personal_text"] = l.T("invite.unrepresented", with) + " " + l.T("invite.undone.confirmed")
		return d.request(ctx, m)
	case attendance.NoPlace, attendance.Withdrawn, attendance.Requested, attendance.Refused:
	}
	m.fields["personal_text"] = l.T("invite.unrepresented", with) + " " + l.T("invite.undone."+string(m.to.Answer))
	if m.to.Place == attendance.Withdrawn {
		return d.send(ctx, m)
	}
	return d.request(ctx, m)
}

// standing names the sentence for where a substitute stands.
func standing(row attendance.Attendance) string {
	switch {
	case row.Answer == attendance.NeedsAction && row.Place == attendance.Confirmed:
		return "held"
	case row.Answer == attendance.NeedsAction && row.Place == attendance.Waitlisted:
		return "held_waiting"
	}
	return said(row)
}

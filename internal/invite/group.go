package invite

import (
	"context"
	"strconv"
	"strings"

	"rundertisch/internal/attendance"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
)

// aboutMember reports whether somebody has to hear what the contact of the group did.
func aboutMember(change attendance.Change) bool {
	switch change.Reason {
	case attendance.WasRegistered, attendance.AskedAgain, attendance.WasWithdrawn:
		return change.With != ""
	case attendance.OfferLapsed:
		return change.After.Follows()
	}
	return change.Reason == attendance.WasReplaced
}

// tellMember writes to somebody of a group what its contact did.
func (d *desk) tellMember(ctx context.Context, change attendance.Change) error {
	row, l := change.After, d.locale(change.After.Lang)
	m := letter{kind: groupLeft, to: row, thread: row.ID, fields: mail.Fields{}}
	switch change.Reason {
	case attendance.WasWithdrawn:
		m.fields["personal_text"] = l.T("invite.group_left.withdrawn", change.With)
	case attendance.WasReplaced:
		m.fields["personal_text"] = l.T("invite.group_left.replaced", change.With)
	case attendance.OfferLapsed:
		m.fields["personal_text"] = l.T("invite.group_left.lapsed", d.momentOf(row, change.Before.OfferedUntil))
	default:
		return d.introduce(ctx, change)
	}
	also, err := d.also(ctx, row, change.Workshops)
	if err != nil {
		return err
	}
	m.fields["personal_text"] = joined(" ", m.fields["personal_text"], also)
	return d.cancelOrSend(ctx, m)
}

// introduce tells somebody who registered them and where they stand; the entry comes with it for those who have a place, but not with a
// reminder.
func (d *desk) introduce(ctx context.Context, change attendance.Change) error {
	row, l := change.After, d.locale(change.After.Lang)
	stands, position, err := d.stands(ctx, l, change)
	if err != nil {
		return err
	}
	contact, err := attendance.ContactIn(ctx, d.tx, row)
	if err != nil {
		return err
	}
	handOn := ""
	if contact.EmailKey == row.EmailKey {
		handOn = l.T("invite.registered_by.pass_on", row.Name)
	}
	m := letter{kind: registeredBy, to: row, thread: row.ID, fields: mail.Fields{
		"invited_by": change.With, "position": position, "personal_text": joined(" ", stands, handOn),
	}}
	if row.Place == attendance.Confirmed && change.Reason == attendance.WasRegistered {
		return d.request(ctx, m)
	}
	return d.send(ctx, m)
}

// stands says where somebody of a group stands, and the position of those who wait.
func (d *desk) stands(ctx context.Context, l *i18n.Locale, change attendance.Change) (said, position string, err error) {
	row := change.After
	switch {
	case row.OfferedUntil != nil:
		return l.T("invite.registered_by.offered", change.With), "", nil
	case row.Place == attendance.Waitlisted:
		n, err := attendance.Position(ctx, d.tx, row)
		return joined(" ", l.T("invite.registered_by.waitlisted", n), d.rule(row.Lang)), strconv.Itoa(n), err
	case row.Place == attendance.Requested:
		return l.T("invite.registered_by.requested"), "", nil
	}
	return l.T("invite.registered_by.confirmed"), "", nil
}

// with names the people whom the contact of a group registered; empty for everybody else.
func (d *desk) with(change attendance.Change) string {
	if len(change.Group) == 0 {
		return ""
	}
	return d.locale(change.After.Lang).T("invite.group.with", names(change.Group))
}

func names(rows []attendance.Attendance) string {
	all := make([]string, len(rows))
	for i, row := range rows {
		all[i] = row.Name
	}
	return strings.Join(all, ", ")
}

package invite

import (
	"context"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
	"rundertisch/internal/wish"
)

// allotted writes which workshops the wishes led to, and why. The entries for the calendar come with mails of their own.
func (d *desk) allotted(ctx context.Context, row attendance.Attendance) error {
	outcomes, err := wish.OutcomesIn(ctx, d.tx, row.ID)
	if err != nil || len(outcomes) == 0 {
		return err // who waits for a place of the event was not decided on
	}
	items, err := event.ListItemsIn(ctx, d.tx, d.event.ID)
	if err != nil {
		return err
	}
	m := letter{kind: allotted, to: row, thread: row.ID, fields: mail.Fields{
		"personal_text": wish.Said(d.locale(row.Lang), items, outcomes),
	}}
	return d.send(ctx, m)
}

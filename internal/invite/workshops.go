package invite

import (
	"context"
	"strconv"
	"strings"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/ical"
	"rundertisch/internal/mail"
)

// tellWorkshop writes about one workshop place: each has a calendar entry and mails of its own.
func (d *desk) tellWorkshop(ctx context.Context, change attendance.Change, chosen attendance.WorkshopPlace, ended string) error {
	item, err := d.item(ctx, chosen.ItemID)
	if err != nil {
		return err
	}
	m := d.workshopLetter(change.After, chosen, item)
	switch {
	case chosen.State == attendance.Confirmed && change.Reason == attendance.WasPromoted:
		m.kind = promotion
		return d.requestWorkshop(ctx, m, chosen)
	case chosen.State == attendance.Confirmed:
		m.kind = confirmation
		return d.requestWorkshop(ctx, m, chosen)
	case chosen.State == attendance.Waitlisted && (change.Reason == attendance.WasRebooked || change.Reason == attendance.WasUndone):
		return d.waitForWorkshop(ctx, m, chosen)
	case chosen.State == attendance.Withdrawn && ended != "":
		m.kind = workshopEnded
		m.fields["personal_text"] = d.locale(m.to.Lang).T("invite.workshop_ended." + ended)
		return d.endWorkshop(ctx, m)
	case chosen.State == attendance.Withdrawn:
		m.kind = withdrawal
		return d.endWorkshop(ctx, m)
	}
	return nil // waiting with the event itself: its mail says it
}

// ended names the sentence for why workshop places go with the place at the event; empty when the person gives them back. It is
// asked before the event's own mail is written, which ends the thread too.
func (d *desk) ended(ctx context.Context, change attendance.Change) (string, error) {
	switch change.Reason {
	case attendance.HandedOver, attendance.Released, attendance.WasUndone:
		return string(change.Reason), nil
	case attendance.WasWithdrawn:
		thread, err := findThread(ctx, d.tx, change.After.UID)
		if err == nil && thread.CancelledAt != nil && change.Source == attendance.ByStaff {
			return "taken_back", nil
		}
		return "", err
	}
	return "", nil
}

// also names the workshops that end together with the event for the person, for the one mail that tells everything; empty when there
// are none. Each has an entry, and so a CANCEL, of its own.
func (d *desk) also(ctx context.Context, row attendance.Attendance, places []attendance.WorkshopPlace) (string, error) {
	l := d.locale(row.Lang)
	var titles []string
	for _, chosen := range places {
		thread, err := findThread(ctx, d.tx, chosen.UID)
		if err != nil {
			return "", err
		}
		if !thread.live() {
			continue
		}
		item, err := d.item(ctx, chosen.ItemID)
		if err != nil {
			return "", err
		}
		titles = append(titles, l.T("invite.workshop_ended.title", item.Title))
	}
	switch len(titles) {
	case 0:
		return "", nil
	case 1:
		return l.T("invite.workshop_ended.also_one", titles[0]), nil
	}
	return l.T("invite.workshop_ended.also_many", strings.Join(titles, ", ")), nil
}

func (d *desk) workshopLetter(row attendance.Attendance, chosen attendance.WorkshopPlace, item event.ProgrammeItem) letter {
	l := d.locale(row.Lang)
	return letter{
		to: row, thread: chosen.ID, entry: d.workshopEntryOf(row, chosen, item),
		fields: mail.Fields{
			"programme_item": item.Title, "event_when": d.itemWhen(l, item), "event_place": joined(", ", item.Room, place(d.event)),
		},
	}
}

// requestWorkshop begins the workshop's thread: every place taken has a UID of its own.
func (d *desk) requestWorkshop(ctx context.Context, m letter, chosen attendance.WorkshopPlace) error {
	thread := personThread(m.to, "", d.now)
	thread.UID, thread.PlaceID = chosen.UID, chosen.ID
	if err := insertThread(ctx, d.tx, thread); err != nil {
		return err
	}
	m.method = ical.MethodRequest
	return d.send(ctx, m)
}

func (d *desk) waitForWorkshop(ctx context.Context, m letter, chosen attendance.WorkshopPlace) error {
	position, err := attendance.WorkshopPosition(ctx, d.tx, chosen)
	if err != nil {
		return err
	}
	m.kind = waitlist
	m.fields["position"] = strconv.Itoa(position)
	m.fields["personal_text"] = d.locale(m.to.Lang).T("registration.rule.workshops")
	return d.send(ctx, m)
}

// endWorkshop sends the CANCEL of a place given back; attendance has raised its SEQUENCE. Who only waited is told by the
// mail about the change itself.
func (d *desk) endWorkshop(ctx context.Context, m letter) error {
	thread, err := findThread(ctx, d.tx, m.entry.UID)
	if err != nil || !thread.live() {
		return err
	}
	m.method = ical.MethodCancel
	if err := d.send(ctx, m); err != nil {
		return err
	}
	return endThread(ctx, d.tx, thread.UID, int64(m.entry.Sequence), d.now)
}

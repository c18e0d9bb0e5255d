package invite

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/ical"
	"rundertisch/internal/mail"
)

// EventChanged writes to everyone concerned that a published event or one of its workshops changed, or that the event is off.
func (a *Announcer) EventChanged(ctx context.Context, tx bun.IDB, change event.Change) error {
	before, after := change.Before, change.After
	watching(ctx).note(change)
	switch {
	case before.State != event.Published:
		return nil // nobody was told of a draft
	case after.State == event.Cancelled:
		return a.calledOff(ctx, tx, after)
	case after.State != event.Published:
		return nil
	case change.Item != nil && change.ItemBefore != nil:
		return a.itemChanged(ctx, tx, after, *change.ItemBefore, *change.Item)
	case change.Item == nil && change.ItemBefore == nil && between(before, after).any():
		return a.eventChanged(ctx, tx, before, after)
	}
	return nil
}

// eventChanged tells everyone who was asked or takes part. Those who said no hear of another time or place only: the new one
// may suit them.
func (a *Announcer) eventChanged(ctx context.Context, tx bun.IDB, before, after event.Event) error {
	changes := between(before, after)
	if !changes.raises() && watching(ctx).quiet() {
		return nil
	}
	d, err := a.desk(ctx, tx, after)
	if err != nil {
		return err
	}
	rows, threads, err := d.everyone(ctx)
	if err != nil {
		return err
	}
	pasts, err := d.pastsOf(ctx, rows, threads)
	if err != nil {
		return err
	}
	if err := acceptProposals(ctx, tx, after, d.now); err != nil {
		return err
	}
	for _, row := range rows {
		if gone(row, threads[row.UID]) || (row.Answer == attendance.Declined && !changes.raises()) {
			continue
		}
		if err := d.tellChange(ctx, row, threads[row.UID], pasts[row.ID], before); err != nil {
			return err
		}
	}
	if !changes.place && !changes.title {
		return nil
	}
	return d.allWorkshops(ctx, before, after)
}

// tellChange tells one person what changed, or invites anew where the invitation has not left the house yet.
func (d *desk) tellChange(ctx context.Context, row attendance.Attendance, thread Thread, p past, before event.Event) error {
	changes := between(before, d.event)
	was := *d
	was.event = before
	usual := func(l *i18n.Locale) []string { return d.eventLines(l, before, d.event) }
	lines := d.lines(row.Lang, p, was.entryOf(row), d.entryOf(row), usual)
	m := letter{kind: update, to: row, thread: row.ID, fields: d.updateFields(row, changes, lines)}
	if row.Answer == attendance.NeedsAction && !row.Attends() && (p.unsent() || p.uninvited() && !thread.Provisional) {
		text, err := personalText(ctx, d.tx, thread.BatchID)
		if err != nil {
			return err
		}
		m.kind, m.fields = beginning(thread.Provisional), invitationFields(text)
	}
	return d.again(ctx, m, thread, changes.raises())
}

// beginning is the mail that a person's thread begins with.
func beginning(provisional bool) string {
	if provisional {
		return saveTheDate
	}
	return invitation
}

// gone reports whether the person has nothing to do with the event any more, or is not known to: gave the place back, was refused or
// un-invited, or has not confirmed the address.
func gone(row attendance.Attendance, thread Thread) bool {
	return row.ErasedAt != nil || row.ConfirmUntil != nil || row.Place == attendance.Refused || row.Place == attendance.Withdrawn || (thread.CancelledAt != nil && !row.Attends())
}

func (d *desk) updateFields(row attendance.Attendance, changes differences, lines string) mail.Fields {
	fields := mail.Fields{"changes": lines}
	switch {
	case row.Place == attendance.Confirmed && changes.raises():
		fields["personal_text"] = d.locale(row.Lang).T("invite.update.place_stays")
	case row.Place == attendance.Waitlisted:
		fields["personal_text"] = d.locale(row.Lang).T("invite.update.still_waiting")
	}
	return fields
}

// again sends a letter with the next version of the person's entry, or without one to people who have none.
func (d *desk) again(ctx context.Context, m letter, thread Thread, raise bool) error {
	if !thread.live() {
		return d.send(ctx, m)
	}
	next := attendance.StampIn
	if raise {
		next = attendance.BumpIn
	}
	row, err := next(ctx, d.tx, d.now, m.to.ID)
	if err != nil {
		return err
	}
	m.to, m.method, m.entry = row, ical.MethodRequest, d.standing(row, thread.Provisional)
	return d.send(ctx, m)
}

// everyone reads all attendances and threads of the event at once, but for people who were erased.
func (d *desk) everyone(ctx context.Context) ([]attendance.Attendance, map[string]Thread, error) {
	rows, err := attendance.ListIn(ctx, d.tx, d.event.ID)
	if err != nil {
		return nil, nil, err
	}
	rows = slices.DeleteFunc(rows, func(row attendance.Attendance) bool { return row.ErasedAt != nil })
	threads, err := listThreads(ctx, d.tx, d.event.ID)
	return rows, threads, err
}

// allWorkshops sends new versions of all workshop entries, which name the event and its place.
func (d *desk) allWorkshops(ctx context.Context, before, after event.Event) error {
	raise := between(before, after).place
	before.StartsAt, before.EndsAt, before.Zone = after.StartsAt, after.EndsAt, after.Zone // a workshop has its own time
	items, err := event.ListItemsIn(ctx, d.tx, d.event.ID)
	if err != nil {
		return err
	}
	for _, item := range items {
		if item.Kind != event.WorkshopItem {
			continue
		}
		usual := func(l *i18n.Locale) []string { return d.eventLines(l, before, after) }
		if err := d.workshopAgain(ctx, workshopChange{before, item, item, raise, usual}); err != nil {
			return err
		}
	}
	return nil
}

// itemChanged tells those with a place in a workshop that its title, time or room changed.
func (a *Announcer) itemChanged(ctx context.Context, tx bun.IDB, e event.Event, before, after event.ProgrammeItem) error {
	changes := betweenItems(before, after)
	if after.Kind != event.WorkshopItem || !changes.any() || !changes.raises() && watching(ctx).quiet() {
		return nil
	}
	d, err := a.desk(ctx, tx, e)
	if err != nil {
		return err
	}
	usual := func(l *i18n.Locale) []string { return d.itemLines(l, before, after) }
	return d.workshopAgain(ctx, workshopChange{e, before, after, changes.raises(), usual})
}

// workshopChange is what became of a workshop, or of the event it belongs to.
type workshopChange struct {
	eventBefore event.Event
	before, now event.ProgrammeItem
	raise       bool                        // SEQUENCE
	usual       func(*i18n.Locale) []string // the change in words
}

// workshopAgain sends the next version of a workshop's entry to everyone with a place in it.
func (d *desk) workshopAgain(ctx context.Context, c workshopChange) error {
	places, err := d.nextPlaces(ctx, c.now.ID, c.raise)
	if err != nil || len(places) == 0 {
		return err
	}
	people, threads, err := d.byID(ctx)
	if err != nil {
		return err
	}
	uids := map[string]string{}
	for _, chosen := range places {
		uids[chosen.ID] = chosen.UID
	}
	pasts, err := d.pasts(ctx, uids)
	if err != nil {
		return err
	}
	was := *d
	was.event = c.eventBefore
	for _, chosen := range places {
		if !threads[chosen.UID].live() {
			continue
		}
		row, p := people[chosen.AttendanceID], pasts[chosen.ID]
		m := d.workshopLetter(row, chosen, c.now)
		m.kind, m.method = update, ical.MethodRequest
		m.fields["changes"] = d.lines(row.Lang, p, was.workshopEntryOf(row, chosen, c.before), m.entry, c.usual)
		if err := d.send(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

func (d *desk) nextPlaces(ctx context.Context, itemID string, raise bool) ([]attendance.WorkshopPlace, error) {
	if raise {
		return attendance.BumpWorkshopsIn(ctx, d.tx, d.now, itemID)
	}
	all, err := attendance.EventWorkshopsIn(ctx, d.tx, d.event.ID)
	if err != nil {
		return nil, err
	}
	var places []attendance.WorkshopPlace
	for _, chosen := range all {
		for _, one := range chosen {
			if one.ItemID != itemID || one.State != attendance.Confirmed {
				continue
			}
			stamped, err := attendance.StampWorkshopIn(ctx, d.tx, d.now, one.ID)
			if err != nil {
				return nil, err
			}
			places = append(places, stamped)
		}
	}
	return places, nil
}

func (d *desk) byID(ctx context.Context) (map[string]attendance.Attendance, map[string]Thread, error) {
	rows, threads, err := d.everyone(ctx)
	people := make(map[string]attendance.Attendance, len(rows))
	for _, row := range rows {
		people[row.ID] = row
	}
	return people, threads, err
}

// calledOff sends a CANCEL for every entry that ever went out and is not cancelled yet, and a plain mail to those who waited. Whose
// invitation has not left the house hears nothing.
func (a *Announcer) calledOff(ctx context.Context, tx bun.IDB, e event.Event) error {
	d, err := a.desk(ctx, tx, e)
	if err != nil {
		return err
	}
	rows, threads, err := d.everyone(ctx)
	if err != nil {
		return err
	}
	places, err := attendance.EventWorkshopsIn(ctx, tx, e.ID)
	if err != nil {
		return err
	}
	pasts, err := d.pastsOf(ctx, rows, threads)
	if err != nil {
		return err
	}
	for _, row := range rows {
		forgotten, err := d.forget(ctx, row, pasts[row.ID])
		if err == nil && !forgotten {
			err = d.callOffFor(ctx, row, threads, places[row.ID])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *desk) callOffFor(ctx context.Context, row attendance.Attendance, threads map[string]Thread, places []attendance.WorkshopPlace) error {
	switch {
	case threads[row.UID].live():
		also, err := d.also(ctx, row, places)
		if err != nil {
			return err
		}
		if err := d.cancel(ctx, letter{kind: cancellation, to: row, whole: true, fields: mail.Fields{"personal_text": also}}); err != nil {
			return err
		}
	case row.Attends() && row.ConfirmUntil == nil:
		return d.send(ctx, letter{kind: cancellation, to: row, thread: row.ID})
	}
	for _, chosen := range places {
		if !threads[chosen.UID].live() {
			continue
		}
		if err := d.callOffWorkshop(ctx, row, chosen); err != nil {
			return err
		}
	}
	return nil
}

func (d *desk) callOffWorkshop(ctx context.Context, row attendance.Attendance, chosen attendance.WorkshopPlace) error {
	item, err := d.item(ctx, chosen.ItemID)
	if err != nil {
		return err
	}
	chosen, err = attendance.BumpWorkshopIn(ctx, d.tx, d.now, chosen.ID)
	if err != nil {
		return err
	}
	m := d.workshopLetter(row, chosen, item)
	m.kind, m.method, m.whole = cancellation, ical.MethodCancel, true
	if err := d.send(ctx, m); err != nil {
		return err
	}
	return endThread(ctx, d.tx, chosen.UID, chosen.Sequence, d.now)
}

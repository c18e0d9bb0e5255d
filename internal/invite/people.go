package invite

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
	"rundertisch/internal/ical"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
)

// The mails, by the names of their templates. Those about places serve the event and, with a programme item, a workshop.
const (
	invitation    = "invitation"
	saveTheDate   = "save_the_date"   // the day, before the invitation
	confirmation  = "confirmation"    // a place
	waitlist      = "waitlist"        // a position instead of a place
	offer         = "offer"           // a free place, held until a time
	offerLapsed   = "offer_lapsed"    // the offered place was not taken in time
	promotion     = "promotion"       // from the waitlist to a place
	allotted      = "allotted"        // which workshops the wishes led to, and why
	requested     = "requested"       // asked for a place, and staff decide
	refused       = "refused"         // staff decided against it
	confirmMail   = "confirm_address" // whether the address is the person's
	withdrawal    = "withdrawn"       // a place was given back
	workshopEnded = "workshop_ended"  // a place in a workshop went with the place at the event
	noted         = "noted"           // maybe or no was understood
	unanswered    = "answer_reminder" // the invitation was not answered
	thanks        = "thanks"          // after the event, to those who had a place
	circular      = "circular"        // in staff's words
	linkAgain     = "answer_link"     // the personal link once more
	update        = "update"          // title, time or place changed
	cancellation  = "cancellation"    // the event is off
	uninvitation  = "uninvitation"    // one person is no longer invited
	olderAnswered = "older_answer"    // the answer was to a version that has changed since
	undone        = "undone"          // an answer was taken back by staff
	admitted      = "admitted"        // answered an invitation that was passed on, and has an own one now
	notMoved      = "not_moved"       // the proposal of another time is not followed
	registeredBy  = "registered_by"   // somebody else, the contact of a group, registered the person
	groupLeft     = "group_left"      // the contact of the group let the place go
	represented   = "represented"     // somebody else comes instead
	substitute    = "substitute"      // comes instead of somebody
	unrepresented = "unrepresented"   // is not represented any more
	addressNew    = "address_new"     // whether a new address is the person's
	addressMoved  = "address_moved"   // to the old address: mail goes to another one from now on
	erased        = "erased"          // the last one, before name and address go
)

// AttendanceChanged writes to the person what became of answer and places.
func (a *Announcer) AttendanceChanged(ctx context.Context, tx bun.IDB, change attendance.Change) error {
	e, err := eventOf(ctx, tx, change)
	if err != nil {
		return err
	}
	d, err := a.desk(ctx, tx, e)
	if err != nil {
		return err
	}
	d.first = change.Reason == attendance.WasRegistered && change.Before.ID == ""
	if !d.first && change.After.Answer != attendance.NeedsAction { // whoever has answered is not asked for it by what still waits
		if err := a.mail.WithdrawKindIn(ctx, tx, e.WorkspaceID, change.After.ID, unanswered); err != nil {
			return err
		}
	}
	switch {
	case change.After.ConfirmUntil != nil:
		return d.unconfirmed(ctx, change)
	case change.Quiet:
		return nil
	}
	ended, err := d.ended(ctx, change)
	if err != nil {
		return err
	}
	if err := d.tell(ctx, change); err != nil {
		return err
	}
	for _, chosen := range change.Workshops {
		if err := d.tellWorkshop(ctx, change, chosen, ended); err != nil {
			return err
		}
	}
	return nil
}

// unconfirmed writes to an address of which nobody has shown yet that it is the person's: nothing but the question.
func (d *desk) unconfirmed(ctx context.Context, change attendance.Change) error {
	row := change.After
	switch change.Reason {
	case attendance.WantsAddress:
		return d.askNewAddress(ctx, change)
	case attendance.WasRegistered, attendance.AskedAgain, attendance.TookOver:
		return d.send(ctx, letter{kind: confirmMail, to: row, thread: row.ID, fields: mail.Fields{"answer_by": d.momentOf(row, row.ConfirmUntil)}})
	}
	return nil
}

func eventOf(ctx context.Context, tx bun.IDB, change attendance.Change) (event.Event, error) {
	if change.Event.ID != "" {
		return change.Event, nil
	}
	return event.FindIn(ctx, tx, change.After.EventID)
}

// tell writes about the event itself.
func (d *desk) tell(ctx context.Context, change attendance.Change) error {
	row := change.After
	if aboutMember(change) {
		return d.tellMember(ctx, change)
	}
	switch change.Reason {
	case attendance.WasRebooked:
		return nil // the workshops' own mails say it
	case attendance.WasAllotted:
		return d.allotted(ctx, row)
	case attendance.AskedAgain:
		return d.send(ctx, letter{kind: linkAgain, to: row, thread: row.ID})
	case attendance.WasRefused:
		return d.send(ctx, letter{kind: refused, to: row, thread: row.ID, fields: mail.Fields{"comment": row.RefusedFor}})
	case attendance.WasWithdrawn:
		return d.withdraw(ctx, change)
	case attendance.PlaceOffered:
		return d.send(ctx, d.offered(change))
	case attendance.OfferLapsed:
		return d.send(ctx, letter{kind: offerLapsed, to: row, thread: row.ID, fields: mail.Fields{"answer_by": d.momentOf(row, change.Before.OfferedUntil)}})
	case attendance.WasUndone:
		return d.undo(ctx, row)
	case attendance.WantsAddress:
		return d.askNewAddress(ctx, change)
	case attendance.WasReaddressed:
		return d.readdressed(ctx, change)
	case attendance.WasErased:
		return d.farewell(ctx, change)
	case attendance.HandedOver, attendance.TookOver, attendance.CameBack, attendance.Released:
		return d.tellRepresentation(ctx, change)
	case attendance.WasPromoted:
		if change.Before.Place == attendance.Confirmed {
			return nil // only workshops moved
		}
		return d.request(ctx, letter{kind: promotion, to: row, fields: mail.Fields{"personal_text": d.listed(row)}})
	}
	return d.answered(ctx, change)
}

// answered writes what an answer, or a registration, has led to.
func (d *desk) answered(ctx context.Context, change attendance.Change) error {
	row := change.After
	switch {
	case row.Answer == attendance.Tentative || row.Answer == attendance.Declined:
		return d.send(ctx, d.noted(row))
	case row.Place == attendance.Requested:
		return d.send(ctx, letter{kind: requested, to: row, thread: row.ID, fields: mail.Fields{"personal_text": d.with(change)}})
	case row.Place == attendance.Waitlisted:
		return d.wait(ctx, change)
	case change.Source == attendance.ByMail && change.Before.Place == attendance.NoPlace:
		thread, err := findThread(ctx, d.tx, row.UID)
		if err != nil {
			return err
		}
		if !thread.Provisional { // else the entry has to learn that it stands
			return d.send(ctx, d.noted(row)) // the calendar knows the answer already
		}
	}
	workshops, err := d.waitingFor(ctx, change)
	if err != nil {
		return err
	}
	return d.request(ctx, letter{kind: confirmation, to: row, fields: mail.Fields{"personal_text": joined("\n\n", workshops, d.with(change), d.listed(row))}})
}

// listed tells somebody who agreed that they stand on the public list of participants now, and how to get off it.
func (d *desk) listed(row attendance.Attendance) string {
	if row.ListedAt == nil || !d.event.ShowsGuests(d.now) {
		return ""
	}
	return d.locale(row.Lang).T("invite.listed", d.page()+"/teilnehmende")
}

func (d *desk) noted(row attendance.Attendance) letter {
	l := d.locale(row.Lang)
	return letter{kind: noted, to: row, thread: row.ID, fields: mail.Fields{"personal_text": l.T("invite.noted." + string(row.Answer))}}
}

// wait writes the position on the waitlist. There is no calendar part: without a place there is nothing to enter.
func (d *desk) wait(ctx context.Context, change attendance.Change) error {
	position, err := attendance.Position(ctx, d.tx, change.After)
	if err != nil {
		return err
	}
	why, err := attendance.WaitOfIn(ctx, d.tx, d.event, change.After)
	if err != nil {
		return err
	}
	l := d.locale(change.After.Lang)
	return d.send(ctx, letter{
		kind: waitlist, to: change.After, thread: change.After.ID,
		fields: mail.Fields{"position": strconv.Itoa(position), "personal_text": joined(" ", d.with(change), why.Said(l), d.rule(change.After.Lang))},
	})
}

// rule says how places that come free are given.
func (d *desk) rule(lang string) string {
	l := d.locale(lang)
	groups := ""
	if d.event.GroupMost > 0 {
		groups = l.T("registration.rule.groups")
	}
	if d.event.OfferHours == 0 {
		return joined(" ", l.T("registration.rule.at_once"), groups)
	}
	return joined(" ", l.T("registration.rule.offer", d.event.OfferHours), groups)
}

// offered tells of the place that is held. There is no calendar part: the entry comes when the place is taken.
func (d *desk) offered(change attendance.Change) letter {
	row, until := change.After, change.After.OfferedUntil
	if until == nil && len(change.Group) > 0 { // to the others of a group whose contact does not come along
		until = change.Group[0].OfferedUntil
	}
	fields := mail.Fields{"answer_by": d.momentOf(row, until)}
	if len(change.Group) > 0 {
		all := change.Group
		if row.OfferedUntil != nil {
			all = append([]attendance.Attendance{row}, all...)
		}
		fields["personal_text"] = d.locale(row.Lang).T("invite.group.offer", names(all))
	}
	return letter{kind: offer, to: row, thread: row.ID, fields: fields}
}

// momentOf is a time in words for the person.
func (d *desk) momentOf(row attendance.Attendance, at *time.Time) string {
	if at == nil {
		return ""
	}
	l := d.locale(row.Lang)
	return l.T("invite.moment", l.LongDay(at.In(d.event.Location())), l.Clock(*at))
}

// waitingFor lists the workshops whose waitlist the person is on; confirmed ones get mails of their own.
func (d *desk) waitingFor(ctx context.Context, change attendance.Change) (string, error) {
	l := d.locale(change.After.Lang)
	var lines []string
	for _, chosen := range change.Workshops {
		if chosen.State != attendance.Waitlisted {
			continue
		}
		item, err := d.item(ctx, chosen.ItemID)
		if err != nil {
			return "", err
		}
		position, err := attendance.WorkshopPosition(ctx, d.tx, chosen)
		if err != nil {
			return "", err
		}
		lines = append(lines, l.T("invite.waiting_for", item.Title, position))
	}
	return strings.Join(lines, "\n"), nil
}

// request sends the person's calendar entry: the first one of a thread, or the same again with a later DTSTAMP. An entry
// that was cancelled before comes back under a new UID. A provisional one stands from the invitation or the place on.
func (d *desk) request(ctx context.Context, m letter) error {
	var thread Thread
	var err error
	if !d.first {
		if thread, err = findThread(ctx, d.tx, m.to.UID); err != nil {
			return err
		}
	}
	if thread.CancelledAt != nil {
		fresh := id.Token() + "@" + mail.Domain(d.mail.From().Address)
		if m.to, err = attendance.RenewUIDIn(ctx, d.tx, d.now, m.to.ID, fresh); err != nil {
			return err
		}
	}
	stays := thread.live() && thread.Provisional && m.kind != invitation && m.to.Place != attendance.Confirmed
	switch {
	case !thread.live():
		err = insertThread(ctx, d.tx, personThread(m.to, "", d.now))
	case thread.Provisional && !stays:
		if m.to, err = attendance.FirmIn(ctx, d.tx, d.now, m.to.ID); err == nil {
			err = firmThread(ctx, d.tx, m.to.UID, thread.BatchID, d.now)
		}
	default:
		m.to, err = attendance.StampIn(ctx, d.tx, d.now, m.to.ID)
	}
	if err != nil {
		return err
	}
	m.thread, m.method, m.entry = m.to.ID, ical.MethodRequest, d.standing(m.to, stays)
	return d.send(ctx, m)
}

// withdraw takes the entry out of the person's calendar. Who never got one gets the mail alone.
func (d *desk) withdraw(ctx context.Context, change attendance.Change) error {
	if change.Before.Place == attendance.Requested {
		return d.send(ctx, d.noted(change.After)) // there was no place to give back
	}
	m := letter{kind: withdrawal, to: change.After, thread: change.After.ID, fields: mail.Fields{}}
	if change.Before.Place == attendance.Waitlisted {
		m.fields["waitlisted"] = mail.Yes
	}
	also, err := d.also(ctx, m.to, change.Workshops)
	if err != nil {
		return err
	}
	m.fields["personal_text"] = also
	thread, err := findThread(ctx, d.tx, m.to.UID)
	if err != nil {
		return err
	}
	switch {
	case thread.CancelledAt != nil && change.Source == attendance.ByStaff:
		return nil // the CANCEL that took the invitation back has told it
	case !thread.live():
		return d.send(ctx, m)
	}
	return d.cancel(ctx, m)
}

// cancel ends the person's thread with a CANCEL.
func (d *desk) cancel(ctx context.Context, m letter) error {
	row, err := attendance.EndIn(ctx, d.tx, d.now, m.to.ID)
	if err != nil {
		return err
	}
	m.to, m.thread, m.method, m.entry = row, row.ID, ical.MethodCancel, d.entryOf(row)
	if err := d.send(ctx, m); err != nil {
		return err
	}
	return endThread(ctx, d.tx, row.UID, row.Sequence, d.now)
}

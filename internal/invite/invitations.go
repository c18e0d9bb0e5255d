package invite

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
)

// saidNo is why somebody who was told the day is not invited.
const saidNo mailing.Reason = "declined"

// ownMailbox is why the mailbox that invitations come from is not invited.
const ownMailbox mailing.Reason = "own_mailbox"

// invitations writes the mailings that invite people to an event, and those that announce its day beforehand.
type invitations struct{ *Service }

var _ mailing.Kind = invitations{}

// Ready admits events that are published and have not begun by then.
func (s invitations) Ready(ctx context.Context, db bun.IDB, m mailing.Mailing, at time.Time) error {
	e, err := event.FindIn(ctx, db, m.SubjectID)
	if err != nil {
		return err
	}
	return Closed(e, s.clock.Now(), at)
}

// Receivers are the chosen people of the directory. Whoever was invited or has registered is known; an invitation reaches those
// as well who know the day alone and have not said no to it. Where mail comes back from, none is sent.
func (s invitations) Receivers(ctx context.Context, db bun.IDB, m mailing.Mailing) ([]mailing.Receiver, error) {
	order, err := OrderOf(m)
	if err != nil {
		return nil, err
	}
	people, err := s.directory.Chosen(ctx, db, m.WorkspaceID, order.Choice)
	if err != nil {
		return nil, err
	}
	known, err := listKnown(ctx, db, m.SubjectID, order)
	if err != nil {
		return nil, err
	}
	unreachable, err := s.mail.Unreachable(ctx, db, m.WorkspaceID)
	if err != nil {
		return nil, err
	}
	receivers := make([]mailing.Receiver, len(people))
	for i, p := range people {
		r := mailing.Receiver{ReceiverID: p.ID, Name: p.Name(), Email: p.Email, Organisation: p.Organisation}
		key := personKey(p.Email, p.Name())
		switch {
		case mail.Key(p.Email) == "":
			r.Reason = mailing.NoAddress
		case s.mail.Own(p.Email):
			r.Reason = ownMailbox
		case known[key] != "":
			r.Reason = known[key]
		case known[p.ID] != "":
			r.Reason = known[p.ID]
		case unreachable[mail.Key(p.Email)]:
			r.Reason = mailing.Disabled
		default:
			known[key] = mailing.Twice
		}
		receivers[i] = r
	}
	return receivers, nil
}

// listKnown returns why people of the event get no such mail, by their key and by their person of the directory: they may be here with
// another address.
func listKnown(ctx context.Context, db bun.IDB, eventID string, order Order) (map[string]mailing.Reason, error) {
	rows, err := attendance.ListIn(ctx, db, eventID)
	if err != nil {
		return nil, err
	}
	threads, err := listThreads(ctx, db, eventID)
	known := make(map[string]mailing.Reason, 2*len(rows))
	for _, row := range rows {
		reason := met(order, row, threads[row.UID])
		known[personKey(row.Email, row.Name)] = reason
		if row.PersonID != "" && known[row.PersonID] == "" {
			known[row.PersonID] = reason
		}
	}
	return known, err
}

// met is why somebody who is known at the event gets no such mail; empty when they get it.
func met(order Order, row attendance.Attendance, thread Thread) mailing.Reason {
	switch {
	case order.Early || !thread.live() || !thread.Provisional || row.Place != attendance.NoPlace || row.Answer == attendance.Represented:
		return mailing.Known
	case row.Answer == attendance.Declined:
		return saidNo
	}
	return ""
}

// Preview writes the mail as the receiver would get it.
func (s invitations) Preview(ctx context.Context, db bun.IDB, m mailing.Mailing, to mailing.Receiver, note string) (mail.Message, error) {
	order, err := OrderOf(m)
	if err != nil {
		return mail.Message{}, err
	}
	people, err := s.persons(ctx, db, m, []mailing.Receiver{to})
	if err != nil {
		return mail.Message{}, err
	}
	e, err := event.FindIn(ctx, db, m.SubjectID)
	if err != nil {
		return mail.Message{}, err
	}
	d, err := s.announcer.desk(ctx, db, e)
	if err != nil {
		return mail.Message{}, err
	}
	guest := attendance.Guest{Name: to.Name, Email: to.Email, Lang: languageOf("")}
	if person, found := people[to.ReceiverID]; found {
		guest = guestOf(person)
	}
	row := attendance.Attendance{
		Name: guest.Name, Email: guest.Email, Lang: guest.Lang, UID: "preview@" + mail.Domain(s.mail.From().Address), Stamp: d.now,
	}
	fields := invitationFields(joined("\n\n", note, order.Text))
	return d.write(letter{kind: beginning(order.Early), to: row, fields: fields, method: "REQUEST", entry: d.standing(row, order.Early)}, d.baseURL+"/a/vorschau")
}

// persons are the receivers as the directory has them now, by identifier.
func (s invitations) persons(ctx context.Context, db bun.IDB, m mailing.Mailing, part []mailing.Receiver) (map[string]directory.Person, error) {
	var choice directory.Choice
	for _, r := range part {
		choice.PersonIDs = append(choice.PersonIDs, r.ReceiverID)
	}
	people, err := s.directory.Chosen(ctx, db, m.WorkspaceID, choice)
	byID := make(map[string]directory.Person, len(people))
	for _, p := range people {
		byID[p.ID] = p
	}
	return byID, err
}

// WriteIn invites the part's people: those who are still there and have not come by another way meanwhile.
func (s invitations) WriteIn(ctx context.Context, tx bun.IDB, m mailing.Mailing, part []mailing.Receiver) error {
	order, err := OrderOf(m)
	if err != nil {
		return err
	}
	people, err := s.persons(ctx, tx, m, part)
	if err != nil {
		return err
	}
	e, err := s.attendances.HoldIn(ctx, tx, m.SubjectID)
	if err == nil {
		err = Closed(e, s.clock.Now(), s.clock.Now()) // called off at the same moment
	}
	if err != nil {
		return err
	}
	d, err := s.announcer.desk(ctx, tx, e)
	if err != nil {
		return err
	}
	for i := range part {
		person, there := people[part[i].ReceiverID]
		switch {
		case !there:
			part[i].Reason = mailing.Gone
		case mail.Key(person.Email) == "":
			part[i].Reason = mailing.NoAddress
		case s.mail.Own(person.Email):
			part[i].Reason = ownMailbox
		default:
			if err := s.inviteOne(ctx, d, m, order, person, &part[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s invitations) inviteOne(ctx context.Context, d *desk, m mailing.Mailing, order Order, person directory.Person, r *mailing.Receiver) error {
	row, fresh, err := s.attendances.InviteIn(ctx, d.tx, d.event.ID, guestOf(person))
	if err != nil {
		return err
	}
	if fresh {
		thread := personThread(row, m.ID, d.now)
		thread.Provisional = order.Early
		err = insertThread(ctx, d.tx, thread)
	} else {
		row, err = d.invitedAtLast(ctx, m, order, row, r)
	}
	if err != nil || r.Reason != "" {
		return err
	}
	r.Turn, r.MessageID = mailing.Written, id.New()
	return d.send(ctx, letter{
		kind: beginning(order.Early), to: row, thread: row.ID, fields: invitationFields(order.Text),
		method: "REQUEST", entry: d.standing(row, order.Early), id: r.MessageID, mailing: m.ID,
	})
}

// invitedAtLast makes an invitation of the entry of somebody who knows the day alone; a maybe is asked anew. Everybody else gets
// no mail, and the receiver the reason. The event is locked, so that no answer comes in between.
func (d *desk) invitedAtLast(ctx context.Context, m mailing.Mailing, order Order, row attendance.Attendance, r *mailing.Receiver) (attendance.Attendance, error) {
	thread, err := findThread(ctx, d.tx, row.UID)
	if err != nil {
		return row, err
	}
	if r.Reason = met(order, row, thread); r.Reason != "" {
		return row, nil
	}
	if row, err = attendance.BumpIn(ctx, d.tx, d.now, row.ID); err != nil {
		return row, err
	}
	return row, firmThread(ctx, d.tx, row.UID, m.ID, d.now)
}

// UnwriteIn forgets that the people were asked, so that a later mailing can reach them. Whoever has answered or registered
// since, or got another mail, stays.
func (s invitations) UnwriteIn(ctx context.Context, tx bun.IDB, m mailing.Mailing, part []mailing.Receiver) error {
	for _, r := range part {
		message, err := s.mail.FindIn(ctx, tx, m.WorkspaceID, r.MessageID)
		if err != nil {
			return err
		}
		row, err := attendance.FindIn(ctx, tx, message.ThreadKey)
		if fault.Is(err, fault.NotFound) {
			continue // gone already
		}
		if err != nil {
			return err
		}
		left, err := s.mail.LeftIn(ctx, tx, m.WorkspaceID, message.ThreadKey)
		if err != nil {
			return err
		}
		switch {
		case !row.Untouched():
		case left:
			err = s.onlyAnnounced(ctx, tx, m, row)
		default:
			if err = dropThread(ctx, tx, row.ID); err == nil {
				_, err = attendance.UninviteIn(ctx, tx, row.ID)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// onlyAnnounced makes the entry provisional again of somebody whose invitation was called off and whose calendar has the
// announcement: they are not invited, and the next version of the entry must not say so.
func (s invitations) onlyAnnounced(ctx context.Context, tx bun.IDB, m mailing.Mailing, row attendance.Attendance) error {
	thread, err := findThread(ctx, tx, row.UID)
	if err != nil || !thread.live() || thread.Provisional || thread.BatchID != m.ID {
		return err
	}
	e, err := event.FindIn(ctx, tx, m.SubjectID)
	if err != nil {
		return err
	}
	d, err := s.announcer.desk(ctx, tx, e)
	if err != nil {
		return err
	}
	pasts, err := d.pasts(ctx, map[string]string{row.ID: row.UID})
	if err != nil || !pasts[row.ID].uninvited() {
		return err
	}
	return loosenThread(ctx, tx, row.UID)
}

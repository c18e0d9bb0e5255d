package invite

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
)

// invitations writes the mailings that invite people to an event.
type invitations struct{ *Service }

var _ mailing.Kind = invitations{}

// Ready admits events that are published and have not begun.
func (s invitations) Ready(ctx context.Context, db bun.IDB, m mailing.Mailing) error {
	e, err := event.FindIn(ctx, db, m.SubjectID)
	if err != nil {
		return err
	}
	return s.closed(e)
}

// Receivers are the chosen people of the directory. Whoever was invited or has registered is known; where mail comes back
// from, none is sent.
func (s invitations) Receivers(ctx context.Context, db bun.IDB, m mailing.Mailing) ([]mailing.Receiver, error) {
	order, err := OrderOf(m)
	if err != nil {
		return nil, err
	}
	people, err := s.directory.Chosen(ctx, db, m.WorkspaceID, order.Choice)
	if err != nil {
		return nil, err
	}
	rows, err := attendance.ListIn(ctx, db, m.SubjectID)
	if err != nil {
		return nil, err
	}
	why := make(map[string]mailing.Reason, len(rows)+len(people))
	for _, row := range rows {
		why[personKey(row.Email, row.Name)] = mailing.Known
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
		case p.Email == "":
			r.Reason = mailing.NoAddress
		case why[key] != "":
			r.Reason = why[key]
		case unreachable[mail.Key(p.Email)]:
			r.Reason = mailing.Disabled
		default:
			why[key] = mailing.Twice
		}
		receivers[i] = r
	}
	return receivers, nil
}

// Preview writes the invitation as the receiver would get it.
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
	return d.write(letter{kind: invitation, to: row, fields: fields, method: "REQUEST", entry: d.entryOf(row)}, d.baseURL+"/a/vorschau")
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
	e, err := event.FindIn(ctx, tx, m.SubjectID)
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
		case person.Email == "":
			part[i].Reason = mailing.NoAddress
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
	if !fresh {
		r.Reason = mailing.Known
		return nil
	}
	if err := insertThread(ctx, d.tx, personThread(row, m.ID, d.now)); err != nil {
		return err
	}
	r.Turn, r.MessageID = mailing.Written, id.New()
	return d.send(ctx, letter{
		kind: invitation, to: row, thread: row.ID, fields: invitationFields(order.Text),
		method: "REQUEST", entry: d.entryOf(row), id: r.MessageID, mailing: m.ID,
	})
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
		if left || !row.Untouched() {
			continue
		}
		if err := dropThread(ctx, tx, row.ID); err != nil {
			return err
		}
		if _, err := attendance.UninviteIn(ctx, tx, row.ID); err != nil {
			return err
		}
	}
	return nil
}

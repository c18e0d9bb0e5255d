package attendance

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// AddIn registers more people at the word of the contact of a group: all of them get a place of the event or none does, and then they wait as one, with the
// ticket of r. Those who came before keep what they have. It returns who came in: nobody when all of them are in the group already, because the form was sent
// twice. A Conflict when the group would be larger than the event takes. Fields: those of MemberField.
//
// Allowed is asked about the event as it is once nobody else changes it.
func (s *Service) AddIn(ctx context.Context, tx bun.IDB, contactID string, r Registration, members []Member, allowed func(event.Event) error) ([]Attendance, error) {
	contact, rows, held, err := s.lockGroup(ctx, tx, contactID)
	if err != nil {
		return nil, err
	}
	r.EventID, r.Share = held.ID, contact.Share
	r.Guest = Guest{Name: contact.Name, Email: contact.Email, Organisation: contact.Organisation, Lang: contact.Lang}
	all, err := s.newcomers(ctx, tx, held, r, members)
	if err != nil {
		return nil, err
	}
	come := all[1:]
	if !slices.ContainsFunc(come, func(one newcomer) bool { return one.found.GroupID != contact.ID || !one.found.taken(true) }) {
		return nil, nil
	}
	if err := allowed(held); err != nil {
		return nil, err
	}
	if err := roomFor(held, rows, len(come)); err != nil {
		return nil, err
	}
	if err := strangers(come, byPerson(r.Source)); err != nil {
		return nil, err
	}
	return s.admitMore(ctx, tx, held, contact, come)
}

// roomFor refuses more people than the group may have, and people who come to a group of which nobody takes part.
func roomFor(held event.Event, rows []Attendance, more int) error {
	there := len(slices.DeleteFunc(slices.Clone(rows), func(a Attendance) bool { return !a.Attends() }))
	free := int(held.GroupMost) - there
	switch {
	case there == 0:
		return fault.New(fault.Conflict, "attendance.group.closed")
	case free <= 0:
		return fault.New(fault.Conflict, "attendance.group.full")
	case more > free:
		return fault.New(fault.Conflict, "attendance.group.too_many", free)
	}
	return nil
}

// admitMore writes people who come to a group that stands.
func (s *Service) admitMore(ctx context.Context, tx bun.IDB, held event.Event, contact Attendance, come []newcomer) ([]Attendance, error) {
	rows, told := make([]Attendance, len(come)), make([]Change, len(come))
	var err error
	for i, one := range come {
		if rows[i], err = s.entered(ctx, tx, held, one.found, one.row, one.form); err != nil {
			return nil, err
		}
		rows[i].GroupID, rows[i].Share, rows[i].ConfirmUntil = contact.ID, contact.Share, nil
	}
	place, err := placeTogether(ctx, tx, held, rows, come[0].form.Source)
	if err != nil {
		return nil, err
	}
	for i, one := range come {
		rows[i].Place = place
		if told[i], err = s.writeMember(ctx, tx, one, rows[i], nil); err != nil {
			return nil, err
		}
		told[i].Event, told[i].With = held, contact.Name
	}
	return rows, s.tell(ctx, tx, told...)
}

// placeTogether takes places of the event for all of the rows or for none, unless staff are asked for them first.
func placeTogether(ctx context.Context, tx bun.IDB, held event.Event, rows []Attendance, source Source) (Place, error) {
	if held.Approval && byPerson(source) && slices.ContainsFunc(rows, func(a Attendance) bool { return a.Origin == Registered }) {
		return Requested, nil
	}
	taken, err := takePlaces(ctx, tx, held, rows[0].Share, int64(len(rows)))
	return placeOf(taken), database.Fault(err)
}

package attendance

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// MemberField is the form name of what is typed about the n-th member of a group, counted from 1 behind the contact: name or email.
func MemberField(n int, what string) string { return "member_" + what + "_" + strconv.Itoa(n) }

// Member is somebody whom a contact registers.
type Member struct {
	Guest Guest
	Row   int // on the form, for MemberField
}

// newcomer is one of a group on the way in: the row it gets, and the one it had.
type newcomer struct {
	row, found Attendance
	form       Registration
	field      string // for what is said about it
}

// RegisterGroupIn registers a contact with others: all of them get a place of the event or none does, and then they wait as one. They share
// ticket and share of the contact; workshops are chosen for the contact alone. The contact comes first in what is returned. Fields: name, and
// those of MemberField.
//
// Allowed is asked about the event as it is once nobody else changes it.
func (s *Service) RegisterGroupIn(ctx context.Context, tx bun.IDB, r Registration, members []Member, allowed func(event.Event) error) ([]Attendance, Result, error) {
	held, err := database.Shared(ctx, heldKey(r.EventID), func() (event.Event, error) { return s.lockEvent(ctx, tx, r.EventID) })
	if err != nil {
		return nil, "", err
	}
	if err := database.CatchUp(ctx, tx); err != nil {
		return nil, "", err
	}
	all, err := s.newcomers(ctx, tx, held, r, members)
	if err != nil {
		return nil, "", err
	}
	contact := all[0]
	if contact.found.ID != "" && contact.found.Nonce == contact.form.Nonce {
		return []Attendance{contact.found}, ResultSame, nil
	}
	if err := allowed(held); err != nil {
		return nil, "", err
	}
	switch {
	case !Open(held, s.clock.Now()):
		return nil, "", fault.New(fault.Conflict, "attendance.event_closed")
	case held.ByWishes() && len(r.Wishes) > 0:
		return nil, "", fault.New(fault.Conflict, "attendance.by_wishes")
	case sentBefore(all):
		return []Attendance{contact.found}, ResultKnown, s.askedAgain(ctx, tx, contact.found)
	}
	if err := strangers(all, byPerson(r.Source)); err != nil {
		return nil, "", err
	}
	rows, err := s.admitGroup(ctx, tx, held, all)
	if contact.found.ID != "" {
		return rows, ResultBack, err
	}
	return rows, ResultNew, err
}

// newcomers are the people of the form, the contact first.
func (s *Service) newcomers(ctx context.Context, tx bun.IDB, held event.Event, r Registration, members []Member) ([]newcomer, error) {
	all := []newcomer{{form: r, field: "name"}}
	for _, m := range members {
		form := r
		form.Guest, form.Remark, form.Listed, form.Photos, form.NoticeVersion, form.Wishes = m.Guest, "", false, false, "", nil // each for themselves, by their own link
		all = append(all, newcomer{form: form, field: MemberField(m.Row, "name")})
	}
	for i := range all {
		one := &all[i]
		one.row = s.newRow(held, one.form.Guest)
		one.form.Nonce = nonceOf(r.Nonce, one.row)
		var err error
		if one.found, err = findPerson(ctx, tx, held.ID, one.row.EmailKey, one.row.NameKey); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// taken reports whether the row has something that a registration must not take over.
func (a Attendance) taken(byPerson bool) bool {
	return a.ID != "" && (a.Attends() || a.Answer == Represented || a.Place == Refused && byPerson)
}

// strangers refuses people who are registered already, each at its field, and those along with a group who speak for another.
func strangers(all []newcomer, byPerson bool) error {
	var c fault.Checks
	for _, one := range all {
		switch {
		case !one.found.taken(byPerson) && (one.field == "name" || !one.found.Leads()):
		case one.field == "name":
			c.Add(one.field, "attendance.group.contact_known")
		default:
			c.Add(one.field, "attendance.group.member_known", one.form.Guest.Name)
		}
	}
	return c.Err()
}

// sentBefore reports whether the very same group stands already: the form was sent twice for a contact whom the event had invited.
func sentBefore(all []newcomer) bool {
	of := all[0].found
	return of.Leads() && !slices.ContainsFunc(all, func(one newcomer) bool { return one.found.GroupID != of.ID || !one.found.taken(true) })
}

func (s *Service) admitGroup(ctx context.Context, tx bun.IDB, held event.Event, all []newcomer) ([]Attendance, error) {
	items, err := wishedItems(ctx, tx, held.ID, all[0].form.Wishes)
	if err != nil {
		return nil, err
	}
	rows := make([]Attendance, len(all))
	for i, one := range all {
		if rows[i], err = s.entered(ctx, tx, held, one.found, one.row, one.form); err != nil {
			return nil, err
		}
		rows[i].GroupID, rows[i].Share, rows[i].ConfirmUntil = rows[0].ID, rows[0].Share, nil
	}
	if held.ConfirmHours > 0 && byPerson(all[0].form.Source) && rows[0].Origin == Registered {
		rows[0].ConfirmUntil = s.confirmUntil(held)
	}
	place, err := placeTogether(ctx, tx, held, rows, all[0].form.Source)
	if err != nil {
		return nil, err
	}
	told := make([]Change, len(all))
	for i, one := range all {
		rows[i].Place = place
		if told[i], err = s.writeMember(ctx, tx, one, rows[i], items); err != nil {
			return nil, err
		}
		told[i].Event, told[i].With = held, rows[0].Name
	}
	told[0].With, told[0].Group = "", rows[1:]
	if rows[0].ConfirmUntil != nil { // strangers are written to once the contact has shown to be one
		told = told[:1]
	}
	return rows, s.tell(ctx, tx, told...)
}

func (s *Service) writeMember(ctx context.Context, tx bun.IDB, one newcomer, row Attendance, items []event.ProgrammeItem) (Change, error) {
	write := insertAttendance
	if one.found.ID != "" {
		write = updateAttendance
	}
	if err := write(ctx, tx, &row); err != nil {
		return Change{}, err
	}
	if row.Follows() {
		items = nil
	}
	places, err := s.seated(ctx, tx, one.found, row, items, one.form)
	return Change{Reason: WasRegistered, Before: one.found, After: row, Workshops: places, Source: one.form.Source}, err
}

// GroupIn lists the people of the contact's group, the contact too, by name.
func GroupIn(ctx context.Context, db bun.IDB, contact Attendance) ([]Attendance, error) {
	var rows []Attendance
	if contact.GroupID == "" {
		return nil, nil
	}
	err := db.NewSelect().Model(&rows).Where("t.event_id = ? AND t.group_id = ? AND t.group_id <> ''", contact.EventID, contact.GroupID).
		Order("t.name_key", "t.id").Scan(ctx)
	return rows, database.Fault(err)
}

// ContactIn returns who registered the person; its ID is empty for those who came alone, and when nobody is known any more.
func ContactIn(ctx context.Context, db bun.IDB, row Attendance) (Attendance, error) {
	if row.GroupID == "" {
		return Attendance{}, nil
	}
	contact, err := FindIn(ctx, db, row.GroupID)
	if fault.Is(err, fault.NotFound) {
		return Attendance{}, nil
	}
	return contact, err
}

// partyOf returns the row and those of its group who stand where it stands, the contact first: what is given to one of them is given to all. Who
// came alone is a party of one.
func partyOf(ctx context.Context, tx bun.IDB, row Attendance) ([]Attendance, error) {
	if row.GroupID == "" {
		return []Attendance{row}, nil
	}
	var rows []Attendance
	err := tx.NewSelect().Model(&rows).Where("t.event_id = ? AND t.group_id = ? AND t.group_id <> '' AND t.ticket = ? AND t.place = ?",
		row.EventID, row.GroupID, row.Ticket, row.Place).Order("t.id").Scan(ctx)
	rows = slices.DeleteFunc(rows, func(a Attendance) bool { return (a.OfferedUntil == nil) != (row.OfferedUntil == nil) })
	slices.SortStableFunc(rows, func(a, b Attendance) int { return cmp.Compare(leadFirst(a), leadFirst(b)) })
	return rows, database.Fault(err)
}

func leadFirst(a Attendance) int {
	if a.Leads() {
		return 0
	}
	return 1
}

// decidesOffer reports whether an answer of the row takes the place that is offered: the contact decides for the group, as does a colleague whom
// somebody of it has told.
func (a Attendance) decidesOffer(source Source) bool { return !a.Follows() || !byPerson(source) }

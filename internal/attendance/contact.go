package attendance

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
)

// remindPause is how long a contact cannot have the same person reminded again.
const remindPause = time.Hour

// lockGroup returns the contact, the group and the event as they are once nobody else changes places. A Conflict when nothing counts any more:
// the event has begun, the address of the contact is not confirmed, or the row is no contact's.
func (s *Service) lockGroup(ctx context.Context, tx bun.IDB, contactID string) (Attendance, []Attendance, event.Event, error) {
	contact, held, err := s.lockAttendance(ctx, tx, contactID)
	if err != nil {
		return contact, nil, held, err
	}
	if !contact.Leads() || contact.ConfirmUntil != nil || !Open(held, s.clock.Now()) {
		return contact, nil, held, fault.New(fault.Conflict, "attendance.group.closed")
	}
	rows, err := GroupIn(ctx, tx, contact)
	return contact, rows, held, err
}

// TakeOfferIn takes the places that are offered to the contact's group, also when the contact does not come along, and returns who has one now. A
// Conflict says that nothing is offered any more.
func (s *Service) TakeOfferIn(ctx context.Context, tx bun.IDB, contactID string, source Source) ([]Attendance, error) {
	_, rows, held, err := s.lockGroup(ctx, tx, contactID)
	if err != nil {
		return nil, err
	}
	offered := slices.DeleteFunc(rows, func(a Attendance) bool { return a.OfferedUntil == nil })
	if len(offered) == 0 {
		return nil, fault.New(fault.Conflict, "attendance.group.no_offer")
	}
	if err := s.takeOffers(ctx, tx, offered, source); err != nil {
		return nil, err
	}
	for i := range offered {
		offered[i].Place, offered[i].OfferedUntil = Confirmed, nil
	}
	return offered, s.settle(ctx, tx, held.ID)
}

// CancelIn gives back the places of those of the contact's group who are named, of all who take part when nobody is, and returns whose. Those who
// wait go up afterwards, so that a group which takes itself back is not given places on the way.
func (s *Service) CancelIn(ctx context.Context, tx bun.IDB, contactID string, memberIDs []string, source Source) ([]Attendance, error) {
	contact, rows, held, err := s.lockGroup(ctx, tx, contactID)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(a Attendance) bool {
		return !a.Attends() || len(memberIDs) > 0 && !slices.Contains(memberIDs, a.ID)
	})
	if len(rows) == 0 {
		return nil, fault.New(fault.Conflict, "attendance.group.nobody")
	}
	for i, before := range rows {
		if rows[i], err = s.cancel(ctx, tx, contact, before, WasWithdrawn, source); err != nil {
			return nil, err
		}
	}
	return rows, s.settle(ctx, tx, held.ID)
}

// cancel takes the place of somebody of the group back at the contact's word.
func (s *Service) cancel(ctx context.Context, tx bun.IDB, contact, before Attendance, why Reason, source Source) (Attendance, error) {
	now := s.clock.Now()
	row, left, err := s.unseatPerson(ctx, tx, before)
	if err != nil {
		return row, err
	}
	return s.gone(ctx, tx, contact, before, row, left, why, Reply{Answer: Declined, Source: source, Sequence: row.Sequence, Stamp: now})
}

// gone writes that somebody does not come any more.
func (s *Service) gone(ctx context.Context, tx bun.IDB, contact, before, row Attendance, left []WorkshopPlace, why Reason, reply Reply) (Attendance, error) {
	now := s.clock.Now()
	row.Answer, row.AnsweredAt, row.UpdatedAt = Declined, &now, now
	if err := updateAttendance(ctx, tx, &row); err != nil {
		return row, err
	}
	if err := record(ctx, tx, row.ID, reply, Applied, now, ""); err != nil {
		return row, err
	}
	change := Change{Reason: why, Before: before, After: row, Workshops: left, Source: reply.Source}
	if row.ID != contact.ID {
		change.With = contact.Name
	}
	return row, s.tell(ctx, tx, change)
}

// ReplaceIn lets somebody else come instead of a member of the contact's group: the place, or the position, passes on without coming free in
// between. What the member said and chose stays with the member. It returns both rows. Fields: name.
func (s *Service) ReplaceIn(ctx context.Context, tx bun.IDB, contactID, memberID string, guest Guest, source Source) (was, now Attendance, err error) {
	contact, rows, held, err := s.lockGroup(ctx, tx, contactID)
	if err != nil {
		return was, now, err
	}
	at := slices.IndexFunc(rows, func(a Attendance) bool { return a.ID == memberID && a.Follows() })
	if at < 0 {
		return was, now, fault.Missing()
	}
	before := rows[at]
	if !before.Attends() {
		return was, now, fault.New(fault.Conflict, "attendance.group.nobody")
	}
	form := Registration{EventID: held.ID, Guest: guest, Ticket: before.Ticket, Source: source}
	comer := newcomer{row: s.newRow(held, guest), form: form, field: "name"}
	comer.form.Nonce = comer.row.ID
	if comer.found, err = findPerson(ctx, tx, held.ID, comer.row.EmailKey, comer.row.NameKey); err != nil {
		return was, now, err
	}
	if comer.found.taken(true) || comer.found.Leads() && comer.found.ID != contact.ID { // nobody is taken from a group of their own
		var c fault.Checks
		c.Add("name", "attendance.group.member_known", guest.Name)
		return was, now, c.Err()
	}
	if now, err = s.entered(ctx, tx, held, comer.found, comer.row, comer.form); err != nil {
		return was, now, err
	}
	now.GroupID, now.Share, now.Place, now.OfferedUntil = contact.ID, before.Share, before.Place, before.OfferedUntil
	if was, err = s.stepAside(ctx, tx, contact, before, source); err != nil {
		return was, now, err
	}
	told, err := s.writeMember(ctx, tx, comer, now, nil)
	if err != nil {
		return was, now, err
	}
	told.Event, told.With = held, contact.Name
	if err := s.tell(ctx, tx, told); err != nil {
		return was, now, err
	}
	return was, now, s.settle(ctx, tx, held.ID)
}

// stepAside takes everything from a member whose place of the event goes to somebody else; workshops come free.
func (s *Service) stepAside(ctx context.Context, tx bun.IDB, contact, before Attendance, source Source) (Attendance, error) {
	left, err := activeWorkshops(ctx, tx, before.ID)
	if err != nil {
		return before, err
	}
	for i := range left {
		if err := s.leave(ctx, tx, &left[i]); err != nil {
			return before, err
		}
	}
	row := before
	row.Place, row.OfferedUntil = Withdrawn, nil
	row.forgetConsents()
	reply := Reply{Answer: Declined, Source: source, Sequence: row.Sequence, Stamp: s.clock.Now()}
	return s.gone(ctx, tx, contact, before, row, left, WasReplaced, reply)
}

// release lets the people of a group whose contact is erased stand for themselves, where they stood: nobody else speaks for them any more. Those
// whose contact had not confirmed the address, and who never heard of it, lapse.
func (s *Service) release(ctx context.Context, tx bun.IDB, contact Attendance) error {
	rows, err := GroupIn(ctx, tx, contact)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.ID != contact.ID && row.Attends() && contact.ConfirmUntil != nil {
			if _, err := s.lapseUnconfirmed(ctx, tx, row, contact.ConfirmUntil); err != nil {
				return err
			}
		}
	}
	_, err = tx.NewUpdate().Model((*Attendance)(nil)).Set("group_id = ''").
		Where("event_id = ? AND group_id = ? AND group_id <> ''", contact.EventID, contact.GroupID).Exec(ctx)
	return database.Fault(err)
}

// RemindMemberIn sends a member of the contact's group the mail with the personal link again. A Conflict when it was sent a short while ago.
func (s *Service) RemindMemberIn(ctx context.Context, tx bun.IDB, contactID, memberID string) (Attendance, error) {
	contact, rows, held, err := s.lockGroup(ctx, tx, contactID)
	if err != nil {
		return contact, err
	}
	at := slices.IndexFunc(rows, func(a Attendance) bool { return a.ID == memberID && a.Follows() && a.Attends() })
	if at < 0 {
		return contact, fault.Missing()
	}
	recent, err := linkedSince(ctx, tx, memberID, s.clock.Now().Add(-remindPause))
	switch {
	case err != nil:
		return rows[at], err
	case recent:
		return rows[at], fault.New(fault.Conflict, "attendance.group.just_sent", rows[at].Name)
	}
	return rows[at], s.tell(ctx, tx, Change{Reason: AskedAgain, Before: rows[at], After: rows[at], Event: held, Source: ByWeb, With: contact.Name})
}

// CompleteIn notes what a member says about themselves for the first time: notice is the version of the privacy notice that was shown.
func (s *Service) CompleteIn(ctx context.Context, tx bun.IDB, attendanceID, notice string, listed, photos bool) error {
	row, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	row.NoticeVersion, row.UpdatedAt = notice, now
	if listed && row.ListedAt == nil && held.ShowsGuests(now) && row.Attends() {
		row.ListedAt = &now
	}
	if photos && row.PhotosAt == nil && held.TakesPhotos && row.Attends() {
		row.PhotosAt = &now
	}
	return database.OneRow(tx.NewUpdate().Model(&row).Column("notice_version", "listed_at", "photos_at", "updated_at").WherePK().Exec(ctx))
}

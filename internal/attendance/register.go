package attendance

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Registration is what somebody sends with the form. Texts are checked by the caller.
type Registration struct {
	EventID       string
	Guest         Guest
	Remark        string
	Photos        bool           // agrees to be photographed; counts where the event takes photos
	Listed        bool           // agrees to be named in public; counts where the event does that
	Share         directory.Kind // kind of organisation that the person says; counts where the directory knows none
	Nonce         string         // of the form; the same form sent twice has the same result
	NoticeVersion string         // of the privacy notice that was shown
	Ticket        int64
	Wishes        []Wish
	Source        Source // ByForm or ByStaff
	By            string // name of the colleague who typed it in
}

// Result is what became of a registration.
type Result string

// The results.
const (
	ResultNew   Result = "new"   // has a place now, of the event or of its waitlist
	ResultBack  Result = "back"  // the same for somebody who was invited or had given the place back
	ResultSame  Result = "same"  // the form that made the row again: nothing changed
	ResultKnown Result = "known" // this person is registered already, or represented: nothing changed, the link goes out by mail again
)

// linkPause is how long a person who registers again and again gets no further mail.
const linkPause = 10 * time.Minute

// Of what registrations done together read once.
type (
	heldKey      string // event, held by the transaction
	workshopsKey string // workshops of an event
)

// RegisterIn registers a person: a new row, or the row of somebody who was invited or came back. The event's place
// decides about the workshops: with one, each wish takes a place or waits; without one, all wishes wait.
//
// Allowed is asked about the event as it is once nobody else changes it.
func (s *Service) RegisterIn(ctx context.Context, tx bun.IDB, r Registration, allowed func(event.Event) error) (Attendance, Result, error) {
	held, err := database.Shared(ctx, heldKey(r.EventID), func() (event.Event, error) { return s.lockEvent(ctx, tx, r.EventID) })
	if err != nil {
		return Attendance{}, "", err
	}
	row := s.newRow(held, r.Guest)
	found, err := findPerson(ctx, tx, r.EventID, row.EmailKey, row.NameKey)
	if err != nil {
		return Attendance{}, "", err
	}
	if found.ID != "" { // by somebody in this transaction perhaps
		if err := database.CatchUp(ctx, tx); err != nil {
			return Attendance{}, "", err
		}
	}
	r.Nonce = nonceOf(r.Nonce, row)
	if found.ID != "" && found.Nonce == r.Nonce {
		return found, ResultSame, nil
	}
	if err := allowed(held); err != nil {
		return Attendance{}, "", err
	}
	if !Open(held, s.clock.Now()) {
		return Attendance{}, "", fault.New(fault.Conflict, "attendance.event_closed")
	}
	if held.ByWishes() && len(r.Wishes) > 0 {
		return Attendance{}, "", fault.New(fault.Conflict, "attendance.by_wishes")
	}
	decided := found.Place == Refused && byPerson(r.Source)
	if found.Attends() || found.Answer == Represented || decided { // whose place is the substitute's until the representation ends
		return found, ResultKnown, s.askedAgain(ctx, tx, found)
	}
	row, err = s.admit(ctx, tx, held, found, row, r)
	if found.ID != "" {
		return row, ResultBack, err
	}
	return row, ResultNew, err
}

// nonceOf binds the form's nonce to the person, because one page, gone back to, registers several people. Without a
// nonce every submission is one of its own.
func nonceOf(nonce string, row Attendance) string {
	if nonce == "" {
		return row.ID
	}
	return id.Hash(strings.Join([]string{nonce, row.EventID, row.EmailKey, row.NameKey}, "\n"))
}

func (s *Service) askedAgain(ctx context.Context, tx bun.IDB, row Attendance) error {
	recent, err := linkedSince(ctx, tx, row.ID, s.clock.Now().Add(-linkPause))
	if err != nil || recent {
		return err
	}
	return s.tell(ctx, tx, Change{Reason: AskedAgain, Before: row, After: row, Source: ByForm})
}

// admit gives the person its places. Found is the row of somebody who was asked or gave the place back, else empty.
func (s *Service) admit(ctx context.Context, tx bun.IDB, held event.Event, found, row Attendance, r Registration) (Attendance, error) {
	items, err := wishedItems(ctx, tx, r.EventID, r.Wishes)
	if err != nil {
		return row, err
	}
	if row, err = s.entered(ctx, tx, held, found, row, r); err != nil {
		return row, err
	}
	asks := byPerson(r.Source) && row.Origin == Registered
	if asks && held.ConfirmHours > 0 {
		row.ConfirmUntil = s.confirmUntil(held)
	}
	if row, err = s.writeSeated(ctx, tx, held, found, row, asks && held.Approval); err != nil {
		return row, err
	}
	places, err := s.seated(ctx, tx, found, row, items, r)
	if err != nil {
		return row, err
	}
	return row, s.tell(ctx, tx, Change{Reason: WasRegistered, Before: found, After: row, Event: held, Workshops: places, Source: r.Source})
}

// entered is the row as the registration makes it, but for the place.
func (s *Service) entered(ctx context.Context, tx bun.IDB, held event.Event, found, row Attendance, r Registration) (Attendance, error) {
	now := s.clock.Now()
	row.Origin = Registered
	if found.ID != "" {
		row = found
		row.Name, row.Email, row.Organisation, row.Lang = r.Guest.Name, r.Guest.Email, r.Guest.Organisation, r.Guest.Lang
	}
	row.Remark, row.NoticeVersion, row.Ticket = r.Remark, r.NoticeVersion, r.Ticket
	row.Answer, row.AnsweredAt, row.UpdatedAt, row.RefusedFor = Accepted, &now, now, ""
	row.forgetConsents()
	if !row.Leads() { // whoever comes alone now leaves the group of then
		row.GroupID = ""
	}
	if r.Listed && held.ListsGuests {
		row.ListedAt = &now
	}
	if r.Photos && held.TakesPhotos {
		row.PhotosAt = &now
	}
	if held.ByKind {
		var err error
		if row.Share, err = kindOf(ctx, tx, row); err != nil {
			return row, err
		}
		row.Share = cmp.Or(row.Share, r.Share)
	}
	if found.ID == "" { // whoever knows a name and an address must not get at what the person said before
		row.Nonce = r.Nonce
	}
	return row, nil
}

// seated notes the yes of somebody whose row is written, and gives the workshops wished for.
func (s *Service) seated(ctx context.Context, tx bun.IDB, found, row Attendance, items []event.ProgrammeItem, r Registration) ([]WorkshopPlace, error) {
	now := s.clock.Now()
	reply := Reply{Answer: Accepted, Source: r.Source, Sequence: row.Sequence, Stamp: now, By: r.By}
	if err := record(ctx, tx, row.ID, reply, Applied, now, ""); err != nil {
		return nil, err
	}
	if found.ID == "" { // has none to keep or give back
		return s.book(ctx, tx, row, nil, items, r.Wishes, r.Ticket)
	}
	return s.rebook(ctx, tx, row, items, r.Wishes, r.Ticket)
}

// writeSeated writes the row with a place of the event or of its waitlist, or as one that asks for it.
func (s *Service) writeSeated(ctx context.Context, tx bun.IDB, held event.Event, found, row Attendance, asks bool) (Attendance, error) {
	var err error
	if found.ID == "" && !held.ByKind && !asks {
		row.Place, err = s.insertSeated(ctx, tx, row.EventID, "place", &row)
		return row, err
	}
	if asks {
		row.Place = Requested
	} else if row, err = s.seatPerson(ctx, tx, held, row, row.Ticket); err != nil {
		return row, err
	}
	if found.ID == "" {
		return row, insertAttendance(ctx, tx, &row)
	}
	return row, updateAttendance(ctx, tx, &row)
}

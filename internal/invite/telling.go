package invite

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
)

// Telling is who is told what by a change that was made to see it and taken back again.
type Telling struct {
	Event  event.Event
	Told   []Told   // by name
	Silent []Silent // by name
	Mark   string   // what confirms exactly this
	Again  bool     // something else was confirmed: who is told, or what, has changed since
	Quiet  bool     // the change can be saved without telling anybody: calendars stay right
}

// Told is one mail.
type Told struct {
	AttendanceID string
	Organisation string
	Lang         string
	Item         string // title of the workshop it is about; empty for the event itself
	Changes      string // "was … → is …" as the mail says it, one line each
	Message      mail.Message
}

// Silent is a person who gets no mail.
type Silent struct {
	AttendanceID string
	Name         string
	Organisation string
	Reason       Silence
}

// Silence is why somebody gets no mail.
type Silence string

// The reasons.
const (
	NotConcerned    Silence = "not_concerned" // nothing changes for them
	PlaceGivenBack  Silence = "gave_back"     // gave the place back
	NoLongerInvited Silence = "taken_back"    // the invitation was taken back
	SaidNo          Silence = "said_no"       // declined, and neither time nor place changes
	WaitsForPlace   Silence = "waits"         // for a place in the workshop, has no entry yet
	TakesNoMail     Silence = "no_address"    // mail to the address comes back
	NotToldYet      Silence = "untold"        // the invitation has not left, and is withdrawn
)

// Silences lists the reasons as they are shown.
func Silences() []Silence {
	return []Silence{TakesNoMail, NotToldYet, SaidNo, WaitsForPlace, NoLongerInvited, PlaceGivenBack, NotConcerned}
}

// Confirmation is what somebody who changes an event has seen of the mails that follow.
type Confirmation struct {
	Mark  string // of the Telling they were shown; empty at first
	Quiet bool   // nobody is to be told, where that can be
	Look  bool   // the change is not to be made now, whatever follows
}

// Unconfirmed is what a change ends with that would send mails nobody has confirmed. Nothing was changed.
type Unconfirmed struct{ Telling }

func (u *Unconfirmed) Error() string { return "invite: the mails of the change are not confirmed" }

// Confirmed returns the context for a change of an event: it is made when no mail follows or when exactly the mails
// follow that were confirmed. Otherwise it ends with Unconfirmed, which tells them.
func (s *Service) Confirmed(ctx context.Context, c Confirmation) context.Context {
	r := &rehearsal{confirmed: c, mail: s.mail}
	return context.WithValue(database.Watched(ctx, r), rehearsalKey{}, r)
}

type rehearsalKey struct{}

// watching returns the rehearsal the context is part of, nil when it is none.
func watching(ctx context.Context) *rehearsal {
	r, _ := ctx.Value(rehearsalKey{}).(*rehearsal)
	return r
}

// rehearsal notes what a change sends, from within its transaction. There is no second way of working it out: what is
// shown is what was written, before it was taken back.
type rehearsal struct {
	confirmed Confirmation
	mail      *mail.Service
	event     event.Event
	items     []string // workshops that changed; empty when the event itself did
	whole     bool     // the event itself changed
	raises    bool     // time, place or state changed: calendars must learn of it
	told      []Told
	spared    map[string]bool // attendances of those who never hear of the event
}

// Begin forgets a transaction that is tried again.
func (r *rehearsal) Begin() {
	r.event, r.items, r.whole, r.raises, r.told, r.spared = event.Event{}, nil, false, false, nil, nil
}

func (r *rehearsal) quiet() bool { return r != nil && r.confirmed.Quiet }

func (r *rehearsal) note(change event.Change) {
	if r == nil {
		return
	}
	r.event = change.After
	if change.Item != nil && change.ItemBefore != nil {
		r.items = append(r.items, change.Item.ID)
		r.raises = r.raises || betweenItems(*change.ItemBefore, *change.Item).raises()
		return
	}
	r.whole = true
	r.raises = r.raises || between(change.Before, change.After).raises() || change.Before.State != change.After.State
}

func (r *rehearsal) add(m letter, message mail.Message) {
	if r == nil {
		return
	}
	r.told = append(r.told, Told{
		AttendanceID: m.to.ID, Organisation: m.to.Organisation, Lang: m.to.Lang,
		Item: m.fields["programme_item"], Changes: m.fields["changes"], Message: message,
	})
}

// spare notes that the person's invitation is withdrawn before it has left.
func (r *rehearsal) spare(attendanceID string) {
	if r == nil {
		return
	}
	if r.spared == nil {
		r.spared = map[string]bool{}
	}
	r.spared[attendanceID] = true
}

// End lets the change pass or tells what it would send.
func (r *rehearsal) End(ctx context.Context, tx bun.IDB) error {
	refused, err := r.settle(ctx, tx)
	if err != nil || len(r.told) == 0 && !r.confirmed.Look {
		return err
	}
	t := Telling{Event: r.event, Told: r.told, Mark: markOf(r.told)}
	if t.Mark == r.confirmed.Mark && !r.confirmed.Look {
		return nil
	}
	t.Again = r.confirmed.Mark != "" && t.Mark != r.confirmed.Mark
	t.Quiet = !r.raises && !slices.ContainsFunc(r.told, func(m Told) bool { return m.Message.Kind != update })
	if t.Silent, err = r.silent(ctx, tx, refused); err != nil {
		return err
	}
	return &Unconfirmed{t}
}

// settle drops what a later mail of the same change has superseded and returns whose address takes no mail.
func (r *rehearsal) settle(ctx context.Context, tx bun.IDB) (refused map[string]bool, err error) {
	ids := make([]string, len(r.told))
	for i, m := range r.told {
		ids[i] = m.Message.ID
	}
	states, err := r.mail.StatesIn(ctx, tx, ids)
	refused = map[string]bool{}
	r.told = slices.DeleteFunc(r.told, func(m Told) bool {
		state := states[m.Message.ID].State
		refused[m.AttendanceID] = refused[m.AttendanceID] || state == mail.Failed
		return state == mail.Aborted || state == mail.Failed
	})
	slices.SortStableFunc(r.told, func(a, b Told) int {
		return cmp.Or(cmp.Compare(database.Fold(a.Message.ToName), database.Fold(b.Message.ToName)), cmp.Compare(a.AttendanceID, b.AttendanceID))
	})
	return refused, err
}

// markOf changes with every receiver, kind of mail, version and sentence.
func markOf(told []Told) string {
	hash := sha256.New()
	for _, m := range told {
		fmt.Fprintf(hash, "%s %s %s %s %d %q %q\n", m.AttendanceID, m.Message.ThreadKey, m.Message.Kind, m.Message.Method,
			m.Message.Sequence, m.Message.ToEmail, m.Changes)
	}
	return base64.RawURLEncoding.EncodeToString(hash.Sum(nil))[:32]
}

// silent lists those who get no mail: of the whole event, or of the workshops when only they changed.
func (r *rehearsal) silent(ctx context.Context, tx bun.IDB, refused map[string]bool) ([]Silent, error) {
	rows, err := attendance.ListIn(ctx, tx, r.event.ID)
	if err != nil {
		return nil, err
	}
	threads, err := listThreads(ctx, tx, r.event.ID)
	if err != nil {
		return nil, err
	}
	waits, err := r.waits(ctx, tx)
	if err != nil {
		return nil, err
	}
	told := map[string]bool{}
	for _, m := range r.told {
		told[m.AttendanceID] = true
	}
	var list []Silent
	for _, row := range rows {
		if row.ErasedAt != nil || told[row.ID] || !r.whole && !waits[row.ID] && !refused[row.ID] {
			continue
		}
		list = append(list, Silent{row.ID, row.Name, row.Organisation, r.reason(row, threads[row.UID], refused[row.ID], waits[row.ID])})
	}
	slices.SortStableFunc(list, func(a, b Silent) int { return strings.Compare(database.Fold(a.Name), database.Fold(b.Name)) })
	return list, nil
}

// waits are those on the waitlist of a workshop that changed.
func (r *rehearsal) waits(ctx context.Context, tx bun.IDB) (map[string]bool, error) {
	waits := map[string]bool{}
	if r.whole || len(r.items) == 0 {
		return waits, nil
	}
	all, err := attendance.EventWorkshopsIn(ctx, tx, r.event.ID)
	for attendanceID, places := range all {
		waits[attendanceID] = slices.ContainsFunc(places, func(p attendance.WorkshopPlace) bool {
			return p.State == attendance.Waitlisted && slices.Contains(r.items, p.ItemID)
		})
	}
	return waits, err
}

func (r *rehearsal) reason(row attendance.Attendance, thread Thread, refused, waits bool) Silence {
	switch {
	case refused:
		return TakesNoMail
	case r.spared[row.ID]:
		return NotToldYet
	case waits:
		return WaitsForPlace
	case row.Place == attendance.Withdrawn || row.Place == attendance.Refused || row.ConfirmUntil != nil:
		return PlaceGivenBack
	case thread.CancelledAt != nil && !row.Attends():
		return NoLongerInvited
	case row.Answer == attendance.Declined && !r.raises:
		return SaidNo
	}
	return NotConcerned
}

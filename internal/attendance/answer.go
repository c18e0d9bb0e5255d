package attendance

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Reply is an answer on its way in, by link, mail, telephone or form.
type Reply struct {
	Answer   Answer
	Source   Source
	Sequence int64     // the calendar version it answers; ignored unless Source is ByMail
	Stamp    time.Time // when it was given: the DTSTAMP of a mail, the time of a call; ignored unless Source is ByMail or Spoken
	Verdict  string    // what our own mail server says about the sender; empty unless Source is ByMail
	Comment  string    // at most 2 KiB are kept
	By       string    // name of the colleague who typed it in; empty when the person did
	MailID   string    // received mail it came with
	Quiet    bool      // no confirmation; whoever gives a place back gets one all the same
}

const maxComment = 2 << 10 // octets

// Outcome is what became of an answer.
type Outcome string

// The outcomes. Only Applied changes the attendance; the others are in the log all the same.
const (
	Applied    Outcome = "applied"
	Stale      Outcome = "stale"      // answers an older calendar version
	Superseded Outcome = "superseded" // a later answer is known already
	TooLate    Outcome = "too_late"   // the event has begun, is cancelled or not published, somebody else comes instead, or staff decided against the person
)

// AnswerEntry is a line of the one log of answers by web, mail, form and telephone.
type AnswerEntry struct {
	bun.BaseModel `bun:"table:attendance_answers,alias:aa"`

	ID           string    `bun:"id,pk"`
	AttendanceID string    `bun:"attendance_id"`
	Answer       Answer    `bun:"answer"`
	Source       Source    `bun:"source"`
	Sequence     int64     `bun:"sequence"`
	Stamp        time.Time `bun:"stamp"`
	Outcome      Outcome   `bun:"outcome"`
	Verdict      string    `bun:"verdict"`
	Comment      string    `bun:"comment"`
	At           time.Time `bun:"at"` // when it reached us

	EnteredBy string     `bun:"entered_by"` // name of the colleague who typed it in, as it was then
	Found     string     `bun:"found"`      // what it changed, see found; empty unless it was applied to an invitation
	MailID    string     `bun:"mail_id"`    // received mail it came with; may be empty
	UndoneBy  string     `bun:"undone_by"`
	UndoneAt  *time.Time `bun:"undone_at"`
}

// Answered is the result of an answer.
type Answered struct {
	Attendance Attendance // as it is now
	Outcome    Outcome
	Changed    bool // answer or place are others than before
}

// AnswerIn records an answer and applies it unless it is stale, superseded or too late. Yes takes a place of the event
// or of its waitlist, or the one that is offered; no gives all places back and promotes who waits, maybe changes no place. Observers hear of a
// change once; the same answer again tells them nothing.
func (s *Service) AnswerIn(ctx context.Context, tx bun.IDB, attendanceID string, reply Reply) (Answered, error) {
	if reply.Answer != Accepted && reply.Answer != Tentative && reply.Answer != Declined {
		return Answered{}, fault.New(fault.Invalid, "fault.choice")
	}
	row, held, err := s.lockAttendance(ctx, tx, attendanceID)
	if err != nil {
		return Answered{}, err
	}
	now := s.clock.Now()
	reply = reply.at(row, now)
	last, err := LastAppliedIn(ctx, tx, row.ID)
	if err != nil {
		return Answered{}, err
	}
	refused := row.Place == Refused && reply.Answer == Accepted
	outcome := judge(reply, row.Sequence, last, Open(held, now) && row.Answer != Represented && !refused)
	if outcome != Applied {
		return Answered{Attendance: row, Outcome: outcome}, record(ctx, tx, row.ID, reply, outcome, now, "")
	}
	before, err := foundNow(ctx, tx, row)
	if err != nil {
		return Answered{}, err
	}
	after, err := s.apply(ctx, tx, held, row, reply)
	if err != nil {
		return Answered{}, err
	}
	before.Made, before.Quiet = after.Place, reply.Quiet
	changed := after.Answer != row.Answer || after.Place != row.Place
	return Answered{Attendance: after, Outcome: outcome, Changed: changed}, record(ctx, tx, row.ID, reply, outcome, now, before.text())
}

// Open reports whether places of the event are still given and taken back: published and not begun.
func Open(e event.Event, now time.Time) bool {
	return e.State == event.Published && now.Before(e.StartsAt)
}

// lockAttendance returns the attendance and its event as they are once nobody else changes places of the event. A Conflict when its
// person is erased: nothing happens to such a row any more.
func (s *Service) lockAttendance(ctx context.Context, tx bun.IDB, attendanceID string) (Attendance, event.Event, error) {
	row, err := FindIn(ctx, tx, attendanceID)
	if err != nil {
		return row, event.Event{}, err
	}
	held, err := s.lockEvent(ctx, tx, row.EventID)
	if err != nil {
		return row, held, err
	}
	row, err = FindIn(ctx, tx, attendanceID)
	if err == nil && row.ErasedAt != nil {
		err = fault.New(fault.Conflict, "attendance.erased")
	}
	return row, held, err
}

// at fills in version and time: answers that come by other ways than mail answer what is true now, and only what staff
// were told has a time of its own.
func (r Reply) at(row Attendance, now time.Time) Reply {
	if r.Source != ByMail {
		r.Sequence = row.Sequence
	}
	timed := r.Source == ByMail || slices.Contains(Spoken(), r.Source)
	if !timed || r.Stamp.After(now) || r.Stamp.IsZero() {
		r.Stamp = now
	}
	if len(r.Comment) > maxComment {
		r.Comment = strings.ToValidUTF8(r.Comment[:maxComment], "")
	}
	return r
}

// judge decides what becomes of a reply: sequence is the current calendar version, last the latest applied answer
// (nil for none). Times are compared in whole seconds, the precision of DTSTAMP; of two in one second the later
// arrival wins.
func judge(reply Reply, sequence int64, last *AnswerEntry, open bool) Outcome {
	switch {
	case reply.Sequence < sequence:
		return Stale
	case last != nil && last.Sequence >= sequence && reply.Stamp.Truncate(time.Second).Before(last.Stamp.Truncate(time.Second)):
		return Superseded
	case !open:
		return TooLate
	}
	return Applied
}

func (s *Service) apply(ctx context.Context, tx bun.IDB, held event.Event, before Attendance, reply Reply) (Attendance, error) {
	change := Change{Reason: WasAnswered, Before: before, Source: reply.Source, Quiet: reply.Quiet}
	row, now := before, s.clock.Now()
	row.Answer, row.AnsweredAt, row.UpdatedAt = reply.Answer, &now, now
	takes := reply.Answer == Accepted && before.OfferedUntil != nil && before.decidesOffer(reply.Source)
	others, err := s.othersOffered(ctx, tx, before, takes)
	if err != nil {
		return row, err
	}
	switch {
	case takes: // also after the time, as long as the place has not been passed on
		row.Place, row.OfferedUntil = Confirmed, nil
	case reply.Answer == Accepted && !before.Attends() && held.Approval && row.Origin == Registered && byPerson(reply.Source):
		row.Place, row.Ticket = Requested, NewTicket()
	case reply.Answer == Accepted && !before.Attends():
		row, err = s.seatPerson(ctx, tx, held, row, NewTicket())
	case reply.Answer == Declined && before.Attends():
		change.Reason, change.Quiet = WasWithdrawn, false
		row, change.Workshops, err = s.unseatPerson(ctx, tx, row)
	}
	if err != nil {
		return row, err
	}
	if err := updateAttendance(ctx, tx, &row); err != nil {
		return row, err
	}
	change.After = row
	if row.Answer != before.Answer || row.Place != before.Place {
		if err := s.tell(ctx, tx, change); err != nil {
			return row, err
		}
	}
	if err := s.takeOffers(ctx, tx, others, reply.Source); err != nil {
		return row, err
	}
	if change.Reason != WasWithdrawn && !takes { // with the place of the event, wishes for workshops count
		return row, nil
	}
	return row, s.settle(ctx, tx, row.EventID)
}

// seatPerson gives the person a place of the event or of its waitlist.
func (s *Service) seatPerson(ctx context.Context, tx bun.IDB, held event.Event, row Attendance, ticket int64) (Attendance, error) {
	if held.ByKind && row.Share == "" {
		var err error
		if row.Share, err = kindOf(ctx, tx, row); err != nil {
			return row, err
		}
	}
	taken, err := takePlaces(ctx, tx, held, row.Share, 1)
	row.Place, row.Ticket = placeOf(taken), ticket
	return row, err
}

// unseatPerson takes back the person's place of the event and all its workshop places, which it returns.
func (s *Service) unseatPerson(ctx context.Context, tx bun.IDB, row Attendance) (Attendance, []WorkshopPlace, error) {
	if row.holds() {
		if err := freePlace(ctx, tx, row); err != nil {
			return row, nil, err
		}
	}
	row.Place, row.OfferedUntil = Withdrawn, nil
	row.forgetConsents()
	active, err := activeWorkshops(ctx, tx, row.ID)
	if err != nil {
		return row, nil, err
	}
	for i := range active {
		if err := s.leave(ctx, tx, &active[i]); err != nil {
			return row, nil, err
		}
	}
	return row, active, nil
}

func record(ctx context.Context, tx bun.IDB, attendanceID string, r Reply, outcome Outcome, now time.Time, before string) error {
	entry := AnswerEntry{
		ID: id.New(), AttendanceID: attendanceID, Answer: r.Answer, Source: r.Source, Sequence: r.Sequence, Stamp: r.Stamp,
		Outcome: outcome, Verdict: r.Verdict, Comment: r.Comment, At: now,
		EnteredBy: r.By, Found: before, MailID: r.MailID,
	}
	return database.Later(ctx, tx, entry)
}

// LastAppliedIn returns the answer that counts now, nil when none was given.
func LastAppliedIn(ctx context.Context, tx bun.IDB, attendanceID string) (*AnswerEntry, error) {
	var entries []AnswerEntry
	err := tx.NewSelect().Model(&entries).Where("aa.attendance_id = ? AND aa.outcome = ? AND aa.undone_at IS NULL", attendanceID, Applied).
		Order("aa.at DESC", "aa.id DESC").Limit(1).Scan(ctx)
	if err != nil || len(entries) == 0 {
		return nil, database.Fault(err)
	}
	return &entries[0], nil
}

// AnswersIn lists all answers of one attendance, the latest first.
func AnswersIn(ctx context.Context, tx bun.IDB, attendanceID string) ([]AnswerEntry, error) {
	var entries []AnswerEntry
	err := tx.NewSelect().Model(&entries).Where("aa.attendance_id = ?", attendanceID).Order("aa.at DESC", "aa.id DESC").Scan(ctx)
	return entries, database.Fault(err)
}

// CommentsIn returns the newest comment of each attendance of the event that somebody wrote one with and that was not
// undone.
func CommentsIn(ctx context.Context, db bun.IDB, eventID string) (map[string]string, error) {
	var entries []AnswerEntry
	err := db.NewSelect().Model(&entries).Column("aa.attendance_id", "aa.comment").
		Join("JOIN attendances AS t ON t.id = aa.attendance_id").
		Where("t.event_id = ? AND aa.comment <> '' AND aa.undone_at IS NULL", eventID).Order("aa.at", "aa.id").Scan(ctx)
	said := map[string]string{}
	for _, entry := range entries {
		said[entry.AttendanceID] = entry.Comment
	}
	return said, database.Fault(err)
}

// Heard is an answer that staff were told, with the name of who gave it.
type Heard struct {
	AnswerEntry
	Name string `bun:"name"`
}

// SpokenIn lists the answers of the event's people that staff were told and entered last, the latest first.
func SpokenIn(ctx context.Context, db bun.IDB, eventID string, limit int64) ([]Heard, error) {
	var heard []Heard
	err := db.NewSelect().Model((*AnswerEntry)(nil)).ColumnExpr("aa.*, t.name").Join("JOIN attendances AS t ON t.id = aa.attendance_id").
		Where("t.event_id = ? AND aa.source IN (?)", eventID, bun.List(Spoken())).Order("aa.at DESC", "aa.id DESC").Limit(limit).Scan(ctx, &heard)
	return heard, database.Fault(err)
}

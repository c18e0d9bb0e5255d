package invite

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/ical"
	"rundertisch/internal/mail"
)

// Awaited is somebody who was invited and has said nothing yet.
type Awaited struct {
	attendance.Attendance

	AskedAt time.Time // when the invitation was written
}

// Awaited lists by name who was invited to the event, has not answered and can be reached.
func (s *Service) Awaited(ctx context.Context, e event.Event) ([]Awaited, error) {
	all, err := s.invited(ctx, e)
	if err != nil {
		return nil, err
	}
	threads, err := listThreads(ctx, s.db.Read(), e.ID)
	var awaited []Awaited
	for _, row := range all {
		thread := threads[row.UID]
		if row.Answer == attendance.NeedsAction && row.Place == attendance.NoPlace && thread.live() && !thread.Provisional && row.Delivery != Failed && row.Delivery != Undeliverable {
			awaited = append(awaited, Awaited{row.Attendance, thread.RequestedAt})
		}
	}
	return awaited, err
}

// Nudge is a reminder to answer an invitation.
type Nudge struct {
	MailID    string
	MailingID string // empty when the plan reminds
	AnswerBy  date.Date
	Text      string // instead of the usual words; may be empty

	Pause time.Duration // for so long nobody is reminded again; the plan heeds only reminders by hand
}

// NudgeIn sends somebody who has not answered the same calendar entry once more, with a personal link: same UID, same SEQUENCE, later
// DTSTAMP. It reports false, and sends nothing, when they have answered, were un-invited meanwhile or reminded within the pause. The event is read after the person's
// row is locked, so that whoever changes the event writes after this mail, or before it and is heard.
func (a *Announcer) NudgeIn(ctx context.Context, tx bun.IDB, attendanceID string, n Nudge) (bool, error) {
	row, awaits, err := attendance.AskAgainIn(ctx, tx, a.clock.Now(), attendanceID)
	if err != nil || !awaits {
		return false, err
	}
	thread, err := findThread(ctx, tx, row.UID)
	if err != nil || !thread.live() || thread.Provisional {
		return false, err
	}
	e, err := event.FindIn(ctx, tx, row.EventID)
	if err != nil || !attendance.Open(e, a.clock.Now()) {
		return false, err
	}
	recent, err := a.mail.WrittenSinceIn(ctx, tx, row.WorkspaceID, unanswered, a.clock.Now().Add(-n.Pause), n.MailingID == "", row.ID)
	if err != nil || recent[row.ID] {
		return false, err
	}
	d, err := a.desk(ctx, tx, e)
	if err != nil {
		return false, err
	}
	return true, d.send(ctx, d.nudge(row, n))
}

// PreviewNudge writes the reminder as the person would get it, with a personal link that leads nowhere.
func (a *Announcer) PreviewNudge(ctx context.Context, db bun.IDB, attendanceID string, n Nudge) (mail.Message, error) {
	row, err := attendance.FindIn(ctx, db, attendanceID)
	if err != nil {
		return mail.Message{}, err
	}
	e, err := event.FindIn(ctx, db, row.EventID)
	if err != nil {
		return mail.Message{}, err
	}
	d, err := a.desk(ctx, db, e)
	if err != nil {
		return mail.Message{}, err
	}
	return d.write(d.nudge(row, n), d.baseURL+"/a/vorschau")
}

func (d *desk) nudge(row attendance.Attendance, n Nudge) letter {
	fields := mail.Fields{"answer_by": d.locale(row.Lang).LongDay(n.AnswerBy.Time()), "personal_text": n.Text}
	return letter{
		id: n.MailID, mailing: n.MailingID, kind: unanswered, to: row, thread: row.ID, fields: fields, method: ical.MethodRequest, entry: d.entryOf(row),
	}
}

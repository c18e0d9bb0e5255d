package invite

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/audit"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/ical"
	"rundertisch/internal/mail"
)

// Spoken is an answer that staff were told, as the form sends it.
type Spoken struct {
	Answer  attendance.Answer
	Source  attendance.Source // one of attendance.Spoken
	Day     string            // of the call, in the workspace's zone
	Clock   string
	Comment string
	Confirm bool // the person gets a mail about it
}

// read checks the form's fields answer, source, day, clock and comment, and returns the reply. A time within the present
// minute is now: what was typed has no seconds.
func (n Spoken) read(now time.Time, zone *time.Location) (attendance.Reply, error) {
	var c fault.Checks
	if !slices.Contains([]attendance.Answer{attendance.Accepted, attendance.Tentative, attendance.Declined}, n.Answer) {
		c.Add("answer", "invite.spoken.no_answer")
	}
	if !slices.Contains(attendance.Spoken(), n.Source) {
		c.Add("source", "fault.choice")
	}
	c.MaxLen("comment", n.Comment, maxText)
	at := readMoment(&c, n.Day, n.Clock, zone)
	switch {
	case at.After(now):
		c.Add("clock", "invite.spoken.future")
	case now.Sub(at) < time.Minute:
		at = now
	}
	return attendance.Reply{Answer: n.Answer, Source: n.Source, Stamp: at, Comment: n.Comment, Quiet: !n.Confirm}, c.Err()
}

func readMoment(c *fault.Checks, day, clock string, zone *time.Location) time.Time {
	on, err := date.Parse(day)
	if err != nil || on == "" {
		c.Add("day", "fault.day")
	}
	at, err := time.Parse("15:04", clock)
	if err != nil {
		c.Add("clock", "fault.time")
	}
	if c.Err() != nil {
		return time.Time{}
	}
	wall := on.Time().Add(time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute)
	instant, _ := ical.LocalTime(wall, zone)
	return instant.UTC()
}

// Enter notes what a person said on the telephone or face to face. It counts by the time it was said: an answer that came
// later by another way stays. A Conflict says that nothing can be answered any more.
func (s *Service) Enter(ctx context.Context, actor account.Actor, eventID, attendanceID string, said Spoken, zone *time.Location) (attendance.Answered, error) {
	if err := mayInvite(actor); err != nil {
		return attendance.Answered{}, err
	}
	reply, err := said.read(s.clock.Now(), zone)
	if err != nil {
		return attendance.Answered{}, err
	}
	reply.By = actor.Name
	var answered attendance.Answered
	err = s.withAnswers(ctx, actor, eventID, attendanceID, func(ctx context.Context, tx bun.IDB, row attendance.Attendance) error {
		if answered, err = s.attendances.AnswerIn(ctx, tx, row.ID, reply); err != nil {
			return err
		}
		if answered.Outcome == attendance.TooLate {
			return fault.New(fault.Conflict, "invite.spoken.too_late")
		}
		details := map[string]any{
			"event": row.EventID, "answer": string(reply.Answer), "place": string(answered.Attendance.Place),
			"source": string(reply.Source), "outcome": string(answered.Outcome),
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "attendance.answered", "attendance", row.ID, details))
	})
	return answered, err
}

// Undoing says what undoing the answer would do. A Conflict says that it is not the newest that counts, or why nothing can be
// undone; NotFound, that the person never gave it.
func (s *Service) Undoing(ctx context.Context, actor account.Actor, eventID, attendanceID, answerID string) (attendance.Undoing, error) {
	if err := mayInvite(actor); err != nil {
		return attendance.Undoing{}, err
	}
	if _, err := s.rowOf(ctx, s.db.Read(), actor, eventID, attendanceID); err != nil {
		return attendance.Undoing{}, err
	}
	if err := answerOfPerson(ctx, s.db.Read(), attendanceID, answerID); err != nil {
		return attendance.Undoing{}, err
	}
	undoing, err := s.attendances.UndoingIn(ctx, s.db.Read(), attendanceID)
	if err == nil && undoing.Entry.ID != answerID {
		err = fault.New(fault.Conflict, "attendance.undo.not_last")
	}
	return undoing, err
}

// Undoable returns the identifier of the person's answer that can be undone, when answerID is it or empty. A Conflict says
// why there is none.
func (s *Service) Undoable(ctx context.Context, attendanceID, answerID string) (string, error) {
	undoing, err := s.attendances.UndoingIn(ctx, s.db.Read(), attendanceID)
	if err == nil && answerID != "" && undoing.Entry.ID != answerID {
		err = fault.New(fault.Conflict, "attendance.undo.not_last")
	}
	return undoing.Entry.ID, err
}

// answerOfPerson is NotFound unless the attendance has the answer in its log.
func answerOfPerson(ctx context.Context, db bun.IDB, attendanceID, answerID string) error {
	answers, err := attendance.AnswersIn(ctx, db, attendanceID)
	if err == nil && !slices.ContainsFunc(answers, func(a attendance.AnswerEntry) bool { return a.ID == answerID }) {
		err = fault.Missing()
	}
	return err
}

// Undo takes the answer back: what held before holds again. A Conflict says that it is not the newest that counts, or why
// nothing can be undone.
func (s *Service) Undo(ctx context.Context, actor account.Actor, eventID, attendanceID, answerID string) (attendance.Undone, error) {
	var result attendance.Undone
	err := s.withAnswers(ctx, actor, eventID, attendanceID, func(ctx context.Context, tx bun.IDB, row attendance.Attendance) (err error) {
		if err := answerOfPerson(ctx, tx, row.ID, answerID); err != nil {
			return err
		}
		if result, err = s.attendances.UndoIn(ctx, tx, row.ID, answerID, actor.Name); err != nil {
			return err
		}
		details := map[string]any{
			"event": row.EventID, "answer": string(result.Attendance.Answer), "place": string(result.Attendance.Place), "entry": answerID,
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "attendance.undone", "attendance", row.ID, details))
	})
	return result, err
}

// withAnswers runs fn with the attendance of an event of the actor's project.
func (s *Service) withAnswers(ctx context.Context, actor account.Actor, eventID, attendanceID string,
	fn func(ctx context.Context, tx bun.IDB, row attendance.Attendance) error,
) error {
	if err := mayInvite(actor); err != nil {
		return err
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		row, err := s.rowOf(ctx, tx, actor, eventID, attendanceID)
		if err != nil {
			return err
		}
		return fn(ctx, tx, row)
	})
	if err == nil {
		s.mail.Wake()
	}
	return err
}

func (s *Service) rowOf(ctx context.Context, db bun.IDB, actor account.Actor, eventID, attendanceID string) (attendance.Attendance, error) {
	if _, err := event.FindOfIn(ctx, db, actor, eventID); err != nil {
		return attendance.Attendance{}, err
	}
	row, err := attendance.FindIn(ctx, db, attendanceID)
	if err == nil && row.EventID != eventID {
		err = fault.Missing()
	}
	return row, err
}

// undo writes what holds now that an answer was taken back, and brings the calendar in line with it.
func (d *desk) undo(ctx context.Context, row attendance.Attendance) error {
	l := d.locale(row.Lang)
	m := letter{kind: undone, to: row, thread: row.ID, fields: mail.Fields{}}
	switch row.Place {
	case attendance.Waitlisted:
		position, err := attendance.Position(ctx, d.tx, row)
		if err != nil {
			return err
		}
		m.fields["personal_text"] = l.T("invite.undone.waitlisted", strconv.Itoa(position))
		return d.send(ctx, m)
	case attendance.Confirmed:
		m.fields["personal_text"] = l.T("invite.undone.confirmed")
		return d.request(ctx, m)
	case attendance.NoPlace, attendance.Withdrawn, attendance.Requested, attendance.Refused:
	}
	m.fields["personal_text"] = l.T("invite.undone." + string(row.Answer))
	thread, err := findThread(ctx, d.tx, row.UID)
	switch {
	case err != nil:
		return err
	case row.Place == attendance.NoPlace && thread.CancelledAt != nil:
		return nil // the invitation was taken back: nothing is asked any more
	case row.Place == attendance.NoPlace:
		return d.request(ctx, m)
	case thread.live():
		return d.cancel(ctx, m)
	}
	return d.send(ctx, m)
}

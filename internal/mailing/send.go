package mailing

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/ical"
)

// Time is a chosen time of sending as it was typed, on the clocks of the service's zone.
type Time struct{ Day, Clock string }

const maxAhead = 366 * 24 * time.Hour

// at reads the time; it must lie ahead, within a year. Faults: Invalid at day and clock.
func (t Time) at(zone *time.Location, now time.Time) (time.Time, error) {
	var c fault.Checks
	day, err := date.Parse(strings.TrimSpace(t.Day))
	if err != nil || day == "" {
		c.Add("day", "fault.day")
	}
	clock := date.ParseClock(t.Clock)
	if clock == "" {
		c.Add("clock", "fault.time")
	}
	if c.Err() != nil {
		return time.Time{}, c.Err()
	}
	wall, err := time.Parse("2006-01-02T15:04", string(day)+"T"+clock)
	if err != nil {
		c.Add("day", "fault.day")
		return time.Time{}, c.Err()
	}
	at, odd := ical.LocalTime(wall, zone)
	switch {
	case odd == ical.Skipped:
		c.Add("clock", "event.time_skipped")
	case !at.After(now):
		c.Add("day", "mailing.time_past")
	case at.After(now.Add(maxAhead)):
		c.Add("day", "mailing.time_far")
	}
	return at.UTC(), c.Err()
}

// Send lets a draft go out at once, or a scheduled mailing before its time. Conflict when nobody is reached, it cannot go
// out now, or it is not the version any more that was looked at.
func (s *Service) Send(ctx context.Context, a account.Actor, mailingID string, version int64) error {
	return s.release(ctx, a, mailingID, version, "mailing.sent", nil)
}

// Schedule lets a draft go out at a chosen time, or a scheduled one at another. Faults: Invalid at day and clock, also when
// it will be too late by then; Conflict as for Send.
func (s *Service) Schedule(ctx context.Context, a account.Actor, mailingID string, version int64, when Time) error {
	if err := mayWrite(a); err != nil {
		return err
	}
	at, err := when.at(s.zone, s.clock.Now())
	if err != nil {
		return err
	}
	return s.release(ctx, a, mailingID, version, "mailing.scheduled", &at)
}

// release makes the list of receivers rows and hands the mailing to the job.
func (s *Service) release(ctx context.Context, a account.Actor, mailingID string, version int64, action string, at *time.Time) error {
	err := s.recorded(action)(ctx, a, mailingID, func(ctx context.Context, tx bun.IDB, m *Mailing) error {
		if m.State != Draft && m.State != Scheduled {
			return fault.New(fault.Conflict, "mailing.under_way")
		}
		if m.Version != version {
			return fault.New(fault.Conflict, "fault.conflict")
		}
		r, err := s.reviewed(ctx, tx, *m, at)
		if err != nil {
			return err
		}
		if m.State == Draft {
			if err := insertReceivers(ctx, tx, r.rows()); err != nil {
				return err
			}
			m.Receivers = len(r.Reached) + len(r.Missed)
		}
		now := s.clock.Now()
		m.State, m.RunAt, m.StartedBy, m.StartedAt = Scheduled, at, a.UserID, nil
		if at == nil {
			m.State, m.StartedAt = Sending, &now
		}
		if err := updateMailing(ctx, tx, m, "state", "run_at", "receivers", "started_by", "started_at"); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, *m)
	})
	if err == nil {
		s.jobs.Wake()
	}
	return err
}

// reviewed is the review of a mailing that is to go out at the time, now when it is nil; an error when it cannot. What stands
// against the chosen time alone is Invalid at day.
func (s *Service) reviewed(ctx context.Context, tx bun.IDB, m Mailing, at *time.Time) (Review, error) {
	now := s.clock.Now()
	then := now
	if at != nil {
		then = *at
	}
	r, err := s.review(ctx, tx, m, then)
	switch {
	case err != nil:
		return r, err
	case r.NotNow != nil && at == nil:
		return r, r.NotNow
	case r.NotNow != nil:
		if err := s.kinds[m.Kind].Ready(ctx, tx, m, now); err != nil {
			return r, err
		}
		var c fault.Checks
		c.Add("day", keyOf(r.NotNow))
		return r, c.Err()
	case len(r.Reached) == 0:
		return r, fault.New(fault.Conflict, "mailing.nobody")
	}
	return r, nil
}

// rows are the receivers as they are stored: those who get a mail first.
func (r Review) rows() []Receiver {
	all := append(append([]Receiver{}, r.Reached...), r.Missed...)
	for i := range all {
		all[i].MailingID, all[i].WorkspaceID, all[i].Position, all[i].Turn = r.ID, r.WorkspaceID, i+1, Waiting
	}
	return all
}

// Recall makes a scheduled mailing a draft again, of which nothing was sent.
func (s *Service) Recall(ctx context.Context, a account.Actor, mailingID string) error {
	return s.recorded("mailing.recalled")(ctx, a, mailingID, func(ctx context.Context, tx bun.IDB, m *Mailing) error {
		if m.State != Scheduled {
			return fault.New(fault.Conflict, "mailing.under_way")
		}
		if err := dropReceivers(ctx, tx, m.ID); err != nil {
			return err
		}
		m.State, m.RunAt, m.Receivers, m.StartedBy = Draft, nil, 0, ""
		return updateMailing(ctx, tx, m, "state", "run_at", "receivers", "started_by")
	})
}

// Pause stops a mailing that is being sent until Resume.
func (s *Service) Pause(ctx context.Context, a account.Actor, mailingID string) error {
	return s.recorded("mailing.paused")(ctx, a, mailingID, func(ctx context.Context, tx bun.IDB, m *Mailing) error {
		if err := s.goesOn(ctx, tx, *m, Sending); err != nil {
			return err
		}
		return s.pauseIn(ctx, tx, m, "")
	})
}

// goesOn is a Conflict unless the mailing is in one of the states and something is still to leave.
func (s *Service) goesOn(ctx context.Context, tx bun.IDB, m Mailing, states ...State) error {
	counts, err := s.mail.MailingCounts(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	if !slices.Contains(states, Progress{Mailing: m, Mails: counts[m.ID]}.State()) {
		return fault.New(fault.Conflict, "mailing.not_sending")
	}
	return nil
}

func (s *Service) pauseIn(ctx context.Context, tx bun.IDB, m *Mailing, trouble string) error {
	m.State, m.Trouble = Paused, trouble
	if err := updateMailing(ctx, tx, m, "state", "trouble"); err != nil {
		return err
	}
	return s.mail.PauseIn(ctx, tx, m.ID)
}

// Resume lets a paused mailing go on.
func (s *Service) Resume(ctx context.Context, a account.Actor, mailingID string) error {
	err := s.recorded("mailing.resumed")(ctx, a, mailingID, func(ctx context.Context, tx bun.IDB, m *Mailing) error {
		if m.State != Paused {
			return fault.New(fault.Conflict, "mailing.not_paused")
		}
		kind, err := s.kind(*m)
		if err != nil {
			return err
		}
		if err := kind.Ready(ctx, tx, *m, s.clock.Now()); err != nil {
			return err
		}
		m.State, m.Trouble = Sending, ""
		if err := updateMailing(ctx, tx, m, "state", "trouble"); err != nil {
			return err
		}
		if err := s.mail.ResumeIn(ctx, tx, m.ID); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, *m)
	})
	s.wake(err)
	return err
}

// Abort calls off everything of a mailing that has not left. What has left stays as it is.
func (s *Service) Abort(ctx context.Context, a account.Actor, mailingID string) error {
	err := s.recorded("mailing.aborted")(ctx, a, mailingID, func(ctx context.Context, tx bun.IDB, m *Mailing) error {
		if err := s.goesOn(ctx, tx, *m, Scheduled, Sending, Paused); err != nil {
			return err
		}
		now := s.clock.Now()
		m.State, m.Trouble, m.EndedAt = Aborted, "", &now
		if err := updateMailing(ctx, tx, m, "state", "trouble", "ended_at"); err != nil {
			return err
		}
		if err := s.mail.AbortIn(ctx, tx, m.ID); err != nil {
			return err
		}
		return s.enqueue(ctx, tx, *m)
	})
	s.wake(err)
	return err
}

// Retry tries failed messages of the mailing once more, all of them when ids is nil, and returns how many there were.
func (s *Service) Retry(ctx context.Context, a account.Actor, mailingID string, ids []string) (int, error) {
	n := 0
	err := s.recorded("mailing.retried")(ctx, a, mailingID, func(ctx context.Context, tx bun.IDB, m *Mailing) (err error) {
		if m.State != Sending {
			return fault.New(fault.Conflict, "mailing.not_sending")
		}
		n, err = s.mail.RetryMailingIn(ctx, tx, m.ID, ids)
		return err
	})
	s.wake(err)
	return n, err
}

func (s *Service) wake(err error) {
	if err == nil {
		s.jobs.Wake()
		s.mail.Wake()
	}
}

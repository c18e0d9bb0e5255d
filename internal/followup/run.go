package followup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/invite"
	"rundertisch/internal/reminder"
)

// The hours of the day, in the house's zone, between which mail goes out.
const (
	fromHour  = 7
	untilHour = 20
)

// pause is how long nobody is reminded again, by the plan after a reminder by hand or by hand after any.
const pause = 24 * time.Hour

// Run sends what the plans want sent today and on the days that were missed. It may be called at any time and any number of times.
func (s *Service) Run(ctx context.Context) error {
	if hour := s.clock.Now().In(s.zone).Hour(); hour < fromHour || hour >= untilHour {
		return nil
	}
	events, err := s.listOpen(ctx)
	errs := []error{err}
	for _, e := range events {
		if err := s.follow(ctx, e, s.today()); err != nil {
			errs = append(errs, fmt.Errorf("followup: event %s: %w", e.ID, err))
		}
	}
	return errors.Join(errs...)
}

// follow reminds those whose answer about the event is awaited, and notes the day.
func (s *Service) follow(ctx context.Context, e event.Event, today date.Date) error {
	plan, err := findPlan(ctx, s.db.Read(), e, today)
	if err != nil || plan.ToldOn >= today {
		return err
	}
	answerBy := AnswerBy(e)
	if rungs := plan.due(answerBy, today); len(rungs) > 0 {
		awaited, err := s.invites.Awaited(ctx, e)
		if err != nil {
			return err
		}
		for _, one := range awaited {
			if err := s.remind(ctx, one, answerBy, rungs); err != nil {
				return err
			}
		}
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error { return noteDay(ctx, tx, plan, today) })
}

var errMeanwhile = errors.New("answered meanwhile")

// remind notes the rungs that came after the invitation and queues one mail for them, both or neither.
func (s *Service) remind(ctx context.Context, one invite.Awaited, answerBy date.Date, rungs []int) error {
	asked := date.Of(one.AskedAt.In(s.zone))
	rungs = slices.DeleteFunc(slices.Clone(rungs), func(rung int) bool { return reminder.DayOf(answerBy, rung) <= asked })
	if len(rungs) == 0 {
		return nil
	}
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		mailID := id.New()
		fresh, err := insertSent(ctx, tx, s.rows(one, answerBy, rungs, mailID))
		if err != nil || !fresh {
			return err
		}
		sent, err := s.announcer.NudgeIn(ctx, tx, one.ID, invite.Nudge{MailID: mailID, AnswerBy: answerBy, Pause: pause})
		if err == nil && !sent {
			return errMeanwhile
		}
		return err
	})
	switch {
	case errors.Is(err, errMeanwhile):
		return nil
	case fault.Is(err, fault.Invalid): // an address that no mail can be sent to must not keep others from theirs
		s.log.Warn("followup: not sent", "attendance", one.ID, "error", err)
		return nil
	case err == nil:
		s.outbox.Wake()
	}
	return err
}

func (s *Service) rows(one invite.Awaited, answerBy date.Date, rungs []int, mailID string) []Sent {
	rows := make([]Sent, len(rungs))
	for i, rung := range rungs {
		rows[i] = Sent{
			ID: id.New(), WorkspaceID: one.WorkspaceID, ProjectID: one.ProjectID, EventID: one.EventID, AttendanceID: one.ID,
			AnswerBy: answerBy, Rung: rung, MailID: mailID, CreatedAt: s.clock.Now(),
		}
	}
	return rows
}

package followup

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
	"rundertisch/internal/reminder"
)

// Service holds the use cases of following up on invitations.
type Service struct {
	db        *database.DB
	clock     clock.Clock
	zone      *time.Location
	log       *slog.Logger
	invites   *invite.Service
	announcer *invite.Announcer
	outbox    *mail.Service
	mailings  *mailing.Service
}

// New returns the service; a missing part is an error.
func New(db *database.DB, clk clock.Clock, zone *time.Location, log *slog.Logger, invites *invite.Service, announcer *invite.Announcer, outbox *mail.Service, mailings *mailing.Service) (*Service, error) {
	if db == nil || clk == nil || zone == nil || log == nil || invites == nil || announcer == nil || outbox == nil || mailings == nil {
		return nil, errors.New("followup: a required part is missing")
	}
	s := &Service{db: db, clock: clk, zone: zone, log: log, invites: invites, announcer: announcer, outbox: outbox, mailings: mailings}
	return s, mailings.Offer(map[string]mailing.Kind{Mailing: nudges{s}})
}

// mayRead: everybody on the staff of the project. mayPlan: whoever invites.
func mayRead(a account.Actor) error { return a.InProject() }
func mayPlan(a account.Actor) error { return a.InProject(account.Actor.Works) }

// MayPlan reports whether the actor may change plans, for pages that offer it.
func MayPlan(a account.Actor) bool { return mayPlan(a) == nil }

// View is an event with its plan and what came of it.
type View struct {
	Event    event.Event
	Plan     Plan
	AnswerBy date.Date
	Next     date.Date // empty when the plan reminds no more
	Awaited  []invite.Awaited
	Sent     []Sent // the newest first
}

// View returns all that is known about following up on the event.
func (s *Service) View(ctx context.Context, a account.Actor, eventID string) (View, error) {
	if err := mayRead(a); err != nil {
		return View{}, err
	}
	e, err := event.FindOfIn(ctx, s.db.Read(), a, eventID)
	if err != nil {
		return View{}, err
	}
	v := View{Event: e, AnswerBy: AnswerBy(e)}
	if v.Plan, err = findPlan(ctx, s.db.Read(), e, s.today()); err != nil {
		return v, err
	}
	v.Next = v.Plan.Next(e, s.today())
	if v.Awaited, err = s.invites.Awaited(ctx, e); err != nil {
		return v, err
	}
	v.Sent, err = listSent(ctx, s.db.Read(), e.ID)
	return v, err
}

func (s *Service) today() date.Date { return date.Of(s.clock.Now().In(s.zone)) }

// Set changes the plan of an event from was; a Conflict when another one counts by now. Fields: days.
func (s *Service) Set(ctx context.Context, a account.Actor, eventID string, was, is Plan) error {
	if err := mayPlan(a); err != nil {
		return err
	}
	ladder, err := reminder.ParseLadder(is.Days, "")
	if err != nil {
		return daysFault(err)
	}
	is.Days = ladder.Before()
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := event.FindOfIn(ctx, tx, a, eventID)
		if err != nil {
			return err
		}
		stored, err := findPlan(ctx, tx, e, s.today())
		if err != nil {
			return err
		}
		if stored.Days != was.Days || stored.Off != was.Off {
			return fault.New(fault.Conflict, "fault.conflict")
		}
		stored.Days, stored.Off = is.Days, is.Off
		if err := putPlan(ctx, tx, stored); err != nil {
			return err
		}
		return audit.Record(ctx, tx, a.Entry(s.clock.Now(), "event.followup_set", "event", e.ID, nil))
	})
}

// daysFault says at the field of the form what is wrong with the days.
func daysFault(err error) error {
	var c fault.Checks
	for _, field := range fault.Fields(err) {
		c.Add("days", field.Key, field.Args...)
	}
	return c.Err()
}

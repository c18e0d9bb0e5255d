package circular

import (
	"context"
	"errors"

	"rundertisch/internal/account"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
	"rundertisch/internal/registration"
)

// Service holds the use cases of circulars.
type Service struct {
	db        *database.DB
	clock     clock.Clock
	announcer *invite.Announcer
	outbox    *mail.Service
	mailings  *mailing.Service
}

// New returns the service, which writes the mailings of circulars; a missing part is an error.
func New(db *database.DB, clk clock.Clock, announcer *invite.Announcer, outbox *mail.Service, mailings *mailing.Service) (*Service, error) {
	if db == nil || clk == nil || announcer == nil || outbox == nil || mailings == nil {
		return nil, errors.New("circular: a required part is missing")
	}
	s := &Service{db: db, clock: clk, announcer: announcer, outbox: outbox, mailings: mailings}
	return s, mailings.Offer(map[string]mailing.Kind{Mailing: letters{s}})
}

// mayWrite: whoever invites.
func mayWrite(a account.Actor) error { return a.InProject(account.Actor.Works) }

// MayWrite reports whether the actor may write circulars, for pages that offer it.
func MayWrite(a account.Actor) bool { return mayWrite(a) == nil }

// Begin keeps for whom a circular is as the draft of a mailing without words. A message at the field all says that nobody is chosen.
func (s *Service) Begin(ctx context.Context, a account.Actor, eventID, title string, filter registration.Filter) (mailing.Mailing, error) {
	if err := mayWrite(a); err != nil {
		return mailing.Mailing{}, err
	}
	filter.Page, filter.Length = 0, 0
	people, err := registration.PeopleIn(ctx, s.db.Read(), a, eventID, filter)
	if err != nil {
		return mailing.Mailing{}, err
	}
	if len(people) == 0 {
		var c fault.Checks
		c.Add("all", "registration.bulk.nobody")
		return mailing.Mailing{}, c.Err()
	}
	m, err := Order{Title: title, Filter: filter}.mailing(mailing.Mailing{Kind: Mailing, SubjectID: eventID})
	if err != nil {
		return m, err
	}
	return s.mailings.Add(ctx, a, m)
}

// Redraft writes another order into the draft; for whom it is stays. See mailing.Service.Change.
func (s *Service) Redraft(ctx context.Context, a account.Actor, m mailing.Mailing, o Order) error {
	if err := o.Validate(); err != nil {
		return err
	}
	before, err := OrderOf(m)
	if err != nil {
		return err
	}
	o.Filter = before.Filter
	if m, err = o.mailing(m); err != nil {
		return err
	}
	return s.mailings.Change(ctx, a, m)
}

// Event returns the event that a mailing is about.
func (s *Service) Event(ctx context.Context, a account.Actor, m mailing.Mailing) (event.Event, error) {
	if err := a.InProject(); err != nil {
		return event.Event{}, err
	}
	return event.FindOfIn(ctx, s.db.Read(), a, m.SubjectID)
}

package thanks

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
	"rundertisch/internal/result"
	"rundertisch/internal/survey"
)

// Mailing is the kind of mailings that thank those who took part; the event is their subject.
const Mailing = "thanks"

const maxText = 2000 // characters of the personal text

// Service holds the use cases of thanking.
type Service struct {
	db        *database.DB
	clock     clock.Clock
	announcer *invite.Announcer
	outbox    *mail.Service
	surveys   *survey.Service
	mailings  *mailing.Service
}

// New returns the service, which writes the mailings of thanks; a missing part is an error.
func New(db *database.DB, clk clock.Clock, announcer *invite.Announcer, outbox *mail.Service, surveys *survey.Service, mailings *mailing.Service) (*Service, error) {
	if db == nil || clk == nil || announcer == nil || outbox == nil || surveys == nil || mailings == nil {
		return nil, errors.New("thanks: a required part is missing")
	}
	s := &Service{db: db, clock: clk, announcer: announcer, outbox: outbox, surveys: surveys, mailings: mailings}
	return s, mailings.Offer(map[string]mailing.Kind{Mailing: letters{s}})
}

// mayThank: whoever invites.
func mayThank(a account.Actor) error { return a.InProject(account.Actor.Works) }

// Order says what is written.
type Order struct {
	Title string `json:"-"` // of the mailing, for staff
	Text  string // instead of the usual words; may be empty
}

// Validate checks the form's fields title and text.
func (o Order) Validate() error {
	var c fault.Checks
	c.Merge("", (mailing.Mailing{Title: o.Title}).Validate())
	c.MaxLen("text", o.Text, maxText)
	return c.Err()
}

func (o Order) mailing(m mailing.Mailing) (mailing.Mailing, error) {
	o.Text = strings.TrimSpace(o.Text)
	content, err := json.Marshal(o)
	m.Title, m.Content = o.Title, string(content)
	return m, err
}

// OrderOf reads what a mailing was told.
func OrderOf(m mailing.Mailing) (Order, error) {
	o := Order{Title: m.Title}
	return o, json.Unmarshal([]byte(m.Content), &o)
}

// Over returns the event once its people can be thanked; a Conflict says why not.
func (s *Service) Over(ctx context.Context, a account.Actor, eventID string) (event.Event, error) {
	if err := mayThank(a); err != nil {
		return event.Event{}, err
	}
	e, err := event.FindOfIn(ctx, s.db.Read(), a, eventID)
	if err != nil {
		return e, err
	}
	return e, over(e, s.clock.Now())
}

// over is the Conflict that says why nobody is thanked at that time; nil once the event is over.
func over(e event.Event, at time.Time) error {
	if !Due(e, at) {
		return fault.New(fault.Conflict, "thanks.not_over")
	}
	return nil
}

// Due reports whether the event took place and is over.
func Due(e event.Event, now time.Time) bool {
	return e.State != event.Draft && e.State != event.Cancelled && e.Over(now)
}

// Draft keeps an order as the draft of a mailing. Faults: those of Order, Conflict as for Over.
func (s *Service) Draft(ctx context.Context, a account.Actor, eventID string, o Order) (mailing.Mailing, error) {
	e, err := s.Over(ctx, a, eventID)
	if err == nil {
		err = o.Validate()
	}
	if err != nil {
		return mailing.Mailing{}, err
	}
	m, err := o.mailing(mailing.Mailing{Kind: Mailing, SubjectID: e.ID})
	if err != nil {
		return m, err
	}
	return s.mailings.Add(ctx, a, m)
}

// Redraft writes another order into the draft; see mailing.Service.Change.
func (s *Service) Redraft(ctx context.Context, a account.Actor, m mailing.Mailing, o Order) error {
	if err := o.Validate(); err != nil {
		return err
	}
	m, err := o.mailing(m)
	if err != nil {
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

// public reports whether the event's results can be read by everybody.
func public(ctx context.Context, db bun.IDB, e event.Event) (bool, error) {
	published, err := result.PublishedIn(ctx, db, []string{e.ID})
	_, there := published[e.ID]
	return there && result.Publishable(e) && e.Kind.Public(), err
}

package mailinglist

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/id"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
)

// Service holds the use cases of mailing lists.
type Service struct {
	db        *database.DB
	clock     clock.Clock
	zone      *time.Location
	accounts  *account.Service
	outbox    *mail.Service
	mailings  *mailing.Service
	texts     *mail.Renderer
	catalogue *i18n.Catalogue
	baseURL   string
}

// Parts are what the service works with; all of them are needed.
type Parts struct {
	DB        *database.DB
	Clock     clock.Clock
	Zone      *time.Location
	Accounts  *account.Service
	Outbox    *mail.Service
	Mailings  *mailing.Service
	Texts     *mail.Renderer
	Catalogue *i18n.Catalogue
	BaseURL   string // the program's public address without a slash at the end
}

// New returns the service; a missing part is an error.
func New(p Parts) (*Service, error) {
	if p.DB == nil || p.Clock == nil || p.Zone == nil || p.Accounts == nil || p.Outbox == nil || p.Mailings == nil || p.Texts == nil || p.Catalogue == nil || p.BaseURL == "" {
		return nil, errors.New("mailinglist: a required part is missing")
	}
	s := &Service{
		db: p.DB, clock: p.Clock, zone: p.Zone, accounts: p.Accounts, outbox: p.Outbox, mailings: p.Mailings, texts: p.Texts,
		catalogue: p.Catalogue, baseURL: p.BaseURL,
	}
	return s, p.Mailings.Offer(map[string]mailing.Kind{Mailing: s.Kind()})
}

// Lists returns the lists of the actor's project by name, those that are closed last.
func (s *Service) Lists(ctx context.Context, a account.Actor) ([]List, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	return listLists(ctx, s.db.Read(), a)
}

// Find returns one of them.
func (s *Service) Find(ctx context.Context, a account.Actor, listID string) (List, error) {
	if err := mayRead(a); err != nil {
		return List{}, err
	}
	return findList(ctx, s.db.Read(), a, listID)
}

// Add makes a list; its public address follows from its name. Fields: those of Details.
func (s *Service) Add(ctx context.Context, a account.Actor, d Details) (List, error) {
	if err := mayKeep(a); err != nil {
		return List{}, err
	}
	d.Clean()
	if err := d.Validate(); err != nil {
		return List{}, err
	}
	l := List{ID: id.New(), WorkspaceID: a.WorkspaceID, ProjectID: a.ProjectID, CreatedAt: s.clock.Now(), Version: 1}
	l.take(d)
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := insertList(ctx, tx, &l); err != nil {
			return err
		}
		return audit.Record(ctx, tx, a.Entry(l.CreatedAt, "mailing_list.added", "mailing_list", l.ID, nil))
	})
	return l, err
}

// Change stores what was typed about a list over the version it was read with; a Conflict when somebody was faster.
func (s *Service) Change(ctx context.Context, a account.Actor, listID string, version int64, d Details) error {
	if err := mayKeep(a); err != nil {
		return err
	}
	d.Clean()
	if err := d.Validate(); err != nil {
		return err
	}
	return s.change(ctx, a, listID, "mailing_list.changed", func(l *List) error {
		if l.Version != version {
			return fault.New(fault.Conflict, "fault.conflict")
		}
		l.take(d)
		return nil
	})
}

// Close ends a list: it takes nobody and writes to nobody, not even what waits in the outbox; its people are deleted after LeftDays. One that is closed already
// is no error.
func (s *Service) Close(ctx context.Context, a account.Actor, listID string) error {
	if err := mayKeep(a); err != nil {
		return err
	}
	return s.change(ctx, a, listID, "mailing_list.closed", func(l *List) error {
		if now := s.clock.Now(); l.Open() {
			l.ClosedAt = &now
		}
		return nil
	})
}

// Reopen takes that back, with the people who are still there.
func (s *Service) Reopen(ctx context.Context, a account.Actor, listID string) error {
	if err := mayKeep(a); err != nil {
		return err
	}
	return s.change(ctx, a, listID, "mailing_list.reopened", func(l *List) error {
		l.ClosedAt = nil
		return nil
	})
}

func (s *Service) change(ctx context.Context, a account.Actor, listID, action string, fn func(*List) error) error {
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		l, err := findList(ctx, tx, a, listID)
		if err != nil {
			return err
		}
		before := l
		if err := fn(&l); err != nil || l == before {
			return err
		}
		if err := updateList(ctx, tx, l); err != nil {
			return err
		}
		if before.Open() && !l.Open() {
			if err := s.mailings.WithdrawIn(ctx, tx, l.WorkspaceID, l.ID); err != nil {
				return err
			}
		}
		return audit.Record(ctx, tx, listEntry(a, s.clock.Now(), action, l.ID))
	})
}

func listEntry(a account.Actor, at time.Time, action, listID string) audit.Entry {
	return a.Entry(at, action, "mailing_list", listID, nil)
}

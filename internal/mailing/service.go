package mailing

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
	"rundertisch/internal/id"
	"rundertisch/internal/jobs"
	"rundertisch/internal/mail"
)

// Service holds the use cases of mailings. Every one of them works in the actor's project.
type Service struct {
	db    *database.DB
	clock clock.Clock
	zone  *time.Location
	mail  *mail.Service
	jobs  *jobs.Runner
	kinds map[string]Kind
}

// New returns the service and registers its job; a missing part is an error. Times of sending are wall times in zone.
func New(db *database.DB, clock clock.Clock, zone *time.Location, mails *mail.Service, runner *jobs.Runner) (*Service, error) {
	if db == nil || clock == nil || zone == nil || mails == nil || runner == nil {
		return nil, errors.New("mailing: a required part is missing")
	}
	s := &Service{db: db, clock: clock, zone: zone, mail: mails, jobs: runner, kinds: map[string]Kind{}}
	runner.Handle(job, s.work)
	return s, nil
}

// Add keeps a new draft of the kind about the subject. Faults: Invalid at title.
func (s *Service) Add(ctx context.Context, a account.Actor, m Mailing) (Mailing, error) {
	if err := mayWrite(a); err != nil {
		return m, err
	}
	if _, err := s.kind(m); err != nil {
		return m, err
	}
	if m.clean(); m.Validate() != nil {
		return m, m.Validate()
	}
	m.ID, m.WorkspaceID, m.ProjectID, m.State, m.Version = id.New(), a.WorkspaceID, a.ProjectID, Draft, 1
	m.CreatedBy, m.CreatedAt = a.UserID, s.clock.Now()
	return m, s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := insertMailing(ctx, tx, &m); err != nil {
			return err
		}
		return s.record(ctx, tx, a, "mailing.drafted", m, nil)
	})
}

// Change writes title and content of a draft; Conflict when it is not one any more or has another version.
func (s *Service) Change(ctx context.Context, a account.Actor, m Mailing) error {
	if err := mayWrite(a); err != nil {
		return err
	}
	if m.clean(); m.Validate() != nil {
		return m.Validate()
	}
	return s.recorded("mailing.changed")(ctx, a, m.ID, func(ctx context.Context, tx bun.IDB, stored *Mailing) error {
		if stored.State != Draft {
			return fault.New(fault.Conflict, "mailing.no_draft")
		}
		stored.Title, stored.Content, stored.Version = m.Title, m.Content, m.Version
		return updateMailing(ctx, tx, stored, "title", "content")
	})
}

// step changes the locked mailing in a transaction.
type step func(ctx context.Context, tx bun.IDB, m *Mailing) error

// recorded returns what runs a step in a transaction that also records the action.
func (s *Service) recorded(action string) func(ctx context.Context, a account.Actor, mailingID string, do step) error {
	return func(ctx context.Context, a account.Actor, mailingID string, do step) error {
		if err := mayWrite(a); err != nil {
			return err
		}
		return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			m, err := lockMailing(ctx, tx, a, mailingID)
			if err != nil {
				return err
			}
			if err := do(ctx, tx, &m); err != nil {
				return err
			}
			return s.record(ctx, tx, a, action, m, nil)
		})
	}
}

func (s *Service) record(ctx context.Context, tx bun.IDB, a account.Actor, action string, m Mailing, details map[string]any) error {
	if details == nil {
		details = map[string]any{}
	}
	details["kind"], details["subject"] = m.Kind, m.SubjectID
	return audit.Record(ctx, tx, a.Entry(s.clock.Now(), action, "mailing", m.ID, details))
}

// Find returns a mailing with how far it has come.
func (s *Service) Find(ctx context.Context, a account.Actor, mailingID string) (Progress, error) {
	if err := mayRead(a); err != nil {
		return Progress{}, err
	}
	m, err := findMailing(ctx, s.db.Read(), a, mailingID)
	if err != nil {
		return Progress{}, err
	}
	counts, err := s.mail.MailingCounts(ctx, s.db.Read(), m.ID)
	return Progress{Mailing: m, Mails: counts[m.ID]}, err
}

// List returns the project's mailings, the newest first, without their contents; those about one subject when it is not
// empty.
func (s *Service) List(ctx context.Context, a account.Actor, subjectID string) ([]Progress, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	list, err := listMailings(ctx, s.db.Read(), a, subjectID)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, m := range list {
		ids[i] = m.ID
	}
	counts, err := s.mail.MailingCounts(ctx, s.db.Read(), ids...)
	all := make([]Progress, len(list))
	for i, m := range list {
		all[i] = Progress{Mailing: m, Mails: counts[m.ID]}
	}
	return all, err
}

// Zone is where times of sending are meant.
func (s *Service) Zone() *time.Location { return s.zone }

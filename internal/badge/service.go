package badge

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/form"
)

// Service holds the use cases.
type Service struct {
	db       *database.DB
	accounts *account.Service
}

// New returns the service. A missing part is an error.
func New(db *database.DB, accounts *account.Service) (*Service, error) {
	if db == nil || accounts == nil {
		return nil, errors.New("badge: a required part is missing")
	}
	return &Service{db: db, accounts: accounts}, nil
}

// mayPrint: whoever runs the project's events.
func mayPrint(a account.Actor) error { return a.InProject(event.MayRun) }

// MayPrint reports whether the actor may print lists of people, for pages that offer it.
func MayPrint(a account.Actor) bool { return mayPrint(a) == nil }

// Papers reads what the paper of the event is made of.
func (s *Service) Papers(ctx context.Context, a account.Actor, eventID string) (p Papers, err error) {
	if err := mayPrint(a); err != nil {
		return p, err
	}
	if p.Workspace, err = s.accounts.Workspace(ctx, a.WorkspaceID); err != nil {
		return p, err
	}
	err = s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if p.Event, err = event.FindOfIn(ctx, tx, a, eventID); err != nil {
			return err
		}
		return p.readIn(ctx, tx)
	})
	return p, err
}

func (p *Papers) readIn(ctx context.Context, tx bun.IDB) (err error) {
	if p.Items, err = event.ListItemsIn(ctx, tx, p.Event.ID); err != nil {
		return err
	}
	rows, err := attendance.ListIn(ctx, tx, p.Event.ID)
	if err != nil {
		return err
	}
	places, err := attendance.EventWorkshopsIn(ctx, tx, p.Event.ID)
	if err != nil {
		return err
	}
	p.Guests = guests(rows, p.Items, places)
	p.Needs, err = form.CountsIn(ctx, tx, p.Event.ID)
	return err
}

package badge

import (
	"context"
	"errors"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/checkin"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/form"
)

// Service holds the use cases.
type Service struct {
	db       *database.DB
	clock    clock.Clock
	accounts *account.Service
	doors    *checkin.Service
	base     string // address of the installation
}

// New returns the service of the installation at the base address. A missing part is an error.
func New(db *database.DB, clk clock.Clock, accounts *account.Service, doors *checkin.Service, base string) (*Service, error) {
	if db == nil || clk == nil || accounts == nil || doors == nil || base == "" {
		return nil, errors.New("badge: a required part is missing")
	}
	return &Service{db: db, clock: clk, accounts: accounts, doors: doors, base: base}, nil
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

// Badges is Papers with the codes by which people are let in.
func (s *Service) Badges(ctx context.Context, a account.Actor, eventID string) (Papers, error) {
	p, err := s.Papers(ctx, a, eventID)
	if err != nil {
		return p, err
	}
	codes, err := s.doors.CodesIn(ctx, s.db.Read(), p.Event.ID)
	for i, g := range p.Guests {
		if code := codes[g.ID]; code != "" {
			p.Guests[i].Address = s.base + "/q/" + code
		}
	}
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
	for i := range p.Guests {
		p.Guests[i].NoPhotos = p.Guests[i].NoPhotos && p.Event.TakesPhotos
	}
	p.Needs, err = form.CountsIn(ctx, tx, p.Event.ID)
	return err
}

package attendance

import (
	"context"
	"errors"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/holiday"
	"rundertisch/internal/id"
	"rundertisch/internal/line"
)

// Service decides about answers and places, always inside the caller's transaction.
type Service struct {
	db        *database.DB
	clock     clock.Clock
	calendar  *holiday.Calendar // office hours
	domain    string
	observers []Observer
	queue     *line.Lines[database.Deed]
}

var _ event.Observer = (*Service)(nil)

// New returns the service. Calendar knows the office hours over which offers are held. Domain is the right-hand side of calendar UIDs; the observers hear of every change. A missing
// part or a nil observer is an error.
func New(db *database.DB, clock clock.Clock, calendar *holiday.Calendar, domain string, observers ...Observer) (*Service, error) {
	if db == nil || clock == nil || calendar == nil || domain == "" {
		return nil, errors.New("attendance: a required part is missing")
	}
	if slices.Contains(observers, nil) {
		return nil, errors.New("attendance: an observer is nil")
	}
	return &Service{db: db, clock: clock, calendar: calendar, domain: domain, observers: observers, queue: line.New[database.Deed](mostTogether)}, nil
}

func (s *Service) tell(ctx context.Context, tx bun.IDB, changes ...Change) error {
	for _, change := range changes {
		if err := s.editWorkshops(ctx, tx, change); err != nil {
			return err
		}
		for _, observer := range s.observers {
			if err := observer.AttendanceChanged(ctx, tx, change); err != nil {
				return err
			}
		}
	}
	return nil
}

// newUID returns an opaque calendar UID that is never used again (RFC 5545 section 3.8.4.7).
func (s *Service) newUID() string { return id.Token() + "@" + s.domain }

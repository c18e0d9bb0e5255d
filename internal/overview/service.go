package overview

import (
	"context"
	"slices"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
	"rundertisch/internal/workplan"
)

// Service reads what the overview pages show, each domain through its own service and policy.
type Service struct {
	db        *database.DB
	clock     clock.Clock
	plan      *workplan.Service
	directory *directory.Service
	events    *event.Service
	outbox    *mail.Service
}

// New returns the service.
func New(db *database.DB, clk clock.Clock, plan *workplan.Service, directory *directory.Service, events *event.Service, outbox *mail.Service) *Service {
	return &Service{db: db, clock: clk, plan: plan, directory: directory, events: events, outbox: outbox}
}

// Board returns the dashboard of the actor's project.
func (s *Service) Board(ctx context.Context, a account.Actor) (Board, error) {
	var b Board
	var err error
	if b.Plan, err = s.plan.Plan(ctx, a); err != nil {
		return b, err
	}
	b.Ahead = ahead(b.Plan)
	if b.Tasks, err = s.plan.Urgent(ctx, a, mineShown, lateShown); err != nil {
		return b, err
	}
	events, err := s.events.List(ctx, a)
	if err != nil {
		return b, err
	}
	if b.Next, err = s.next(ctx, events); err != nil {
		return b, err
	}
	if b.Mail, err = s.mail(ctx, a); err != nil {
		return b, err
	}
	people, err := s.directory.Counts(ctx, a)
	b.Steps = []Step{
		{LoadPlan, !b.Plan.Empty()},
		{AddActors, people.Organisations+people.Persons > 0},
		{SetUpMail, !b.Mail.Held},
		{CreateEvent, len(events) > 0},
	}
	return b, err
}

// next finds the event that comes next, published or still a draft, and how full it is.
func (s *Service) next(ctx context.Context, events []event.Event) (*Upcoming, error) {
	e, ok := firstAhead(events, s.clock.Now())
	if !ok {
		return nil, nil //nolint:nilnil // no event ahead is an ordinary state
	}
	seats, err := attendance.Occupancy(ctx, s.db.Read(), e.ID)
	if err != nil {
		return nil, err
	}
	up := Upcoming{Event: e, Seats: attendance.Seats{Capacity: e.Capacity}}
	if known, ok := seats[e.ID]; ok {
		up.Seats = known
	}
	return &up, nil
}

func firstAhead(events []event.Event, now time.Time) (event.Event, bool) {
	coming := slices.DeleteFunc(slices.Clone(events), func(e event.Event) bool { return !e.Editable() || e.Over(now) })
	if len(coming) == 0 {
		return event.Event{}, false
	}
	return slices.MinFunc(coming, func(a, b event.Event) int { return a.StartsAt.Compare(b.StartsAt) }), true
}

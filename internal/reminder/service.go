package reminder

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
	"rundertisch/internal/workplan"
)

// Service holds the use cases of reminders.
type Service struct {
	db        *database.DB
	clock     clock.Clock
	zone      *time.Location
	log       *slog.Logger
	accounts  *account.Service
	directory *directory.Service
	plan      *workplan.Service
	outbox    *mail.Service
	texts     *mail.Renderer
	catalogue *i18n.Catalogue
	baseURL   string
}

// Parts are what the service works with; all of them are needed.
type Parts struct {
	DB        *database.DB
	Clock     clock.Clock
	Zone      *time.Location // of days and hours
	Log       *slog.Logger
	Accounts  *account.Service
	Directory *directory.Service
	Plan      *workplan.Service
	Outbox    *mail.Service
	Texts     *mail.Renderer
	Catalogue *i18n.Catalogue
	BaseURL   string // the program's public address without a slash at the end
}

// New returns the service.
func New(p Parts) *Service {
	return &Service{
		db: p.DB, clock: p.Clock, zone: p.Zone, log: p.Log, accounts: p.Accounts, directory: p.Directory, plan: p.Plan,
		outbox: p.Outbox, texts: p.Texts, catalogue: p.Catalogue, baseURL: p.BaseURL,
	}
}

// Today is the current day in the service's zone.
func (s *Service) Today() date.Date { return date.Of(s.clock.Now().In(s.zone)) }

// Setting is how a thing is reminded of.
type Setting struct {
	Ladder  Ladder // what counts
	Project Ladder // of the project
}

// Setting returns how a thing of the actor's project, or the project itself, is reminded of.
func (s *Service) Setting(ctx context.Context, a account.Actor, of Subject) (Setting, error) {
	if err := mayRead(a); err != nil {
		return Setting{}, err
	}
	return s.settingIn(ctx, s.db.Read(), a, of)
}

func (s *Service) settingIn(ctx context.Context, db bun.IDB, a account.Actor, of Subject) (Setting, error) {
	all, err := laddersOf(ctx, db, account.Project{ID: a.ProjectID, WorkspaceID: a.WorkspaceID})
	return Setting{Ladder: all.of(of), Project: all.project}, err
}

// SetLadder gives a thing of the actor's project, or the project itself, a ladder instead of was, a Conflict when another
// counts by now. A thing that is given the project's goes by what the project chooses from then on.
func (s *Service) SetLadder(ctx context.Context, a account.Actor, of Subject, was, is Ladder) error {
	if err := maySet(a, of.Kind); err != nil {
		return err
	}
	entry, err := s.entry(ctx, a, of)
	if err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := lockProject(ctx, tx, a); err != nil {
			return err
		}
		stored, err := s.settingIn(ctx, tx, a, of)
		if err != nil {
			return err
		}
		if !slices.Equal(stored.Ladder, was) {
			return fault.New(fault.Conflict, "fault.conflict")
		}
		if err := putLadder(ctx, tx, a, of, is, of.Kind == Project || !slices.Equal(is, stored.Project)); err != nil {
			return err
		}
		return audit.Record(ctx, tx, entry)
	})
}

// entry is what the trail says; a task's stands at its milestone. NotFound when the thing is not there.
func (s *Service) entry(ctx context.Context, a account.Actor, of Subject) (audit.Entry, error) {
	now := s.clock.Now()
	switch of.Kind {
	case Milestone:
		m, err := s.plan.Milestone(ctx, a, of.ID)
		return a.Entry(now, "milestone.reminders_set", "milestone", m.ID, nil), err
	case Task:
		t, err := s.plan.Task(ctx, a, of.ID)
		return a.Entry(now, "task.reminders_set", "milestone", t.MilestoneID, map[string]any{"task": t.ID}), err
	default:
		return a.Entry(now, "project.reminders_set", "project", a.ProjectID, nil), nil
	}
}

// Of lists what was sent about a thing of the actor's project, the newest first.
func (s *Service) Of(ctx context.Context, a account.Actor, of Subject) ([]Line, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	return listOf(ctx, s.db.Read(), a, of)
}

// List lists what was sent in the actor's project.
func (s *Service) List(ctx context.Context, a account.Actor, f Filter) (List, error) {
	if err := mayRead(a); err != nil {
		return List{}, err
	}
	return list(ctx, s.db.Read(), a, f)
}

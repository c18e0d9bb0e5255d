package directory

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/jobs"
)

// Service is the directory's use cases; safe for concurrent use.
type Service struct {
	db    *database.DB
	clock clock.Clock
	zone  *time.Location
	jobs  *jobs.Runner

	keepers []Keeper
	erasers []Eraser
}

// New returns the service; zone decides which day it is when validity is asked, and jobs does what takes long.
func New(db *database.DB, clock clock.Clock, zone *time.Location, jobs *jobs.Runner) *Service {
	s := &Service{db: db, clock: clock, zone: zone, jobs: jobs}
	s.work()
	return s
}

// Today returns the current day in the installation's zone.
func (s *Service) Today() date.Date { return date.Of(s.clock.Now().In(s.zone)) }

// Numbers is how much the directory holds, without what is archived.
type Numbers struct{ Organisations, Persons, Groups int }

// Counts returns how much the actor's directory holds.
func (s *Service) Counts(ctx context.Context, actor account.Actor) (Numbers, error) {
	if err := mayRead(actor); err != nil {
		return Numbers{}, err
	}
	var n Numbers
	err := s.db.Read().NewSelect().
		ColumnExpr("(SELECT count(*) FROM organisations WHERE workspace_id = ? AND archived_at IS NULL) AS organisations", actor.WorkspaceID).
		ColumnExpr("(SELECT count(*) FROM persons WHERE workspace_id = ? AND archived_at IS NULL) AS persons", actor.WorkspaceID).
		ColumnExpr("(SELECT count(*) FROM person_groups WHERE workspace_id = ?) AS groups_", actor.WorkspaceID).
		Scan(ctx, &n.Organisations, &n.Persons, &n.Groups)
	return n, database.Fault(err)
}

// change runs fn in a transaction and records the entry in the same one.
func (s *Service) change(ctx context.Context, actor account.Actor, action, kind, id string, fn func(ctx context.Context, tx bun.IDB) error) error {
	if err := mayKeep(actor); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := fn(ctx, tx); err != nil {
			return err
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), action, kind, id, nil))
	})
}

// atField turns a broken uniqueness into a message at a field and leaves every other error.
func atField(err error, field, key string) error {
	if !database.Duplicate(err) {
		return err
	}
	var c fault.Checks
	c.Add(field, key)
	return c.Err()
}

// outdated is the fault for a form that was built from an older version.
func outdated() error { return fault.New(fault.Conflict, "fault.conflict") }

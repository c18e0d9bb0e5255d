package dump

import (
	"context"
	"io"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/files"
	"rundertisch/internal/workplan"
)

// Format and Version name the form of the document. The version rises when a field is renamed or goes; fields may be added
// at any time.
const (
	Format  = "rundertisch.project"
	Version = 1
)

// Service writes projects.
type Service struct {
	db    *database.DB
	clock clock.Clock
	plan  *workplan.Service
	files *files.Store
}

// New returns the service; the store has the files of photos.
func New(db *database.DB, clk clock.Clock, plan *workplan.Service, store *files.Store) *Service {
	return &Service{db: db, clock: clk, plan: plan, files: store}
}

// Write writes the actor's project to w. What was written is worth something only when there is no error.
func (s *Service) Write(ctx context.Context, a account.Actor, w io.Writer) error {
	if err := mayTake(a); err != nil {
		return err
	}
	now := s.clock.Now()
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) error { return s.write(ctx, tx, a, now, w) })
	if err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		return audit.Record(ctx, tx, a.Entry(now, "project.exported", "project", a.ProjectID, nil))
	})
}

func (s *Service) write(ctx context.Context, tx bun.IDB, a account.Actor, now time.Time, w io.Writer) error {
	r := &reading{tx: tx, actor: a, out: newWriter(w), files: s.files, known: map[string]bool{}, named: map[string]bool{}}
	r.out.field("format", Format)
	r.out.field("version", Version)
	r.out.field("exported_at", now.UTC())
	for _, part := range []func(context.Context) error{
		r.project, r.goals, func(ctx context.Context) error { return r.milestones(ctx, s.plan) }, r.tasks, r.dependencies, r.moves, r.baselines,
		r.ladders, r.events, r.cards, r.documents, r.reports, r.people,
	} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return r.out.close()
}

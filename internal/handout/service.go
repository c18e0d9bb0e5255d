package handout

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
	"rundertisch/internal/workplan"
)

// Service holds the use cases of links to the plan.
type Service struct {
	db       *database.DB
	clock    clock.Clock
	accounts *account.Service
	plan     *workplan.Service
}

// New returns the service.
func New(db *database.DB, clk clock.Clock, accounts *account.Service, plan *workplan.Service) *Service {
	return &Service{db: db, clock: clk, accounts: accounts, plan: plan}
}

// List returns the links of the actor's project, the newest first, those that are closed or over too.
func (s *Service) List(ctx context.Context, a account.Actor) ([]Handout, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	var all []Handout
	err := s.db.Read().NewSelect().Model(&all).Where("h.workspace_id = ? AND h.project_id = ?", a.WorkspaceID, a.ProjectID).
		Order("h.opened_at DESC", "h.id DESC").Scan(ctx)
	return all, database.Fault(err)
}

// Open makes a link from its reader and last day, and returns its token, which is shown this once.
func (s *Service) Open(ctx context.Context, a account.Actor, h Handout) (stored Handout, token string, err error) {
	if err := mayHandOut(a); err != nil {
		return h, "", err
	}
	h.Clean()
	if err := h.Validate(s.plan.Today()); err != nil {
		return h, "", err
	}
	token = id.Token()
	h.ID, h.WorkspaceID, h.ProjectID, h.TokenHash = id.New(), a.WorkspaceID, a.ProjectID, id.Hash(token)
	h.OpenedBy, h.OpenedAt, h.ClosedAt = a.Name, s.clock.Now(), nil
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := tx.NewInsert().Model(&h).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return audit.Record(ctx, tx, a.Entry(h.OpenedAt, "project.handout_opened", "handout", h.ID, nil))
	})
	return h, token, err
}

// Close ends a link; one that is closed already is no error.
func (s *Service) Close(ctx context.Context, a account.Actor, handoutID string) error {
	if err := mayHandOut(a); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		n, err := tx.NewSelect().Model((*Handout)(nil)).Where("h.id = ? AND h.workspace_id = ? AND h.project_id = ?", handoutID, a.WorkspaceID, a.ProjectID).Count(ctx)
		if err != nil {
			return database.Fault(err)
		}
		if n == 0 {
			return fault.Missing()
		}
		now := s.clock.Now()
		closed, err := database.Changed(tx.NewUpdate().Model((*Handout)(nil)).Set("closed_at = ?", now).
			Where("id = ? AND closed_at IS NULL", handoutID).Exec(ctx))
		if err != nil || !closed {
			return err
		}
		return audit.Record(ctx, tx, a.Entry(now, "project.handout_closed", "handout", handoutID, nil))
	})
}

// Find returns the link that a token belongs to; NotFound when it is unknown, closed or over.
func (s *Service) Find(ctx context.Context, token string) (Handout, error) {
	var h Handout
	err := s.db.Read().NewSelect().Model(&h).Where("h.token_hash = ?", id.Hash(token)).Scan(ctx)
	if err == nil && !h.Open(s.plan.Today()) {
		return Handout{}, fault.Missing()
	}
	return h, database.Fault(err)
}

// Read returns what the holder of the token reads at a link; NotFound when the token is not that link's.
func (s *Service) Read(ctx context.Context, handoutID, token string) (Reading, error) {
	h, err := s.Find(ctx, token)
	if err != nil {
		return Reading{}, err
	}
	if h.ID != handoutID {
		return Reading{}, fault.Missing()
	}
	read := Reading{Handout: h}
	if read.Workspace, err = s.accounts.Workspace(ctx, h.WorkspaceID); err != nil {
		return read, err
	}
	if err := s.db.Read().NewSelect().Model(&read.Project).Where("p.id = ?", h.ProjectID).Scan(ctx); err != nil {
		return read, database.Fault(err)
	}
	read.Line, err = s.plan.Timeline(ctx, account.Program(h.WorkspaceID, h.ProjectID), workplan.TimelineFilter{})
	return read, err
}

package pass

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/clock"
	"rundertisch/internal/database"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Service holds the use cases of passes.
type Service struct {
	db    *database.DB
	clock clock.Clock
}

// New returns the service.
func New(db *database.DB, clk clock.Clock) *Service { return &Service{db: db, clock: clk} }

// List returns the passes of one kind of an event of the actor's project, the newest first, those that are over too.
func (s *Service) List(ctx context.Context, a account.Actor, eventID string, kind Kind) ([]Pass, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	var all []Pass
	err := s.db.Read().NewSelect().Model(&all).
		Where("ps.event_id = ? AND ps.kind = ? AND ps.workspace_id = ? AND ps.project_id = ?", eventID, kind, a.WorkspaceID, a.ProjectID).
		Order("ps.created_at DESC", "ps.id DESC").Scan(ctx)
	return all, database.Fault(err)
}

// Make makes a pass and returns its token, which is shown this once. NotFound for an event or programme item of others; a Conflict
// for a draft, and for an event that is cancelled or over. Field: name.
func (s *Service) Make(ctx context.Context, a account.Actor, o Order) (made Pass, token string, err error) {
	if err := mayMake(a); err != nil {
		return made, "", err
	}
	o = o.cleaned()
	token = id.Token()
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		e, err := event.FindOfIn(ctx, tx, a, o.EventID)
		if err != nil {
			return err
		}
		if o.Kind == Moderator {
			if _, err := event.FindItemIn(ctx, tx, e.ID, o.SubjectID); err != nil {
				return err
			}
		}
		now := s.clock.Now()
		end, err := expiry(e, now)
		if err != nil {
			return err
		}
		if err := o.Validate(); err != nil {
			return err
		}
		made = Pass{
			ID: id.New(), WorkspaceID: e.WorkspaceID, ProjectID: e.ProjectID, EventID: e.ID, Kind: o.Kind, SubjectID: o.SubjectID,
			Name: o.Name, TokenHash: id.Hash(token), CreatedBy: a.Name, CreatedAt: now, ExpiresAt: end,
		}
		if _, err := tx.NewInsert().Model(&made).Exec(ctx); err != nil {
			return database.Fault(err)
		}
		return audit.Record(ctx, tx, a.Entry(now, "event.pass_made", "event", e.ID, map[string]any{"pass": made.ID, "kind": o.Kind}))
	})
	return made, token, err
}

// Revoke takes a pass back at once; one that was taken back before is no error.
func (s *Service) Revoke(ctx context.Context, a account.Actor, eventID, passID string) error {
	if err := mayMake(a); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		n, err := tx.NewSelect().Model((*Pass)(nil)).
			Where("ps.id = ? AND ps.event_id = ? AND ps.workspace_id = ? AND ps.project_id = ?", passID, eventID, a.WorkspaceID, a.ProjectID).Count(ctx)
		if err != nil {
			return database.Fault(err)
		}
		if n == 0 {
			return fault.Missing()
		}
		now := s.clock.Now()
		revoked, err := database.Changed(tx.NewUpdate().Model((*Pass)(nil)).Set("revoked_at = ?", now).
			Where("id = ? AND revoked_at IS NULL", passID).Exec(ctx))
		if err != nil || !revoked {
			return err
		}
		return audit.Record(ctx, tx, a.Entry(now, "event.pass_revoked", "event", eventID, map[string]any{"pass": passID}))
	})
}

// Find returns the pass that a token belongs to, also one that is over or was taken back, so that its holder can be told;
// NotFound when there is none.
func (s *Service) Find(ctx context.Context, kind Kind, token string) (Pass, error) {
	var found Pass
	if token == "" {
		return found, fault.Missing()
	}
	err := s.db.Read().NewSelect().Model(&found).Where("ps.token_hash = ? AND ps.kind = ?", id.Hash(token), kind).Scan(ctx)
	return found, database.Fault(err)
}

// Use returns the pass that a token belongs to while it opens its pages, and notes that it was used. NotFound otherwise: Find
// tells what the matter is.
func (s *Service) Use(ctx context.Context, kind Kind, token string) (Pass, error) {
	found, err := s.Find(ctx, kind, token)
	if err != nil {
		return Pass{}, err
	}
	now := s.clock.Now()
	if !found.Open(now) {
		return Pass{}, fault.Missing()
	}
	if found.LastUsedAt != nil && now.Sub(*found.LastUsedAt) < usedStep {
		return found, nil
	}
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewUpdate().Model((*Pass)(nil)).Set("last_used_at = ?", now).Where("id = ?", found.ID).Exec(ctx)
		return database.Fault(err)
	})
	return found, err
}

// Forget deletes passes that have been over for a month and returns how many: the names of helpers serve no purpose any more.
func (s *Service) Forget(ctx context.Context) (n int, err error) {
	err = s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		var over []Pass
		if err := tx.NewSelect().Model(&over).Where("ps.expires_at < ?", s.clock.Now().Add(-keepFor)).Scan(ctx); err != nil {
			return database.Fault(err)
		}
		for _, p := range over {
			if _, err := audit.EraseNameIn(ctx, tx, audit.Whose{WorkspaceID: p.WorkspaceID, ActorID: p.ID}); err != nil {
				return err
			}
			if _, err := tx.NewDelete().Model((*Pass)(nil)).Where("ps.id = ?", p.ID).Exec(ctx); err != nil {
				return database.Fault(err)
			}
		}
		n = len(over)
		return nil
	})
	return n, err
}

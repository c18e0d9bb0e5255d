package account

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
)

// EraseName takes the name of somebody who has left the actor's workspace from its audit trail and returns from how many
// entries. The entries stay, under the identifier. Whoever still has a role there keeps the name.
func (s *Service) EraseName(ctx context.Context, actor Actor, userID string) (int, error) {
	if !actor.Has(Administrator) {
		return 0, fault.Denied()
	}
	n := 0
	err := s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if err := lockWorkspace(ctx, tx, actor.WorkspaceID); err != nil {
			return err
		}
		roles, err := tx.NewSelect().Model((*Membership)(nil)).Where("m.workspace_id = ? AND m.user_id = ?", actor.WorkspaceID, userID).Count(ctx)
		if err != nil {
			return err
		}
		if roles > 0 {
			return fault.New(fault.Conflict, "account.fault.has_not_left")
		}
		if n, err = audit.EraseNameIn(ctx, tx, audit.Whose{WorkspaceID: actor.WorkspaceID, ActorID: userID}); err != nil {
			return err
		}
		if n == 0 {
			return fault.Missing()
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "user.name_erased", "user", userID, map[string]any{"entries": n}))
	})
	return n, err
}

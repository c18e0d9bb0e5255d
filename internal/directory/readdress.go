package directory

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/fault"
)

// ReaddressIn corrects the address of a person in the caller's transaction, if it still is the one that is wrong. Somebody who is no longer
// in the directory is left alone. A message at the field email says that the directory knows a person of that name and address already.
func (s *Service) ReaddressIn(ctx context.Context, tx bun.IDB, actor account.Actor, personID, wrong, right string) error {
	if err := mayKeep(actor); err != nil {
		return err
	}
	p, err := findPerson(ctx, tx, actor.WorkspaceID, personID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || account.FoldEmail(p.Email) != account.FoldEmail(wrong) {
		return err
	}
	p.Email, p.UpdatedAt = right, s.clock.Now()
	p = p.normal()
	if err := atField(updatePerson(ctx, tx, p), "email", "directory.person.taken"); err != nil {
		return err
	}
	return audit.Record(ctx, tx, actor.Entry(p.UpdatedAt, "person.changed", "person", p.ID, nil))
}

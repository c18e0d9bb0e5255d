package directory

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/bin"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Address is a further address that a person is known to write from. Nothing is sent there: it only tells whose mail it is.
type Address struct {
	bun.BaseModel `bun:"table:person_addresses,alias:pa"`

	ID          string    `bun:"id,pk"`
	WorkspaceID string    `bun:"workspace_id"`
	PersonID    string    `bun:"person_id"`
	Email       string    `bun:"email"`
	EmailKey    string    `bun:"email_key"`
	AddedBy     string    `bun:"added_by"` // name, as it was then
	AddedAt     time.Time `bun:"added_at"`
}

// AddAddressIn remembers that the person writes from the address too. One that is known already changes nothing. It may be one that no
// mail can be sent to: somebody has written from it.
func (s *Service) AddAddressIn(ctx context.Context, tx bun.IDB, actor account.Actor, personID, email string) error {
	var c fault.Checks
	c.Require("email", email)
	c.MaxLen("email", email, maxName)
	if err := c.Err(); err != nil {
		return err
	}
	a := Address{
		ID: id.New(), WorkspaceID: actor.WorkspaceID, PersonID: personID, Email: email, EmailKey: account.FoldEmail(email),
		AddedBy: actor.Name, AddedAt: s.clock.Now(),
	}
	_, err := tx.NewInsert().Model(&a).On("CONFLICT (person_id, email_key) DO NOTHING").Exec(ctx)
	return database.Fault(err)
}

// AddressesIn lists the further addresses the person is known to write from, the oldest first.
func AddressesIn(ctx context.Context, db bun.IDB, workspaceID, personID string) ([]Address, error) {
	var all []Address
	err := db.NewSelect().Model(&all).Where("pa.workspace_id = ? AND pa.person_id = ?", workspaceID, personID).Order("pa.added_at", "pa.id").Scan(ctx)
	return all, database.Fault(err)
}

// Addresses lists the further addresses of a person of the directory.
func (s *Service) Addresses(ctx context.Context, actor account.Actor, personID string) ([]Address, error) {
	if err := mayRead(actor); err != nil {
		return nil, err
	}
	return AddressesIn(ctx, s.db.Read(), actor.WorkspaceID, personID)
}

// ForgetAddress forgets that the person writes from the address: mail from there is looked at by staff again. One that is
// forgotten already changes nothing.
func (s *Service) ForgetAddress(ctx context.Context, actor account.Actor, personID, addressID string) error {
	if err := mayKeep(actor); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		if _, err := findPerson(ctx, tx, actor.WorkspaceID, personID); err != nil {
			return err
		}
		gone, err := bin.TakeIn[Address](ctx, tx, "pa.id = ? AND pa.person_id = ?", addressID, personID)
		if err != nil || len(gone) == 0 {
			return err
		}
		return audit.Record(ctx, tx, actor.Entry(s.clock.Now(), "person.address_forgotten", "person", personID, nil))
	})
}

// moveAddresses gives the further addresses of one person to another who does not have them, and returns how they were.
func moveAddresses(ctx context.Context, tx bun.IDB, workspaceID, from, to string) ([]Address, error) {
	was, err := AddressesIn(ctx, tx, workspaceID, from)
	if err != nil || len(was) == 0 {
		return nil, err
	}
	_, err = tx.NewUpdate().Model((*Address)(nil)).Set("person_id = ?", to).Where("person_id = ? AND workspace_id = ?", from, workspaceID).
		Where("email_key NOT IN (SELECT email_key FROM person_addresses WHERE person_id = ?)", to).Exec(ctx)
	return was, database.Fault(err)
}

// moveAddressesBack is the reverse of moveAddresses.
func moveAddressesBack(ctx context.Context, tx bun.IDB, was []Address) error {
	if len(was) == 0 {
		return nil
	}
	ids := bin.IDs(was, func(a Address) string { return a.ID })
	if _, err := bin.TakeIn[Address](ctx, tx, "pa.id IN (?)", bun.List(ids)); err != nil {
		return err
	}
	return bin.WriteIn(ctx, tx, was)
}

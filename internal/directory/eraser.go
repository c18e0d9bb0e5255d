package directory

import (
	"context"
	"errors"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// Eraser is a higher package that keeps copies of a person's data with its own rows. It takes them out in the transaction in
// which the person is erased.
type Eraser interface {
	// EraseIn takes out what is kept of the person, who is gone from the directory already.
	EraseIn(ctx context.Context, tx bun.IDB, whose Erasure) error
}

// Erasure is who is erased.
type Erasure struct {
	Person    Person
	Addresses []string // all that the person is known by, folded
	Shared    bool     // somebody else in the directory has one of the addresses: it alone does not tell whose a mail is
}

// Erasing names the higher packages that keep copies; before anybody is erased. A nil one is an error.
func (s *Service) Erasing(erasers ...Eraser) error {
	if slices.Contains(erasers, nil) {
		return errors.New("directory: an eraser is nil")
	}
	s.erasers = erasers
	return nil
}

// eraseCopies lets the higher packages take out what they keep of persons who were taken out of the directory.
func (s *Service) eraseCopies(ctx context.Context, tx bun.IDB, gone remains) error {
	for _, p := range gone.Persons {
		whose := Erasure{Person: p}
		if p.EmailKey != "" {
			whose.Addresses = append(whose.Addresses, p.EmailKey)
		}
		for _, a := range gone.Addresses {
			whose.Addresses = append(whose.Addresses, a.EmailKey)
		}
		if len(whose.Addresses) > 0 {
			var err error
			whose.Shared, err = tx.NewSelect().Model((*Person)(nil)).
				Where("p.workspace_id = ? AND p.email_key IN (?)", p.WorkspaceID, bun.List(whose.Addresses)).Exists(ctx)
			if err != nil {
				return database.Fault(err)
			}
		}
		for _, eraser := range s.erasers {
			if err := eraser.EraseIn(ctx, tx, whose); err != nil {
				return err
			}
		}
	}
	return nil
}

// KnowsIn reports whether somebody of the directory has the address, given folded; further addresses count.
func KnowsIn(ctx context.Context, db bun.IDB, workspaceID, emailKey string) (bool, error) {
	knows, err := db.NewSelect().Model((*Person)(nil)).Where("p.workspace_id = ? AND p.email_key = ?", workspaceID, emailKey).Exists(ctx)
	if err != nil || knows {
		return knows, database.Fault(err)
	}
	knows, err = db.NewSelect().Model((*Address)(nil)).Where("pa.workspace_id = ? AND pa.email_key = ?", workspaceID, emailKey).Exists(ctx)
	return knows, database.Fault(err)
}

package directory

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/fault"
)

// Label returns the name with the organisation: "Jana Größler-Weiß, Jobcenter". It is how a person is chosen among many.
func (p Person) Label() string {
	if p.Organisation == "" {
		return p.Name()
	}
	return p.Name() + ", " + p.Organisation
}

// PresentIn lists the persons of the workspace who are not archived, by name, for packages that let one be chosen.
func PresentIn(ctx context.Context, db bun.IDB, workspaceID string) ([]Person, error) {
	var persons []Person
	err := selectPersons(db, &persons).Where("p.workspace_id = ? AND p.archived_at IS NULL", workspaceID).Order("p.sort_key", "p.id").Scan(ctx)
	return persons, database.Fault(err)
}

// HasPersonIn reports whether the person is in the workspace's directory and not archived.
func HasPersonIn(ctx context.Context, db bun.IDB, workspaceID, personID string) (bool, error) {
	n, err := db.NewSelect().Model((*Person)(nil)).Where("p.id = ? AND p.workspace_id = ? AND p.archived_at IS NULL", personID, workspaceID).Count(ctx)
	return n > 0, database.Fault(err)
}

// KeptAsIn returns who a person is now: themselves, archived or not, or whom they were merged with; empty when they were deleted.
func KeptAsIn(ctx context.Context, db bun.IDB, workspaceID, personID string) (string, error) {
	for {
		n, err := db.NewSelect().Model((*Person)(nil)).Where("p.id = ? AND p.workspace_id = ?", personID, workspaceID).Count(ctx)
		if err != nil || n > 0 {
			return personID, database.Fault(err)
		}
		var m merge
		err = database.Fault(db.NewSelect().Model(&m).Column("m.kept_id").Where("m.workspace_id = ? AND m.gone_id = ? AND m.undone_at IS NULL", workspaceID, personID).
			Order("m.merged_at DESC").Limit(1).Scan(ctx))
		if fault.Is(err, fault.NotFound) {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		personID = m.KeptID
	}
}

// Called returns those of the persons whom a typed text names: by label, name or e-mail address, however it is spelt. The
// fullest way of naming somebody goes first, so that a label finds one person where two have the name.
func Called(persons []Person, text string) []Person {
	folded, address := database.FoldWord(strings.TrimSpace(text)), account.FoldEmail(text)
	if folded == "" {
		return nil
	}
	for _, names := range []func(Person) bool{
		func(p Person) bool { return database.FoldWord(p.Label()) == folded },
		func(p Person) bool { return p.EmailKey != "" && p.EmailKey == address },
		func(p Person) bool {
			return database.FoldWord(p.Name()) == folded || p.SortKey == folded || p.NameKey == folded
		},
	} {
		found := slices.DeleteFunc(slices.Clone(persons), func(p Person) bool { return !names(p) })
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

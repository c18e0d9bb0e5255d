package directory

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// similar leads from what an organisation's name comes down to, to those that are called so.
type similar map[string][]namesake

// namesake is as little of an organisation as it takes to point it out.
type namesake struct {
	ID   string `bun:"id"`
	Name string `bun:"name"`
	AGS  string `bun:"ags"`
}

func similarOrganisations(ctx context.Context, db bun.IDB, workspaceID string) (similar, error) {
	var all []namesake
	err := db.NewSelect().TableExpr("organisations").Column("id", "name", "ags").
		Where("workspace_id = ? AND archived_at IS NULL", workspaceID).Order("name_key", "id").Scan(ctx, &all)
	found := similar{}
	for _, one := range all {
		key := coreOrganisation(one.Name)
		found[key] = append(found[key], one)
	}
	return found, database.Fault(err)
}

// noteSimilarOrganisation points out an organisation of the directory that a new one may be.
func (p *planner) noteSimilarOrganisation(row *Row, o Organisation) {
	for _, other := range p.similar[coreOrganisation(o.Name)] {
		if other.AGS == "" || o.AGS == "" || other.AGS == o.AGS {
			row.Note = &Remark{Key: "directory.import.note.maybe_same", Args: []any{other.Name}}
			return
		}
	}
}

// noteSimilarPerson points out somebody of the directory who a new person may be: the same name elsewhere, the other way
// round or without a title.
func (p *planner) noteSimilarPerson(row *Row, person Person) {
	for _, key := range append([]string{person.NameKey}, otherNames(person)...) {
		for _, other := range p.byName[key] {
			if !other.Archived() {
				row.Note = &Remark{Key: "directory.import.note.maybe_same", Args: []any{described(other)}}
				return
			}
		}
	}
}

func described(p Person) string {
	switch {
	case p.Organisation != "":
		return p.Name() + ", " + p.Organisation
	case p.Email != "":
		return p.Name() + ", " + p.Email
	}
	return p.Name()
}

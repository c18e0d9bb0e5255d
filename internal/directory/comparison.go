package directory

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
)

// Comparison is two entries side by side.
type Comparison struct {
	Kind          ImportKind
	One, Other    Entry
	Versions      [2]int64 // of both, which a merge must find again
	Fields        []MergeField
	Moves         []Move // from Other to One
	persons       [2]Person
	organisations [2]Organisation
}

// MergeField is one field of both entries.
type MergeField struct{ Name, One, Other string }

// Differs reports whether there is anything to choose.
func (f MergeField) Differs() bool { return f.One != f.Other }

// Value names one of the two entries as the source of a field.
type Value string

// The choices for a field.
const (
	OfOne   Value = "one"
	OfOther Value = "other"
)

// Suggested is the older entry's value unless only the other has one.
func (f MergeField) Suggested() Value {
	if f.One == "" && f.Other != "" {
		return OfOther
	}
	return OfOne
}

// Compare puts two entries side by side and tells what would move if they became one.
func (s *Service) Compare(ctx context.Context, actor account.Actor, kind ImportKind, oneID, otherID string) (Comparison, error) {
	if err := mayKeep(actor); err != nil {
		return Comparison{}, err
	}
	c, err := s.compareIn(ctx, s.db.Read(), actor, kind, oneID, otherID)
	if err != nil {
		return c, err
	}
	c.Moves, err = s.movesIn(ctx, s.db.Read(), actor.WorkspaceID, kind, otherID, oneID)
	return c, err
}

func (s *Service) compareIn(ctx context.Context, db bun.IDB, actor account.Actor, kind ImportKind, oneID, otherID string) (Comparison, error) {
	if !kind.Valid() || oneID == otherID {
		return Comparison{}, fault.Missing()
	}
	c := Comparison{Kind: kind}
	for n, entryID := range []string{oneID, otherID} {
		var err error
		if kind == ImportPersons {
			c.persons[n], err = findPerson(ctx, db, actor.WorkspaceID, entryID)
		} else {
			c.organisations[n], err = findOrganisation(ctx, db, actor.WorkspaceID, entryID)
		}
		if err != nil {
			return c, err
		}
	}
	c.describe()
	return c, nil
}

func (c *Comparison) describe() {
	fields := Columns(ImportOrganisations)
	one, other := c.organisations[0].Field, c.organisations[1].Field
	if c.Kind == ImportPersons {
		a, b := c.persons[0], c.persons[1]
		fields, one, other = mergedPersonFields(), a.Field, b.Field
		c.One, c.Other = Entry{a.ID, a.Name(), a.Organisation, a.Email}, Entry{b.ID, b.Name(), b.Organisation, b.Email}
		c.Versions = [2]int64{a.Version, b.Version}
	} else {
		a, b := c.organisations[0], c.organisations[1]
		c.One, c.Other = Entry{a.ID, a.Name, a.place(), a.Email}, Entry{b.ID, b.Name, b.place(), b.Email}
		c.Versions = [2]int64{a.Version, b.Version}
	}
	for _, name := range fields {
		c.Fields = append(c.Fields, MergeField{Name: name, One: one(name), Other: other(name)})
	}
}

func mergedPersonFields() []string {
	return []string{
		"title", "given", "family", "function", "organisation", "email", "phone", "lang", "valid_from", "valid_to", "source",
	}
}

// movesIn tells what hangs on the entry from.
func (s *Service) movesIn(ctx context.Context, db bun.IDB, workspaceID string, kind ImportKind, from, to string) ([]Move, error) {
	own := s.groupMoves
	if kind == ImportOrganisations {
		own = s.personMoves
	}
	moves, err := own(ctx, db, workspaceID, from, to)
	if err != nil {
		return nil, err
	}
	for _, keeper := range s.keepers {
		hanging, err := keeper.Hanging(ctx, db, workspaceID, kind, from, to)
		if err != nil {
			return nil, err
		}
		moves = append(moves, hanging...)
	}
	return slices.DeleteFunc(moves, func(m Move) bool { return m.Count == 0 }), nil
}

func (s *Service) groupMoves(ctx context.Context, db bun.IDB, workspaceID, from, to string) ([]Move, error) {
	groups, err := groupsOf(ctx, db, workspaceID, from)
	if err != nil {
		return nil, err
	}
	already, err := groupsOf(ctx, db, workspaceID, to)
	move := Move{What: "groups", Count: len(groups)}
	for _, g := range groups {
		if slices.ContainsFunc(already, func(other Group) bool { return other.ID == g.ID }) {
			move.Both = append(move.Both, g.Name)
		}
	}
	return []Move{move}, err
}

func (s *Service) personMoves(ctx context.Context, db bun.IDB, workspaceID, from, _ string) ([]Move, error) {
	persons, err := personIDsOf(ctx, db, workspaceID, from)
	return []Move{{What: "persons", Count: len(persons)}}, err
}

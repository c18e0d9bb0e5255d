package directory

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
)

// known is what of the directory a part of a file may meet.
type known struct {
	organisations []Organisation
	persons       []Person
}

// keys are what the rows of a part are looked up by, each a set.
type keys struct{ organisations, names, addresses map[string]bool }

// keysOf collects the keys of a part, the names of persons also with the family name first.
func keysOf(kind ImportKind, records []record) keys {
	k := keys{organisations: map[string]bool{}, names: map[string]bool{}, addresses: map[string]bool{}}
	add := func(set map[string]bool, key string) {
		if key != "" {
			set[key] = true
		}
	}
	for _, rec := range records {
		add(k.organisations, database.FoldWord(rec.cells[organisationFieldsIn(kind).name]))
		if kind != ImportPersons {
			continue
		}
		typed := Person{Given: rec.cells["given"], Family: rec.cells["family"]}.normal()
		add(k.names, typed.NameKey)
		for _, other := range otherNames(typed) {
			add(k.names, other)
		}
		add(k.addresses, account.FoldEmail(rec.cells["email"]))
	}
	return k
}

// knownFor reads what the records of a part may meet, in the order of lists.
func knownFor(ctx context.Context, db bun.IDB, workspaceID string, kind ImportKind, records []record) (known, error) {
	k := keysOf(kind, records)
	organisations, err := organisationsNamed(ctx, db, workspaceID, slices.Collect(maps.Keys(k.organisations)))
	if err != nil || kind != ImportPersons {
		return known{organisations: organisations}, err
	}
	persons, err := personsBy(ctx, db, workspaceID, "name_key", slices.Collect(maps.Keys(k.names)))
	if err != nil {
		return known{}, err
	}
	atAddress, err := personsBy(ctx, db, workspaceID, "email_key", slices.Collect(maps.Keys(k.addresses)))
	if err != nil {
		return known{}, err
	}
	persons = append(persons, atAddress...)
	slices.SortFunc(persons, func(a, b Person) int { return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.ID, b.ID)) })
	return known{organisations, slices.CompactFunc(persons, func(a, b Person) bool { return a.ID == b.ID })}, nil
}

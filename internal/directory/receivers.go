package directory

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/database"
)

// Choice says who should receive something: the union of groups, kinds of actor and single persons.
type Choice struct {
	GroupIDs  []string
	Kinds     []Kind
	PersonIDs []string
}

// Empty reports whether nothing is chosen.
func (c Choice) Empty() bool {
	return len(c.GroupIDs) == 0 && len(c.Kinds) == 0 && len(c.PersonIDs) == 0
}

// Receivers lists the chosen persons once each, by name: those who have an address, are valid today and not
// archived. Identifiers of other workspaces choose nobody. It reads through db, so that a higher package can ask
// inside its own transaction.
func (s *Service) Receivers(ctx context.Context, db bun.IDB, workspaceID string, choice Choice) ([]Person, error) {
	persons, err := s.Chosen(ctx, db, workspaceID, choice)
	return slices.DeleteFunc(persons, func(p Person) bool { return p.EmailKey == "" }), err
}

// heirs are those whom persons became one with since they were chosen, also by several steps.
const heirs = `WITH RECURSIVE heir(id) AS (
	SELECT m.kept_id FROM directory_merges AS m WHERE m.workspace_id = ?0 AND m.kind = ?1 AND m.undone_at IS NULL AND m.gone_id IN (?2)
	UNION SELECT m.kept_id FROM directory_merges AS m JOIN heir ON heir.id = m.gone_id WHERE m.workspace_id = ?0 AND m.undone_at IS NULL
) SELECT id FROM heir`

// Chosen is Receivers with those who have no address. Whoever was made one with another person since is chosen as that one.
func (s *Service) Chosen(ctx context.Context, db bun.IDB, workspaceID string, choice Choice) ([]Person, error) {
	var persons []Person
	today := s.Today()
	err := selectPersons(db, &persons).
		Where("p.workspace_id = ? AND p.archived_at IS NULL", workspaceID).
		Where("p.valid_from <= ? AND (p.valid_to = '' OR p.valid_to >= ?)", today, today).
		WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
			return q.Where("p.id IN (?)", bun.List(choice.PersonIDs)).
				WhereOr("p.id IN ("+heirs+")", workspaceID, ImportPersons, bun.List(choice.PersonIDs)).
				WhereOr("o.kind IN (?)", bun.List(choice.Kinds)).
				WhereOr("p.id IN (SELECT person_id FROM group_members WHERE workspace_id = ? AND group_id IN (?))", workspaceID, bun.List(choice.GroupIDs))
		}).
		Order("p.sort_key", "p.id").Scan(ctx)
	return persons, database.Fault(err)
}

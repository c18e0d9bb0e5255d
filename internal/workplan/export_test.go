package workplan

import (
	"context"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/uptrace/bun"

	"rundertisch/internal/account"
)

// Stock shows tests what the plan holds.
type Stock struct {
	Goals        []Goal
	Milestones   []Milestone
	Tasks        []Task
	Dependencies []Dependency
}

// StoredIn reads what the tables hold now, by identifier.
func StoredIn(ctx context.Context, db bun.IDB, a account.Actor) (s Stock, err error) {
	for _, rows := range []any{&s.Goals, &s.Milestones, &s.Tasks, &s.Dependencies} {
		if err := db.NewSelect().Model(rows).Apply(at(a)).OrderExpr("?TableAlias.id").Scan(ctx); err != nil {
			return s, err
		}
	}
	return s, nil
}

// StockBefore rebuilds what they held before an instant.
func StockBefore(ctx context.Context, db bun.IDB, a account.Actor, end time.Time) (Stock, error) {
	s, err := stockBefore(ctx, db, a, end)
	return Stock{s.goals, s.milestones, s.tasks, s.dependencies}, err
}

// Unrecorded leaves out of a comparison what the record of changes leaves out.
var Unrecorded = cmp.Options{
	cmpopts.EquateEmpty(),
	cmpopts.IgnoreFields(Goal{}, "CreatedAt", "Version"), cmpopts.IgnoreFields(Milestone{}, "CreatedAt", "Version"),
	cmpopts.IgnoreFields(Task{}, "CreatedAt", "Version"), cmpopts.IgnoreFields(Dependency{}, "CreatedAt"),
}

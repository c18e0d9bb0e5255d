package workplan

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
)

// PlanIn is Plan inside a transaction of whoever reports on it.
func (s *Service) PlanIn(ctx context.Context, db bun.IDB, a account.Actor) (Plan, error) {
	return loadPlan(ctx, db, a, s.now(), s.evidence)
}

// ListBaselinesIn lists the baselines of the actor's project, the newest approval first.
func ListBaselinesIn(ctx context.Context, db bun.IDB, a account.Actor) ([]Baseline, error) {
	return listBaselines(ctx, db, a)
}

// ListApprovedIn lists the milestones of a baseline by number.
func ListApprovedIn(ctx context.Context, db bun.IDB, a account.Actor, baselineID string) ([]Approved, error) {
	return listApproved(ctx, db, a, baselineID)
}

// ListMovesIn lists the moves of milestones after one moment until another, oldest first.
func ListMovesIn(ctx context.Context, db bun.IDB, a account.Actor, after, until time.Time) ([]Move, error) {
	return listMoves(ctx, db, a, after, until)
}

// CountDoneIn counts the tasks of the actor's project that were done in the days from one to another.
func CountDoneIn(ctx context.Context, db bun.IDB, a account.Actor, from, to date.Date) (int, error) {
	n, err := db.NewSelect().Model((*Task)(nil)).Apply(at(a)).
		Where("t.state = ? AND t.done_on >= ? AND t.done_on <= ?", TaskDone, from, to).Count(ctx)
	return int(n), database.Fault(err)
}

package workplan

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/audit"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
	"rundertisch/internal/id"
)

// Approve keeps the plan as it stands as a baseline. A plan without milestones is not one that anybody approves.
func (s *Service) Approve(ctx context.Context, a account.Actor, b Baseline) (Baseline, error) {
	if err := mayShape(a); err != nil {
		return b, err
	}
	b.Clean()
	if err := b.Validate(s.Today()); err != nil {
		return b, err
	}
	b.ID, b.WorkspaceID, b.ProjectID, b.CreatedAt = id.New(), a.WorkspaceID, a.ProjectID, s.clock.Now()
	return b, s.db.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		plan, err := loadPlan(ctx, tx, a, s.now(), s.evidence)
		if err != nil {
			return err
		}
		rows := approve(b, plan)
		if len(rows) == 0 {
			return fault.New(fault.Conflict, "workplan.fault.nothing_to_approve")
		}
		if err := insertBaseline(ctx, tx, s.pen(a), b, rows); err != nil {
			return err
		}
		details := map[string]any{"approved_on": string(b.ApprovedOn), "milestones": len(rows)}
		return audit.Record(ctx, tx, a.Entry(b.CreatedAt, "baseline.added", "baseline", b.ID, details))
	})
}

// Baselines lists the project's baselines, the newest approval first.
func (s *Service) Baselines(ctx context.Context, a account.Actor) ([]Baseline, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	return listBaselines(ctx, s.db.Read(), a)
}

// Baseline returns a baseline with its milestones by number.
func (s *Service) Baseline(ctx context.Context, a account.Actor, baselineID string) (Baseline, []Approved, error) {
	if err := mayRead(a); err != nil {
		return Baseline{}, nil, err
	}
	b, err := findBaseline(ctx, s.db.Read(), a, baselineID)
	if err != nil {
		return b, nil, err
	}
	rows, err := listApproved(ctx, s.db.Read(), a, b.ID)
	return b, rows, err
}

// Compare compares two baselines; an empty identifier is the plan of today. The reasons are those of the moves between
// the days on which the two were written down.
func (s *Service) Compare(ctx context.Context, a account.Actor, from, to string) (Comparison, error) {
	if err := mayRead(a); err != nil {
		return Comparison{}, err
	}
	var c Comparison
	err := s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) error {
		was, err := s.planIn(ctx, tx, a, from, &c.From)
		if err != nil {
			return err
		}
		is, err := s.planIn(ctx, tx, a, to, &c.To)
		if err != nil {
			return err
		}
		moves, err := listMoves(ctx, tx, a, s.written(c.From), s.written(c.To))
		c.Differences = compareApproved(was, is, moves)
		return err
	})
	return c, err
}

// written is when the plan was written down; the one of today is now.
func (s *Service) written(b Baseline) time.Time {
	if b.ID == "" {
		return s.clock.Now()
	}
	return b.CreatedAt
}

func (s *Service) planIn(ctx context.Context, tx bun.IDB, a account.Actor, baselineID string, into *Baseline) ([]Approved, error) {
	if baselineID == "" {
		plan, err := loadPlan(ctx, tx, a, s.now(), s.evidence)
		return approve(Baseline{}, plan), err
	}
	var err error
	if *into, err = findBaseline(ctx, tx, a, baselineID); err != nil {
		return nil, err
	}
	return listApproved(ctx, tx, a, baselineID)
}

// Span is from when until when a milestone is planned; the first day may be empty.
type Span struct{ First, Last date.Date }

// PlannedIn returns when every milestone of the actor's project is planned by its identifier, in one query: as in the
// baseline that was approved last, or where that does not know the milestone, as at present.
func PlannedIn(ctx context.Context, db bun.IDB, a account.Actor) (map[string]Span, error) {
	var rows []struct {
		ID       string     `bun:"id"`
		StartsOn date.Month `bun:"starts_on"`
		DueOn    date.Month `bun:"due_on"`
	}
	newest := newestFirst(db.NewSelect().Model((*Baseline)(nil)).Column("b.id").Apply(at(a))).Limit(1)
	err := db.NewSelect().Model((*Milestone)(nil)).ColumnExpr("m.id, COALESCE(bm.starts_on, m.starts_on) AS starts_on, COALESCE(bm.due_on, m.due_on) AS due_on").
		Join("LEFT JOIN baseline_milestones AS bm ON bm.milestone_id = m.id AND bm.baseline_id = (?)", newest).
		Apply(at(a)).Scan(ctx, &rows)
	planned := make(map[string]Span, len(rows))
	for _, row := range rows {
		planned[row.ID] = Span{row.StartsOn.First(), row.DueOn.Last()}
	}
	return planned, database.Fault(err)
}

func newestFirst(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Order("b.approved_on DESC", "b.id DESC")
}

func listBaselines(ctx context.Context, db bun.IDB, a account.Actor) ([]Baseline, error) {
	var all []Baseline
	err := newestFirst(db.NewSelect().Model(&all).Apply(at(a))).Scan(ctx)
	return all, database.Fault(err)
}

func findBaseline(ctx context.Context, db bun.IDB, a account.Actor, baselineID string) (Baseline, error) {
	var b Baseline
	err := db.NewSelect().Model(&b).Apply(at(a)).Where("b.id = ?", baselineID).Scan(ctx)
	return b, database.Fault(err)
}

func insertBaseline(ctx context.Context, tx bun.IDB, by pen, b Baseline, rows []Approved) error {
	if err := insert(ctx, tx, by, &b); err != nil {
		if database.Duplicate(err) {
			return &fault.Error{Kind: fault.Conflict, Key: "fault.invalid", Err: err, Fields: []fault.Field{{Name: "name", Key: "workplan.fault.baseline_taken"}}}
		}
		return database.Fault(err)
	}
	_, err := tx.NewInsert().Model(&rows).Exec(ctx)
	return database.Fault(err)
}

func listApproved(ctx context.Context, db bun.IDB, a account.Actor, baselineID string) ([]Approved, error) {
	var rows []Approved
	err := db.NewSelect().Model(&rows).Where("bm.workspace_id = ? AND bm.baseline_id = ?", a.WorkspaceID, baselineID).Scan(ctx)
	slices.SortFunc(rows, func(x, y Approved) int { return compareNumbers(x.Number, y.Number) })
	return rows, database.Fault(err)
}

// listMoves lists the moves of milestones after one moment until another, whichever comes first, oldest first.
func insertMove(ctx context.Context, tx bun.IDB, m Move) error {
	_, err := tx.NewInsert().Model(&m).Exec(ctx)
	return database.Fault(err)
}

func listMoves(ctx context.Context, db bun.IDB, a account.Actor, one, other time.Time) ([]Move, error) {
	if other.Before(one) {
		one, other = other, one
	}
	var moves []Move
	err := db.NewSelect().Model(&moves).Apply(at(a)).Where("pm.subject_kind = ?", "milestone").
		Where("pm.moved_at > ? AND pm.moved_at <= ?", one, other).Order("pm.moved_at", "pm.id").Scan(ctx)
	return moves, database.Fault(err)
}

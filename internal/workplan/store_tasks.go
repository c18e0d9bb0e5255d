package workplan

import (
	"context"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
)

// mostUrgent sorts tasks: unfinished ones first, then by due date; those without one come last.
const mostUrgent = "CASE WHEN t.state = 'done' THEN 1 ELSE 0 END, CASE WHEN t.due_on = '' THEN 1 ELSE 0 END, t.due_on, t.id"

// The terms of mostUrgent as conditions, so that the index of that order answers them.
const (
	unfinished = "(CASE WHEN t.state = 'done' THEN 1 ELSE 0 END) = 0"
	overdue    = unfinished + " AND (CASE WHEN t.due_on = '' THEN 1 ELSE 0 END) = 0 AND t.due_on < ?"
)

const leastUrgent = "CASE WHEN t.state = 'done' THEN 1 ELSE 0 END DESC, CASE WHEN t.due_on = '' THEN 1 ELSE 0 END DESC, t.due_on DESC, t.id DESC"

// narrow leaves the tasks of the filter.
func narrow(a account.Actor, f TaskFilter, today date.Date) func(*bun.SelectQuery) *bun.SelectQuery {
	return func(q *bun.SelectQuery) *bun.SelectQuery {
		if f.Mine {
			q = q.Where("t.assignee_id = ?", a.UserID)
		}
		if f.Late {
			q = q.Where(overdue, today)
		}
		if f.State != "" {
			q = q.Where("t.state = ?", f.State)
		}
		if f.MilestoneID != "" {
			q = q.Where("t.milestone_id = ?", f.MilestoneID)
		}
		return q
	}
}

func countFiltered(ctx context.Context, db bun.IDB, a account.Actor, f TaskFilter, today date.Date) (int, error) {
	n, err := db.NewSelect().Model((*Task)(nil)).Apply(at(a)).Apply(narrow(a, f, today)).Count(ctx)
	return int(n), database.Fault(err)
}

// listFiltered lists a part of the tasks in the filter's order, which is none of folded words.
func listFiltered(
	ctx context.Context, db bun.IDB, a account.Actor, f TaskFilter, today date.Date, milestones []Milestone, from, length int,
) ([]Task, error) {
	var tasks []Task
	q := tasksWithAssignee(db, a, &tasks).Apply(narrow(a, f, today)).Apply(f.order(milestones))
	return tasks, database.Fault(q.Offset(int64(from)).Limit(int64(length)).Scan(ctx))
}

func (f TaskFilter) order(milestones []Milestone) func(*bun.SelectQuery) *bun.SelectQuery {
	way := bun.Safe("ASC")
	if f.Desc {
		way = bun.Safe("DESC")
	}
	return func(q *bun.SelectQuery) *bun.SelectQuery {
		switch {
		case f.Order == ByState:
			q = q.OrderExpr("CASE t.state WHEN 'open' THEN 0 WHEN 'in_work' THEN 1 ELSE 2 END ?", way)
		case f.Order == ByMilestone && len(milestones) > 0:
			q = q.OrderExpr("(?) ?", placeOf(q, milestones), way)
		case f.Order == ByUrgency && f.Desc:
			return q.OrderExpr(leastUrgent)
		}
		return q.OrderExpr(mostUrgent)
	}
}

// placeOf is the place of a task's milestone in the order of the plan, which only Go knows.
func placeOf(q *bun.SelectQuery, milestones []Milestone) *bun.RawQuery {
	sql, args := "CASE t.milestone_id", []any{}
	for place, m := range milestones {
		sql += " WHEN ? THEN ?"
		args = append(args, m.ID, place)
	}
	return q.NewRaw(sql+" END", args...)
}

// Urgent is what the plan asks of a person now.
type Urgent struct {
	Mine     []Task // the person's open tasks, the most urgent first
	Late     []Task // overdue tasks of others, the longest overdue first
	MineOpen int    // all of the person's open tasks
	MineLate int    // those of them that are overdue
}

// Urgent returns as many tasks of either kind as are asked for.
func (s *Service) Urgent(ctx context.Context, a account.Actor, mine, late int) (Urgent, error) {
	if err := mayRead(a); err != nil {
		return Urgent{}, err
	}
	today, db := s.Today(), s.db.Read()
	var rows []struct {
		Task

		Open  int  `bun:"all_open"`
		Late  int  `bun:"all_late"`
		IsOwn bool `bun:"is_own"`
	}
	isMine := func(q *bun.SelectQuery) *bun.SelectQuery {
		return q.Where("t.assignee_id = ? AND t.assignee_id <> ''", a.UserID).Where(unfinished)
	}
	open := db.NewSelect().Model((*Task)(nil)).ColumnExpr("count(*)").Apply(at(a)).Apply(isMine)
	own := tasksWithAssignee(db, a, (*Task)(nil)).ColumnExpr("? AS is_own", true).
		ColumnExpr("(?) AS all_open, (?) AS all_late", open, open.Clone().Where(overdue, today)).Apply(isMine).OrderExpr(mostUrgent).Limit(int64(mine))
	others := tasksWithAssignee(db, a, (*Task)(nil)).ColumnExpr("? AS is_own, 0 AS all_open, 0 AS all_late", false).
		Where("t.assignee_id <> ? OR t.assignee_id = ''", a.UserID).Where(overdue, today).OrderExpr(mostUrgent).Limit(int64(late))
	err := db.NewSelect().TableExpr("(?) AS own", own).UnionAll(db.NewSelect().TableExpr("(?) AS others", others)).Scan(ctx, &rows)
	var u Urgent
	for _, row := range rows {
		if row.IsOwn {
			u.Mine, u.MineOpen, u.MineLate = append(u.Mine, row.Task), row.Open, row.Late
		} else {
			u.Late = append(u.Late, row.Task)
		}
	}
	return u, database.Fault(err)
}

// ListDueIn lists the tasks of the actor's project that are not done and due between two days, both included.
func ListDueIn(ctx context.Context, db bun.IDB, a account.Actor, from, to date.Date) ([]Task, error) {
	var tasks []Task
	err := db.NewSelect().Model(&tasks).Apply(at(a)).Where("t.state <> ? AND t.due_on BETWEEN ? AND ? AND t.due_on <> ''", TaskDone, from, to).
		Order("t.due_on", "t.id").Scan(ctx)
	return tasks, database.Fault(err)
}

package workplan

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

const historyChunk = 500 // changes read at once for a file

// HistoryFilter narrows the history of the plan; its zero value lets everything through.
type HistoryFilter struct {
	SubjectID string // the thing and what hangs below it
	PersonID  string
	Kind      SubjectKind
	Field     string
	From, To  date.Date // first and last day
}

// HistoryLine is a change with the names that the identifiers in it stand for.
type HistoryLine struct {
	FieldChange

	Names map[string]string // by identifier, the same for all lines that were read together
}

// History returns so many lines of the plan's history from one on, the newest first, and how many there are in all.
func (s *Service) History(ctx context.Context, a account.Actor, f HistoryFilter, at func(total int) (from, length int)) ([]HistoryLine, int, error) {
	if err := mayRead(a); err != nil {
		return nil, 0, err
	}
	total, err := s.changes(a, f, (*FieldChange)(nil)).Count(ctx)
	if err != nil {
		return nil, 0, database.Fault(err)
	}
	from, length := at(int(total))
	var changes []FieldChange
	if err := s.changes(a, f, &changes).Apply(latestFirst).Offset(int64(from)).Limit(int64(length)).Scan(ctx); err != nil {
		return nil, 0, database.Fault(err)
	}
	lines, err := named(ctx, s.db.Read(), a, changes)
	return lines, int(total), err
}

// Subject is what the thing with the history was called last; NotFound when there is none.
func (s *Service) Subject(ctx context.Context, a account.Actor, kind SubjectKind, subjectID string) (string, error) {
	if err := mayRead(a); err != nil {
		return "", err
	}
	var last FieldChange
	err := s.db.Read().NewSelect().Model(&last).Apply(at(a)).Where("ch.subject_kind = ? AND ch.subject_id = ?", kind, subjectID).
		Apply(latestFirst).Limit(1).Scan(ctx)
	return last.Subject, database.Fault(err)
}

// WholeHistory goes through all lines, the newest first, without holding them in memory.
func (s *Service) WholeHistory(ctx context.Context, a account.Actor, f HistoryFilter) iter.Seq2[HistoryLine, error] {
	return func(yield func(HistoryLine, error) bool) {
		if err := mayRead(a); err != nil {
			yield(HistoryLine{}, err)
			return
		}
		var last *FieldChange
		for {
			var changes []FieldChange
			q := s.changes(a, f, &changes).Apply(latestFirst).Limit(historyChunk)
			if last != nil {
				q = q.Where("ch.changed_at < ? OR ch.changed_at = ? AND ch.id < ?", last.ChangedAt, last.ChangedAt, last.ID)
			}
			lines, err := []HistoryLine(nil), database.Fault(q.Scan(ctx))
			if err == nil {
				lines, err = named(ctx, s.db.Read(), a, changes)
			}
			if err != nil {
				yield(HistoryLine{}, err)
				return
			}
			for _, line := range lines {
				if !yield(line, nil) {
					return
				}
			}
			if len(changes) < historyChunk {
				return
			}
			last = &changes[len(changes)-1]
		}
	}
}

// HistoryPeople lists who has changed the plan, by name.
func (s *Service) HistoryPeople(ctx context.Context, a account.Actor) ([]account.User, error) {
	if err := mayRead(a); err != nil {
		return nil, err
	}
	var people []account.User
	err := s.db.Read().NewSelect().Model(&people).Column("u.id", "u.name").
		Where("u.id IN (?)", s.db.Read().NewSelect().Model((*FieldChange)(nil)).Column("ch.changed_by").Apply(at(a))).
		Order("u.name", "u.id").Scan(ctx)
	return people, database.Fault(err)
}

// PlanOn returns the plan as it was at the end of a day, which is not later than today. What lies outside of the plan and
// counts for a milestone's rule counts from the day on which it came about.
func (s *Service) PlanOn(ctx context.Context, a account.Actor, day date.Date) (PastPlan, error) {
	past := PastPlan{}
	if err := mayRead(a); err != nil {
		return past, err
	}
	if day > s.Today() {
		var c fault.Checks
		c.Add("on", "workplan.fault.on_future")
		return past, c.Err()
	}
	return past, s.db.Snapshot(ctx, func(ctx context.Context, tx bun.IDB) (err error) {
		if past.Since, err = s.since(ctx, tx, a); err != nil {
			return err
		}
		then, err := stockBefore(ctx, tx, a, s.begin(day.AddDays(1)))
		if err != nil {
			return err
		}
		slices.SortFunc(then.goals, func(x, y Goal) int { return compareNumbers(x.Number, y.Number) })
		slices.SortFunc(then.milestones, func(x, y Milestone) int { return compareNumbers(x.Number, y.Number) })
		found, err := s.evidence.find(ctx, tx, a, s.zone, then.milestones)
		if err != nil {
			return err
		}
		if err := nameAssignees(ctx, tx, a, then.tasks); err != nil {
			return err
		}
		past.Plan = arrange(then.goals, then.milestones, counts(then.tasks), found, day)
		past.Tasks, past.Ties = linesOf(then.tasks, then.milestones), ties(then.dependencies, partsOf(then.milestones, then.tasks))
		TaskFilter{Order: ByMilestone}.sort(past.Tasks, then.milestones)
		return nil
	})
}

// stockBefore is what the plan held before an instant.
func stockBefore(ctx context.Context, db bun.IDB, a account.Actor, end time.Time) (stock, error) {
	var changes []FieldChange
	err := db.NewSelect().Model(&changes).Apply(at(a)).Where("ch.changed_at < ?", end).
		Order("ch.step", "ch.changed_at", "ch.id").Scan(ctx)
	if err != nil {
		return stock{}, database.Fault(err)
	}
	return rebuild(changes)
}

// since is the day of the first recorded change.
func (s *Service) since(ctx context.Context, db bun.IDB, a account.Actor) (date.Date, error) {
	var first FieldChange
	err := db.NewSelect().Model(&first).Apply(at(a)).Order("ch.changed_at", "ch.id").Limit(1).Scan(ctx)
	if err := database.Fault(err); fault.Is(err, fault.NotFound) {
		return "", nil
	} else if err != nil {
		return "", err
	}
	return date.Of(first.ChangedAt.In(s.zone)), nil
}

func nameAssignees(ctx context.Context, db bun.IDB, a account.Actor, tasks []Task) error {
	var ids []string
	for _, t := range tasks {
		ids = append(ids, t.AssigneeID, t.PersonID)
	}
	names, err := lookUp(ctx, db, a.WorkspaceID, ids)
	for i, t := range tasks {
		tasks[i].Assignee = cmp.Or(names[t.AssigneeID], names[t.PersonID])
	}
	return err
}

// begin is the instant the day begins at.
func (s *Service) begin(day date.Date) time.Time {
	t := day.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, s.zone).UTC()
}

func latestFirst(q *bun.SelectQuery) *bun.SelectQuery {
	return q.Order("ch.changed_at DESC", "ch.id DESC")
}

func (s *Service) changes(a account.Actor, f HistoryFilter, model any) *bun.SelectQuery {
	q := s.db.Read().NewSelect().Model(model).ColumnExpr("ch.*, COALESCE(u.name, '') AS who").
		Join("LEFT JOIN users AS u ON u.id = ch.changed_by").Apply(at(a))
	if f.SubjectID != "" {
		q = q.Where("ch.subject_id = ? OR ch.parent_id = ?", f.SubjectID, f.SubjectID)
	}
	if f.PersonID != "" {
		q = q.Where("ch.changed_by = ?", f.PersonID)
	}
	if f.Kind != "" {
		q = q.Where("ch.subject_kind = ?", f.Kind)
	}
	if f.Field != "" {
		q = q.Where("ch.field = ?", f.Field)
	}
	if f.From != "" {
		q = q.Where("ch.changed_at >= ?", s.begin(f.From))
	}
	if f.To != "" {
		q = q.Where("ch.changed_at < ?", s.begin(f.To.AddDays(1)))
	}
	return q
}

package workplan

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/i18n"
)

// TimelineTasks is how many tasks a timeline shows at most.
const TimelineTasks = 500

// Dates are when a part of the plan begins, when it was to be reached, when it is expected now, and when it was
// reached. Any but the forecast may be empty. Today is the day on which that is so; empty where it does not matter.
type Dates struct {
	Start, Planned, Forecast, Actual, Today date.Date

	PlannedStart date.Date // when it was to begin; empty where it is Start
}

// Slip is by how many days it came or is expected after the planned day; negative when before. What is still open
// comes today at the earliest, whatever is expected.
func (d Dates) Slip() int {
	then := d.Actual
	if then.IsZero() {
		then = d.Forecast.AddDays(d.Overdue())
	}
	if d.Planned.IsZero() || then.IsZero() {
		return 0
	}
	return d.Planned.DaysUntil(then)
}

// Overdue is how many days ago what is still open was expected; 0 when that day has not passed.
func (d Dates) Overdue() int {
	if !d.Actual.IsZero() || d.Forecast.IsZero() || d.Today <= d.Forecast {
		return 0
	}
	return d.Forecast.DaysUntil(d.Today)
}

// SlipMonths is Slip in the nearest number of months, of 30.44 days each; at least one, whichever way.
func (d Dates) SlipMonths() int {
	days := d.Slip()
	if days < 0 {
		return -max(1, (-days*100+1522)/3044)
	}
	return max(1, (days*100+1522)/3044)
}

// Words say how far something is from its plan: "5 Monate später", "12 Tage früher", "im Plan", "26 Tage über der
// Frist". From four weeks on a slip is told in months.
func (d Dates) Words(l *i18n.Locale) string {
	overdue := d.Overdue()
	switch {
	case d.Planned.IsZero():
		return ""
	case overdue == 0:
		return d.slipWords(l)
	case d.Planned == d.Forecast:
		return l.N("workplan.slip.overdue", overdue)
	}
	return d.slipWords(l) + ", " + l.N("workplan.slip.overdue", overdue)
}

func (d Dates) slipWords(l *i18n.Locale) string {
	days, months, way := d.Slip(), d.SlipMonths(), "later"
	switch {
	case days == 0:
		return l.T("workplan.slip.none")
	case days < 0:
		days, months, way = -days, -months, "earlier"
	}
	if days < 28 {
		return l.N("workplan.slip.days_"+way, days)
	}
	return l.N("workplan.slip.months_"+way, months)
}

// Within reports whether something of it falls into the months; an empty month is no limit.
func (d Dates) Within(from, to date.Month) bool {
	first, last := d.Forecast, max(d.Planned, d.Forecast, d.Actual)
	for _, day := range []date.Date{d.Start, d.PlannedStart, d.Planned, d.Actual} {
		if !day.IsZero() && day < first {
			first = day
		}
	}
	return (from.IsZero() || last >= from.First()) && (to.IsZero() || first <= to.Last())
}

// TimelineFilter says what of a project a timeline shows; an empty month is no limit.
type TimelineFilter struct {
	From, To    date.Month
	MilestoneID string // empty for all
	Tasks       bool   // with the tasks that have a date
	All         bool   // more tasks than TimelineTasks
}

// Timeline is the rows of a timeline.
type Timeline struct {
	Plan  Plan // whole
	Rows  []TimelineRow
	Among int  // milestones there are
	More  bool // tasks are left out, the least urgent ones
}

// TimelineRow is a milestone with those of its tasks that are shown.
type TimelineRow struct {
	Milestone Progress
	Planned   Span
	Today     date.Date
	Tasks     []Task // the most urgent first
}

// Dates are the dates of the milestone.
func (r TimelineRow) Dates() Dates {
	m := r.Milestone
	return Dates{Start: m.StartsOn.First(), Planned: r.Planned.Last, PlannedStart: r.Planned.First, Forecast: m.Deadline(), Actual: m.CompletedOn, Today: r.Today}
}

// Timeline returns the milestones that fall into the months, with their tasks when these are asked for. A milestone
// outside of them is there when one of its tasks is inside.
func (s *Service) Timeline(ctx context.Context, a account.Actor, f TimelineFilter) (Timeline, error) {
	plan, err := s.Plan(ctx, a)
	if err != nil {
		return Timeline{}, err
	}
	line := Timeline{Plan: plan}
	planned, err := PlannedIn(ctx, s.db.Read(), a)
	if err != nil {
		return Timeline{}, err
	}
	tasks := map[string][]Task{}
	if f.Tasks {
		if tasks, line.More, err = timelineTasks(ctx, s.db.Read(), a, f); err != nil {
			return Timeline{}, err
		}
	}
	for _, m := range plan.Milestones() {
		line.Among++
		if f.MilestoneID != "" && m.ID != f.MilestoneID {
			continue
		}
		row := TimelineRow{Milestone: m, Planned: planned[m.ID], Today: plan.Today, Tasks: tasks[m.ID]}
		if len(row.Tasks) > 0 || row.Dates().Within(f.From, f.To) {
			line.Rows = append(line.Rows, row)
		}
	}
	return line, nil
}

// timelineTasks lists tasks with a date by milestone, and says whether there are more.
func timelineTasks(ctx context.Context, db bun.IDB, a account.Actor, f TimelineFilter) (map[string][]Task, bool, error) {
	var tasks []Task
	q := db.NewSelect().Model(&tasks).Apply(at(a)).Where("t.due_on <> ''")
	if f.MilestoneID != "" {
		q = q.Where("t.milestone_id = ?", f.MilestoneID)
	}
	if !f.From.IsZero() {
		q = q.Where("t.due_on >= ?", f.From.First())
	}
	if !f.To.IsZero() {
		q = q.Where("t.due_on <= ?", f.To.Last())
	}
	if !f.All {
		q = q.Limit(TimelineTasks + 1)
	}
	if err := q.OrderExpr("CASE WHEN t.state = 'done' THEN 1 ELSE 0 END, t.due_on, t.id").Scan(ctx); err != nil {
		return nil, false, database.Fault(err)
	}
	more := !f.All && len(tasks) > TimelineTasks
	if more {
		tasks = slices.Delete(tasks, TimelineTasks, len(tasks))
	}
	of := map[string][]Task{}
	for _, t := range tasks {
		of[t.MilestoneID] = append(of[t.MilestoneID], t)
	}
	return of, more, nil
}

package workplan

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/date"
)

// TimelineTasks is how many tasks a timeline shows at most.
const TimelineTasks = 500

// Dates are when a part of the plan begins, when it was to be reached, when it is expected now, and when it was
// reached. Any but the forecast may be empty.
type Dates struct {
	Start, Planned, Forecast, Actual date.Date
}

// Slip is by how many days it came or is expected after the planned day; negative when before.
func (d Dates) Slip() int {
	then := d.Actual
	if then.IsZero() {
		then = d.Forecast
	}
	if d.Planned.IsZero() || then.IsZero() {
		return 0
	}
	return d.Planned.DaysUntil(then)
}

// SlipMonths is Slip in the nearest number of months, of 30.44 days each; at least one, whichever way.
func (d Dates) SlipMonths() int {
	days := d.Slip()
	if days < 0 {
		return -max(1, (-days*100+1522)/3044)
	}
	return max(1, (days*100+1522)/3044)
}

// Within reports whether something of it falls into the months; an empty month is no limit.
func (d Dates) Within(from, to date.Month) bool {
	first, last := d.Forecast, max(d.Planned, d.Forecast, d.Actual)
	for _, day := range []date.Date{d.Start, d.Planned, d.Actual} {
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
	Planned   date.Date
	Tasks     []Task // the most urgent first
}

// Dates are the dates of the milestone.
func (r TimelineRow) Dates() Dates {
	m := r.Milestone
	return Dates{Start: m.StartsOn.First(), Planned: r.Planned, Forecast: m.Deadline(), Actual: m.CompletedOn}
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
		row := TimelineRow{Milestone: m, Planned: planned[m.ID], Tasks: tasks[m.ID]}
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

package report

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/date"
	"rundertisch/internal/event"
	"rundertisch/internal/workplan"
)

// material is what a report tells of, as it stands now.
type material struct {
	report    Report
	texts     map[string]Text // by milestone
	workspace account.Workspace
	project   account.Project
	plan      workplan.Plan
	baselines []workplan.Baseline        // approved until the end of the period, newest first
	approved  []workplan.Approved        // in the newest of them, by number
	moves     map[string][]workplan.Move // in the period, by milestone, oldest first
	others    map[string][]workplan.Move // at other times, since the newest approval
	done      int                        // tasks that were done in the period
	events    []event.Event              // held in the period
	turnout   map[string]attendance.Turnout
	came      attendance.Turnout // over all events
}

// gather reads everything the report tells of; db shows all of it at one moment, or the caller compares fingerprints.
func (s *Service) gather(ctx context.Context, db bun.IDB, a account.Actor, r Report) (m material, err error) {
	m = material{report: r, texts: map[string]Text{}, moves: map[string][]workplan.Move{}, others: map[string][]workplan.Move{}}
	texts, err := listTexts(ctx, db, r)
	if err != nil {
		return m, err
	}
	for _, t := range texts {
		m.texts[t.MilestoneID] = t
	}
	if m.workspace, m.project, err = findPlace(ctx, db, a); err != nil {
		return m, err
	}
	if m.plan, err = s.plan.PlanIn(ctx, db, a); err != nil {
		return m, err
	}
	if err := s.gatherApproved(ctx, db, a, &m); err != nil {
		return m, err
	}
	if err := s.gatherMoves(ctx, db, a, &m); err != nil {
		return m, err
	}
	if m.done, err = workplan.CountDoneIn(ctx, db, a, r.StartsOn, r.EndsOn); err != nil {
		return m, err
	}
	if m.events, err = event.ListHeldIn(ctx, db, a, r.StartsOn, r.EndsOn); err != nil {
		return m, err
	}
	var ids []string
	for _, e := range m.events {
		ids = append(ids, e.ID)
	}
	m.turnout, m.came, err = attendance.TurnoutIn(ctx, db, ids...)
	return m, err
}

// gatherApproved reads the approved plans that were valid in the period.
func (s *Service) gatherApproved(ctx context.Context, db bun.IDB, a account.Actor, m *material) error {
	all, err := workplan.ListBaselinesIn(ctx, db, a)
	if err != nil {
		return err
	}
	m.baselines = slices.DeleteFunc(all, func(b workplan.Baseline) bool { return b.ApprovedOn > m.report.EndsOn })
	if len(m.baselines) == 0 {
		return nil
	}
	m.approved, err = workplan.ListApprovedIn(ctx, db, a, m.baselines[0].ID)
	return err
}

// gatherMoves reads which deadlines were moved in the period, and at other times since the plan was approved that the report
// measures by. What was moved before the first approved plan was written down is part of that plan.
func (s *Service) gatherMoves(ctx context.Context, db bun.IDB, a account.Actor, m *material) error {
	var first, newest time.Time
	if n := len(m.baselines); n > 0 {
		first, newest = m.baselines[n-1].CreatedAt, m.baselines[0].CreatedAt
	}
	moves, err := workplan.ListMovesIn(ctx, db, a, first, s.clock.Now())
	for _, move := range moves {
		switch {
		case m.report.within(date.Of(move.MovedAt.In(s.zone))):
			m.moves[move.SubjectID] = append(m.moves[move.SubjectID], move)
		case len(m.baselines) > 0 && move.MovedAt.After(newest):
			m.others[move.SubjectID] = append(m.others[move.SubjectID], move)
		}
	}
	return err
}

// dates are the milestone's three dates: planned is the deadline approved last before the end of the period.
func (m material) dates(p workplan.Progress) workplan.Dates {
	d := workplan.Dates{Start: p.StartsOn.First(), Planned: p.Deadline(), Forecast: p.Deadline(), Actual: p.CompletedOn, Today: m.plan.Today}
	at := slices.IndexFunc(m.approved, func(row workplan.Approved) bool { return row.MilestoneID == p.ID })
	if at >= 0 {
		d.Planned = m.approved[at].DueOn.Last()
	}
	return d
}

// removed lists the approved milestones that the plan does not have any more, by number.
func (m material) removed() []workplan.Approved {
	there := map[string]bool{}
	for _, p := range m.plan.Milestones() {
		there[p.ID] = true
	}
	return slices.DeleteFunc(slices.Clone(m.approved), func(row workplan.Approved) bool { return there[row.MilestoneID] })
}

// within reports whether a day lies in the period.
func (r Report) within(day date.Date) bool { return day != "" && day >= r.StartsOn && day <= r.EndsOn }

// late reports whether the milestone should have been reached by the end of the period and was not.
func (r Report) late(d workplan.Dates) bool {
	return d.Planned <= r.EndsOn && (d.Actual == "" || d.Actual > r.EndsOn)
}

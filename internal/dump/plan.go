package dump

import (
	"context"
	"strconv"
	"strings"

	"rundertisch/internal/database"
	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
)

func (r *reading) project(ctx context.Context) error {
	var p project
	err := r.tx.NewSelect().Model(&p).Where("x.id = ? AND x.workspace_id = ?", r.actor.ProjectID, r.actor.WorkspaceID).Scan(ctx)
	if err != nil {
		return database.Fault(err)
	}
	err = r.tx.NewSelect().TableExpr("workspaces AS w").ColumnExpr("w.name, w.funding_notice").Where("w.id = ?", r.actor.WorkspaceID).
		Scan(ctx, &p.Workspace, &p.FundingNotice)
	if err != nil {
		return database.Fault(err)
	}
	r.known[p.ID] = true
	r.out.field("project", &p)
	return nil
}

func (r *reading) goals(ctx context.Context) error {
	return rows(ctx, r, "goals", func([]goal) error { return nil })
}

// milestones adds to the rows where the plan says they stand.
func (r *reading) milestones(ctx context.Context, service *workplan.Service) error {
	plan, err := service.PlanIn(ctx, r.tx, r.actor)
	if err != nil {
		return err
	}
	planned, err := workplan.PlannedIn(ctx, r.tx, r.actor)
	if err != nil {
		return err
	}
	standing := map[string]workplan.Progress{}
	for _, p := range plan.Milestones() {
		standing[p.ID] = p
	}
	return rows(ctx, r, "milestones", func(some []milestone) error {
		for i := range some {
			some[i].derive(standing[some[i].ID], planned[some[i].ID].Last)
			r.name(some[i].LeadID, some[i].DeputyID, some[i].DeclaredBy)
		}
		return nil
	})
}

func (m *milestone) derive(p workplan.Progress, planned date.Date) {
	m.Planned, m.Forecast, m.Actual, m.State = planned, p.Deadline(), p.CompletedOn, string(p.State)
	m.Rule = []condition{}
	for _, check := range p.Standing {
		c := condition{
			Source: string(check.Source), AtLeast: check.AtLeast, DocumentKind: string(check.Kind),
			Done: check.Done, Total: check.Total, FulfilledOn: check.On, Missing: []string{},
		}
		for _, proof := range check.Missing {
			c.Missing = append(c.Missing, proof.Title)
		}
		m.Rule = append(m.Rule, c)
	}
	switch {
	case p.Milestone.Complete():
		m.Override = &override{State: "reached", ReachedOn: m.CompletedOn, Reason: m.CompletedReason}
	case p.KeptOpen():
		m.Override = &override{State: "open", Reason: m.KeptOpenReason}
	default:
		return
	}
	m.Override.DeclaredBy, m.Override.DeclaredOn = m.DeclaredBy, m.DeclaredOn
}

func (r *reading) tasks(ctx context.Context) error {
	return rows(ctx, r, "tasks", func(some []task) error {
		items, err := below(ctx, r, some, "task_id", "x.task_id, x.position, x.id", func(i item) string { return i.TaskID })
		if err != nil {
			return err
		}
		comments, err := below(ctx, r, some, "task_id", "x.task_id, x.id", func(c comment) string { return c.TaskID })
		if err != nil {
			return err
		}
		for i := range some {
			t := &some[i]
			t.Checklist, t.Comments = items[t.ID], comments[t.ID]
			r.name(t.AssigneeID, t.PersonID, t.DeputyID)
			for _, one := range t.Checklist {
				r.name(one.DoneBy)
			}
			for at := range t.Comments {
				c := &t.Comments[at]
				c.MentionedIDs = append([]string{}, strings.Fields(c.Mentioned)...)
				r.name(append(c.MentionedIDs, c.AuthorID)...)
			}
		}
		return nil
	})
}

// dependencies leaves out those of which an end lies in the bin.
func (r *reading) dependencies(ctx context.Context) error {
	var all []dependency
	err := r.tx.NewSelect().Model(&all).Where("x.workspace_id = ? AND x.project_id = ?", r.actor.WorkspaceID, r.actor.ProjectID).Order("x.id").Scan(ctx)
	r.out.open("dependencies")
	for _, d := range all {
		if r.known[d.FromID] && r.known[d.ToID] {
			r.out.item(&d)
		}
	}
	r.out.shut()
	return database.Fault(err)
}

func (r *reading) moves(ctx context.Context) error {
	return rows(ctx, r, "moves", func(some []move) error {
		for _, m := range some {
			r.name(m.MovedBy)
		}
		return nil
	})
}

func (r *reading) baselines(ctx context.Context) error {
	return rows(ctx, r, "baselines", func(some []baseline) error {
		copies, err := below(ctx, r, some, "baseline_id", "x.baseline_id, x.milestone_id", func(m approved) string { return m.BaselineID })
		for i := range some {
			some[i].Milestones = copies[some[i].ID]
		}
		return err
	})
}

// ladders leaves out those of things that lie in the bin.
func (r *reading) ladders(ctx context.Context) error {
	var all []ladder
	err := r.tx.NewSelect().Model(&all).Where("x.workspace_id = ? AND x.project_id = ?", r.actor.WorkspaceID, r.actor.ProjectID).
		Order("x.subject_kind", "x.subject_id").Scan(ctx)
	r.out.open("reminder_ladders")
	for _, l := range all {
		if l.SubjectID != "" && !r.known[l.SubjectID] {
			continue
		}
		l.DaysBefore = []int{}
		for _, word := range strings.Fields(l.Stored) {
			if days, err := strconv.Atoi(word); err == nil {
				l.DaysBefore = append(l.DaysBefore, days)
			}
		}
		r.out.item(&l)
	}
	r.out.shut()
	return database.Fault(err)
}

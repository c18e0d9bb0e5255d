package demo

import (
	"bytes"
	"context"
	"embed"
	"fmt"

	"rundertisch/internal/account"
	"rundertisch/internal/workplan"
)

//go:embed county
var embedded embed.FS

// seedPlans loads the county's plan into both projects: with its real months and finished, and dated around today.
func (c *county) seedPlans(ctx context.Context) error {
	plan, err := embedded.ReadFile("county/plan.csv")
	if err != nil {
		return err
	}
	for _, project := range []account.Project{c.record, c.followUp} {
		if _, err := c.Plan.Import(ctx, c.actor(project), bytes.NewReader(plan), ""); err != nil {
			return err
		}
	}
	if err := c.eachMilestone(ctx, c.record, c.finish); err != nil {
		return err
	}
	if err := c.eachMilestone(ctx, c.followUp, c.redate); err != nil {
		return err
	}
	return c.approve(ctx)
}

// approve keeps the plan of the follow-up as it was approved; since then its last milestone has moved.
func (c *county) approve(ctx context.Context) error {
	actor := c.actor(c.followUp)
	_, err := c.Plan.Approve(ctx, actor, workplan.Baseline{
		Name: "Zuwendungsbescheid", ApprovedOn: c.followUp.StartsOn.First().AddDays(-18), DocumentNumber: "GFAW 2-4711/26",
		Reason: "Bewilligung der Fortsetzung nach der Richtlinie „Armutsprävention“.",
	})
	if err != nil {
		return err
	}
	c.later(1)
	if err := c.inOrder(ctx, actor); err != nil {
		return err
	}
	return c.eachMilestone(ctx, c.followUp, func(ctx context.Context, actor account.Actor, m workplan.Milestone) error {
		if m.Number != "2.3" {
			return nil
		}
		m.DueOn = m.DueOn.Add(2)
		return c.Plan.ChangeMilestone(ctx, actor, m, "Der Kreistag berät die Verantwortlichkeiten erst nach der Sommerpause.")
	})
}

func (c *county) eachMilestone(ctx context.Context, project account.Project, fn func(context.Context, account.Actor, workplan.Milestone) error) error {
	plan, err := c.Plan.Plan(ctx, c.actor(project))
	if err != nil {
		return err
	}
	for _, m := range plan.Milestones() {
		if err := fn(ctx, c.actor(project), m.Milestone); err != nil {
			return fmt.Errorf("milestone %s: %w", m.Number, err)
		}
	}
	return nil
}

// finish completes a milestone of the county's own project in its month. The record names no beginnings: they are the
// project's.
func (c *county) finish(ctx context.Context, actor account.Actor, m workplan.Milestone) error {
	m.StartsOn = c.record.StartsOn
	if err := c.Plan.ChangeMilestone(ctx, actor, m, "Neu geplant mit der Fortführung des Prozesses."); err != nil {
		return err
	}
	return c.Plan.Complete(ctx, actor, m.ID, workplan.Completion{
		On: m.Deadline().AddDays(-12), Reason: "Laut Sachbericht umgesetzt.",
	})
}

// redate gives a milestone of the follow-up its place around today, its tasks and, when it is done, its completion.
func (c *county) redate(ctx context.Context, actor account.Actor, m workplan.Milestone) error {
	plan, ok := c.steps()[m.Number]
	if !ok {
		return nil
	}
	m.StartsOn, m.DueOn = plan.starts, plan.due
	if err := c.Plan.ChangeMilestone(ctx, actor, m, "Neu geplant mit der Fortführung des Prozesses."); err != nil {
		return err
	}
	for _, t := range plan.tasks {
		if err := c.addTask(ctx, actor, m.ID, t); err != nil {
			return err
		}
	}
	if plan.reason == "" {
		return nil
	}
	return c.Plan.Complete(ctx, actor, m.ID, workplan.Completion{On: plan.due.Last().AddDays(plan.slip), Reason: plan.reason})
}

// inOrder ties the milestones of the second goal: each begins when the one before it has ended.
func (c *county) inOrder(ctx context.Context, actor account.Actor) error {
	of := map[string]string{}
	if err := c.eachMilestone(ctx, c.followUp, func(_ context.Context, _ account.Actor, m workplan.Milestone) error {
		of[m.Number] = m.ID
		return nil
	}); err != nil {
		return err
	}
	if err := c.Plan.Tie(ctx, actor, of["2.1"], of["2.2"], 0); err != nil {
		return err
	}
	return c.Plan.Tie(ctx, actor, of["2.2"], of["2.3"], 14)
}

func (c *county) addTask(ctx context.Context, actor account.Actor, milestoneID string, t task) error {
	added, err := c.Plan.AddTask(ctx, actor, workplan.Task{
		MilestoneID: milestoneID, Title: t.title, AssigneeID: t.assignee, DueOn: c.today().AddDays(t.due), State: workplan.TaskOpen,
	})
	if err != nil || t.state == workplan.TaskOpen {
		return err
	}
	_, err = c.Plan.SetTask(ctx, actor, added.ID, t.state)
	return err
}

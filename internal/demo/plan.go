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

// seedPlans loads the county's plan into both projects: dated around today and told from its first day on, and, entered
// afterwards, with its real months and finished.
func (c *county) seedPlans(ctx context.Context) error {
	c.morning(c.begun())
	if err := c.load(ctx, c.followUp, c.redate); err != nil {
		return err
	}
	if err := c.approve(ctx); err != nil {
		return err
	}
	var all []happening
	if err := c.eachMilestone(ctx, c.followUp, func(_ context.Context, actor account.Actor, m workplan.Milestone) error {
		all = append(all, c.story(actor, m)...)
		return nil
	}); err != nil {
		return err
	}
	if err := c.tell(ctx, all); err != nil {
		return err
	}
	c.back(61)
	return c.load(ctx, c.record, c.finish)
}

// load imports the plan and then looks at each milestone.
func (c *county) load(ctx context.Context, project account.Project, then func(context.Context, account.Actor, workplan.Milestone) error) error {
	plan, err := embedded.ReadFile("county/plan.csv")
	if err != nil {
		return err
	}
	if _, err := c.Plan.Import(ctx, c.actor(project), bytes.NewReader(plan), ""); err != nil {
		return err
	}
	c.later(1)
	return c.eachMilestone(ctx, project, then)
}

// approve keeps the plan of the follow-up as it was approved.
func (c *county) approve(ctx context.Context) error {
	actor := c.actor(c.followUp)
	c.later(1)
	if err := c.inOrder(ctx, actor); err != nil {
		return err
	}
	c.later(1)
	_, err := c.Plan.Approve(ctx, actor, workplan.Baseline{
		Name: "Zuwendungsbescheid", ApprovedOn: c.followUp.StartsOn.First().AddDays(-18), DocumentNumber: "GFAW 2-4711/26",
		Reason: "Bewilligung der Fortsetzung nach der Richtlinie „Armutsprävention“.",
	})
	return err
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

// redate gives a milestone of the follow-up its place around today.
func (c *county) redate(ctx context.Context, actor account.Actor, m workplan.Milestone) error {
	plan, ok := c.steps()[m.Number]
	if !ok {
		return nil
	}
	m.StartsOn, m.DueOn = plan.starts, plan.due
	return c.Plan.ChangeMilestone(ctx, actor, m, "Neu geplant mit der Fortführung des Prozesses.")
}

// inOrder ties the last milestone to the one before it: it begins two weeks after the symposium's month.
func (c *county) inOrder(ctx context.Context, actor account.Actor) error {
	of := map[string]string{}
	if err := c.eachMilestone(ctx, c.followUp, func(_ context.Context, _ account.Actor, m workplan.Milestone) error {
		of[m.Number] = m.ID
		return nil
	}); err != nil {
		return err
	}
	return c.Plan.Tie(ctx, actor, of["2.2"], of["2.3"], 14)
}

package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
)

// happening is something that people did on a day.
type happening struct {
	on date.Date
	do func(context.Context) error
}

// tell lets it all happen, in the order of the days.
func (c *county) tell(ctx context.Context, all []happening) error {
	slices.SortStableFunc(all, func(a, b happening) int { return b.on.DaysUntil(a.on) })
	for n, h := range all {
		if n == 0 || h.on != all[n-1].on {
			c.morning(h.on)
		}
		c.later(1)
		if err := h.do(ctx); err != nil {
			return fmt.Errorf("on %s: %w", h.on, err)
		}
	}
	return nil
}

// morning sets the seeding clock to when the office opens on the day.
func (c *county) morning(day date.Date) {
	at := day.Time()
	c.now.Advance(time.Date(at.Year(), at.Month(), at.Day(), 7, 0, 0, 0, c.Config.Zone()).Sub(c.now.Now()))
}

// begun is the day on which the follow-up's plan was entered.
func (c *county) begun() date.Date { return c.followUp.StartsOn.First().AddDays(3) }

// story is what became of the milestone since then: its tasks were added when it began and done when they were due.
func (c *county) story(actor account.Actor, m workplan.Milestone) []happening {
	plan := c.steps()[m.Number]
	var all []happening
	for _, t := range plan.tasks {
		all = append(all, c.taskStory(actor, m, max(c.begun(), min(plan.starts.First(), c.today().AddDays(-45))), t)...)
	}
	if plan.reason != "" {
		on := plan.due.Last().AddDays(plan.slip)
		all = append(all, happening{on.AddDays(1), func(ctx context.Context) error {
			return c.Plan.Complete(ctx, actor, m.ID, workplan.Completion{On: on, Reason: plan.reason})
		}})
	}
	if m.Number == "2.3" {
		all = append(all, happening{c.today().AddDays(-40), func(ctx context.Context) error { return c.postponed(ctx, actor, m.ID) }})
	}
	return all
}

func (c *county) taskStory(actor account.Actor, m workplan.Milestone, added date.Date, t task) []happening {
	due, id := c.today().AddDays(t.due), ""
	all := []happening{{added, func(ctx context.Context) error {
		made, err := c.Plan.AddTask(ctx, actor, workplan.Task{
			MilestoneID: m.ID, Title: t.title, AssigneeID: t.assignee, DueOn: due, State: workplan.TaskOpen,
		})
		id = made.ID
		return err
	}}}
	if t.state != workplan.TaskOpen {
		on := max(added, min(due, c.today()).AddDays(-4))
		all = append(all, happening{on, func(ctx context.Context) error {
			_, err := c.Plan.SetTask(ctx, actor, id, t.state)
			return err
		}})
	}
	return all
}

// postponed moves the last milestone, which was approved for earlier.
func (c *county) postponed(ctx context.Context, actor account.Actor, milestoneID string) error {
	detail, err := c.Plan.Milestone(ctx, actor, milestoneID)
	if err != nil {
		return err
	}
	m := detail.Milestone
	m.DueOn = m.DueOn.Add(2)
	return c.Plan.ChangeMilestone(ctx, actor, m, "Der Kreistag berät die Verantwortlichkeiten erst nach der Sommerpause.")
}

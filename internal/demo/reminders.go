package demo

import (
	"context"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/reminder"
	"rundertisch/internal/workplan"
)

// countyLadder is that of the running project.
func countyLadder() reminder.Ladder { return reminder.Ladder{30, 14, 7, 3, 0, -7, -14} }

// seedReminders says who answers for the milestones of the running project, and lets the past three weeks send their
// reminders, on a ladder of the project's own.
func (c *county) seedReminders(ctx context.Context) error {
	c.back(23)
	err := c.eachMilestone(ctx, c.followUp, func(ctx context.Context, actor account.Actor, m workplan.Milestone) error {
		m.LeadID, m.DeputyID = c.projectLead, c.coordination
		if m.Number == "1.3" {
			m.LeadID, m.DeputyID = c.coordination, c.lead.ID
		}
		return c.Plan.ChangeMilestone(ctx, actor, m, "")
	})
	if err != nil {
		return err
	}
	actor := c.actor(c.followUp)
	if err := c.Reminders.SetLadder(ctx, actor, reminder.Subject{Kind: reminder.Project}, reminder.Usual(), countyLadder()); err != nil {
		return err
	}
	if err := c.eachTask(ctx, func(t workplan.Task) error { return c.remindOften(ctx, t) }); err != nil {
		return err
	}
	for day := -22; day < 0; day++ {
		morning := c.today().AddDays(day).Time()
		c.now.Advance(time.Date(morning.Year(), morning.Month(), morning.Day(), 7, 0, 0, 0, c.Config.Zone()).Sub(c.now.Now()))
		if err := c.Reminders.Run(ctx); err != nil {
			return err
		}
		if err := c.post(ctx); err != nil {
			return err
		}
	}
	return nil
}

// remindOften gives the task of a contact who does not sign in a ladder of its own, on which yesterday stands.
func (c *county) remindOften(ctx context.Context, t workplan.Task) error {
	if t.PersonID == "" {
		return nil
	}
	ladder := reminder.Ladder{c.today().DaysUntil(t.DueOn) + 1, 7, 0, -7}
	of := reminder.Subject{Kind: reminder.Task, ID: t.ID}
	return c.Reminders.SetLadder(ctx, c.actor(c.followUp), of, countyLadder(), ladder)
}

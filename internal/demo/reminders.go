package demo

import (
	"context"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/reminder"
	"rundertisch/internal/workplan"
)

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
	ladder := reminder.Ladder{30, 14, 7, 3, 0, -7, -14}
	if err := c.Reminders.SetLadder(ctx, actor, reminder.Subject{Kind: reminder.Project}, reminder.Usual(), ladder); err != nil {
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

package demo

import (
	"context"
	"fmt"
	"strings"

	"rundertisch/internal/directory"
	"rundertisch/internal/workplan"
)

const roomPlanText = `Bis zur Absprache mit dem Haus muss feststehen:
– welche Räume stufenlos zu erreichen sind und wo die Induktionsschleife liegt,
– wer dolmetscht, und wo die Dolmetschenden stehen.

Hinweise des Hauses: https://tagungshaus.example.org/barrierefrei
Rückfragen an raum@tagungshaus.example.org`

// seedTasks says more about some tasks of the symposium, and gives one to a contact who does not sign in.
func (c *county) seedTasks(ctx context.Context) error {
	actor := c.actor(c.followUp)
	found, err := c.Directory.AllPersons(ctx, actor, directory.Filter{Text: "Yılmaz"})
	if err != nil || len(found) == 0 {
		return fmt.Errorf("no contact for a task: %w", err)
	}
	c.later(1)
	return c.eachTask(ctx, func(t workplan.Task) error {
		switch {
		case t.Title == roomPlan:
			t.Description, t.DeputyID, t.StartsOn = roomPlanText, c.projectLead, t.DueOn.AddDays(-20)
		case strings.HasPrefix(t.Title, "Namensschilder"):
			t.AssigneeID, t.PersonID, t.DeputyID = "", found[0].ID, c.coordination
		default:
			return nil
		}
		_, err := c.Plan.ChangeTask(ctx, actor, t)
		return err
	})
}

func (c *county) eachTask(ctx context.Context, fn func(workplan.Task) error) error {
	lines, err := c.Plan.Tasks(ctx, c.actor(c.followUp), workplan.TaskFilter{})
	if err != nil {
		return err
	}
	for _, line := range lines {
		if err := fn(line.Task); err != nil {
			return fmt.Errorf("task %q: %w", line.Title, err)
		}
	}
	return nil
}

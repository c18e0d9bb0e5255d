package demo

import (
	"context"
	"fmt"
	"strings"

	"rundertisch/internal/account"
	"rundertisch/internal/directory"
	"rundertisch/internal/workplan"
)

const roomPlanText = `Bis zur Absprache mit dem Haus muss feststehen:
– welche Räume stufenlos zu erreichen sind und wo die Induktionsschleife liegt,
– wer dolmetscht, und wo die Dolmetschenden stehen.

Hinweise des Hauses: https://tagungshaus.example.org/barrierefrei
Fragen zu den Räumen: raum@tagungshaus.example.org`

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
		if _, err := c.Plan.ChangeTask(ctx, actor, t); err != nil || t.Title != roomPlan {
			return err
		}
		return c.discuss(ctx, t)
	})
}

// discuss gives the task a checklist of which some is done, and what people said to each other about it.
func (c *county) discuss(ctx context.Context, t workplan.Task) error {
	actor := c.actor(c.followUp)
	for n, title := range []string{
		"Räume vor Ort ansehen", "Induktionsschleife prüfen lassen", "Dolmetschende anfragen", "Bestuhlung für die vier Workshops festlegen",
		"Raumplan an das Haus schicken",
	} {
		item, err := c.Plan.AddItem(ctx, actor, t.ID, title)
		if err != nil {
			return err
		}
		if n < 3 {
			if err := c.Plan.TickItem(ctx, actor, t.ID, item.ID, true); err != nil {
				return err
			}
		}
	}
	for _, said := range []struct {
		who, name, text string
		taken           bool
	}{
		{c.coordination, "Ewa Łuczak", "Das Haus hat zwei Räume mit Schleife. Ich brauche bis Freitag die Zahl der Plätze je Workshop. @Jana Größler", false},
		{c.projectLead, "Mehmet Yılmaz", "Kann das bis nächste Woche warten?", true},
		{c.lead.ID, c.lead.Name, "Je 24 Plätze, im Plenum 110. Die Maße stehen auf https://tagungshaus.example.org/raeume", false},
	} {
		c.later(1)
		speaker := account.Actor{
			UserID: said.who, Name: said.name, WorkspaceID: actor.WorkspaceID, ProjectID: actor.ProjectID, Roles: []account.Role{account.Coordination},
		}
		comment, err := c.Plan.AddComment(ctx, speaker, t.ID, said.text, nil)
		if err != nil {
			return err
		}
		if said.taken {
			if err := c.Plan.RemoveComment(ctx, speaker, t.ID, comment.ID); err != nil {
				return err
			}
		}
	}
	return nil
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

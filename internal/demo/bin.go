package demo

import (
	"context"

	"rundertisch/internal/date"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/workplan"
)

// seedDrafts leaves an event that nobody has been told of yet.
func (c *county) seedDrafts(ctx context.Context) error {
	_, _, err := c.addEvent(ctx, c.actor(c.followUp), draft("Nachtreffen der Arbeitsgruppen", c.symposiumDay().AddDays(42)), []session{
		{event.Plenary, "13:00", "14:00", "Was aus den Verabredungen wurde", "", "Sitzungsraum 2", "Jana Größler", "", "", ""},
	})
	return err
}

func draft(title string, day date.Date) event.Details {
	return event.Details{
		Kind: event.Meeting, Title: title, Summary: "Zwischenstand und nächste Schritte", Day: day.German(), Begin: "13:00", End: "15:00",
		Venue: "Landratsamt Mühlhausen", Address: "Lindenbühl 28/29\n99974 Mühlhausen/Thüringen", Contact: contact,
	}
}

// seedBin leaves something of each domain in the bin, a part of it for a few days only.
func (c *county) seedBin(ctx context.Context) error {
	for _, deletion := range []struct {
		daysAgo int
		delete  func(context.Context) error
	}{
		{27, c.deleteGroup}, {12, c.deleteDraft}, {5, c.deleteTasks}, {1, c.deleteOrganisation},
	} {
		c.back(deletion.daysAgo)
		if err := deletion.delete(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (c *county) deleteGroup(ctx context.Context) error {
	group, err := c.Directory.AddGroup(ctx, c.actor(c.followUp), directory.Group{Name: "Verteiler Sozialplanung (alt)", Description: "Durch die AG ersetzt"})
	if err != nil {
		return err
	}
	_, err = c.Directory.DeleteGroup(ctx, c.actor(c.followUp), group.ID)
	return err
}

func (c *county) deleteDraft(ctx context.Context) error {
	added, _, err := c.addEvent(ctx, c.actor(c.followUp), draft("Vorgespräch mit den Wohnungsunternehmen", c.symposiumDay().AddDays(-7)), []session{
		{event.Plenary, "13:00", "13:30", "Anlass und Ziel", "", "Sitzungsraum 1", "", "", "", ""},
		{event.Talk, "13:30", "14:30", "Probewohnen: was es braucht", "", "Sitzungsraum 1", "Mehmet Yılmaz", "", "", ""},
	})
	if err != nil {
		return err
	}
	_, err = c.Events.Remove(ctx, c.actor(c.followUp), added.ID)
	return err
}

func (c *county) deleteTasks(ctx context.Context) error {
	actor := c.actor(c.followUp)
	plan, err := c.Plan.Plan(ctx, actor)
	if err != nil {
		return err
	}
	milestones := plan.Milestones()
	for _, title := range []string{"Fahrdienst für die Sozialplanungskonferenz klären", "Pressemitteilung zur Fachtagung entwerfen"} {
		added, err := c.Plan.AddTask(ctx, actor, workplan.Task{MilestoneID: milestones[len(milestones)-1].ID, Title: title, State: workplan.TaskOpen})
		if err != nil {
			return err
		}
		if _, err := c.Plan.RemoveTask(ctx, actor, added.ID); err != nil {
			return err
		}
	}
	return nil
}

func (c *county) deleteOrganisation(ctx context.Context) error {
	actor := c.actor(c.followUp)
	double, err := c.Directory.AddOrganisation(ctx, actor, directory.Organisation{
		Name: "Wohnungsgenossenschaft Mühlhausen (doppelt)", Kind: directory.KindHousing, Town: "Mühlhausen",
	})
	if err != nil {
		return err
	}
	_, err = c.Directory.AddPerson(ctx, actor, directory.Person{
		Given: "Karla", Family: "Nguyễn", Email: "karla.nguyen@wg.example.org", Lang: "de", Source: "Netzwerktreffen", OrganisationID: directory.Ref(double.ID),
	})
	if err != nil {
		return err
	}
	_, err = c.Directory.DeleteOrganisation(ctx, actor, double.ID, directory.DeletePersons)
	return err
}

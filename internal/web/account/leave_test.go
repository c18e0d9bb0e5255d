package accountweb_test

import (
	"net/url"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/handover"
	"rundertisch/internal/workplan"
)

func TestAnAdministratorLetsSomebodyGoWhoHasWork(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx := t.Context()
		o := s.Office("Landkreis Musterland")
		_, gone := s.Person(o.Project, o.Project.ID, account.Coordination)
		boss := o.Actor
		boss.ProjectID = o.Project.ID
		goal, err := s.Plan.AddGoal(ctx, boss, workplan.Goal{Number: "1.", Title: "Datenbasis"})
		if err != nil {
			t.Fatal(err)
		}
		milestone, err := s.Plan.AddMilestone(ctx, boss, workplan.Milestone{GoalID: goal.ID, Number: "1.1", Title: "Erhebung", DueOn: "2027-03"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Plan.AddTask(ctx, boss, workplan.Task{
			MilestoneID: milestone.ID, Title: "Zahlen anfragen", AssigneeID: gone.UserID, State: workplan.TaskOpen, DueOn: "2026-11-01",
		}); err != nil {
			t.Fatal(err)
		}
		member := "/workspaces/" + o.Actor.WorkspaceID + "/members/" + gone.UserID
		o.Get(member).Status(200).Has("#abschied a", "scheidet aus")
		field := "taker_" + o.Project.ID
		o.Get(member+"/leave").Status(200).Has("h1", "scheidet aus").Has("main", "Zahlen anfragen").Has("main", "überfällig").
			Has("main li", "Alle Rollen").HasNot("#taker", "Wer")
		o.Submit("main form", nil).Status(422).Has("[role=alert]", "wer die Aufgaben übernimmt")
		o.Submit("main form", url.Values{field: {handover.Nobody}}).Status(303)
		o.Follow().Status(200).Has("main", "der Zugang ist beendet").Has("caption", "1 Person")
		o.Get(member).Status(404)
		o.Get("/projects/"+o.Project.ID+"/milestones/"+milestone.ID).Status(200).Has("main", "übergeben")
		o.Get("/workspaces/"+o.Actor.WorkspaceID+"/members/"+o.Actor.UserID+"/leave").Status(200).
			Has("main", "Nur diese Person administriert").HasNot("main button", "beenden")
	})
}

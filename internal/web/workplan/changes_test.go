package workplanweb_test

import (
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/workplan"
)

// history makes a plan in which each day something happens: the milestone is added, moved, its task done, and removed.
func history(t *testing.T, s *apptest.Site, o apptest.Office) (reader *apptest.Browser, m workplan.Milestone, task workplan.Task) {
	t.Helper()
	ctx := t.Context()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		s.Clock.Advance(24 * time.Hour)
	}
	goal, err := s.Plan.AddGoal(ctx, o.Actor, workplan.Goal{Number: "1", Title: "Solide Datenbasis"})
	check(err)
	m, err = s.Plan.AddMilestone(ctx, o.Actor, workplan.Milestone{GoalID: goal.ID, Number: "1.1", Title: "Erhebung", DueOn: "2027-10"})
	check(err)
	moved := m
	moved.DueOn = "2028-03"
	check(s.Plan.ChangeMilestone(ctx, o.Actor, moved, "Die Gemeinden liefern später."))
	task, err = s.Plan.AddTask(ctx, o.Actor, workplan.Task{MilestoneID: m.ID, Title: "Bogen abstimmen", State: workplan.TaskOpen, AssigneeID: o.Actor.UserID})
	check(err)
	_, err = s.Plan.SetTask(ctx, o.Actor, task.ID, workplan.TaskDone)
	check(err)
	_, err = s.Plan.RemoveMilestone(ctx, o.Actor, m.ID)
	check(err)
	reader, _ = s.Person(o.Project, o.Project.ID, account.Auditor) // the office's sign-in has ended meanwhile
	return reader, m, task
}

func TestTheHistorySaysEachFieldAsItWasAndIs(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		b, m, task := history(t, s, o)
		at := "/projects/" + o.Project.ID
		page := b.Get(at+"/plan/history").Status(200).Has("caption", "8 Änderungen")
		page.Has("tbody del", "10/2027").Has("tbody ins", "03/2028").Has("tbody", "Gelöscht").Has("tbody", "Umsetzung bis: 10/2027").
			Has("tbody", "Zuständig: "+o.Actor.Name).Has("tbody", "Gehört zu Ziel: 1. Solide Datenbasis")
		for query, want := range map[string]string{
			"kind=task": "4 Änderungen", "kind=goal": "1 Änderung", "field=milestone.due_on": "1 Änderung", "field=task.state&kind=task": "1 Änderung",
			"person=" + o.Actor.UserID: "8 Änderungen", "from=2026-11-23&to=2026-11-23": "1 Änderung",
		} {
			if got := strings.TrimSpace(b.Get(at + "/plan/history?" + query).Status(200).Find("caption").Text()); !strings.HasPrefix(got, want) {
				t.Errorf("%s: %q, want %s", query, got, want)
			}
		}
		b.Get(at+"/plan/history?person=gibtesnicht").Status(200).Has("main .rt-empty a", "Filter zurücksetzen")
		b.Get(at + "/plan/history?from=gestern").Status(422)
		b.Get(at+"/milestones/"+m.ID+"/history").Status(200).Has("main", "1.1 Erhebung").Has("caption", "7 Änderungen")
		b.Get(at+"/tasks/"+task.ID+"/history").Status(200).Has("main", "Bogen abstimmen").Has("tbody ins", "Erledigt")
		b.Get(at + "/tasks/" + m.ID + "/history").Status(404)
	})
}

func TestTheHistoryIsAFileWithARowForEachField(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		b, _, _ := history(t, s, o)
		body := b.Get("/projects/" + o.Project.ID + "/plan/history?format=csv").Status(200).Body
		for _, want := range []string{
			"Wann;Wer;Art;Woran;Was;Angabe;Bisher;Jetzt", ";Arbeitsbaustein;1.1 Erhebung;Geändert;Umsetzung bis;10/2027;03/2028\r\n",
			";Arbeitsbaustein;1.1 Erhebung;Gelöscht;Umsetzung bis;03/2028;\r\n", ";Aufgabe;Bogen abstimmen;Angelegt;Zuständig;;" + o.Actor.Name + "\r\n",
			";Ziel;1. Solide Datenbasis;Angelegt;Nummer;;1\r\n",
		} {
			if !strings.Contains(body, want) {
				t.Errorf("no %q in\n%s", want, body)
			}
		}
		if n := strings.Count(body, "\r\n"); n != 1+2+4+1+4+2+5+4 {
			t.Errorf("%d rows in\n%s", n, body)
		}
		b.Get("/projects/" + o.Project.ID + "/plan/history?format=xlsx").Status(200)
	})
}

func TestThePlanIsShownAsItWasOnADay(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		b, m, _ := history(t, s, o)
		at := "/projects/" + o.Project.ID + "/plan"
		b.Get(at+"?on=2026-11-21").Status(200).Has("main", "Für diesen Tag ist nichts aufgezeichnet").Has("main .rt-empty a", "Ersten aufgezeichneten Stand")
		b.Get(at+"?on=2026-11-22").Status(200).Has("h2", "Solide Datenbasis").HasNot("main", "Erhebung").Has("main .rt-alert, main [role=note], main", "früherer Stand")
		b.Get(at+"?on=2026-11-23").Status(200).Has("tbody", "Erhebung").Has("tbody", "10/2027")
		b.Get(at+"?on=2026-11-24").Status(200).Has("tbody", "03/2028").HasNot("main", "Bogen abstimmen")
		b.Get(at+"?on=2026-11-25").Status(200).Has("tbody", "Bogen abstimmen").Has("tbody", o.Actor.Name).Has("tbody", "0 von 1 erledigt")
		last := b.Get(at+"?on=2026-11-26").Status(200).Has("tbody", "1 von 1 erledigt").Has("tbody", "1.1 Erhebung")
		if forms := last.Find("main form[method=post]").Length(); forms > 0 {
			t.Errorf("a past plan has %d forms that change something", forms)
		}
		b.Get(at+"?on=2026-11-27").Status(200).Has("h2", "Solide Datenbasis").HasNot("main", "Erhebung")
		b.Get("/projects/" + o.Project.ID + "/milestones/" + m.ID).Status(404)
		for _, wrong := range []string{"2031-01-01", "gestern", "2026-02-30"} {
			b.Get(at+"?on="+wrong).Status(422).Has("[role=alert]", "Arbeitsplan an diesem Tag")
		}
		if csv := b.Get("/projects/" + o.Project.ID + "/plan.csv?on=2026-11-24").Status(200).Body; !strings.Contains(csv, ";1.1;Erhebung;03/2028;") {
			t.Error(csv)
		}
		if csv := b.Get("/projects/" + o.Project.ID + "/plan/tasks.csv?on=2026-11-25").Status(200).Body; !strings.Contains(csv, "1.1;Bogen abstimmen;"+o.Actor.Name+";;Offen") {
			t.Error(csv)
		}
	})
}

package workplanweb_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/workplan"
)

func TestThePlanIsReadByALinkUntilItIsClosed(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		goal, err := s.Plan.AddGoal(t.Context(), o.Actor, workplan.Goal{Number: "1", Title: "Datenbasis"})
		if err != nil {
			t.Fatal(err)
		}
		m, err := s.Plan.AddMilestone(t.Context(), o.Actor, workplan.Milestone{GoalID: goal.ID, Number: "1.1", Title: "Erhebung", StartsOn: "2026-01", DueOn: "2027-03"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Plan.AddTask(t.Context(), o.Actor, workplan.Task{MilestoneID: m.ID, Title: "Frau Weiß anrufen", State: workplan.TaskOpen}); err != nil {
			t.Fatal(err)
		}
		links := "/projects/" + o.Project.ID + "/plan/links"
		o.Get("/projects/"+o.Project.ID+"/plan").Has("#mehr a", "Leselinks")
		o.Get(links).Status(200)
		o.Submit("main form", url.Values{"reader": {""}, "until_on": {"2020-01-01"}}).Status(422).
			Has("#f-reader-error", "").Has("#f-until_on-error", "Vergangenheit")
		page := o.Submit("main form", url.Values{"reader": {"Fachbeirat"}, "until_on": {"2026-12-31"}}).Status(200).Has("td, th", "Fachbeirat")
		link, _ := page.Find("#handout-link").Attr("value")
		path, ours := strings.CutPrefix(link, "http://tisch.example.org")
		if !ours || len(path) < 30 {
			t.Fatalf("the link is %q", link)
		}
		o.Get(links).HasNot("main", "handout-link").HasNot("main", strings.TrimPrefix(path, "/plan/"))

		reader := s.Browser()
		place := reader.Get(path).Status(303).Header.Get("Location")
		reader.Get(place).Status(200).Has("h1", o.Project.Name).Has("th", "1.1 Erhebung").Has("td", "03/2027").HasNot("main", "Weiß").HasNot("main table a", "")
		if robots := reader.Get(place).Header.Get("X-Robots-Tag"); robots != "noindex" {
			t.Errorf("search engines are told %q", robots)
		}
		s.Browser().Get(place).Status(404).Has("h1", "Dieser Link gilt nicht mehr") // who has the address alone
		s.Browser().Get(path+"x").Status(404).Has("h1", "Dieser Link gilt nicht mehr")

		o.Get(links)
		second := o.Submit("main form[action$=links]", url.Values{"reader": {"Kreistag"}}).Status(200)
		other, _ := second.Find("#handout-link").Attr("value")
		reader.Get(strings.TrimPrefix(other, "http://tisch.example.org")).Status(303)
		s.Clock.Advance(time.Date(2027, 1, 1, 0, 30, 0, 0, time.UTC).Sub(s.Clock.Now())) // after the last day in Berlin
		reader.Get(place).Status(404)
		reader.Get(path).Status(404)
		reader.Get(strings.TrimPrefix(other, "http://tisch.example.org")).Status(303)
	})
}

func TestAClosedLinkIsOver(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		links := "/projects/" + o.Project.ID + "/plan/links"
		o.Get(links)
		page := o.Submit("main form", url.Values{"reader": {"Fachbeirat"}, "until_on": {""}}).Status(200).Has("td", "bis er geschlossen wird")
		link, _ := page.Find("#handout-link").Attr("value")
		path := strings.TrimPrefix(link, "http://tisch.example.org")
		reader := s.Browser()
		place := reader.Get(path).Status(303).Header.Get("Location")
		reader.Get(place).Status(200).Has("main", "Sobald Arbeitsbausteine geplant sind")
		o.Get(links)
		o.Submit("main form[action$=close]", nil).Status(303)
		o.Follow().Has(".rt-flash", "geschlossen").Has("td", "geschlossen").HasNot("main form[action$=close]", "")
		reader.Get(place).Status(404)
		reader.Get(path).Status(404)
	})
}

func TestAProjectIsBegunFromAnother(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		goal, err := s.Plan.AddGoal(t.Context(), o.Actor, workplan.Goal{Number: "1", Title: "Datenbasis"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Plan.AddMilestone(t.Context(), o.Actor, workplan.Milestone{GoalID: goal.ID, Number: "1.1", Title: "Erhebung", StartsOn: "2026-01", DueOn: "2027-03"}); err != nil {
			t.Fatal(err)
		}
		o.Get("/projects/"+o.Project.ID+"/copy").Status(200).Has("td", "04/2027 – 06/2028").Has("main", "15 Monate später")
		values := url.Values{"name": {"Fortsetzung"}, "starts_on": {"2028-01"}, "tasks": {"true"}}
		preview := url.Values{"preview": {"1"}}
		for name, value := range values {
			preview[name] = value
		}
		o.Submit("main form", preview).Status(200).Has("td", "01/2028 – 03/2029").Has("main", "24 Monate später")
		o.Submit("main form", url.Values{"name": {""}, "starts_on": {""}}).Status(422).Has("#f-name-error", "").Has("#f-starts_on-error", "")
		o.Submit("main form", values).Status(303)
		o.Follow().Status(200).Has(".rt-flash", "Das Projekt ist angelegt").Has("th", "Erhebung").Has("td", "03/2029")
	})
}

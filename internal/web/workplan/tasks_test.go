package workplanweb_test

import (
	"fmt"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/date"
	"rundertisch/internal/workplan"
)

func TestTheListOfTasksIsFilteredSortedAndPaged(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		here := s.Office("Landkreis Musterland")
		path := "/projects/" + here.Project.ID + "/tasks"
		here.Get(path).Status(200).Has(".rt-empty", "Noch keine Aufgaben")

		goal, err := s.Plan.AddGoal(t.Context(), here.Actor, workplan.Goal{Number: "1", Title: "Ziel"})
		if err != nil {
			t.Fatal(err)
		}
		var milestones []workplan.Milestone
		for _, number := range []string{"1.1", "1.2"} {
			m, err := s.Plan.AddMilestone(t.Context(), here.Actor, workplan.Milestone{GoalID: goal.ID, Number: number, Title: "Baustein", DueOn: "2027-03"})
			if err != nil {
				t.Fatal(err)
			}
			milestones = append(milestones, m)
		}
		add := func(m workplan.Milestone, title, assignee string, due date.Date, state workplan.TaskState) {
			t.Helper()
			task := workplan.Task{MilestoneID: m.ID, Title: title, AssigneeID: assignee, DueOn: due, State: state}
			if _, err := s.Plan.AddTask(t.Context(), here.Actor, task); err != nil {
				t.Fatal(err)
			}
		}
		add(milestones[0], "Zahlen sammeln", here.Actor.UserID, "2026-11-01", workplan.TaskOpen)
		add(milestones[1], "Ämter anschreiben", "", "2027-01-10", workplan.TaskInWork)
		for i := range 50 {
			add(milestones[1], fmt.Sprintf("Gespräch %02d", i), "", "", workplan.TaskOpen)
		}
		for query, want := range map[string]struct {
			rows  int
			first string
		}{
			"":                               {50, "Zahlen sammeln"},
			"?page=2":                        {2, "Gespräch 48"},
			"?mine=1":                        {1, "Zahlen sammeln"},
			"?late=1":                        {1, "Zahlen sammeln"},
			"?state=in_work":                 {1, "Ämter anschreiben"},
			"?milestone=" + milestones[0].ID: {1, "Zahlen sammeln"},
			"?sort=title":                    {50, "Ämter anschreiben"},
			"?sort=title&desc=1":             {50, "Zahlen sammeln"},
			"?sort=milestone&desc=1":         {50, "Ämter anschreiben"},
		} {
			page := here.Get(path + query).Status(200)
			rows := page.Find("#tasks tbody tr")
			if got := strings.TrimSpace(rows.First().Find("th").Text()); rows.Length() != want.rows || got != want.first {
				t.Errorf("%q lists %d tasks from %q, want %d from %q", query, rows.Length(), got, want.rows, want.first)
			}
		}
		next := here.Get(path + "?sort=title&milestone=" + milestones[1].ID).Status(200)
		if href := next.Find("a[rel=next]").AttrOr("href", ""); !strings.Contains(href, "sort=title") || !strings.Contains(href, milestones[1].ID) {
			t.Errorf("the next page %q forgets the filter", href)
		}
		here.Get(path+"?mine=1&late=1&state=done").Status(200).Has(".rt-empty", "Keine Aufgabe passt dazu")
	})
}

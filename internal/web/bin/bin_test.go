package binweb_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/bin"
	"rundertisch/internal/directory"
	"rundertisch/internal/workplan"
)

func milestone(t *testing.T, s *apptest.Site, o apptest.Office) workplan.Milestone {
	t.Helper()
	goal, err := s.Plan.AddGoal(t.Context(), o.Actor, workplan.Goal{Number: "1", Title: "Datenbasis"})
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Plan.AddMilestone(t.Context(), o.Actor, workplan.Milestone{GoalID: goal.ID, Number: "1.1", Title: "Statistik", DueOn: "2027-03"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func task(t *testing.T, s *apptest.Site, o apptest.Office, m workplan.Milestone, title string) workplan.Task {
	t.Helper()
	added, err := s.Plan.AddTask(t.Context(), o.Actor, workplan.Task{MilestoneID: m.ID, Title: title, State: workplan.TaskOpen})
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func TestADeletionIsUndoneFromItsMessage(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		at := "/projects/" + o.Project.ID
		m := milestone(t, s, o)
		task(t, s, o, m, "Bogen abstimmen")
		o.Get(at+"/milestones/"+m.ID+"/delete").Status(200).Has(".rt-card--danger", "30 Tage").Has(".rt-card--danger li", "1 Aufgabe wird mit gelöscht")
		o.Submit("main form", nil).Status(303)
		o.Follow().Status(200).Has("[role=status]", "Der Arbeitsbaustein ist gelöscht").HasNot("main table", "Statistik")
		o.Submit(".rt-flash__undo", nil).Status(303)
		o.Follow().Status(200).Has("h1", "Statistik").Has("tbody", "Bogen abstimmen").Has("[role=status]", "Zurückgeholt").
			Has(".rt-history", "Aus dem Papierkorb zurückgeholt")
	})
}

func TestTheBinSaysWhatMustComeBackFirst(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		m := milestone(t, s, o)
		part, err := s.Plan.RemoveTask(t.Context(), o.Actor, task(t, s, o, m, "Bogen abstimmen").ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Plan.RemoveGoal(t.Context(), o.Actor, m.GoalID); err != nil {
			t.Fatal(err)
		}
		home := "/projects/" + o.Project.ID + "/bin"
		o.Get(home).Status(200).Has("#bin-caption", "2 Einträge").Has("tbody", "mit 1 weiteren Eintrag")
		o.Submit("form[action$='"+part.ID+"/restore']", nil).Status(422).
			Has("[role=alert]", "Das gehört zum Ziel „1. Datenbasis“, das selbst im Papierkorb liegt").Has("title", "Fehler")
	})
}

func TestWhoLeadsDeletesForGood(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		home := "/projects/" + o.Project.ID + "/bin"
		person, err := s.Directory.AddPerson(t.Context(), o.Actor, directory.Person{Given: "Ewa", Family: "Łuczak", Lang: "de", Source: "Netzwerk"})
		if err != nil {
			t.Fatal(err)
		}
		gone, err := s.Directory.DeletePerson(t.Context(), o.Actor, person.ID)
		if err != nil {
			t.Fatal(err)
		}
		coordination, _ := s.Person(o.Project, o.Project.ID, account.Coordination)
		coordination.Get(home).Status(200).Has("tbody", "Łuczak, Ewa").Has("tbody button", "Zurückholen").HasNot("tbody a", "Endgültig löschen")
		coordination.Get(home + "/" + gone.ID + "/purge").Status(403)
		auditor, _ := s.Person(o.Project, o.Project.ID, account.Auditor)
		auditor.Get(home).Status(200).Has("tbody", "Łuczak, Ewa").HasNot("tbody button", "Zurückholen")
		o.Get(home+"/"+gone.ID+"/purge").Status(200).Has(".rt-card--danger li", "im Papierkorb nicht mehr gespeichert")
		o.Submit("main form", nil).Status(303)
		o.Follow().Status(200).Has("[role=status]", "Endgültig gelöscht").Has(".rt-empty", "Der Papierkorb ist leer")
		o.Post(home+"/"+gone.ID+"/restore", nil).Status(404)
	})
}

func TestErasureLeavesNothingInTheBin(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		at := "/projects/" + o.Project.ID
		person, err := s.Directory.AddPerson(t.Context(), o.Actor, directory.Person{Given: "Ewa", Family: "Łuczak", Lang: "de", Source: "Netzwerk"})
		if err != nil {
			t.Fatal(err)
		}
		o.Get(at+"/directory/persons/"+person.ID+"/remove").Status(200).Has("form", "Artikel 17 DSGVO")
		o.Submit("form[action$='/delete']", url.Values{"erase": {"on"}}).Status(303)
		o.Follow().Status(200).Has("[role=status]", "sofort und endgültig gelöscht").HasNot(".rt-flash", "Rückgängig")
		o.Get(at+"/bin").Status(200).Has(".rt-empty", "Der Papierkorb ist leer")
	})
}

func TestTheBinIsFilteredSortedAndPagedByItsAddress(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		home := "/projects/" + o.Project.ID + "/bin"
		m := milestone(t, s, o)
		for n := range 51 {
			if _, err := s.Plan.RemoveTask(t.Context(), o.Actor, task(t, s, o, m, fmt.Sprintf("Aufgabe %02d Größe", n)).ID); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Plan.RemoveMilestone(t.Context(), o.Actor, m.ID); err != nil {
			t.Fatal(err)
		}
		first := func(query string) string {
			return strings.TrimSpace(o.Get(home + query).Status(200).Find("tbody th").First().Text())
		}
		for query, want := range map[string]string{
			"": "1.1 Statistik", "?page=2": "Aufgabe 01 Größe", "?page=99": "Aufgabe 01 Größe", "?kind=milestone": "1.1 Statistik", "?kind=task&sort=title": "Aufgabe 00 Größe",
			"?kind=task&sort=title&desc=1": "Aufgabe 50 Größe", "?q=groesse+07": "Aufgabe 07 Größe", "?sort=title&page=2": "Aufgabe 49 Größe",
		} {
			if got := first(query); !strings.HasPrefix(got, want) {
				t.Errorf("%q begins with %q, want %q", query, got, want)
			}
		}
		o.Get(home+"?q=gibtesnicht").Status(200).Has(".rt-empty", "Nichts gefunden").Has("input[name=q]", "")
		o.Get(home+"?kind="+string(bin.Task)).Has("#bin-caption", "51 Einträge").Has(".rt-pages", "1–50 von 51")
	})
}

package deadlineweb_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
	"rundertisch/internal/workplan"
)

// office is an office with an event, a milestone beside it, and the address of the event.
func office(t *testing.T, s *apptest.Site) (apptest.Office, string, workplan.Milestone) {
	t.Helper()
	s.Clock.Advance(time.Date(2027, 4, 5, 9, 0, 0, 0, time.UTC).Sub(s.Clock.Now()))
	o := s.Office("Landkreis Musterland")
	g, err := s.Plan.AddGoal(t.Context(), o.Actor, workplan.Goal{Number: "2", Title: "Zusammenarbeit"})
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Plan.AddMilestone(t.Context(), o.Actor, workplan.Milestone{GoalID: g.ID, Number: "2.2", Title: "Fachtagung", DueOn: "2027-05"})
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Accounts.Workspace(t.Context(), o.Actor.WorkspaceID)
	if err != nil {
		t.Fatal(err)
	}
	w.Imprint, w.PrivacyContact = "Landkreis", "datenschutz@example.org"
	if err := s.Accounts.UpdateWorkspace(t.Context(), o.Actor, w); err != nil {
		t.Fatal(err)
	}
	e, err := s.Events.Add(t.Context(), o.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung Größler", Day: "27.05.2027", Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
	})
	if err != nil {
		t.Fatal(err)
	}
	return o, "/projects/" + o.Project.ID + "/events/" + e.ID, m
}

func TestDeadlinesAreProposedAndChosen(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, base, m := office(t, s)
		page := o.Get(base+"/deadlines").Status(200).Has("#proposals", "Verpflegung bestellen").Has("main .rt-flash a", "Arbeitsbaustein wählen")
		page.HasNot("main form", "Als Aufgaben anlegen")
		o.Get(base + "/edit")
		o.Submit("main form", url.Values{"milestone": {m.ID}}).Status(303)

		page = o.Get(base+"/deadlines").Status(200).Has(".rt-lead", "2.2 Fachtagung").Has("#proposals tr:nth-child(1)", "Schon vorbei")
		page.Has("#proposals tr:nth-child(1)", "Donnerstag, 4. März 2027").Has("#proposals tr:nth-child(1)", "12 Wochen vorher")
		page.Has("#proposals tr:nth-child(5)", "Eigentlich Montag, 17. Mai 2027 (Pfingstmontag)").Has("#proposals tr:nth-child(5)", "Freitag, 14. Mai 2027")
		page.Has("#proposals tr:nth-child(7)", "Nach der Frist des Arbeitsbausteins")
		if _, late := page.Find("#proposals input[value=invitation]").Attr("checked"); late {
			t.Error("what is over already is ticked")
		}
		if _, ticked := page.Find("#proposals input[value=catering]").Attr("checked"); !ticked {
			t.Error("what lies ahead is not ticked")
		}
		o.Submit("main form", url.Values{"take": {}}).Status(422).Has("[role=alert] a[href='#f-take']", "mindestens eine")
		o.Get(base + "/deadlines")
		o.Submit("main form", url.Values{"take": {"catering", "material"}, "assignee_catering": {o.Actor.UserID}}).Status(303)
		page = o.Follow().Status(200).Has("[role=status]", "als Aufgaben angelegt").Has("#kept-tasks", "Verpflegung bestellen: Fachtagung Größler")
		page.HasNot("#proposals", "Verpflegung").Has("#kept-tasks tr:nth-child(2)", "noch niemand")
		o.Get("/projects/"+o.Project.ID+"/milestones/"+m.ID).Has("main", "Unterlagen fertigstellen: Fachtagung Größler")
		o.Get(base).Has("main", "0 von 2 Fristen erledigt").Has("main", "5 Fristen sind vorgeschlagen")

		reader, _ := s.Person(o.Project, o.Project.ID, account.Auditor)
		page = reader.Get(base+"/deadlines").Status(200).Has("#kept-tasks", "Verpflegung")
		if page.Find("main form").Length() != 0 {
			t.Error("who only reads has a form")
		}
	})
}

func TestAMovedEventLeadsToItsDeadlines(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, base, m := office(t, s)
		o.Get(base + "/edit")
		o.Submit("main form", url.Values{"milestone": {m.ID}})
		o.Get(base + "/deadlines")
		o.Submit("main form", url.Values{"take": {"catering", "material"}}).Status(303)
		o.Get(base + "/edit")
		if to := o.Submit("main form", url.Values{"summary": {"Ein Satz"}}).Status(303).Location; strings.Contains(to, "/deadlines") {
			t.Errorf("nothing is to be decided, and it leads to %s", to)
		}
		o.Get(base + "/edit")
		o.Submit("main form", url.Values{"day": {"10.06.2027"}}).Status(303)
		page := o.Follow().Status(200).Has("[role=status]", "gespeichert").Has("#moves tr:nth-child(1)", "Freitag, 14. Mai 2027").Has("#moves tr:nth-child(1)", "Montag, 31. Mai 2027")
		seen := page.Find("main form input[name=seen]").First().AttrOr("value", "")
		o.Get(base).Has("main .rt-flash--warning", "2 offene Fristen passen nicht mehr")

		catering := page.Find("#moves input[name=move]").First().AttrOr("value", "")
		o.Get(base + "/deadlines")
		o.Submit("main form[action$=move]", url.Values{"move": {catering}}).Status(303)
		o.Follow().Has("[role=status]", "neuen Tag").HasNot("main", "Der Termin wurde verlegt").Has("#kept-tasks", "Montag, 31. Mai 2027").Has("#kept-tasks", "Donnerstag, 20. Mai 2027")
		o.Get(base + "/edit").Status(200)
		o.Submit("main form", url.Values{"day": {"17.06.2027"}}).Status(303)
		o.Get(base + "/deadlines")
		o.Submit("main form[action$=move]", url.Values{"move": {catering}, "seen": {seen}}).Status(422).Has("main .rt-flash--warning", "Geändert wurde nichts")
		o.Submit("main form[action$=move]", url.Values{"move": {}}).Status(303)
		o.Follow().Has("[role=status]", "Es bleibt alles")
	})
}

func TestACancelledEventLeadsToItsOpenTasks(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, base, m := office(t, s)
		o.Get(base + "/edit")
		o.Submit("main form", url.Values{"milestone": {m.ID}})
		o.Get(base + "/deadlines")
		o.Submit("main form", url.Values{"take": {"catering", "material"}}).Status(303)
		o.Get(base+"/delete").Has("main", "2 offene Aufgaben aus den Fristen bleiben im Arbeitsplan")
		o.Get(base + "/steps/publish")
		o.Submit("main form", nil).Status(303)
		o.Get(base + "/steps/cancel")
		o.Submit("main form", nil).Status(303)
		page := o.Follow().Status(200).Has("[role=status]", "abgesagt").Has("#moot-tasks", "Verpflegung").Has("main", "Die Veranstaltung ist abgesagt")
		if got := page.Find("input[name=ending][checked]").AttrOr("value", ""); got != "drop" {
			t.Errorf("proposed is %q", got)
		}
		o.Get(base).Has("main .rt-flash--warning", "noch offen")
		o.Get(base + "/deadlines")
		o.Submit("main form[action$=close]", url.Values{"ending": {""}}).Status(422).Has("[role=alert] a[href='#f-ending']", "Aufgaben")
		o.Get(base + "/deadlines")
		o.Submit("main form[action$=close]", nil).Status(303)
		o.Follow().Has("[role=status]", "beendet").HasNot("main", "Verpflegung")
		o.Get("/projects/"+o.Project.ID+"/bin").Has("main", "Verpflegung bestellen: Fachtagung Größler")
	})
}

func TestTheTemplateIsChangedByAdministrators(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, base, _ := office(t, s)
		list := "/workspaces/" + o.Actor.WorkspaceID + "/deadlines"
		o.Get("/workspaces/"+o.Actor.WorkspaceID+"/settings").Has("main a[href='"+list+"']", "Fristen")
		o.Get(base+"/deadlines").Has("main a[href='"+list+"/symposium']", "Vorlage")
		o.Get(list).Status(200).Has("#templates", "Verpflegung bestellen: 10 Tage vorher").HasNot("#templates", "angepasst")
		o.Get(list + "/picnic").Status(404)
		page := o.Get(list + "/symposium").Status(200)
		for field, want := range map[string]string{"label_invitation": "Einladung verschicken", "number_invitation": "8", "number_catering": "10"} {
			if got := page.Find("#f-"+field).AttrOr("value", ""); got != want {
				t.Errorf("%s is %q, want %q", field, got, want)
			}
		}
		o.Submit("main form", url.Values{"number_catering": {"zehn"}}).Status(422).Has("#f-number_catering-error", "ganze Zahl")
		o.Submit("main form", url.Values{"number_catering": {"999"}}).Status(422).Has("#f-number_catering-error", "zwei Jahren")
		o.Submit("main form", url.Values{
			"number_catering": {"3"}, "unit_catering": {"weeks"}, "label_save_the_date": {""},
			"label_new1": {"Presse einladen"}, "number_new1": {"5"}, "unit_new1": {"days"}, "side_new1": {"before"}, "role_new1": {"project_lead"},
		}).Status(303)
		page = o.Follow().Status(200).Has("[role=status]", "gespeichert").Has("#templates", "angepasst").Has("#templates", "Verpflegung bestellen: 3 Wochen vorher")
		page.Has("#templates", "Presse einladen: 5 Tage vorher").HasNot("#templates tr:nth-child(2)", "Termin ankündigen")
		o.Get(base+"/deadlines").Has("#proposals", "Presse einladen").HasNot("#proposals", "Save the Date")
		lead, _ := s.Person(o.Project, o.Project.ID, account.ProjectLead)
		lead.Get(list).Status(404)
		lead.Get(base+"/deadlines").Status(200).HasNot("main", "Vorlage ändern")
	})
}

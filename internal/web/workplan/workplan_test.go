package workplanweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/workplan"
)

const plan = `number;parent;title;due
1.;;Der Landkreis verfügt über eine solide Datenbasis;
1.9;1.;Erhebung;03/2027
1.10;1.;Experteninterviews;12/2026
2.;;Die Kreisverwaltung arbeitet interdisziplinär;
2.1;2.;Sozialplanungskonferenz;08/2026
`

func loaded(t *testing.T, s *apptest.Site) (apptest.Office, workplan.Plan) {
	t.Helper()
	o := s.Office("Landkreis Musterland")
	if _, err := s.Plan.Import(context.Background(), o.Actor, strings.NewReader(plan), "Neu geplant"); err != nil {
		t.Fatal(err)
	}
	p, err := s.Plan.Plan(context.Background(), o.Actor)
	if err != nil {
		t.Fatal(err)
	}
	return o, p
}

func at(o apptest.Office, parts ...string) string {
	return "/projects/" + o.Project.ID + "/" + strings.Join(parts, "/")
}

func TestAPlanIsPastedCheckedAndTakenOver(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		o.Get(at(o, "plan")).Status(200).Has("main", "Es gibt noch keinen Arbeitsplan")
		o.Get(at(o, "plan", "import")).Status(200)
		o.Submit("main form", url.Values{"text": {plan}}).Status(200).
			Has(".rt-lead", "Neu: 5, geändert: 0, unverändert: 0").Has("td .rt-badge", "Neu")
		if p, err := s.Plan.Plan(context.Background(), o.Actor); err != nil || !p.Empty() {
			t.Fatal("the preview wrote something", err)
		}
		o.Submit("main form", nil).Status(303)
		o.Follow().Status(200).Has(".rt-flash", "Der Arbeitsplan ist importiert.").
			Has("h2", "Die Kreisverwaltung arbeitet interdisziplinär").
			Has("tr", "2.1 Sozialplanungskonferenz 08/2026 Überfällig").
			Has("svg title", "Zeitachse des Arbeitsplans")
	})
}

func TestAnUploadFromAGermanSpreadsheetIsUnderstood(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		old, err := charmap.Windows1252.NewEncoder().String(plan)
		if err != nil {
			t.Fatal(err)
		}
		o.Get(at(o, "plan", "import")).Status(200)
		o.Upload("main form", "file", "plan.csv", []byte(old)).Status(200).Has("td", "Der Landkreis verfügt über")
		o.Submit("main form", nil).Status(303)
		o.Follow().Has("h2", "Der Landkreis verfügt über eine solide Datenbasis")
	})
}

func TestWrongRowsAreNamedAndNothingIsWritten(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		o.Get(at(o, "plan", "import"))
		o.Submit("main form", url.Values{"text": {plan + "2.1;2.;;13/2027\n"}}).Status(422).
			Has("title", "Fehler:").
			Has("[role=alert] li", "Zeile 7, Spalte due: „13/2027“ ist kein Monat").
			Has("[role=alert] li", "Zeile 7, Spalte title: Die Angabe fehlt.").
			Has("[role=alert] li", "Zeile 7, Spalte number: Die Nummer „2.1“ steht schon in Zeile 6.").
			HasNot("button", "Plan übernehmen")
		o.Post(at(o, "plan", "import", "confirm"), url.Values{"text": {plan + "2.1;2.;;13/2027\n"}}).Status(422)
		if p, err := s.Plan.Plan(context.Background(), o.Actor); err != nil || !p.Empty() {
			t.Error("something was written", err)
		}
		o.Get(at(o, "plan", "import"))
		o.Submit("main form", nil).Status(422).Has(".kern-error", "Bitte wählen Sie eine Datei")
	})
}

func TestAPlanThatMovedSinceThePreviewIsShownAgain(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, _ := loaded(t, s)
		o.Get(at(o, "plan", "import"))
		o.Submit("main form", url.Values{"text": {strings.ReplaceAll(plan, "03/2027", "04/2027")}}).Status(200).Has("td", "bisher bis 03/2027")
		if _, err := s.Plan.Import(context.Background(), o.Actor, strings.NewReader(strings.ReplaceAll(plan, "03/2027", "05/2027")), "Neu geplant"); err != nil {
			t.Fatal(err)
		}
		o.Submit("main form", url.Values{"move_reason": {"Neu geplant"}}).Status(422).Has("main", "Der Plan hat sich seit der Vorschau geändert").
			Has("td", "bisher bis 05/2027").Has("textarea", "Neu geplant")
		o.Submit("main form", url.Values{"move_reason": {""}}).Status(422).Has("main", "Begründung")
		o.Submit("main form", url.Values{"move_reason": {"Neu geplant"}}).Status(303)
		o.Follow().Has("tr", "1.9 Erhebung 04/2027")
	})
}

func TestAMilestoneTellsItsStateTasksAndHistory(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, p := loaded(t, s)
		page := at(o, "milestones", p.Milestones()[0].ID)
		o.Get(page).Status(200).Has("h1", "Erhebung").Has(".rt-page-header .rt-badge", "Geplant").
			Has("dd", "03/2027 (bis zum 31.03.2027)").Has("dd", "Noch 129 Tage").Has(".rt-history", "Aus einer Datei importiert mit Frist 03/2027")
		o.Submit("form[action$='/tasks']", url.Values{"title": {"Kommunen anschreiben"}, "assignee": {o.Actor.UserID}, "due_on": {"2026-11-20"}}).Status(303)
		o.Follow().Has("tr", "Kommunen anschreiben Jana Größler 20.11.2026 vor 2 Tagen Überfällig").Has(".rt-history", "Aufgabe „Kommunen anschreiben“ hinzugefügt")
		o.Submit("form[action$='/state']", url.Values{"state": {"in_work"}}).Status(303)
		o.Follow().Has(".rt-page-header .rt-badge", "In Arbeit").Has(".rt-history", "auf „In Arbeit“ gesetzt")
		o.Submit("form[action$='/state']", url.Values{"state": {"halb"}}).Status(422)
	})
}

func TestATaskIsChangedAndDeletedAfterAQuestion(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, p := loaded(t, s)
		milestone := at(o, "milestones", p.Milestones()[0].ID)
		o.Get(milestone)
		o.Submit("form[action$='/tasks']", url.Values{"title": {" "}, "due_on": {"31.02.2026"}}).Status(422).
			Has("[role=alert] a", "Was ist zu tun").Has(".kern-error", "TT.MM.JJJJ")
		o.Submit("form[action$='/tasks']", url.Values{"title": {"Kommunen anschreiben"}, "due_on": {""}}).Status(303)
		task, _ := o.Follow().Find("tbody th a").Attr("href")
		o.Get(task + "/edit").Status(200)
		o.Submit("main form", url.Values{"title": {"Kommunen anrufen"}, "state": {"done"}}).Status(303)
		o.Follow().Has("h1", "Kommunen anrufen").Has("dd", "noch niemand").Has(".rt-page-header .rt-badge", "Erledigt")
		o.Get(task+"/delete").Has("h2", "Aufgabe „Kommunen anrufen“ löschen?")
		o.Submit("main form", nil).Status(303)
		o.Follow().HasNot("tr", "Kommunen").Has(".rt-history", "Eine Aufgabe gelöscht")
	})
}

func TestCompletingAsksForTheReasonAndCanBeTakenBack(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, p := loaded(t, s)
		milestone := at(o, "milestones", p.Goals[1].Milestones[0].ID)
		o.Get(milestone + "/complete").Status(200)
		o.Submit("main form", url.Values{"completed_on": {"2027-01-01"}}).Status(422).
			Has("[role=alert] a", "Begründung").Has(".kern-error", "liegt in der Zukunft")
		o.Submit("main form", url.Values{"completed_on": {"2026-09-02"}, "reason": {"Protokoll beschlossen"}}).Status(303)
		o.Follow().Has(".rt-badge", "Erledigt").Has("dd", "Protokoll beschlossen").Has("dd", "2 Tage nach der Frist erledigt")
		o.Get(milestone + "/reopen").Status(200)
		o.Submit("main form", nil).Status(303)
		o.Follow().Has(".rt-badge", "Überfällig").Has(".rt-history", "die Meldung zum 02.09.2026 ist zurückgenommen")
	})
}

func TestGoalsAndMilestonesAreMadeByHand(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		o.Get(at(o, "goals", "new"))
		o.Submit("main form", url.Values{"number": {"eins"}}).Status(422).Has(".kern-error", "ganze Zahl").Has(".kern-error", "füllen Sie")
		o.Submit("main form", url.Values{"number": {"1."}, "title": {"Datenbasis"}}).Status(303)
		add, _ := o.Follow().Find("a[href*='/milestones/new?goal=']").Attr("href")
		o.Get(add)
		o.Submit("main form", url.Values{"number": {"1.1"}, "title": {"Erhebung"}, "starts_on": {"05/2027"}, "due_on": {"13/2027"}}).Status(422).
			Has(".kern-error", "MM/JJJJ")
		o.Submit("main form", url.Values{"starts_on": {"05/2027"}, "due_on": {"03/2027"}}).Status(422).Has(".kern-error", "Der Beginn liegt nach der Frist.")
		o.Submit("main form", url.Values{"starts_on": {"01/2027"}}).Status(303)
		o.Follow().Has("h1", "Erhebung").Has("dd", "01/2027")
		o.Get(at(o, "goals", "new"))
		o.Submit("main form", url.Values{"number": {"1"}, "title": {"Noch eins"}}).Status(422).Has(".kern-error", "schon vergeben")
	})
}

func TestAConflictShowsBothTexts(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, p := loaded(t, s)
		m := p.Milestones()[0].Milestone
		o.Get(at(o, "milestones", m.ID, "edit"))
		m.Title = "Erhebung der anderen"
		if err := s.Plan.ChangeMilestone(context.Background(), o.Actor, m, "Später beschlossen"); err != nil {
			t.Fatal(err)
		}
		o.Submit("main form", url.Values{"title": {"Meine Erhebung"}}).Status(409).
			Has(".rt-clash__text", "Erhebung der anderen").Has(".rt-clash__text", "Meine Erhebung")
		o.Submit("main form", url.Values{"choice.title": {"anew"}, "anew.title": {"Meine Erhebung"}}).Status(303)
		o.Follow().Has("h1", "Meine Erhebung").Has(".rt-history", "Geändert: Bezeichnung")
	})
}

func TestCoordinationKeepsTasksButNotThePlan(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, p := loaded(t, s)
		b, _ := s.Person(o.Project, o.Project.ID, account.Coordination)
		goal, milestone := at(o, "goals", p.Goals[0].ID), at(o, "milestones", p.Milestones()[0].ID)
		b.Get(at(o, "plan")).Status(200).HasNot("main a", "Aus Datei importieren").HasNot("main a", "bearbeiten")
		b.Get(milestone).Status(200).HasNot("main a", "Als erledigt melden").Has("button", "Aufgabe hinzufügen")
		for _, path := range []string{
			at(o, "plan", "import"), at(o, "goals", "new"), goal + "/edit", at(o, "milestones", "new"),
			milestone + "/edit", milestone + "/complete", milestone + "/reopen",
		} {
			b.Get(path).Status(403)
		}
		for path, fields := range map[string]url.Values{
			at(o, "goals"): {"number": {"x"}}, goal: {"number": {"1"}, "title": {"T"}, "version": {"1"}}, at(o, "milestones"): {},
			milestone: {}, milestone + "/complete": {}, milestone + "/reopen": {},
			at(o, "plan", "import"): {"text": {plan}}, at(o, "plan", "import", "confirm"): {"text": {plan}},
		} {
			b.Get(milestone)
			b.Post(path, fields).Status(403)
		}
	})
}

func TestThePlanIsSavedAsCSV(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, _ := loaded(t, s)
		page := o.Get(at(o, "plan.csv")).Status(200)
		want := "\uFEFFproject;number;title;due;state\r\n" + o.Project.Name + ";1.;Der Landkreis verfügt über eine solide Datenbasis;;\r\n"
		if !strings.HasPrefix(page.Body, want) || !strings.Contains(page.Header.Get("Content-Disposition"), "arbeitsplan.csv") {
			t.Errorf("%q, %q", page.Body, page.Header.Get("Content-Disposition"))
		}
	})
}

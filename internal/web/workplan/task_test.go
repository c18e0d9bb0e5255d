package workplanweb_test

import (
	"net/url"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
)

func TestATaskIsAddedWithAllItsFieldsAndHasAPageOfItsOwn(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, p := loaded(t, s)
		milestone := p.Milestones()[0]
		for _, one := range []directory.Person{{Given: "Jana", Email: "jana@example.org"}, {Given: "Jana", Email: "weiss@example.org"}, {Given: "Tom"}} {
			one.Family, one.Lang, one.Source = "Größler-Weiß", "de", "Liste"
			if _, err := s.Directory.AddPerson(t.Context(), o.Actor, one); err != nil {
				t.Fatal(err)
			}
		}
		o.Get(at(o, "milestones", milestone.ID))
		o.Get(at(o, "tasks", "new?milestone="+milestone.ID)).Status(200).Has("option[selected]", "1.9 Erhebung").
			Has("#f-person-list", "").Has("#f-person-hint", "die sich hier nicht anmelden")
		values := url.Values{
			"title": {"Saal buchen"}, "description": {"Siehe https://example.org/saal\nzweite Zeile"}, "person": {"jana groessler-weiss"},
			"deputy": {o.Actor.UserID}, "starts_on": {"2027-02-28"}, "due_on": {"2027-02-27"},
		}
		o.Submit("main form", values).Status(422).Has("#f-person-error", "So heißen mehrere Personen").Has("#f-due_on-error", "Der Beginn liegt nach der Frist")
		values.Set("person", "JANA@example.org")
		values.Set("due_on", "2027-03-31")
		o.Submit("main form", values).Status(303)
		page := o.Follow().Status(200)
		page.Has("h1", "Saal buchen").Has(".rt-prose a", "https://example.org/saal").Has("dd a", "Jana Größler-Weiß").Has("dd", "28.02.2027").
			Has("dd a", "1.9 Erhebung").Has(".rt-history", "Die Aufgabe hinzugefügt").Has("#documents h2", "Dokumente")
		edit, _ := page.Find("a[href$='/edit']").Attr("href")
		o.Get(edit).Status(200)
		o.Submit("main form", url.Values{"person": {""}, "assignee": {o.Actor.UserID}, "deputy": {o.Actor.UserID}}).Status(422).
			Has("#f-deputy-error", "jemand anderes")
		o.Submit("main form", url.Values{"assignee": {o.Actor.UserID}, "deputy": {""}}).Status(303)
		o.Follow().Status(200).Has(".rt-history", "geändert").HasNot("dd a", "Größler-Weiß")
		o.Submit(".rt-task-moves", url.Values{"state": {"done"}}).Status(303)
		o.Follow().Status(200).Has("h1", "Saal buchen").Has(".rt-badge", "Erledigt").Has("dt", "Erledigt am")
	})
}

func TestWhoReadsSeesATaskWithoutButtons(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, p := loaded(t, s)
		o.Get(at(o, "milestones", p.Milestones()[0].ID))
		o.Submit("form[action$='/tasks']", url.Values{"title": {"Saal buchen"}}).Status(303)
		task, _ := o.Follow().Find("tbody th a").Attr("href")
		for _, role := range []account.Role{account.Auditor, account.MinuteTaker} {
			reader, _ := s.Person(o.Project, o.Project.ID, role)
			reader.Get(task).Status(200).Has("h1", "Saal buchen").HasNot(".rt-page-header a", "bearbeiten").HasNot("button", "Beginnen")
			reader.Get(task + "/edit").Status(403)
			reader.Get(at(o, "tasks", "new")).Status(403)
		}
	})
}

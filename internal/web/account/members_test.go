package accountweb_test

import (
	"net/url"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
)

func TestAnAdministratorInvitesAColleagueAndTakesItBack(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		o.Get("/projects").Has("main a[href$='/members']", "Personen mit Zugang")
		list := "/workspaces/" + o.Actor.WorkspaceID + "/members"
		o.Get(list).Status(200).Has("#members", "Administration in allen Projekten").Has("caption", "1 Person")
		o.Get(list + "/new").Status(200)
		o.Submit("main form", url.Values{"name": {""}, "email": {"kein-at"}}).Status(422).
			Has("#f-name-error", "füllen Sie").Has("#f-email-error", "E-Mail")
		o.Submit("main form", url.Values{"name": {"Ewa Łuczak"}, "email": {"ewa@example.org"}, "role": {"project_lead"}, "project": {o.Project.ID}}).Status(303)
		page := o.Follow().Status(200).Has("main", "liegt bereit").Has("#members", "Projektleitung in „"+o.Project.Name+"“").Has("#members", "Eingeladen bis 29.11.2026")
		member := page.Find("#members a:contains('Ewa')").AttrOr("href", "")
		o.Get(member).Status(200).Has("main", "noch kein Passwort")
		o.Submit("main form[action$='/resend']", nil).Status(303)
		o.Follow().Has("main", "neue Einladung")
		o.Submit("main form[action$='/revoke']", nil).Status(303)
		o.Follow().HasNot("#members", "Ewa")
		o.Get(member).Status(404)
	})
}

func TestRolesAreChangedByAdministratorsOnly(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		helper, actor := s.Person(o.Project, o.Project.ID, account.Coordination)
		list := "/workspaces/" + o.Actor.WorkspaceID + "/members"
		helper.Get(list).Status(404)
		o.Get(list + "/" + actor.UserID).Status(200)
		everywhere, here := "role", "role_"+o.Project.ID
		o.Submit("main form[action$='"+actor.UserID+"']", url.Values{here: {""}}).Status(422).Has("[role=alert]", "mindestens eine Rolle")
		o.Submit("main form[action$='"+actor.UserID+"']", url.Values{everywhere: {"administrator"}}).Status(303)
		o.Follow().Has("main", "gespeichert")
		helper.Get(list).Status(200)
		stranger := s.Office("Landkreis Nebenan")
		stranger.Get("/workspaces/" + stranger.Actor.WorkspaceID + "/members/" + actor.UserID).Status(404)
	})
}

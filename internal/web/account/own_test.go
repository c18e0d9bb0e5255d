package accountweb_test

import (
	"net/url"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
)

func TestPeopleKeepTheirOwnAccount(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		b, _ := s.Person(o.Project, "", account.Coordination)
		b.Get("/projects").Has("header a[href='/account']", "Jana Größler")
		b.Get("/account").Status(200).Has("h1", "Mein Konto")
		b.Submit("#profil form", url.Values{"name": {" "}}).Status(422).Has("#profile-name-error", "füllen Sie")
		b.Submit("#profil form", url.Values{"name": {"Ewa Łuczak"}, "lang": {"en"}}).Status(303)
		b.Follow().Has("h1", "My account").Has("header", "Ewa Łuczak").Has("main", "have been saved")
		b.Submit("form[action='/language']", url.Values{"lang": {"de"}}).Status(303)
		b.Follow().Has("h1", "Mein Konto").Has("#profile-lang option[selected]", "Deutsch")
	})
}

func TestAChangedPasswordEndsOtherSessions(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		b, actor := s.Person(o.Project, "", account.Coordination)
		b.Get("/account").HasNot("label", "Bisheriges Passwort")
		b.Submit("#passwort form", url.Values{"new_password": {"kurz"}}).Status(422).Has("#password-new_password-error", "12 Zeichen")
		b.Submit("#passwort form", url.Values{"new_password": {"vier blaue Stühle"}}).Status(303)
		b.Follow().Has("main", "Passwort ist geändert")
		other := s.Browser()
		other.Get("/sign-in")
		other.Submit("main form", url.Values{"email": {actor.Email}, "password": {"vier blaue Stühle"}}).Status(303)
		other.Get("/account").Status(200).Has("label", "Bisheriges Passwort")
		other.Submit("#passwort form", url.Values{"old_password": {"falsch"}, "new_password": {"fünf grüne Stühle"}}).
			Status(422).Has("#password-old_password-error", "stimmt nicht")
		other.Submit("#passwort form", url.Values{"old_password": {"vier blaue Stühle"}, "new_password": {"fünf grüne Stühle"}}).Status(303)
		other.Follow().Status(200)
		b.Get("/projects").Status(303)
	})
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		here, actor := s.Person(o.Project, "", account.Coordination)
		var others []*apptest.Browser
		for range 3 {
			s.Clock.Advance(time.Minute)
			token, err := s.Accounts.SignInLink(t.Context(), actor.UserID)
			if err != nil {
				t.Fatal(err)
			}
			b := s.Browser()
			b.Get("/start/sign-in/" + token)
			b.Submit("main form", nil).Status(303)
			others = append(others, b)
		}
		page := here.Get("/account").Status(200).Has("#sessions", "Dieses Gerät").Has("#sessions", "Unbekanntes Gerät")
		if n := page.Find("#sessions tbody tr").Length(); n != 4 {
			t.Errorf("%d sessions, want 4", n)
		}
		last := page.Find("#sessions button[name=session]").First().AttrOr("value", "")
		o.Get("/account")
		o.Post("/account/sessions/end", url.Values{"session": {last}}).Status(303)
		others[2].Get("/projects").Status(200)
		here.Post("/account/sessions/end", url.Values{"session": {last}}).Status(303)
		others[2].Get("/projects").Status(303)
		others[1].Get("/projects").Status(200)
		here.Get("/account")
		here.Submit("form[action$='/end-others']", nil).Status(303)
		here.Follow().Status(200).Has("main", "beendet")
		for _, b := range others {
			b.Get("/projects").Status(303)
		}
	})
}

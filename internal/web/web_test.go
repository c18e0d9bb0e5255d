package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
)

func TestSignInAndOut(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		token, err := s.Accounts.SetupLink(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		b := s.Browser()
		b.Get("/start/setup/"+token).Status(200).Has("h1", "Runden Tisch einrichten")
		b.Submit("main form", url.Values{"workspace_name": {"Landkreis Musterland"}, "name": {"Jana Größler"}, "email": {"jana@example.org"}, "password": {"kurz"}}).
			Status(422).Has("title", "Fehler:").Has("[role=alert]", "mindestens 12 Zeichen")
		b.Submit("main form", url.Values{"password": {apptest.Password}}).Status(303)
		b.Follow().Status(200).Has("main form label", "Name").Has("header", "Jana Größler")
		b.Submit("form[action='/sign-out']", nil).Status(303)
		b.Get("/projects").Status(303)
		b.Follow().Status(200).Has("h1", "Anmelden")
		b.Submit("main form", url.Values{"email": {"jana@example.org"}, "password": {"falsch"}}).
			Status(422).Has("[role=alert]", "E-Mail-Adresse oder Passwort stimmen nicht")
		if page := b.Submit("main form", url.Values{"email": {"jana@example.org"}, "password": {apptest.Password}}).Status(303); page.Location != "/projects" {
			t.Errorf("after sign-in to %q, want back to where the person wanted to go", page.Location)
		}
	})
}

func TestWhoseSessionIsOverSignsInAgain(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		o.Get("/projects").Status(200)
		s.Clock.Advance(365 * 24 * time.Hour)
		o.Get("/projects").Status(303)
		o.Follow().Status(200).Has("h1", "Anmelden")
		o.Submit("main form", url.Values{"email": {"jana@example.org"}, "password": {"falsch"}}).
			Status(422).Has("[role=alert]", "E-Mail-Adresse oder Passwort stimmen nicht")
	})
}

func TestSignInAttemptsAreThrottledByAccount(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		b := s.Browser()
		b.Get("/sign-in").Status(200)
		attempt := func(email string) int {
			return b.Post("/sign-in", url.Values{"email": {email}, "password": {"falsch"}, "csrf": {token(b)}}).Code
		}
		for range 4 {
			if code := attempt("jana@example.org"); code != 422 {
				t.Fatalf("status %d before the first wait", code)
			}
		}
		if code := attempt("Jana@example.org "); code != 429 {
			t.Errorf("status %d after five attempts, want 429", code)
		}
		if code := attempt("tom@example.org"); code != 422 {
			t.Errorf("another account got %d, want 422", code)
		}
	})
}

func token(b *apptest.Browser) string {
	return b.Get("/sign-in").Find("input[name=csrf]").First().AttrOr("value", "")
}

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		for _, path := range []string{"/sign-in", "/does-not-exist", "/healthz", "/projects"} {
			header := s.Browser().Get(path).Header
			policy := header.Get("Content-Security-Policy")
			if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") {
				t.Errorf("%s: policy %q", path, policy)
			}
			if header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s: no nosniff", path)
			}
		}
	})
}

func TestTheLanguageIsKept(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		b := s.Browser()
		b.Get("/sign-in").Has("h1", "Anmelden")
		page := b.Submit("form[action='/language']", url.Values{"lang": {"en"}}).Status(303)
		if page.Location != "/sign-in" {
			t.Errorf("back to %q", page.Location)
		}
		if lang := b.Follow().Has("h1", "Sign in").Find("html").AttrOr("lang", ""); lang != "en" {
			t.Errorf("lang is %q", lang)
		}
		if page := b.Post("/language", url.Values{"lang": {"en"}, "back": {"//evil.example.org"}}); page.Location != "/" {
			t.Errorf("open redirect to %q", page.Location)
		}
		for _, lang := range []string{"fr", strings.Repeat("x", 9000), "de; Domain=example.org"} {
			if page := b.Post("/language", url.Values{"lang": {lang}}); page.Header.Get("Set-Cookie") != "" {
				t.Errorf("language %.20q is kept as cookie %.60q", lang, page.Header.Get("Set-Cookie"))
			}
		}
	})
}

func TestNoAddressBreaksTheDatabase(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		for _, value := range []string{"%00", "a%00b", "%ff%fe", "%ed%a0%80", "%25", "%27%22"} {
			for _, name := range []string{"q", "group", "organisation", "sort", "kind"} {
				o.Get("/projects/" + o.Project.ID + "/directory/persons?" + name + "=" + value).Status(200)
			}
		}
	})
}

func TestAProjectIsCreatedAndSettingsDetectConflicts(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		o.Get("/workspaces/" + o.Actor.WorkspaceID + "/projects/new").Status(200)
		o.Submit("main form", url.Values{"name": {""}, "starts_on": {"13/2026"}}).Status(422).
			Has("#f-starts_on-error", "MM/JJJJ").Has("#f-name-error", "füllen Sie")
		o.Submit("main form", url.Values{"name": {"Wohnungslosenhilfe"}, "starts_on": {"01/2026"}}).Status(303)
		o.Get("/projects").Status(200).Has("main", "Wohnungslosenhilfe")

		settings := "/workspaces/" + o.Actor.WorkspaceID + "/settings"
		old := o.Get(settings).Status(200).Find("input[name=basis]").AttrOr("value", "")
		o.Submit("main form", url.Values{"funding_notice": {"Gefördert vom Land"}}).Status(303)
		o.Follow().Has("main", "gespeichert")
		o.Submit("main form", url.Values{"basis": {old}, "funding_notice": {"Überholt"}}).Status(409).Has(".rt-clash__text", "Gefördert vom Land")
	})
}

func TestCoordinationMayNotManageTheWorkspace(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		b, _ := s.Person(o.Project, o.Project.ID, account.Coordination)
		b.Get("/workspaces/" + o.Actor.WorkspaceID + "/settings").Status(404)
		s.Clock.Advance(13 * time.Hour)
		b.Get("/projects").Status(303)
	})
}

func TestALinkSaysTheLanguageAndItIsKept(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		speaks := func(b *apptest.Browser, path, want string) *apptest.Page {
			t.Helper()
			page := b.Get(path)
			if lang := page.Find("html").AttrOr("lang", ""); lang != want {
				t.Errorf("%s speaks %q, not %q", path, lang, want)
			}
			return page
		}
		o := s.Office("Landkreis Musterland")
		b := s.Browser()
		for _, step := range []struct{ name, path, want string }{
			{"before any link the browser's language counts", "/sign-in", "de"},
			{"a link's language counts", "/sign-in?lang=en", "en"},
			{"and stays", "/impressum", "en"},
			{"an unknown one changes nothing", "/impressum?lang=fr", "en"},
			{"a page that is not there speaks it too", "/gibt-es-nicht?lang=de", "de"},
			{"and keeps it", "/", "de"},
			{"the last link wins", "/?lang=en", "en"},
		} {
			t.Log(step.name)
			speaks(b, step.path, step.want)
		}
		b.Get("/sign-in?next=%2Fprojects&lang=en")
		if back := b.Submit("form[action='/language']", url.Values{"lang": {"de"}}).Status(303).Location; back != "/sign-in?next=%2Fprojects" {
			t.Errorf("the switch of language leads back to %q", back)
		}
		speaks(b, "/sign-in", "de")
		if speaks(o.Browser, "/projects?lang=en", "de").Header.Get("Set-Cookie") != "" {
			t.Error("a link changes the language of somebody whose account has one")
		}
		page := b.Get("/impressum?lang=en")
		for lang, want := range map[string]string{"de": "http://tisch.example.org/impressum?lang=de", "en": "http://tisch.example.org/impressum?lang=en"} {
			if got := page.Find("link[rel=alternate][hreflang="+lang+"]").AttrOr("href", ""); got != want {
				t.Errorf("the page in %s is at %q", lang, got)
			}
		}
	})
}

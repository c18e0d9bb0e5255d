package accountweb_test

import (
	"net/url"
	"testing"

	"rundertisch/internal/app/apptest"
)

func TestWhoSetsUpKeepsTheLanguageOfTheSetUpPage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ browser, lang, next string }{
		{"en-GB,en;q=0.9,de;q=0.5", "en", "Create project"},
		{"de-DE", "de", "Projekt anlegen"},
		{"fr-FR", "de", "Projekt anlegen"},
	} {
		t.Run(c.browser, func(t *testing.T) {
			t.Parallel()
			apptest.Each(t, func(t *testing.T, s *apptest.Site) {
				link, err := s.Accounts.SetupLink(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				b := s.Browser().With(map[string]string{"Accept-Language": c.browser})
				b.Get("/start/setup/" + link).Status(200)
				b.Submit("main form", url.Values{
					"workspace_name": {"Landkreis Musterland"}, "name": {"Jana Größler"}, "email": {"jana@example.org"},
					"password": {"ein-recht-langes-kennwort"},
				}).Status(303)
				b.Follow().Status(200).Has("main h1", c.next).Has("html[lang="+c.lang+"]", "")
			})
		})
	}
}

package accountweb_test

import (
	"net/url"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
)

func TestTooManyWrongPasswordsSayWhenToTryAgain(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		known, actor := s.Person(o.Project, "", account.Coordination)
		known.Get("/account")
		known.Submit("#passwort form", url.Values{"new_password": {"vier blaue Stühle"}}).Status(303)
		known.Follow()
		known.Submit("header form[action='/sign-out']", nil).Status(303)
		b := s.Browser()
		typed := url.Values{"email": {actor.Email}, "password": {"falsch"}}
		for range 4 {
			b.Get("/sign-in")
			b.Submit("main form", typed).Status(422).Has("[role=alert]", "stimmen nicht")
		}
		b.Get("/sign-in")
		page := b.Submit("main form", typed).Status(429).Has("[role=alert]", "ab 13:01 Uhr").Has("main a", "Passwort vergessen?")
		if got := page.Header.Get("Retry-After"); got != "61" {
			t.Errorf("Retry-After %q", got)
		}
		b.Get("/sign-in")
		right := url.Values{"email": {actor.Email}, "password": {"vier blaue Stühle"}}
		b.Submit("main form", right).Status(429)
		known.Get("/sign-in")
		known.Submit("main form", right).Status(303)
		s.Clock.Advance(time.Minute)
		b.Get("/sign-in")
		b.Submit("main form", right).Status(303)
	})
}

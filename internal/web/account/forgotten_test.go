package accountweb_test

import (
	"net/url"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
)

func TestTheAnswerToAForgottenPasswordDoesNotTellWhoHasAnAccount(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		_, known := s.Person(o.Project, "", account.Coordination)
		b := s.Browser()
		b.Get("/sign-in").Has("main a[href='/password/forgotten']", "vergessen")
		var answers []string
		for _, email := range []string{known.Email, "niemand@example.org"} {
			b.Get("/password/forgotten").Status(200)
			answers = append(answers, b.Submit("main form", url.Values{"email": {email}}).Status(200).Find("main").Text())
		}
		if answers[0] != answers[1] {
			t.Errorf("%q and %q", answers[0], answers[1])
		}
		b.Get("/password/forgotten")
		b.Submit("main form", url.Values{"email": {"kein-at"}}).Status(422)
		for range 10 {
			b.Get("/password/forgotten")
			b.Submit("main form", url.Values{"email": {"jana@example.org"}})
		}
		b.Get("/password/forgotten")
		b.Submit("main form", url.Values{"email": {"jana@example.org"}}).Status(429)
	})
}

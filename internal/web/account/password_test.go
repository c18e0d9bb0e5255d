package accountweb_test

import (
	"net/url"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
)

func TestPasswordFieldsLetPasswordManagersWork(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		b, _ := s.Person(o.Project, "", account.Coordination)
		b.Get("/account")
		b.Submit("#passwort form", url.Values{"new_password": {"vier blaue Stühle"}}).Status(303)
		seen := map[string]int{}
		for _, page := range []*apptest.Page{s.Browser().Get("/sign-in"), s.Browser().Get("/start/password/x"), b.Get("/account")} {
			page.Status(200).Find("input[name$=password]").Each(func(_ int, in *goquery.Selection) {
				seen[in.AttrOr("autocomplete", "")]++
				if in.AttrOr("type", "") != "password" {
					t.Errorf("%s is not masked", in.AttrOr("name", ""))
				}
				for _, attribute := range []string{"maxlength", "pattern", "readonly", "onpaste"} {
					if value, has := in.Attr(attribute); has {
						t.Errorf("%s has %s=%q", in.AttrOr("name", ""), attribute, value)
					}
				}
			})
		}
		if seen["current-password"] != 3 || seen["new-password"] != 2 || len(seen) != 2 {
			t.Errorf("%v", seen)
		}
	})
}

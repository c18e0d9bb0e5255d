package feedweb_test

import (
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
)

func TestACalendarIsOpenedReadRenewedAndClosed(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		office := s.Office("Musterland")
		for _, address := range []string{"/account/calendar", "/projects/" + office.Project.ID + "/calendar"} {
			office.Get(address).Status(200).Has("main", "Kalenderadresse anlegen")
			page := office.Submit("main form", nil).Status(200)
			link, _ := page.Find("#feed-link").Attr("value")
			path, ours := strings.CutPrefix(link, "http://tisch.example.org")
			if !ours || len(path) < 30 {
				t.Fatalf("the address is %q", link)
			}
			calendar := s.Browser().With(map[string]string{"Accept-Encoding": "gzip"}).Get(path).Status(200)
			if got := calendar.Header.Get("Content-Encoding"); got != "" {
				t.Errorf("it is sent compressed by %s, which Outlook cannot read", got)
			}
			if kind := calendar.Header.Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
				t.Errorf("it is sent as %q", kind)
			}
			tag := calendar.Header.Get("ETag")
			s.Browser().With(map[string]string{"If-None-Match": `"x", W/` + tag}).Get(path).Status(304)
			office.Get(address).Has("main", "Neue Adresse anlegen").HasNot("main", strings.TrimPrefix(path, "/cal/"))
			office.Submit("main form", nil).Status(200)
			s.Browser().Get(path).Status(404)
			office.Get(address)
			office.Submit("main form[action$=close]", nil).Status(303)
			office.Follow().Has("main", "Kalenderadresse anlegen")
		}
	})
}

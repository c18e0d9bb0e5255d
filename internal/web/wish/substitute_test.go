package wishweb_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/wish"
)

// wishes lists the titles that somebody wishes for, by name.
func (h *hall) wishes(name string) string {
	h.t.Helper()
	rows, err := attendance.ListIn(h.t.Context(), h.site.DB.Read(), h.event.ID)
	h.must(err)
	titles := map[string]string{h.a.ID: "a", h.b.ID: "b", h.later.ID: "later"}
	var all []string
	for _, row := range rows {
		if row.Name != name {
			continue
		}
		wishes, err := wish.OfIn(h.t.Context(), h.site.DB.Read(), row.ID)
		h.must(err)
		for _, w := range wishes {
			all = append(all, fmt.Sprintf("%d %s", w.Rank, titles[w.ItemID]))
		}
	}
	return strings.Join(all, ", ")
}

// TestWhoTakesOverARegistrationByLinkGetsItsWishes walks the whole way: a person who registered passes a link on, somebody else takes over and
// confirms, changes the wishes, and the first one comes after all.
func TestWhoTakesOverARegistrationByLinkGetsItsWishes(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s)
		h.byWishes()
		h.register("Anna", h.a.ID, h.b.ID).Status(303)
		anna, own := h.guests["Anna"], h.pages["Anna"]
		way := own + "/vertretung"
		anna.Get(own).Status(200).Has("a[href='"+way+"']", "")
		anna.Get(way).Status(200).Has("main", "Geben Sie Ihre Anmeldung").Has("p", "Ihre Anmeldung geht auf die Person über").HasNot("main", "Einladung")
		link := anna.Submit("form[action$='/vertretung/link']", nil).Status(200).Find(".rt-address a").AttrOr("href", "")
		link = link[strings.Index(link, "/vertretung/"):]

		uwe := s.Browser()
		uwe.Get(link).Status(200).Has("main", "Anna gibt eine Anmeldung weiter").Has("button", "Anmeldung übernehmen").HasNot("main", "Einladung")
		uwe.Submit("main form", url.Values{"name": {"Lea Weiß"}, "email": {"lea@example.org"}}).Status(303)
		uwe.Follow().Status(200)
		var body string
		h.must(s.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = 'pass_confirm'").Scan(t.Context(), &body))
		uwe.Get(regexp.MustCompile(`/vertretung/bestaetigen/[\w-]+`).FindString(body)).Status(200).Has("p", "übernehmen Sie die Anmeldung von Anna").HasNot("main", "Einladung")
		theirs, _, _ := strings.Cut(uwe.Submit("main form", nil).Status(303).Location, "?")
		uwe.Follow().Status(200).Has("h2", "Sie haben einen Platz")
		if anna, lea := h.wishes("Anna"), h.wishes("Lea Weiß"); anna != "" || lea != "1 a" {
			t.Errorf("Anna wishes for %q, who leads the second workshop for %q", anna, lea)
		}
		uwe.Get(theirs).Status(200)
		uwe.Get(theirs+"/vertretung").Status(200).Has("main", "kann die Anmeldung nicht noch einmal weitergeben")
		uwe.Get(theirs).Status(200)
		uwe.Submit("form[action$=wuensche]", url.Values{"wish_2_1": {h.later.ID}}).Status(303)

		anna.Get(way).Status(200).Has("h2", "Lea Weiß kommt für Sie")
		anna.Submit("form[action$='/vertretung/ende']", nil).Status(303)
		anna.Follow().Status(200).Has("h2", "Sie haben einen Platz")
		if anna, lea := h.wishes("Anna"), h.wishes("Lea Weiß"); !strings.Contains(anna, "1 a") || !strings.Contains(anna, "1 later") || lea != "" {
			t.Errorf("afterwards Anna wishes for %q, Lea for %q", anna, lea)
		}
		anna.With(map[string]string{"Accept-Language": "en"}).Get(way+"?lang=en").Status(200).Has("main", "Pass your registration on").HasNot("main", "nvitation")
	})
}

package registrationweb_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"rundertisch/internal/app/apptest"
)

// waiting fills the hall's one place and lets the others wait, in this order.
func (h *hall) waiting(names ...string) {
	h.t.Helper()
	h.register(h.site.Browser(), "Anna", nil).Status(303)
	for _, name := range names {
		h.register(h.site.Browser(), name, nil).Status(303)
	}
}

func (h *hall) line() (names []string) {
	h.t.Helper()
	page := h.Get(h.at("/waitlist")).Status(200)
	page.Find("#line tbody th a").Each(func(_ int, a *goquery.Selection) { names = append(names, a.Text()) })
	return names
}

func TestStaffMoveSomebodyOnTheWaitlistWithAReason(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 1, 5)
		h.Get(h.at("/waitlist")).Status(200).Has("main", "Zurzeit wartet niemand auf einen Platz")
		h.waiting("Bela", "Clara", "Dora")
		if got := strings.Join(h.line(), " "); got != "Bela Clara Dora" {
			t.Fatalf("the line is %q", got)
		}
		move := h.Get(h.at("/waitlist")).Find("#line tbody tr:contains('Dora') a:contains('Verschieben')").AttrOr("href", "")
		h.Get(move).Status(200).Has("main", "Position 3 von 3").Has("main", "Dora")
		for name, typed := range map[string]url.Values{
			"no position":        {"position": {""}, "reason": {"Vertritt die Gemeinde"}},
			"no number":          {"position": {"vorn"}, "reason": {"Vertritt die Gemeinde"}},
			"behind the last":    {"position": {"4"}, "reason": {"Vertritt die Gemeinde"}},
			"where she stands":   {"position": {"3"}, "reason": {"Vertritt die Gemeinde"}},
			"before the first":   {"position": {"0"}, "reason": {"Vertritt die Gemeinde"}},
			"without any reason": {"position": {"1"}, "reason": {"  "}},
		} {
			h.Get(move)
			page := h.Submit("main form", typed).Status(422)
			if kept := page.Find("[name=reason]").Text(); kept != strings.TrimSpace(typed.Get("reason")) {
				t.Errorf("%s: the reason is %q now", name, kept)
			}
			page.Has("title", "Fehler:")
		}
		if got := strings.Join(h.line(), " "); got != "Bela Clara Dora" {
			t.Fatalf("after what was refused the line is %q", got)
		}
		h.Get(move)
		h.Submit("main form", url.Values{"position": {"1"}, "reason": {"Vertritt die Gemeinde"}}).Status(303)
		h.Follow().Status(200).Has("#steps", "Dora").Has("#steps", "Vertritt die Gemeinde")
		if got := strings.Join(h.line(), " "); got != "Dora Bela Clara" {
			t.Errorf("the line is %q", got)
		}
		first := h.Get(h.list()).Find("tbody tr:contains('Anna') a").AttrOr("href", "")
		h.Get(first + "/withdraw")
		h.Submit("main form", nil).Status(303)
		h.Get(h.list()+"?show=confirmed").Has("tbody tr", "Dora")
		h.Get(move).Status(303) // she has a place now
		h.Follow().Status(200).HasNot("#line tbody", "Dora")
	})
}

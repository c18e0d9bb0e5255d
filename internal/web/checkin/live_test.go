package checkinweb_test

import (
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database/dbtest"
)

// TestTheCountFollowsAtTheOtherDoorAndAtTheDesk: what one door does is seen at the others without loading a page again.
func TestTheCountFollowsAtTheOtherDoorAndAtTheDesk(t *testing.T) {
	t.Parallel()
	s := apptest.New(t, dbtest.Open(t, dbtest.SQLite(t)))
	h := today(t, s)
	codes := h.crowd(3)
	l := s.Lay()
	browser := browsertest.Open(t)
	other, err := browser.Incognito()
	h.must(err)
	private, err := browser.Incognito()
	h.must(err)
	first, second := h.device(browser, l, "Haupteingang"), h.device(other, l, "Seiteneingang")
	desk := &device{Page: browsertest.NewPage(t, private), t: t, url: l.Base() + h.desk()}
	h.signIn(desk, l)
	desk.Open(desk.url)
	for _, page := range []*device{first, second, desk} {
		page.Soon(".rt-door__count", "0 von 3 sind da")
		page.Text(`() => { window.stays = "1"; return ""; }`)
	}
	first.scan(codes[:2], 0)
	for _, page := range []*device{first, second, desk} {
		page.Soon(".rt-door__count", "2 von 3 sind da")
	}
	first.Text(`() => { document.querySelector("#tuer-gesagt button").click(); return ""; }`)
	for _, page := range []*device{first, second, desk} {
		page.Soon(".rt-door__count", "1 von 3 sind da")
		if page.Text(`() => window.stays ?? ""`) != "1" {
			t.Errorf("%s was loaded again", page.Path())
		}
	}
	h.Get(h.desk()).Status(200).Has("main", "1 von 3 sind da")
}

package boardweb_test

import (
	"net"
	"net/url"
	"testing"
	"time"

	"github.com/go-rod/rod"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/id"
	"rundertisch/internal/result"
)

// serve lets the program answer browsers until the test ends.
func (w *wall) serve() (base string) {
	w.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	w.must(err)
	web := w.Web()
	go func() { _ = web.Listener(listener) }()
	w.t.Cleanup(func() { _ = web.ShutdownWithTimeout(time.Second) }) // does not wait for those who listen
	return "http://" + listener.Addr().String()
}

// write has a phone of its own write a card.
func (w *wall) write(text string) {
	w.t.Helper()
	phone := w.Site.Browser()
	phone.Get(w.at(0)).Status(200)
	phone.Submit(write, url.Values{"kind": {string(result.Gap)}, "text": {text}}).Status(303)
}

// TestCardsComeToTheModeratorAndDisturbNothing: what is chosen, opened or focused on the moderator's page stays while the
// room goes on writing.
func TestCardsComeToTheModeratorAndDisturbNothing(t *testing.T) {
	t.Parallel()
	w := opened(t, apptest.New(t, dbtest.Open(t, dbtest.SQLite(t))))
	w.write("Beratung fehlt im Norden")
	w.write("Am Abend ist niemand erreichbar")
	base, link := w.serve(), w.link(0)
	page := browsertest.NewPage(t, browsertest.Open(t))
	page.As(browsertest.Desk)
	page.Open(base + link)
	page.Press("main form [type=submit]")
	page.Has("main h1", "Moderation: Prävention")
	page.Text(`() => { const fold = document.querySelector(".rt-sticky details"), s = fold.querySelector("select");
		fold.open = true; s.selectedIndex = s.options.length - 1; s.focus(); return "" }`)
	chosen := page.Text(`() => document.activeElement.value`)

	w.write("Der letzte Bus fährt um sechs")
	page.Soon("#neues", "1 neue Karte")
	page.Soon("#neue-karten", "Der letzte Bus fährt um sechs")
	if now := page.Text(`() => document.activeElement.value`); now != chosen || chosen == "" {
		t.Errorf("%q was chosen, and now it is %q", chosen, now)
	}
	page.Check("the moderator's page with new cards", browsertest.Desk, browsertest.Phone)

	page.Text(`() => { document.querySelector("#neue-karten a").focus(); return "" }`)
	focused := page.Text(`() => document.activeElement.id`)
	w.write("Es fehlt eine Sprechstunde")
	page.Soon("#neues", "2 neue Karten")
	page.Soon("#neue-karten", "Es fehlt eine Sprechstunde")
	if now := page.Text(`() => document.activeElement.id`); now != focused || focused == "" {
		t.Errorf("%q had the focus, and now %q has it", focused, now)
	}

	// dots move where they stand, and nothing is said aloud again
	page.Text(`() => { window.said = document.querySelector("#neues p"); document.querySelector("#fazit").closest("details").open = true;
		const text = document.querySelector("#fazit textarea"); text.focus(); text.value = "Es ging"; text.setSelectionRange(2, 4); return "" }`)
	old := page.Text(`() => document.querySelector("#karten-wand [data-card]").dataset.card`)
	w.must(w.Boards.Weigh(t.Context(), w.boards[0].Code, id.Token(), old))
	page.Soon("#gewicht-"+old, "1 Punkt")
	w.must(w.Boards.Weigh(t.Context(), w.boards[0].Code, id.Token(), old))
	page.Soon("#gewicht-"+old, "2 Punkte")
	if now := page.Text(`() => { const at = document.activeElement; return [at.name, at.value, at.selectionStart, at.selectionEnd, window.said === document.querySelector("#neues p")].join() }`); now != "summary,Es ging,2,4,true" {
		t.Errorf("while dots moved the page became %q", now)
	}
	page.Text(`() => { document.querySelector("#fazit textarea").value = ""; return "" }`)

	page.Press("#neues a")
	page.Has(".rt-sticky", "Es fehlt eine Sprechstunde")
	page.HasNot("#neues p")
	page.Press("form[action$='/leitung-ruhe'] button")
	page.HasNot("#neues")
	page.Has("form[action$='/leitung-ruhe']", "Neue Karten und Punkte von selbst zeigen")
	page.Press("form[action$='/leitung-ruhe'] button")
	page.Has("form[action$='/leitung-ruhe']", "nicht mehr von selbst")
	for _, complaint := range page.Complaints() {
		t.Error(complaint)
	}
}

// TestTheProjectorFollowsTheRoom: one browser writes and weighs, another shows the wall.
func TestTheProjectorFollowsTheRoom(t *testing.T) {
	t.Parallel()
	w := opened(t, apptest.New(t, dbtest.Open(t, dbtest.SQLite(t))))
	base := w.serve()
	beamer, phone := page(t, browsertest.Open(t), browsertest.Desk), page(t, browsertest.Open(t), browsertest.Phone)
	beamer.Open(base + w.at(0) + "/wand")
	beamer.Has("#wand", "Die erste Karte fehlt noch")
	phone.Open(base + w.at(0))
	phone.Fill(map[string]string{"text": "Mietschulden früh erkennen"})
	press(t, phone, write+" .rt-actions [type=submit]")
	beamer.Soon("#wand li", "Mietschulden früh erkennen")
	beamer.Has("#wand li", "0 Punkte")
	phone.Soon(".rt-vote", "Punkt geben")
	press(t, phone, ".rt-vote")
	beamer.Soon("#wand li", "1 Punkt")
	beamer.HasNot(".rt-wall__empty")
	for _, complaint := range append(beamer.Complaints(), phone.Complaints()...) {
		t.Error(complaint)
	}
}

// press clicks what leads to no other page.
func press(t *testing.T, p *browsertest.Page, selector string) {
	t.Helper()
	if _, err := p.Eval(`s => { document.querySelector(s).click(); }`, selector); err != nil {
		t.Fatal(err)
	}
}

func page(t *testing.T, browser *rod.Browser, view browsertest.View) *browsertest.Page {
	t.Helper()
	p := browsertest.NewPage(t, browser)
	p.As(view)
	return p
}

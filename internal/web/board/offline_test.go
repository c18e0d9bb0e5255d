package boardweb_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/board"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/id"
	"rundertisch/internal/pass"
	"rundertisch/internal/result"
)

const patience = 60 * time.Second

// phone is a device in the room.
type phone struct {
	*browsertest.Page
	t   *testing.T
	url string
}

// tomorrow builds a wall by the clock on the wall: browsers go by it.
func tomorrow(t *testing.T, s *apptest.Site) *wall {
	t.Helper()
	s.Clock.Advance(time.Since(s.Clock.Now()))
	return openedOn(t, s, s.Clock.Now().Add(24*time.Hour).Format("02.01.2006"))
}

func device(t *testing.T, browser *rod.Browser, url string) *phone {
	t.Helper()
	p := &phone{Page: browsertest.NewPage(t, browser), t: t, url: url}
	p.As(browsertest.Phone)
	return p
}

// participant opens the wall, and waits until the device could do without network.
func (w *wall) participant(browser *rod.Browser, l *apptest.Line) *phone {
	w.t.Helper()
	p := device(w.t, browser, l.Base()+w.at(0))
	p.Open(p.url)
	p.soon(`() => document.getElementById("karten").dataset.kept === "1"`)
	return p
}

// leader opens a moderator's link on a device.
func (w *wall) leader(browser *rod.Browser, l *apptest.Line, name string) *phone {
	w.t.Helper()
	_, token, err := w.Passes.Make(w.t.Context(), w.Actor, pass.Order{Kind: pass.Moderator, EventID: w.event.ID, SubjectID: w.boards[0].ItemID, Name: name})
	w.must(err)
	p := device(w.t, browser, l.Base()+w.at(0)+"/leitung")
	p.Open(l.Base() + "/karten/leitung/" + token)
	p.Press("main form [type=submit]")
	p.soon(`() => document.getElementById("karten").dataset.kept === "1"`)
	return p
}

func (p *phone) soon(condition string, args ...any) {
	p.t.Helper()
	if err := p.Timeout(patience).Wait(rod.Eval(condition, args...)); err != nil {
		p.t.Fatalf("%s %v: %v; the page says %s", condition, args, err, p.Text(`() => document.querySelector("main").innerText`))
	}
}

// waits waits until so many deeds lie in the device's store to be sent.
func (p *phone) waits(n int) {
	p.t.Helper()
	p.soon(`n => document.getElementById("karten").dataset.ready === "1" && document.getElementById("karten").dataset.waiting === n`, strconv.Itoa(n))
}

// run does something in the page.
func (p *phone) run(script string, args ...any) {
	p.t.Helper()
	if _, err := p.Eval(script, args...); err != nil {
		p.t.Fatal(err)
	}
}

// write sends the form of a card, and waits until so many deeds lie in the store.
func (p *phone) write(text string, waiting int) {
	p.t.Helper()
	p.run(`text => {
		const form = document.getElementById("karte");
		form.elements.text.value = text;
		form.requestSubmit(form.querySelector(".rt-actions [type=submit]"));
	}`, text)
	p.waits(waiting)
}

// press presses the first button on the card whose label begins so, and waits until so many deeds lie in the store.
func (p *phone) press(card board.Card, label string, waiting int) {
	p.t.Helper()
	p.run(`(card, label) => {
		const at = document.querySelector('[data-card="' + card + '"]');
		[...at.querySelectorAll("button, a")].find(b => b.innerText.trim().startsWith(label)).click();
	}`, card.ID, label)
	p.waits(waiting)
}

func (p *phone) word(card board.Card, text string, waiting int) {
	p.t.Helper()
	p.press(card, "Bearbeiten", waiting-1)
	p.run(`text => {
		const form = document.querySelector("form[data-label]");
		form.elements.text.value = text;
		form.requestSubmit(form.querySelector("[type=submit]"));
	}`, text)
	p.waits(waiting)
}

func (p *phone) group(card, into board.Card, waiting int) {
	p.t.Helper()
	p.run(`(card, into) => {
		const form = document.querySelector('[data-card="' + card + '"] details form');
		form.elements.into.value = into;
		form.requestSubmit(form.querySelector("[type=submit]"));
	}`, card.ID, into.ID)
	p.waits(waiting)
}

// check is Check, but for what the console says about a network that is not there.
func (p *phone) check(title string) {
	p.t.Helper()
	for _, finding := range p.Findings(browsertest.Phone, browsertest.Desk) {
		if !strings.HasPrefix(finding, "the console says: Failed to load resource: net::") {
			p.t.Errorf("%s: %s", title, finding)
		}
	}
	p.As(browsertest.Phone)
}

func (p *phone) online() {
	p.t.Helper()
	p.run(`() => { window.dispatchEvent(new Event("online")); }`)
	p.waits(0)
}

// TestAWallWithoutNetworkLosesAndDoublesNothing: two moderators and two participants go on while the network is cut, two of the browsers
// are closed and opened again in between, and an answer is lost on the way. Afterwards every card and every dot is there once, and what
// two moderators wrote about one card is asked about.
func TestAWallWithoutNetworkLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	shared := browsertest.Open(t)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.New(t, db)
		w := tomorrow(t, s)
		var cards []board.Card
		for _, text := range []string{"Beratung fehlt im Norden", "Im Norden fehlt die Beratung", "Wohnraum"} {
			card, err := s.Boards.Add(t.Context(), w.boards[0].Code, id.Token(), id.New(), board.Details{Kind: result.Need, Text: text})
			w.must(err)
			cards = append(cards, card)
		}
		x, y, z := cards[0], cards[1], cards[2]
		l := s.Lay()
		profiles := []string{profile(t), profile(t)}
		annas, shutAnna := browsertest.OpenKept(t, profiles[0])
		ewas, shutEwa := browsertest.OpenKept(t, profiles[1])
		belas, err := shared.Incognito()
		w.must(err)
		toms, err := shared.Incognito()
		w.must(err)
		anna, bela, ewa, tom := w.participant(annas, l), w.participant(belas, l), w.leader(ewas, l, "Ewa Łuczak"), w.leader(toms, l, "Tom Größler")

		l.Deafen(true)
		bela.run(`() => {
			const form = document.getElementById("karte");
			form.elements.text.value = "Bela 0";
			form.requestSubmit(form.querySelector(".rt-actions [type=submit]"));
		}`)
		w.soon("SELECT count(*) FROM board_cards WHERE text = 'Bela 0'", 1)
		l.Cut(true)
		l.Deafen(false)
		bela.waits(1)

		anna.write("Anna 1", 1)
		anna.write("Anna 2", 2)
		anna.press(x, "Punkt geben", 3)
		anna.press(y, "Punkt geben", 4)
		anna.press(y, "Punkt zurücknehmen", 4)
		anna.Soon("#karten-netz", "ohne Netz")
		anna.Soon("#karten-netz", "Noch nicht gesendet: 4 Einträge.")
		anna.Soon("#karten-warten", "Anna 2")
		anna.Soon("#karten-rest", "4 Punkte")
		bela.write("Bela 1", 2)
		bela.press(x, "Punkt geben", 3)
		ewa.word(x, "Fassung von Ewa", 1)
		ewa.press(y, "Ausblenden", 2)
		ewa.Soon("#karten-warten", "Fassung von Ewa")
		tom.word(x, "Fassung von Tom", 1)
		tom.group(z, x, 2)
		anna.check("a wall without network")
		tom.check("moderation without network")
		if n := w.count("SELECT count(*) FROM board_cards"); n != 4 {
			t.Errorf("%d cards came through a line that is cut", n)
		}

		shutAnna()
		shutEwa()
		annas, _ = browsertest.OpenKept(t, profiles[0])
		ewas, _ = browsertest.OpenKept(t, profiles[1])
		anna, ewa = device(t, annas, anna.url), device(t, ewas, ewa.url)
		anna.Open(anna.url)
		anna.waits(4)
		anna.write("Anna 3", 5)
		anna.press(z, "Punkt geben", 6)
		ewa.Open(ewa.url)
		ewa.waits(2)
		ewa.Soon("#karten-warten", "Fassung von Ewa")

		l.Cut(false)
		ewa.online()
		tom.online()
		anna.online()
		bela.online()
		w.texts("Anna 1", "Anna 2", "Anna 3", "Bela 0", "Bela 1", "Fassung von Ewa", "Im Norden fehlt die Beratung", "Wohnraum")
		for name, want := range map[string]int{
			"SELECT count(*) FROM board_dots":                                                          3,
			"SELECT count(*) FROM board_devices":                                                       2 + 3, // and those who wrote before
			"SELECT count(*) FROM board_dots WHERE card_id = '" + x.ID + "'":                           2,
			"SELECT sum(dots) FROM board_cards":                                                        3,
			"SELECT count(*) FROM board_cards WHERE hidden AND id = '" + y.ID + "'":                    1,
			"SELECT count(*) FROM board_cards WHERE id = '" + z.ID + "' AND group_id = '" + x.ID + "'": 1,
		} {
			if n := w.count(name); n != want {
				t.Errorf("%s: %d, want %d", name, n, want)
			}
		}
		tom.Soon("#karten-warten", "Fassung von Tom")
		tom.Has("#karten-warten", "Fassung von Ewa")
		tom.check("two texts")
		tom.run(`() => { [...document.querySelectorAll("#karten-warten button")].find(b => b.innerText.startsWith("Vergleichen")).click(); }`)
		tom.Soon(".rt-clash__text", "Fassung von Tom")
		tom.run(`() => { document.querySelector("main input[type=radio][value=mine]").click(); document.querySelector("main form").requestSubmit(); }`)
		tom.Soon("#karten-wand", "Fassung von Tom")
		tom.soon(`() => document.getElementById("karten").dataset.listed === "0"`)
		if n := w.count("SELECT count(*) FROM board_cards WHERE text = 'Fassung von Tom'"); n != 1 {
			t.Errorf("%d cards have what was chosen", n)
		}
	})
}

// profile is a folder for a browser that is opened again.
func profile(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "rundertisch-wall-") //nolint:usetesting // Chromium may still write while it ends
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

func (w *wall) count(query string) (n int) {
	w.t.Helper()
	w.must(w.DB.Read().NewRaw(query).Scan(w.t.Context(), &n))
	return n
}

// soon waits until the query counts so many.
func (w *wall) soon(query string, want int) {
	w.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	over := time.After(patience)
	for w.count(query) != want {
		select {
		case <-tick.C:
		case <-over:
			w.t.Fatalf("%s is not %d", query, want)
		}
	}
}

// texts fails the test unless the cards say just that.
func (w *wall) texts(want ...string) {
	w.t.Helper()
	var got []string
	w.must(w.DB.Read().NewRaw("SELECT text FROM board_cards").Scan(w.t.Context(), &got))
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		w.t.Errorf("the cards say %s, want %s", fmt.Sprint(got), fmt.Sprint(want))
	}
}

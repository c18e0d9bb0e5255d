package boardweb_test

import (
	"strings"
	"testing"

	"github.com/go-rod/rod/lib/input"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/board"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/id"
	"rundertisch/internal/result"
)

// TestAWorkshopNeedsNoMouse: a card is written and weighed, two are put together, worded anew and taken over by the keys alone.
func TestAWorkshopNeedsNoMouse(t *testing.T) {
	t.Parallel()
	s := apptest.New(t, dbtest.Open(t, dbtest.SQLite(t)))
	w := tomorrow(t, s)
	browser, l := browsertest.Open(t), s.Lay()
	room := w.participant(browser, l)
	for n, text := range []string{"Beratung fehlt im Norden", "Im Norden fehlt die Beratung"} {
		if n > 0 {
			room.TabTo("#schreiben > summary")
			room.Strike(input.Enter)
		}
		room.TabTo("#karte textarea")
		room.Type(text)
		room.TabTo("#karte .rt-actions [type=submit]")
		room.Strike(input.Enter)
		room.Soon("#karten-wand", text)
	}
	room.TabTo("#karten-wand .rt-vote")
	room.Strike(input.Enter)
	room.Soon(".rt-sticky__weight", "1 Punkt")
	room.Soon("#karten-gesagt", "Sie haben noch 4 Punkte.")
	if at := room.Text(`() => document.activeElement.className`); at != "rt-vote rt-vote--mine" {
		t.Errorf("after the dot the focus is on %q", at)
	}
	room.waits(0)
	room.CheckKeyboard("the room")

	desk := w.leader(browser, l, "Ewa Łuczak")
	desk.CheckKeyboard("the moderator's page")
	desk.Open(desk.url)
	desk.TabTo("#aehnlich form [type=submit]")
	desk.Follow(input.Enter)
	desk.Has(".rt-sticky__member", "Norden")
	desk.TabTo("a[data-edit]")
	desk.Strike(input.Enter)
	desk.soon(`() => document.activeElement.matches("form[data-label] textarea")`)
	desk.Type("Neu: ")
	desk.check("a card in the moderator's hands")
	desk.TabTo("form[data-label] [type=submit]")
	desk.Follow(input.Enter)
	desk.Has(".rt-sticky", "Neu: ")
	desk.Has("[role=status]", "Die Karte ist geändert.")
	desk.TabTo("main form[action$='/schluss'] [type=submit]")
	desk.Follow(input.Enter)
	desk.Has("main", "Die Wand ist geschlossen")

	link, err := s.Accounts.SignInLink(t.Context(), w.Actor.UserID)
	w.must(err)
	lead := device(t, browser, "")
	lead.Open(l.Base() + "/start/sign-in/" + link)
	lead.TabTo("main form [type=submit]")
	lead.Follow(input.Enter)
	lead.Open(l.Base() + w.staff + "/" + w.boards[0].ID)
	lead.TabTo("input[name=card]")
	lead.Strike(input.Space)
	lead.TabTo("form[action$='/approve'] [type=submit]")
	lead.Follow(input.Enter)
	lead.Has("[role=status]", "stehen jetzt bei den Ergebnissen")
}

// TestNothingTypedIsLost: a half-typed card outlives a reload and the switch to another language, and what was refused is still there
// to be sent again or put back into the form.
func TestNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	s := apptest.New(t, dbtest.Open(t, dbtest.SQLite(t)))
	w := tomorrow(t, s)
	l := s.Lay()
	room := w.participant(browsertest.Open(t), l)
	room.TabTo("#karte textarea")
	room.Type("Eine Sprech")
	room.Open(room.url)
	room.soon(`() => document.querySelector("#schreiben[open] textarea")?.value === "Eine Sprech"`)
	room.run(`() => { document.querySelector("header button[name=in_language][value=en]").click(); }`)
	room.Soon("#karte .rt-actions", "Put the card on the wall")
	room.soon(`() => document.querySelector("#schreiben[open] textarea")?.value === "Eine Sprech"`)
	room.Open(room.url)
	room.run(`() => { document.querySelector("header button[name=in_language][value=de]").click(); }`)
	room.Soon("#karte .rt-actions", "Karte an die Wand hängen")
	room.soon(`() => document.querySelector("#schreiben[open] textarea")?.value === "Eine Sprech"`)

	l.Cut(true)
	room.write("Eine Sprechstunde", 1)
	m, err := s.Boards.Staff(t.Context(), w.Actor, w.boards[0].Code)
	w.must(err)
	w.must(s.Boards.Close(t.Context(), m))
	l.Cut(false)
	room.online()
	room.Soon("#karten-warten", "Die Kartenwand ist inzwischen geschlossen")
	room.Has("#karten-warten", "Eine Sprechstunde")
	room.check("a card that was refused")
	w.must(s.Boards.Reopen(t.Context(), m))
	room.Open(room.url)
	room.soon(`() => document.querySelectorAll("#karten-warten button").length === 3`)
	room.run(`() => { document.querySelector("#karten-warten button").click(); }`)
	room.soon(`() => document.querySelector("#schreiben[open] textarea")?.value === "Eine Sprechstunde" && document.getElementById("karten-warten").hidden`)
	room.write("Eine Sprechstunde am Abend", 0)
	room.Soon("#karten-wand", "Eine Sprechstunde am Abend")
	room.Open(room.url)
	room.soon(`() => document.querySelector("#karte textarea").value === "" && document.getElementById("karten").dataset.ready === "1"`)
	w.texts("Eine Sprechstunde am Abend")
	room.write(" ", 0)
	room.Soon("#karten-gesagt", "Bitte schreiben Sie zuerst")
	room.write(strings.Repeat("Wohnraum ", 12_000), 0)
	room.Soon("#karten-gesagt", "Auf eine Karte passen 500 Zeichen, Ihr Text hat 107999")
	w.texts("Eine Sprechstunde am Abend")
}

// TestADotOnACardThatWasHiddenIsFreeAgain: the device thought that it had given it.
func TestADotOnACardThatWasHiddenIsFreeAgain(t *testing.T) {
	t.Parallel()
	s := apptest.New(t, dbtest.Open(t, dbtest.SQLite(t)))
	w := tomorrow(t, s)
	card, err := s.Boards.Add(t.Context(), w.boards[0].Code, id.Token(), id.New(), board.Details{Kind: result.Need, Text: "Wohnraum"})
	w.must(err)
	l := s.Lay()
	room := w.participant(browsertest.Open(t), l)
	l.Cut(true)
	room.press(card, "Punkt geben", 1)
	room.Soon("#karten-rest", "4 Punkte")
	m, err := s.Boards.Staff(t.Context(), w.Actor, w.boards[0].Code)
	w.must(err)
	w.must(s.Boards.Hide(t.Context(), m, card.ID))
	l.Cut(false)
	room.online()
	room.Soon("#karten-gesagt", "Ihr Punkt ist wieder frei")
	room.Soon("#karten-rest", "5 Punkte")
	room.HasNot("[data-card]")
}

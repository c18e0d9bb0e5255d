package boardweb_test

import (
	"encoding/json"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/board"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/id"
	"rundertisch/internal/result"
)

// TestAPageInTheRoomIsToldWhatHasChanged: the same for all phones, and nothing while nothing has changed.
func TestAPageInTheRoomIsToldWhatHasChanged(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		phone, known := w.Site.Browser(), "0"
		told := func(open bool, dots map[string]int64) {
			t.Helper()
			got := phone.Get(w.at(0) + "/stand?kennt=" + known).Status(200)
			var now board.Stand
			w.must(json.Unmarshal([]byte(got.Body), &now))
			if now.Open != open || len(now.Dots) != len(dots) {
				t.Errorf("told %+v, want open %v, %v", now, open, dots)
			}
			for card, n := range dots {
				if now.Dots[card] != n {
					t.Errorf("%s has %d dots, want %d", card, now.Dots[card], n)
				}
			}
			text, _ := json.Marshal(now.Changes)
			known = string(text)
			phone.Get(w.at(0) + "/stand?kennt=" + known).Status(204)
		}
		add := func(text string) board.Card {
			card, err := w.Boards.Add(t.Context(), w.boards[0].Code, id.Token(), id.New(), board.Details{Kind: result.Need, Text: text})
			w.must(err)
			return card
		}
		one, two := add("Beratung"), add("Wohnraum")
		if on := phone.Get(w.at(0)).Find("#karten").AttrOr("data-changes", ""); on != "2" {
			t.Errorf("the page knows %q changes, want 2", on)
		}
		told(true, map[string]int64{one.ID: 0, two.ID: 0})
		voter := id.Token()
		w.must(w.Boards.Weigh(t.Context(), w.boards[0].Code, voter, one.ID))
		w.must(w.Boards.Weigh(t.Context(), w.boards[0].Code, voter, two.ID))
		told(true, map[string]int64{one.ID: 1, two.ID: 1})
		m, err := w.Boards.Staff(t.Context(), w.Actor, w.boards[0].Code)
		w.must(err)
		w.must(w.Boards.Group(t.Context(), m, two.ID, one.ID))
		told(true, map[string]int64{one.ID: 1}) // one browser is one voice
		w.must(w.Boards.Hide(t.Context(), m, one.ID))
		told(true, nil)
		w.must(w.Boards.Close(t.Context(), m))
		told(false, nil)
		phone.Get("/karten/aaaaaaaa/stand?kennt=1").Status(404)
		_, err = w.Events.Cancel(t.Context(), w.Actor, w.event.ID)
		w.must(err)
		phone.Get(w.at(0) + "/stand?kennt=x").Status(404)
	})
}

// TestTheRoomSeesWhatOthersDoAndIsNotDisturbed: dots change where they stand, new cards are said and wait until they are asked for, and what is
// half typed and focused stays.
func TestTheRoomSeesWhatOthersDoAndIsNotDisturbed(t *testing.T) {
	t.Parallel()
	s := apptest.New(t, dbtest.Open(t, dbtest.SQLite(t)))
	w := tomorrow(t, s)
	add := func(text string) board.Card {
		card, err := s.Boards.Add(t.Context(), w.boards[0].Code, id.Token(), id.New(), board.Details{Kind: result.Need, Text: text})
		w.must(err)
		return card
	}
	old := add("Beratung")
	room := w.participant(browsertest.Open(t), s.Lay())
	room.run(`() => { document.getElementById("schreiben").open = true; const text = document.querySelector("#karte textarea"); text.focus(); text.value = "Eine Sprech"; text.setSelectionRange(2, 4); }`)
	undisturbed := func() {
		t.Helper()
		if now := room.Text(`() => { const at = document.activeElement; return [at.name, at.value, at.selectionStart, at.selectionEnd].join() }`); now != "text,Eine Sprech,2,4" {
			t.Errorf("the page became %q", now)
		}
	}
	add("Wohnraum")
	w.must(s.Boards.Weigh(t.Context(), w.boards[0].Code, id.Token(), old.ID))
	room.Soon("#karten-stand", "1 neue Karte zeigen")
	room.Soon("#karten-neues", "1 neue Karte")
	room.Soon("#karte-"+old.ID+" .rt-sticky__weight", "1 Punkt")
	undisturbed()
	if n := room.Text(`() => String(document.querySelectorAll("[data-card]").length)`); n != "1" {
		t.Errorf("%s cards stand there before they are asked for", n)
	}
	room.check("a room with new cards")
	room.run(`() => { document.querySelector("#karte textarea").focus(); document.getElementById("karten-stand").click(); }`)
	room.Soon("#karten-wand", "Wohnraum")
	room.Soon("#karten-neues", "Die Wand zeigt jetzt alle Karten.")
	room.Has("#karten-stand", "Neuen Stand ansehen")
	undisturbed()
	room.press(old, "Punkt geben", 0)
	room.Soon("#karte-"+old.ID+" .rt-sticky__weight", "2 Punkte")
	w.must(s.Boards.Weigh(t.Context(), w.boards[0].Code, id.Token(), old.ID))
	room.Soon("#karte-"+old.ID+" .rt-sticky__weight", "3 Punkte")
	m, err := s.Boards.Staff(t.Context(), w.Actor, w.boards[0].Code)
	w.must(err)
	w.must(s.Boards.Close(t.Context(), m))
	room.Soon("#karten-stand", "Wand geschlossen")
	if text := room.Text(`() => document.querySelector("#karte textarea").value`); text != "Eine Sprech" {
		t.Errorf("the half-typed card became %q", text)
	}
}

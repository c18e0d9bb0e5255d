package boardweb_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/board"
	"rundertisch/internal/id"
	"rundertisch/internal/result"
)

// said is what the script of a page reads.
type said struct{ State, Why, Theirs string }

// send sends a form as the script does, from a browser that has opened the page.
func (w *wall) send(b *apptest.Browser, page, action string, values url.Values) said {
	w.t.Helper()
	b.Get(page).Status(200)
	values.Set("csrf", b.Get(page).Find("input[name=csrf]").First().AttrOr("value", ""))
	sent := b.With(map[string]string{"Accept": "application/json"}).Do("POST", action, "application/x-www-form-urlencoded", strings.NewReader(values.Encode()))
	var read said
	if err := json.Unmarshal([]byte(sent.Body), &read); err != nil || sent.Code != 200 {
		w.t.Fatalf("%s answered %d: %s", action, sent.Code, sent.Body)
	}
	return read
}

// TestADeviceIsToldWhatBecameOfWhatItKept: hostile cards are answered through the store of a device as they are through a form.
func TestADeviceIsToldWhatBecameOfWhatItKept(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		phone, act := w.Site.Browser(), id.New()
		card := func(text, act string) said {
			return w.send(phone, w.at(0), w.at(0)+"/neu", url.Values{"kind": {"need"}, "text": {text}, "act": {act}})
		}
		for _, c := range []struct{ name, text, act, state, why string }{
			{"a card", "<script>alert(1)</script>\u202e Wohnraum", act, "done", ""},
			{"the same again", "<script>alert(1)</script>\u202e Wohnraum", act, "done", ""},
			{"100 kB", strings.Repeat("Wohnraum ", 12_000), id.New(), "refused", "Aussage: Höchstens 500 Zeichen"},
			{"nothing that is to be seen", "\u200b\u202e", id.New(), "refused", "Aussage: Bitte"},
			{"an act that is none", "Karte", "x", "refused", "Cookies"},
		} {
			if got := card(c.text, c.act); got.State != c.state || !strings.Contains(got.Why, c.why) {
				t.Errorf("%s: %+v", c.name, got)
			}
		}
		page := phone.Get(w.at(0)).Status(200).Has(".rt-sticky", "<script>alert(1)</script> Wohnraum")
		if n := page.Find(".rt-sticky[data-card]").Length(); n != 1 || page.Find("main .rt-sticky script").Length() != 0 {
			t.Errorf("the wall has %d cards", n)
		}
		one := page.Find(".rt-sticky[data-card]").AttrOr("data-card", "")
		for range 2 {
			if got := w.send(phone, w.at(0), w.at(0)+"/"+one+"/punkt", url.Values{}); got.State != "done" {
				t.Errorf("a dot: %+v", got)
			}
		}
		if got := w.send(phone, w.at(0), w.at(0)+"/"+id.New()+"/punkt", url.Values{}); got.State != "gone" {
			t.Errorf("a dot on a card that is not there: %+v", got)
		}
		if got := w.send(phone, w.at(0), w.at(0)+"/"+one+"/punkt/zurueck", url.Values{}); got.State != "done" {
			t.Errorf("taken back: %+v", got)
		}
		w.Clock.Advance(time.Minute)
		for n := 1; n < board.CardsPerDevice; n++ {
			_, err := w.Boards.Add(t.Context(), w.boards[0].Code, cookie(phone, "karten"), id.New(), board.Details{Kind: "gap", Text: "Karte"})
			w.must(err)
		}
		if got := card("eine zu viel", id.New()); got.State != "refused" || !strings.Contains(got.Why, "schon 30 Karten") {
			t.Errorf("the 31st card: %+v", got)
		}
		if got := w.send(phone, w.at(0), w.at(0)+"/leitung/"+one+"/aus", url.Values{}); got.State != "gone" {
			t.Errorf("whoever does not moderate is told %+v", got)
		}
	})
}

// cookie is the value that the browser keeps under the name.
func cookie(b *apptest.Browser, name string) string {
	for _, one := range strings.Split(b.Cookie(), "; ") {
		if value, ok := strings.CutPrefix(one, name+"="); ok {
			return value
		}
	}
	return ""
}

// TestAModeratorsDeviceIsToldOfTheOthersText: what it kept clashes with what somebody else stored; it is asked about on the page of the
// conflict, and what is settled there leads back with the name of the deed.
func TestAModeratorsDeviceIsToldOfTheOthersText(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		phone, ewa := w.Site.Browser(), w.Site.Browser()
		phone.Get(w.at(0))
		phone.Submit(write, url.Values{"kind": {"gap"}, "text": {"Beratung"}}).Status(303)
		ewa.Get(w.link(0))
		ewa.Submit("main form", nil).Status(303)
		desk := ewa.Follow().Status(200)
		at := w.at(0) + "/leitung/" + desk.Find("[data-card]").AttrOr("data-card", "")
		basis := desk.Find("[data-card]").AttrOr("data-basis", "")
		deed := id.New()
		mine := func(text string) url.Values {
			return url.Values{"kind": {"gap"}, "text": {text}, "basis": {basis}, "deed": {deed}}
		}
		office := w.Get(at).Status(200)
		if sent := office.Find("input[name=basis]").AttrOr("value", ""); sent != basis {
			t.Errorf("the script's form sends %s, the page's %s", basis, sent)
		}
		w.Submit("main form", url.Values{"text": {"Fassung des Büros"}}).Status(303)
		if got := w.send(ewa, w.at(0)+"/leitung", at, mine("")); got.State != "refused" || !strings.Contains(got.Why, "Aussage") {
			t.Errorf("an empty text: %+v", got)
		}
		if got := w.send(ewa, w.at(0)+"/leitung", at, mine("Fassung von Ewa")); got.State != "clash" || got.Theirs != "Fassung des Büros" {
			t.Errorf("two texts: %+v", got)
		}
		ewa.Get(w.at(0)+"/leitung").Has(".rt-sticky", "Fassung des Büros")
		ewa.Post(at, mine("Fassung von Ewa")).Status(409).Has(".rt-clash__text", "Fassung des Büros").Has(".rt-clash__text", "Fassung von Ewa")
		if to := ewa.Submit("main form", url.Values{"choice.text": {"mine"}}).Status(303).Location; !strings.Contains(to, "deed="+deed) {
			t.Errorf("it leads to %s", to)
		}
		ewa.Follow().Has(".rt-sticky", "Fassung von Ewa")
		if got := w.send(ewa, w.at(0)+"/leitung", at, mine("Fassung von Ewa")); got.State != "done" {
			t.Errorf("sent again: %+v", got)
		}
		elsewhere := strings.Replace(at, w.at(0), w.at(1), 1)
		for _, action := range []string{elsewhere, elsewhere + "/aus", elsewhere + "/gruppe", w.at(1) + "/schluss", w.at(0) + "/leitung/" + id.New() + "/aus"} {
			if got := w.send(ewa, w.at(0), action, mine("Fremd")); got.State != "gone" {
				t.Errorf("the link does to %s: %+v", action, got)
			}
		}
		w.Clock.Advance(10 * 24 * time.Hour)
		if got := w.send(ewa, w.at(0), at, mine("Zu spät")); got.State != "gone" || !strings.Contains(got.Why, "nicht mehr da") {
			t.Errorf("with a link whose time is over: %+v", got)
		}
	})
}

// TestTheLanguageSwitchKeepsAHalfTypedCard: without a script, the switch sends the form along.
func TestTheLanguageSwitchKeepsAHalfTypedCard(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		phone := w.Site.Browser()
		phone.Get(w.at(0)).Status(200).Has("header button[form=karte][formaction='"+w.at(0)+"/neu'][value=en]", "English")
		page := phone.Submit(write, url.Values{"kind": {"solution"}, "text": {"Eine Sprech"}, "municipality": {"Körner"}, "in_language": {"en"}}).Status(200)
		page.Has("button", "Put the card on the wall").Has("textarea[name=text]", "Eine Sprech").Has("input[name=kind][value=solution][checked]", "").
			Has("#schreiben[open] details[open] input[name=municipality][value=Körner]", "").HasNot(".rt-summary", "")
		if n := page.Find("[data-card]").Length(); n != 0 {
			t.Errorf("the switch wrote %d cards", n)
		}
		phone.Submit(write, url.Values{"in_language": {""}}).Status(303)
		phone.Follow().Has(".rt-sticky", "Eine Sprech").Has("h1", "Prävention").Has("main", "5 dots left").HasNot("main", "Punkte")
	})
}

// TestAnOddIdentifierIsNobodysCard: what a device sends is not always what our script made.
func TestAnOddIdentifierIsNobodysCard(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		card, err := w.Boards.Add(t.Context(), w.boards[0].Code, id.Token(), id.New(), board.Details{Kind: result.Need, Text: "Wohnraum"})
		w.must(err)
		phone := w.Site.Browser()
		for _, odd := range []string{"a\x00b", "\xff", "?!("} {
			phone.Get(w.at(0)).Status(200)
			phone.Post(w.at(0)+"/"+url.PathEscape(odd)+"/punkt", nil).Status(404)
			w.Get(w.at(0) + "/leitung").Status(200)
			w.Post(w.at(0)+"/leitung/"+card.ID+"/gruppe", url.Values{"into": {odd}}).Status(404)
			w.Get(w.at(0) + "/leitung").Status(200)
			w.Post(w.staff, url.Values{"item": {odd}}).Status(404)
		}
	})
}

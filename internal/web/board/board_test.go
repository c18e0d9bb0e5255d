package boardweb_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/board"
	"rundertisch/internal/event"
	"rundertisch/internal/id"
	"rundertisch/internal/result"
)

// wall is an event five days ahead with two workshops, of which the first has an open board.
type wall struct {
	*apptest.Site
	apptest.Office
	t      *testing.T
	event  event.Event
	boards []board.Board
	staff  string // address of the boards for staff
}

func each(t *testing.T, fn func(t *testing.T, w *wall)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) { fn(t, opened(t, s)) })
}

func opened(t *testing.T, s *apptest.Site) *wall {
	t.Helper()
	return openedOn(t, s, "27.11.2026")
}

func openedOn(t *testing.T, s *apptest.Site, day string) *wall {
	t.Helper()
	w := &wall{Site: s, Office: s.Office("Landkreis Musterland"), t: t}
	house, err := s.Accounts.Workspace(t.Context(), w.Actor.WorkspaceID)
	w.must(err)
	house.Imprint, house.PrivacyContact = "Landratsamt", "datenschutz@example.org"
	w.must(s.Accounts.UpdateWorkspace(t.Context(), w.Actor, house))
	w.event, err = s.Events.Add(t.Context(), w.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: day, Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "Team",
	})
	w.must(err)
	for _, title := range []string{"Prävention", "Wohnraum"} {
		_, err := s.Events.AddItem(t.Context(), w.Actor, w.event.ID, event.ItemDetails{
			Kind: event.WorkshopItem, Title: title, Begin: "10:30", End: "12:00", NewSlot: title,
		})
		w.must(err)
	}
	_, err = s.Events.Publish(t.Context(), w.Actor, w.event.ID)
	w.must(err)
	w.staff = "/projects/" + w.Project.ID + "/events/" + w.event.ID + "/boards"
	for range 2 {
		w.Get(w.staff).Status(200)
		w.Submit("main form[action$='/boards']", nil).Status(303)
	}
	_, places, err := s.Boards.Boards(t.Context(), w.Actor, w.event.ID)
	w.must(err)
	w.boards = []board.Board{places[0].Board, places[1].Board}
	return w
}

func (w *wall) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *wall) at(n int) string { return "/karten/" + w.boards[n].Code }

// link makes a moderator's link for the n-th board.
func (w *wall) link(n int) string {
	w.t.Helper()
	w.Get(w.staff + "/" + w.boards[n].ID).Status(200)
	made := w.Submit("main form[action$='/passes']", url.Values{"name": {"Ewa Łuczak"}}).Status(200).Has("#moderation", "Link für Ewa Łuczak")
	address := made.Find("#moderation .rt-break a").AttrOr("href", "")
	return address[strings.Index(address, "/karten/"):]
}

const write = "main form[action$='/neu']"

func TestARoomWritesAndWeighsWithoutAnAccount(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		one, two := w.Site.Browser(), w.Site.Browser()
		one.Get(w.at(0)).Status(200).Has("main h1", "Prävention").Has("main", "noch 5 Punkte").Has("main", "Noch keine Karte")
		one.Submit(write, url.Values{"kind": {"need"}, "text": {""}}).Status(422).Has(".rt-summary", "füllen Sie dieses Feld aus")
		one.Submit(write, url.Values{"kind": {"need"}, "text": {"<script>alert(1)</script>\u202e Wohnraum"}, "municipality": {"Körner"}}).Status(303)
		page := one.Follow().Status(200).Has("[role=status]", "hängt an der Wand").Has(".rt-sticky", "<script>alert(1)</script> Wohnraum").Has(".rt-sticky", "Körner")
		if page.Find(".rt-sticky script").Length() != 0 {
			t.Error("markup of a card became markup of the page")
		}
		two.Get(w.at(0)).Status(200)
		two.Submit(".rt-sticky form", nil).Status(303)
		two.Follow().Status(200).Has(".rt-sticky__weight", "1 Punkt").Has("main", "noch 4 Punkte").Has(".rt-vote--mine", "zurücknehmen")
		two.Submit(".rt-sticky form", nil).Status(303)
		two.Follow().Has(".rt-sticky__weight", "0 Punkte").Has("main", "noch 5 Punkte")
		w.Site.Browser().Get(w.at(0)+"/wand").Status(200).Has("#wand", "Wohnraum").Has(".rt-wall__join", w.at(0)[1:])
		w.Site.Browser().Get("/karten/aaaaaaaa").Status(404).Has("main h1", "gibt es nicht")
		w.Site.Browser().Get(w.at(1)).Status(200).HasNot("main", "alert(1)")
	})
}

func TestALargeTextAndTheThirtyFirstCardAreAnsweredClearly(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		phone := w.Site.Browser()
		phone.Get(w.at(0)).Status(200)
		phone.Submit(write, url.Values{"kind": {"gap"}, "text": {strings.Repeat("Wohnraum ", 12_000)}}).Status(422).Has(".rt-summary", "Höchstens 500 Zeichen")
		for n := range board.CardsPerDevice {
			if n == 25 {
				w.Clock.Advance(time.Minute)
			}
			phone.Get(w.at(0))
			phone.Submit(write, url.Values{"kind": {"gap"}, "text": {"Karte"}}).Status(303)
		}
		phone.Get(w.at(0))
		phone.Submit(write, url.Values{"kind": {"gap"}, "text": {"Noch eine"}}).Status(409).
			Has("[role=alert]", "schon 30 Karten").Has(write+" textarea", "Noch eine")
	})
}

func TestACardSentTwiceIsOne(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		phone := w.Site.Browser()
		phone.Get(w.at(0))
		act := url.Values{"kind": {"need"}, "text": {"Beratung"}, "act": {id.New()}}
		for range 2 {
			phone.Submit(write, act).Status(303)
			phone.Get(w.at(0))
		}
		if n := phone.Get(w.at(0)).Find(".rt-sticky").Length(); n != 1 {
			t.Errorf("the wall has %d cards, want one", n)
		}
	})
}

func TestAModeratorsLinkOpensOneBoardAndNothingElse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		phone, ewa := w.Site.Browser(), w.Site.Browser()
		for _, text := range []string{"Beratung fehlt im Norden", "Im Norden fehlt die Beratung"} {
			phone.Get(w.at(0))
			phone.Submit(write, url.Values{"kind": {"gap"}, "text": {text}}).Status(303)
		}
		link := w.link(0)
		phone.Get(w.at(0) + "/leitung").Status(404)
		ewa.Get(w.at(0) + "/leitung").Status(404)
		ewa.Get(link).Status(200).Has("main", "Prävention").Has("main", "Ewa Łuczak")
		ewa.Get(w.at(0) + "/leitung").Status(404) // looking at the link opens nothing
		ewa.Get(link)
		ewa.Submit("main form", nil).Status(303)
		desk := ewa.Follow().Status(200).Has("main h1", "Moderation: Prävention").Has("#aehnlich", "gemeinsame Wörter")
		card := desk.Find("main a[href*='/leitung/']").First().AttrOr("href", "")

		ewa.Submit("#aehnlich form", nil).Status(303)
		ewa.Follow().Status(200).Has(".rt-sticky__member", "Wieder trennen").HasNot("main", "Vielleicht dasselbe")
		for _, path := range []string{w.at(1) + "/leitung", w.staff, "/projects/" + w.Project.ID, "/projects"} {
			if code := ewa.Get(path).Code; code == 200 {
				t.Errorf("the link opens %s", path)
			}
		}
		ewa.Get(w.at(0) + "/leitung")
		ewa.Post(strings.Replace(card, w.at(0), w.at(1), 1)+"/aus", nil).Status(404)
		ewa.Post(w.at(1)+"/schluss", nil).Status(404)
		phone.Get(w.at(0))
		phone.Post(w.at(0)+"/schluss", nil).Status(404)

		w.Get(w.staff + "/" + w.boards[0].ID).Status(200)
		w.Submit("#moderation form[action$='/revoke']", nil).Status(303)
		ewa.Get(w.at(0) + "/leitung").Status(404)
		ewa.Get(link).Status(410).Has("main", "zurückgenommen")
		ewa.Get("/karten/leitung/unbekannt").Status(404).Has("main", "kennen wir nicht")
		other := w.link(1)
		w.Clock.Advance(10 * 24 * time.Hour)
		ewa.Get(other).Status(410).Has("main h1", "öffnet nichts mehr")
	})
}

func TestTheSecondOfTwoModeratorsSeesTheFirstOnesText(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		phone, ewa := w.Site.Browser(), w.Site.Browser()
		phone.Get(w.at(0))
		phone.Submit(write, url.Values{"kind": {"gap"}, "text": {"Beratung"}}).Status(303)
		ewa.Get(w.link(0))
		ewa.Submit("main form", nil).Status(303)
		edit := ewa.Follow().Find("main a[href*='/leitung/']").First().AttrOr("href", "")
		old := w.Get(edit).Status(200).Find("input[name=basis]").AttrOr("value", "")
		ewa.Get(edit).Status(200)
		ewa.Submit("main form", url.Values{"text": {"Fassung von Ewa"}}).Status(303)
		w.Get(edit)
		page := w.Submit("main form", url.Values{"text": {"Fassung des Büros"}, "basis": {old}}).Status(409)
		page.Has(".rt-clash__text", "Fassung von Ewa").Has(".rt-clash__text", "Fassung des Büros").Has("main", "Ewa Łuczak")
		w.Submit("main form", url.Values{"choice.text": {"mine"}}).Status(303)
		w.Follow().Has(".rt-sticky", "Fassung des Büros")
	})
}

func TestTheLeadTakesClosedCardsOver(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		phone := w.Site.Browser()
		phone.Get(w.at(0))
		phone.Submit(write, url.Values{"kind": {"solution"}, "text": {"Wohnungslotsen"}, "target_group": {"Familien"}}).Status(303)
		at := w.staff + "/" + w.boards[0].ID
		w.Get(at).Status(200).Has("main", "sobald die Wand geschlossen ist").HasNot("main", "Ausgewählte Karten übernehmen")
		w.Get(w.at(0) + "/leitung").Status(200)
		w.Submit("main form[action$='/schluss']", nil).Status(303)
		w.Follow().Status(200).Has("main", "Die Wand ist geschlossen")
		phone.Get(w.at(0)).Status(200).Has("main", "Danke fürs Mitmachen").HasNot("main", "Karte an die Wand")
		w.Get(at)
		w.Submit("main form[action$='/approve']", nil).Status(422).Has("main", "mindestens eine Karte")
		chosen := w.Get(at).Find("input[name=card]").AttrOr("value", "")
		w.Submit("main form[action$='/approve']", url.Values{"card": {chosen}}).Status(303)
		w.Follow().Status(200).Has("[role=status]", "stehen jetzt bei den Ergebnissen").Has(".rt-sticky", "Übernommen")
		w.Get("/projects/"+w.Project.ID+"/events/"+w.event.ID+"/results").Status(200).Has(".rt-result--solution", "Wohnungslotsen")
	})
}

// TestAFullWallIsGroupedOnTheCardsOwnPage: a list of all others beside each of nine hundred cards would be a page of a hundred megabytes.
func TestAFullWallIsGroupedOnTheCardsOwnPage(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *wall) {
		for n := range 41 {
			_, err := w.Boards.Add(t.Context(), w.boards[0].Code, id.Token(), id.New(), board.Details{Kind: result.Need, Text: fmt.Sprintf("Karte %d", n)})
			w.must(err)
			if lists := n == 39; lists && w.Get(w.at(0)+"/leitung").Find("select[name=into]").Length() != 40 {
				t.Error("forty cards list all others")
			}
		}
		desk := w.Get(w.at(0) + "/leitung").Status(200)
		if n := desk.Find("select[name=into]").Length(); n != 0 {
			t.Errorf("%d cards list all others", n)
		}
		more := desk.Find(".rt-sticky__more").First().AttrOr("href", "")
		if n := w.Get(strings.TrimSuffix(more, "#zusammenlegen")).Status(200).Find("#zusammenlegen option").Length(); n < 40 {
			t.Errorf("the card's page lists %d others", n)
		}
		w.Submit("#zusammenlegen form", nil).Status(303)
		if seen := w.Get(w.at(0) + "/leitung").Find(".rt-sticky__member").Length(); seen != 1 {
			t.Errorf("%d cards are grouped, want one", seen)
		}
	})
}

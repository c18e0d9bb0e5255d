package meetingweb_test

import (
	"net"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/proto"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/meeting"
)

const patience = 20 * time.Second

// writer is somebody at a browser of their own who writes the minutes of an item.
type writer struct {
	*browsertest.Page
	t    *testing.T
	form string
}

func sit(t *testing.T, s *apptest.Site, browser *rod.Browser, base, userID, form string) *writer {
	t.Helper()
	private, err := browser.Incognito()
	if err != nil {
		t.Fatal(err)
	}
	link, err := s.Accounts.SignInLink(t.Context(), userID)
	if err != nil {
		t.Fatal(err)
	}
	w := &writer{Page: browsertest.NewPage(t, private), t: t, form: base + form}
	w.As(browsertest.Desk)
	w.Open(base + "/start/sign-in/" + link)
	w.Press("main form [type=submit]")
	return w
}

// begin opens the form, and waits until the script listens.
func (w *writer) begin() {
	w.t.Helper()
	w.Open(w.form)
	w.ready()
}

func (w *writer) ready() {
	w.t.Helper()
	if err := w.Timeout(patience).Wait(rod.Eval(`() => document.getElementById("protokoll-stand").dataset.ready === "1"`)); err != nil {
		w.t.Fatal(err)
	}
}

// types writes behind what stands there.
func (w *writer) types(text string) {
	w.t.Helper()
	area, err := w.Element("#f-minutes")
	if err == nil {
		_, err = area.Eval(`() => this.setSelectionRange(this.value.length, this.value.length)`)
	}
	if err == nil {
		err = area.Input(text)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *writer) network(there bool) {
	w.t.Helper()
	if err := (proto.NetworkEnable{}).Call(w); err != nil {
		w.t.Fatal(err)
	}
	err := proto.NetworkEmulateNetworkConditions{Offline: !there, DownloadThroughput: -1, UploadThroughput: -1}.Call(w)
	if err != nil {
		w.t.Fatal(err)
	}
}

// fill writes in the place of what stands in a field.
func (w *writer) fill(name, text string) {
	w.t.Helper()
	field, err := w.Element("#f-" + name)
	if err == nil {
		err = field.SelectAllText()
	}
	if err == nil {
		err = field.Input(text)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *writer) text() string {
	w.t.Helper()
	return w.Text(`() => document.getElementById("f-minutes").value`)
}

// TestTwoWriteAtOneItemWithoutNetworkAndLoseNothing: what is typed is saved without the button; one of two is without network, leaves the
// page, and finds the text again beside the other's.
func TestTwoWriteAtOneItemWithoutNetworkAndLoseNothing(t *testing.T) {
	t.Parallel()
	browser := browsertest.Open(t)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.New(t, db)
		o, ctx := s.Office("Landkreis Musterland"), t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		_, colleague := s.Person(o.Project, o.Project.ID, account.MinuteTaker)
		e, err := s.Events.Add(ctx, o.Actor, event.Details{Kind: event.Meeting, Title: "Sitzung", Day: "20.11.2026", Begin: "9:00", End: "11:00", Venue: "Kreishaus"})
		must(err)
		_, err = s.Events.Publish(ctx, o.Actor, e.ID)
		must(err)
		item, err := s.Meetings.Add(ctx, o.Actor, e.ID, meeting.Details{Title: "Beratung"})
		must(err)
		stored := func() (string, int) {
			_, p, versions, err := s.Meetings.Versions(ctx, o.Actor, e.ID, item.ID)
			must(err)
			return p.Minutes, len(versions)
		}
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		must(err)
		go func() { _ = s.Web().Listener(listener) }()
		t.Cleanup(func() { _ = s.Web().Shutdown() })
		base, form := "http://"+listener.Addr().String(), "/projects/"+o.Project.ID+"/events/"+e.ID+"/meeting/items/"+item.ID+"/minutes/edit"

		jana := sit(t, s, browser, base, o.Actor.UserID, form)
		jana.begin()
		jana.Has("#protokoll-stand", "Ihr Text wird beim Schreiben gespeichert")
		jana.types("Beraten.")
		jana.Soon("#protokoll-stand", "Gespeichert um")
		jana.Check("saved while writing", browsertest.Desk, browsertest.Phone)
		jana.network(false)
		jana.types(" Frau Weiß widerspricht.")
		jana.Soon("#protokoll-stand", "Keine Verbindung")
		jana.network(true) // the browser says so to the page
		jana.Soon("#protokoll-stand", "Gespeichert um")
		if text, versions := stored(); text != "Beraten. Frau Weiß widerspricht." || versions != 1 {
			t.Errorf("stored is %q in %d versions", text, versions)
		}
		jana.network(false)
		jana.types(" Es bleibt dabei.")
		jana.Soon("#protokoll-stand", "Keine Verbindung")
		if _, err := jana.Eval(`() => document.querySelector("main form [type=submit]").click()`); err != nil {
			t.Fatal(err)
		}
		jana.Soon("#protokoll-stand", "Keine Verbindung")
		if text := jana.text(); !strings.HasSuffix(text, "Es bleibt dabei.") {
			t.Errorf("after the button without network the form has %q", text)
		}

		tom := sit(t, s, browser, base, colleague.UserID, form)
		tom.begin()
		tom.types(" Der Kreistag entscheidet.")
		tom.Soon("#protokoll-stand", "Gespeichert um")
		if text, versions := stored(); text != "Beraten. Frau Weiß widerspricht. Der Kreistag entscheidet." || versions != 2 {
			t.Errorf("stored is %q in %d versions", text, versions)
		}

		jana.Open("about:blank")
		jana.network(true)
		jana.begin()
		jana.Complaints() // that there was no network
		jana.Soon("#protokoll-stand", "noch nicht gespeichert")
		jana.Soon("#protokoll-stand", "Inzwischen hat jemand anderes")
		if text := jana.text(); text != "Beraten. Frau Weiß widerspricht. Es bleibt dabei." {
			t.Errorf("the browser kept %q", text)
		}
		jana.Check("a text that was kept meets another's", browsertest.Desk, browsertest.Phone)
		if text, _ := stored(); strings.Contains(text, "Es bleibt dabei") {
			t.Errorf("another's text was written over: %q", text)
		}
		jana.Press("main form [type=submit]")
		jana.Has(".rt-clash", "Der Kreistag entscheidet")
		jana.Has(".rt-clash", "Es bleibt dabei")
		jana.Text(`() => { document.getElementById("f-choice.minutes").click(); return "" }`)
		jana.Press("main form [type=submit]")
		if text, versions := stored(); text != "Beraten. Frau Weiß widerspricht. Es bleibt dabei." || versions != 3 {
			t.Errorf("chosen is %q in %d versions", text, versions)
		}
		jana.begin()
		if text := jana.text(); text != "Beraten. Frau Weiß widerspricht. Es bleibt dabei." {
			t.Errorf("opened again it has %q", text)
		}
		jana.HasNot("#protokoll-stand [data-state=restored]:not([hidden])")

		jana.Text(`() => { document.querySelector("#abstimmung summary").click(); return "" }`)
		jana.fill("yes", "zwei")
		jana.Soon("#protokoll-stand", "Ja-Stimmen: Nennen Sie die Stimmen als ganze Zahl")
		jana.begin() // the page was left: what was refused lies in the browser
		jana.Soon("#protokoll-stand", "noch nicht gespeichert")
		jana.fill("yes", "12")
		jana.fill("motion", "Wir empfehlen das Meldeblatt.")
		jana.Soon("#protokoll-stand", "Gespeichert um")
		jana.Complaints() // that two texts clashed
		jana.Check("a vote that was saved while writing", browsertest.Desk, browsertest.Phone)
		_, p, _, err := s.Meetings.Versions(ctx, o.Actor, e.ID, item.ID)
		must(err)
		if p.Yes != 12 || p.Motion != "Wir empfehlen das Meldeblatt." || !strings.HasSuffix(p.Minutes, "Es bleibt dabei.") {
			t.Errorf("stored is the vote %+v beside %q", p.Tally, p.Minutes)
		}
	})
}

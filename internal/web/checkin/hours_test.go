package checkinweb_test

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/proto"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
)

// wound makes the clock of a page go ahead.
const wound = `ahead => {
	const real = window.realDate ??= Date;
	window.Date = class extends real {
		constructor(...args) { if (args.length) super(...args); else super(real.now() + ahead); }
		static now() { return real.now() + ahead; }
	};
}`

// wind puts the device's clock ahead of the one on the wall, in the shown page and in those to come.
func (d *device) wind(ahead time.Duration) {
	d.t.Helper()
	if _, err := d.EvalOnNewDocument(fmt.Sprintf("(%s)(%d)", wound, ahead.Milliseconds())); err != nil {
		d.t.Fatal(err)
	}
	if _, err := d.Eval(wound, ahead.Milliseconds()); err != nil {
		d.t.Fatal(err)
	}
}

// day is the time that passes for the program and for the devices alike.
type day struct {
	*hall
	devices []*device
	ahead   time.Duration
	scans   []scan
	known   map[string]time.Time // when a guest was let in at a door, by name and door
}

// scan is what a door did: with which guests, and between which instants.
type scan struct {
	door        string
	first, last int
	from, until time.Time
}

func (d *day) now() time.Time { return time.Now().Add(d.ahead) }

// pass lets time pass.
func (d *day) pass(by time.Duration) {
	d.t.Helper()
	d.ahead += by
	d.Clock.Advance(d.now().Sub(d.Clock.Now()))
	for _, one := range d.devices {
		one.wind(d.ahead)
	}
}

// scan lets in guests of the crowd, after which so many deeds wait on the device.
func (d *day) scan(at *device, door string, codes []string, first, last, waiting int) {
	d.t.Helper()
	from := d.now()
	at.scan(codes[first:last], waiting)
	d.scans = append(d.scans, scan{door, first, last, from.Truncate(time.Millisecond), d.now()})
}

// arrived checks that every deed that was done has arrived, with the door and the device's time, and returns how many there are.
func (d *day) arrived() int {
	d.t.Helper()
	var rows []struct {
		Name       string    `bun:"name"`
		Door       string    `bun:"door"`
		At         time.Time `bun:"at"`
		ReceivedAt time.Time `bun:"received_at"`
	}
	d.must(d.DB.Read().NewRaw("SELECT t.name, ci.door, ci.at, ci.received_at FROM checkins AS ci JOIN attendances AS t ON t.id = ci.attendance_id WHERE t.name LIKE 'Gast %'").
		Scan(d.t.Context(), &rows))
	d.known = map[string]time.Time{}
	for _, row := range rows {
		d.known[row.Name+" "+row.Door] = row.At
		if row.At.After(row.ReceivedAt) {
			d.t.Errorf("%s was let in after that was known: at %s, known at %s", row.Name, row.At, row.ReceivedAt)
		}
	}
	done := 0
	for _, s := range d.scans {
		for i := s.first; i < s.last; i++ {
			done++
			name := fmt.Sprintf("Gast %03d Łuczak %s", i, s.door)
			if at, ok := d.known[name]; !ok || at.Before(s.from) || at.After(s.until) {
				d.t.Errorf("%s: let in at %s (%t), want between %s and %s", name, at, ok, s.from, s.until)
			}
		}
	}
	if done != len(rows) {
		d.t.Errorf("%d deeds arrived, want %d", len(rows), done)
	}
	return len(rows)
}

// clock is an instant as the device shows it.
func (d *device) clock(at time.Time) string {
	d.t.Helper()
	return d.Text(`at => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })`, at.UnixMilli())
}

// keepsCookies fails the test unless what the device is known by outlives the time.
func (d *device) keepsCookies(name string, until time.Time) {
	d.t.Helper()
	cookies, err := proto.NetworkGetCookies{}.Call(d)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, cookie := range cookies.Cookies {
		if strings.HasSuffix(cookie.Name, name) && cookie.Expires.Time().After(until) {
			return
		}
	}
	d.t.Errorf("no cookie %q until %s among %d", name, until, len(cookies.Cookies))
}

// TestTwoDoorsHalfAnHourWithoutNetworkLoseNobody: two phones let in the same 200 people while the network is away for half an hour of
// their clocks and ours; one is closed and opened again in between. Afterwards all are in, once, at the time at which they came, and the phones say
// who was let in by both, when and where.
func TestTwoDoorsHalfAnHourWithoutNetworkLoseNobody(t *testing.T) {
	t.Parallel()
	shared := browsertest.Open(t)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.New(t, db)
		d := &day{hall: today(t, s)}
		codes := d.crowd(200)
		l := s.Lay()
		profile, own, shut := kept(t)
		private, err := shared.Incognito()
		d.must(err)
		first, second := d.device(own, l, "Haupteingang"), d.device(private, l, "Seiteneingang")
		second.Check("the door", browsertest.Phone)
		first.keepsCookies("tuer", d.event.EndsAt)
		d.devices = []*device{first, second}

		l.Cut(true)
		d.scan(first, "Haupteingang", codes, 0, 60, 60)
		d.pass(10 * time.Minute)
		d.scan(second, "Seiteneingang", codes, 80, 200, 120)
		d.pass(2 * time.Minute)
		d.scan(first, "Haupteingang", codes, 60, 120, 120)
		first.Soon("#tuer-netz", "Ohne Netz: Die Liste ist von")
		first.Soon("#tuer-netz", "120 Einlässe warten")
		if n := d.came(); n != 0 {
			t.Errorf("%d came through a line that is cut", n)
		}
		shut()
		again, _ := browsertest.OpenKept(t, profile)
		first = first.reopened(again)
		d.devices[0] = first
		d.pass(13 * time.Minute)
		first.Open(first.url)
		first.waits(120)
		d.scan(first, "Haupteingang", codes, 120, 125, 125)
		first.scan(codes[:3], 125) // known as let in here
		first.Soon("#tuer-gesagt", "Gast 002 Łuczak ist schon seit")
		said := first.Text(`() => document.getElementById("tuer-gesagt").innerText`)
		if s := d.scans[0]; !strings.Contains(said, first.clock(s.from)) && !strings.Contains(said, first.clock(s.until)) {
			t.Errorf("let in at %s, the device says %q", first.clock(s.from), said)
		}

		d.pass(5 * time.Minute)
		l.Cut(false)
		first.online()
		second.online()
		count, err := s.CheckIns.Count(t.Context(), d.event.ID)
		if err != nil || count.Here != 200 || count.Missing() != 0 {
			t.Errorf("counted %+v, %v", count, err)
		}
		if n := d.arrived(); n != 125+120 {
			t.Errorf("%d deeds arrived, want every one", n)
		}
		second.soon(`() => document.querySelectorAll("#tuer-berichte li").length === 45`)
		second.Has("#tuer-berichte li", "Gast 100 Łuczak wurde um "+second.clock(d.known["Gast 100 Łuczak Haupteingang"])+" noch einmal eingelassen (Haupteingang).")
		second.Has("#tuer-berichte li", "Gast 124 Łuczak wurde um "+second.clock(d.known["Gast 124 Łuczak Haupteingang"])+" noch einmal eingelassen (Haupteingang).")
		d.taken(second, "Seiteneingang")
	})
}

// taken takes a helper's link back: the list goes from the device.
func (d *day) taken(from *device, name string) {
	d.t.Helper()
	d.must(d.Passes.Revoke(d.t.Context(), d.Actor, d.event.ID, d.passOf(name)))
	if _, err := from.Eval(`() => { window.dispatchEvent(new Event("online")); }`); err != nil {
		d.t.Fatal(err)
	}
	from.Soon("#tuer-gesagt", "Die Liste ist gelöscht")
	if n := from.keeps("people"); n != "0" {
		d.t.Errorf("a device whose link was taken back keeps %s people", n)
	}
}

// keeps counts what lies in a store of the device.
func (d *device) keeps(store string) string {
	d.t.Helper()
	return d.Text(`async store => {
		const db = await new Promise(yes => { const r = indexedDB.open("tuer"); r.onsuccess = () => yes(r.result); });
		const n = await new Promise(yes => { const r = db.transaction(store).objectStore(store).count(); r.onsuccess = () => yes(r.result); });
		db.close();
		return String(n);
	}`, store)
}

// kept is a browser of a profile that outlives it.
func kept(t *testing.T) (profile string, browser *rod.Browser, shut func()) {
	t.Helper()
	profile, err := os.MkdirTemp("", "rundertisch-door-") //nolint:usetesting // Chromium may still write while it ends
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(profile) })
	browser, shut = browsertest.OpenKept(t, profile)
	return profile, browser, shut
}

// signedIn opens the door on a colleague's phone.
func (h *hall) signedIn(browser *rod.Browser, l *apptest.Line) *device {
	h.t.Helper()
	d := &device{Page: browsertest.NewPage(h.t, browser), t: h.t, url: l.Base() + h.door()}
	d.As(browsertest.Phone)
	h.signIn(d, l)
	d.Open(d.url)
	d.soon(`() => document.getElementById("tuer").dataset.kept === "1"`)
	return d
}

func (h *hall) signIn(d *device, l *apptest.Line) {
	h.t.Helper()
	link, err := h.Accounts.SignInLink(h.t.Context(), h.Actor.UserID)
	h.must(err)
	d.Open(l.Base() + "/start/sign-in/" + link)
	d.Press("main form [type=submit]")
}

// signInAgain is what a colleague does whose session has ended, with the browser or by itself: as many deeds wait until then, and are sent afterwards.
func (h *hall) signInAgain(d *device, l *apptest.Line, waiting int) {
	h.t.Helper()
	d.Text(`() => { window.dispatchEvent(new Event("online")); return ""; }`)
	d.Soon("#tuer-gesagt", "Bitte melden Sie sich wieder an")
	if to := d.Text(`() => document.querySelector("#tuer-gesagt a").getAttribute("href")`); to != "/sign-in?next="+url.QueryEscape(h.door()) {
		h.t.Errorf("the way to sign in is %s", to)
	}
	d.waits(waiting)
	h.signIn(d, l)
	d.Open(d.url)
	d.waits(0)
}

// TestAColleaguesDeviceWorksForHoursWithoutNetworkAndForgetsAfterHalfADay: four hours without network and a restart, with which
// the session ends, lose nothing; after half a day without contact the list goes before anything else, and what was done stays until the colleague has signed in again.
func TestAColleaguesDeviceWorksForHoursWithoutNetworkAndForgetsAfterHalfADay(t *testing.T) {
	t.Parallel()
	s := apptest.New(t, dbtest.Open(t, dbtest.SQLite(t)))
	d := &day{hall: today(t, s)}
	codes := d.crowd(200)
	l := s.Lay()
	profile, own, shut := kept(t)
	private, err := browsertest.Open(t).Incognito()
	d.must(err)
	first, second := d.signedIn(own, l), d.device(private, l, "Seiteneingang")
	name := d.Actor.Name
	d.devices = []*device{first, second}

	l.Cut(true)
	d.scan(first, name, codes, 0, 120, 120)
	d.pass(4 * time.Hour)
	d.scan(second, "Seiteneingang", codes, 80, 200, 120)
	shut()
	again, _ := browsertest.OpenKept(t, profile)
	first = first.reopened(again)
	d.devices[0] = first
	d.pass(0)
	first.Open(first.url)
	first.waits(120)
	d.scan(first, name, codes, 120, 125, 125)

	d.pass(0)
	l.Cut(false)
	second.online()
	d.signInAgain(first, l, 125)
	count, err := s.CheckIns.Count(t.Context(), d.event.ID)
	if err != nil || count.Here != 200 {
		t.Errorf("counted %+v, %v", count, err)
	}
	if n := d.arrived(); n != 125+120 {
		t.Errorf("%d deeds arrived, want every one", n)
	}
	first.soon(`() => document.querySelectorAll("#tuer-berichte li").length === 45`)
	first.Has("#tuer-berichte li", "Gast 100 Łuczak wurde um "+first.clock(d.known["Gast 100 Łuczak Seiteneingang"])+" noch einmal eingelassen (Seiteneingang).")
	first.Has("#tuer-berichte li", "Gast 124 Łuczak war schon seit "+first.clock(d.known["Gast 124 Łuczak Seiteneingang"])+" da (Seiteneingang).")

	l.Cut(true)
	first.Text(`() => {
		const form = document.querySelector("#tuer-dazu form");
		form.elements.name.value = "Nora Ohnenetz";
		form.requestSubmit();
		return "";
	}`)
	first.waits(1)
	d.pass(12*time.Hour + time.Minute)
	first.Open(first.url)
	first.waits(1)
	if n := first.keeps("people"); n != "0" {
		t.Errorf("after half a day the device keeps %s people", n)
	}
	l.Cut(false)
	d.signInAgain(first, l, 1)
	if count, err = s.CheckIns.Count(t.Context(), d.event.ID); err != nil || count.Here != 201 || count.WalkedIn != 1 {
		t.Errorf("after signing in again %+v came, %v", count, err)
	}
}

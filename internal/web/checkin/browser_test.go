package checkinweb_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/pass"
	"rundertisch/internal/qr"
)

const patience = 60 * time.Second

// today moves the hall to the day before an event of tomorrow: browsers go by the clock on the wall.
func today(t *testing.T, s *apptest.Site) *hall {
	t.Helper()
	s.Clock.Advance(time.Until(s.Clock.Now()) * -1)
	return openOn(t, s, "", s.Clock.Now().Add(24*time.Hour).Format("02.01.2006"))
}

// crowd registers many people and returns their codes.
func (h *hall) crowd(n int) []string {
	h.t.Helper()
	codes := make([]string, n)
	h.write(func(ctx context.Context, tx bun.IDB) error {
		ids := make([]string, n)
		for i := range ids {
			row, _, err := h.Attendance.RegisterIn(ctx, tx, attendance.Registration{
				EventID: h.event.ID, Source: attendance.ByStaff, Ticket: attendance.NewTicket(),
				Guest: attendance.Guest{Name: fmt.Sprintf("Gast %03d Łuczak", i), Email: fmt.Sprintf("gast%d@example.org", i), Organisation: "Wohnhilfe", Lang: "de"},
			}, func(event.Event) error { return nil })
			if err != nil {
				return err
			}
			ids[i] = row.ID
		}
		all, err := h.CheckIns.CodesIn(ctx, tx, h.event.ID)
		for i, id := range ids {
			codes[i] = all[id]
		}
		return err
	})
	return codes
}

// device is a phone at a door.
type device struct {
	*browsertest.Page
	t   *testing.T
	url string
}

// reopened is the device in a browser that was closed and opened again.
func (d *device) reopened(browser *rod.Browser) *device {
	d.t.Helper()
	again := &device{Page: browsertest.NewPage(d.t, browser), t: d.t, url: d.url}
	again.As(browsertest.Phone)
	return again
}

// device opens a helper's link on a phone, and waits until it could do without network.
func (h *hall) device(browser *rod.Browser, l *apptest.Line, name string) *device {
	h.t.Helper()
	_, token, err := h.Passes.Make(h.t.Context(), h.Actor, pass.Order{Kind: pass.CheckIn, EventID: h.event.ID, Name: name})
	h.must(err)
	d := &device{Page: browsertest.NewPage(h.t, browser), t: h.t, url: l.Base() + h.door()}
	d.As(browsertest.Phone)
	d.Open(l.Base() + "/tuer/" + token)
	d.Press("main form [type=submit]")
	d.soon(`() => document.getElementById("tuer").dataset.kept === "1"`)
	return d
}

func (d *device) soon(condition string, args ...any) {
	d.t.Helper()
	if err := d.Timeout(patience).Wait(rod.Eval(condition, args...)); err != nil {
		d.t.Fatalf("%s %v: %v; the page says %s", condition, args, err, d.Text(`() => document.querySelector("main").innerText`))
	}
}

// scan types codes as a hand scanner does, and waits until all of them lie in the device's store or have left it.
func (d *device) scan(codes []string, waiting int) {
	d.t.Helper()
	_, err := d.Eval(`codes => {
		const form = document.getElementById("tuer-code").form;
		for (const code of codes) { form.elements.code.value = code; form.requestSubmit(); }
	}`, codes)
	if err != nil {
		d.t.Fatal(err)
	}
	d.waits(waiting)
}

// waits waits until so many deeds lie in the device's store.
func (d *device) waits(n int) {
	d.t.Helper()
	d.soon(`n => document.getElementById("tuer").dataset.ready === "1" && document.getElementById("tuer-netz").dataset.waiting === n`, strconv.Itoa(n))
}

func (d *device) online() {
	d.t.Helper()
	if _, err := d.Eval(`() => { window.dispatchEvent(new Event("online")); }`); err != nil {
		d.t.Fatal(err)
	}
	d.waits(0)
}

// TestWhoSignsOutLeavesNoListOnTheDevice: what was not sent yet stays, and is said.
func TestWhoSignsOutLeavesNoListOnTheDevice(t *testing.T) {
	t.Parallel()
	s := apptest.New(t, dbtest.Open(t, dbtest.SQLite(t)))
	h := today(t, s)
	h.crowd(3)
	l := s.Lay()
	private, err := browsertest.Open(t).Incognito()
	h.must(err)
	d := h.signedIn(private, l)
	if n := d.keeps("people"); n != "3" {
		t.Fatalf("the device keeps %s people", n)
	}
	d.Open(l.Base() + "/projects")
	d.Text(`() => { document.querySelector("form[action='/sign-out']").requestSubmit(); return ""; }`)
	d.Soon("#tuer-abgemeldet", "gelöscht.")
	d.Check("after signing out", browsertest.Phone)
	if n := d.keeps("people"); n != "0" {
		t.Errorf("after signing out the device keeps %s people", n)
	}
	d.Text(`async () => {
		const db = await new Promise(yes => { const r = indexedDB.open("tuer"); r.onsuccess = () => yes(r.result); });
		const tx = db.transaction("deeds", "readwrite");
		tx.objectStore("deeds").put({ id: "01", event: "a" });
		return new Promise(yes => { tx.oncomplete = () => { db.close(); yes(""); }; });
	}`)
	d.Open(l.Base() + "/tuer/abgemeldet")
	d.Soon("#tuer-abgemeldet", "nicht gesendet")
	if n := d.keeps("deeds"); n != "1" {
		t.Errorf("%s deeds are kept", n)
	}
}

// came counts the deeds that arrived.
func (h *hall) came() (n int) {
	h.t.Helper()
	h.must(h.DB.Read().NewRaw("SELECT count(*) FROM checkins").Scan(h.t.Context(), &n))
	return n
}

func (h *hall) passOf(name string) (passID string) {
	h.t.Helper()
	h.must(h.DB.Read().NewRaw("SELECT id FROM passes WHERE name = ?", name).Scan(h.t.Context(), &passID))
	return passID
}

// TestTheCameraReadsACode: Chromium's camera shows a film of a QR code.
func TestTheCameraReadsACode(t *testing.T) {
	t.Parallel()
	s := apptest.New(t, dbtest.Open(t, dbtest.SQLite(t)))
	h := today(t, s)
	code := h.crowd(1)[0]
	l := s.Lay()
	profile, err := os.MkdirTemp("", "rundertisch-door-") //nolint:usetesting // Chromium may still write while it ends
	h.must(err)
	t.Cleanup(func() { _ = os.RemoveAll(profile) })
	film := filepath.Join(t.TempDir(), "code.y4m")
	h.must(os.WriteFile(film, filmOf(t, "http://tisch.example.org/q/"+code), 0o600))
	browser, _ := browsertest.OpenKept(t, profile, "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--use-file-for-fake-video-capture="+film)
	d := h.device(browser, l, "Haupteingang")
	if _, err := d.Eval(`() => { document.getElementById("tuer-kamera").click(); }`); err != nil {
		t.Fatal(err)
	}
	d.Soon("#tuer-gesagt", "Gast 000 Łuczak ist da.")
	d.waits(0)
	if n := h.came(); n != 1 {
		t.Errorf("%d came", n)
	}
}

// filmOf is a film of one picture (YUV4MPEG2) that shows the code of the text.
func filmOf(t *testing.T, text string) []byte {
	t.Helper()
	const width, height, dots = 640, 480, 8
	code, err := qr.New(text)
	if err != nil {
		t.Fatal(err)
	}
	light := bytes.Repeat([]byte{235}, width*height)
	left, top := (width-code.Size()*dots)/2, (height-code.Size()*dots)/2
	for y := range code.Size() * dots {
		for x := range code.Size() * dots {
			if code.Dark(x/dots, y/dots) {
				light[(top+y)*width+left+x] = 16
			}
		}
	}
	film := []byte(fmt.Sprintf("YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n", width, height))
	for range 2 {
		film = append(film, "FRAME\n"...)
		film = append(film, light...)
		film = append(film, bytes.Repeat([]byte{128}, width*height/2)...)
	}
	return film
}

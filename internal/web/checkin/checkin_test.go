package checkinweb_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/checkin"
	"rundertisch/internal/event"
	"rundertisch/internal/id"
)

// hall is an office with a published symposium on 27 November 2026, five days after the tests' clock.
type hall struct {
	*apptest.Site
	apptest.Office
	t     *testing.T
	event event.Event
}

func open(t *testing.T, s *apptest.Site, capacity string) *hall {
	t.Helper()
	return openOn(t, s, capacity, "27.11.2026")
}

func openOn(t *testing.T, s *apptest.Site, capacity, day string) *hall {
	t.Helper()
	h := &hall{Site: s, Office: s.Office("Landkreis Musterland"), t: t}
	h.write(func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewRaw("UPDATE workspaces SET imprint = 'Landkreis', privacy_contact = 'Frau Weiß'").Exec(ctx)
		return err
	})
	var err error
	h.event, err = s.Events.Add(t.Context(), h.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: day, Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "Jana Größler", Capacity: capacity,
	})
	h.must(err)
	h.event, err = s.Events.Publish(t.Context(), h.Actor, h.event.ID)
	h.must(err)
	return h
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) write(fn func(ctx context.Context, tx bun.IDB) error) {
	h.t.Helper()
	h.must(h.DB.RunInTx(context.Background(), fn))
}

// guest registers somebody and returns the code.
func (h *hall) guest(name string) (code string) {
	h.t.Helper()
	h.write(func(ctx context.Context, tx bun.IDB) error {
		r := attendance.Registration{
			EventID: h.event.ID, Source: attendance.ByStaff, Ticket: attendance.NewTicket(),
			Guest: attendance.Guest{Name: name, Email: fmt.Sprintf("p%x@example.org", name), Organisation: "Wohnhilfe", Lang: "de"},
		}
		row, _, err := h.Attendance.RegisterIn(ctx, tx, r, func(event.Event) error { return nil })
		if err != nil {
			return err
		}
		codes, err := h.CheckIns.CodesIn(ctx, tx, h.event.ID)
		code = codes[row.ID]
		return err
	})
	return code
}

func (h *hall) desk() string { return "/projects/" + h.Project.ID + "/events/" + h.event.ID + "/door" }
func (h *hall) door() string { return "/tuer/einlass/" + h.event.ID }

// link makes a link for a helper.
func (h *hall) link(name string) string {
	h.t.Helper()
	h.Get(h.desk()).Status(200)
	page := h.Submit("main form[action$=links]", url.Values{"name": {name}}).Status(200)
	link, _ := page.Find("#helper-link").Attr("value")
	path, ours := strings.CutPrefix(link, "http://tisch.example.org")
	if !ours || len(path) < 30 {
		h.t.Fatalf("the link is %q", link)
	}
	return path
}

// helper opens the link in a browser of its own.
func (h *hall) helper(link string) *apptest.Browser {
	h.t.Helper()
	b := h.Site.Browser()
	b.Get(link).Status(200).Has("h1", "Fachtagung").Has("main button", "Einlass öffnen")
	b.Submit("main form", nil).Status(303)
	b.Follow().Status(200)
	return b
}

func TestAHelperLetsPeopleInWithoutAnAccountAndWithoutScript(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, "2")
		code := h.guest("Ewa Łuczak")
		h.guest("Tom Öz")
		h.guest("Jan Wartet")
		h.Get(h.desk()).Status(200).Has("main", "von 2 sind da")
		link := h.link("Łukasz, Haupteingang")
		h.Get(h.desk()).Has("th, td", "Łukasz, Haupteingang").HasNot("main", strings.TrimPrefix(link, "/tuer/"))
		b := h.helper(link)
		b.Get(h.door()+"?q=luczak").Has(".rt-door__person", "Ewa Łuczak").Has(".rt-door__person", "angemeldet").HasNot("main", "example.org")
		b.Submit(".rt-door__person form", nil).Status(303)
		b.Follow().Has("#tuer-gesagt", "Ewa Łuczak ist da.").Has(".rt-door__count", "1 von 2 sind da")
		b.Submit("form[method=post]:has(input[name=code])", url.Values{"code": {"http://tisch.example.org/q/" + code}}).Status(303)
		b.Follow().Has("#tuer-gesagt", "Ewa Łuczak ist schon seit 13:00 da (Łukasz, Haupteingang)")
		b.Get(h.door()+"?q=wartet").Has(".rt-door__person", "Warteliste").Has(".rt-door__person button", "Trotzdem einlassen")
		b.Submit("form[method=post]:has(input[name=code])", url.Values{"code": {"wohnhilfe"}}).Status(422).Has("#tuer-gesagt", "kennt der Einlass nicht")
		b.Submit("#tuer-dazu form", url.Values{"name": {""}, "email": {"keine"}}).Status(422).Has("#f-name-error", "").Has("#f-email-error", "")
		b.Submit("#tuer-dazu form", url.Values{"name": {"Hoa Nguyễn"}, "email": {""}}).Status(303)
		b.Follow().Has("#tuer-gesagt", "Hoa Nguyễn ist da.").Has(".rt-door__count", "2 von 3 sind da · 1 dazugekommen")
		b.Submit("#tuer-gesagt form", nil).Status(303)
		b.Follow().Has("#tuer-gesagt", "nicht mehr als anwesend").Has(".rt-door__count", "1 von 3")
		h.Get(h.desk()).Has("#zuletzt li", "Ewa Łuczak").Has("#doppelt li", "zuerst 13:00 (Łukasz, Haupteingang)")
	})
}

func TestAHelperLinkOpensItsDoorAndNothingElse(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, "")
		code := h.guest("Ewa Łuczak")
		link := h.link("Łukasz")
		b := h.helper(link)
		other := open(t, s, "")
		b.Get(other.door()).Status(404).Has("h1", "öffnet nichts")
		b.Get(h.desk()).Status(303) // to the sign-in
		s.Browser().Get(h.door()).Status(404)
		s.Browser().Get(h.door() + "/liste.json").Status(404)
		s.Browser().Get(h.door() + "/live").Status(404)
		other.Get(h.door()).Status(404) // a colleague of another house
		_, minutes := s.Person(h.Project, h.Project.ID, account.MinuteTaker)
		if checkin.MayKeep(minutes) {
			t.Error("whoever takes minutes keeps the door")
		}
		b.Get("/q/"+code).Status(200).Has("main button", "Einlassen").HasNot("main", "Łuczak")
		b.Submit("main form", nil).Status(303)
		b.Follow().Has("#tuer-gesagt", "Ewa Łuczak ist da.")
		s.Browser().Get("/q/"+code).Status(200).Has("h1", "Fachtagung").HasNot("main form", "").HasNot("main", "Łuczak")
		s.Browser().Get("/q/" + strings.Repeat("a", 26)).Status(404)

		h.Get(h.desk())
		h.Submit("main form[action$=revoke]", nil).Status(303)
		h.Follow().Has(".rt-flash", "öffnet nichts mehr")
		b.Get(h.door()).Status(404).Has("main", "Er wurde zurückgenommen.")
		b.Get(link).Status(404).Has("main", "Er wurde zurückgenommen.")
		late := h.link("Ewa")
		s.Clock.Advance(7 * 24 * time.Hour)
		s.Browser().Get(late).Status(404).Has("main", "Vielen Dank für Ihre Hilfe")
		s.Browser().Get(late+"x").Status(404).Has("main", "unvollständig")
	})
}

func TestADeviceGetsWhatItNeedsAndNoMore(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, "")
		code := h.guest("Ewa Łuczak")
		b := h.helper(h.link("Łukasz"))
		b.Forget() // nothing but what outlives the browser would be there; a new link
		b = h.helper(h.link("Łukasz"))
		answer := b.Get(h.door() + "/liste.json").Status(200)
		var list struct {
			CSRF   string
			Until  time.Time
			Guests []map[string]any
		}
		h.must(json.Unmarshal([]byte(answer.Body), &list))
		if len(list.Guests) != 1 || list.Guests[0]["n"] != "Ewa Łuczak" || list.Guests[0]["c"] != code || strings.Contains(answer.Body, "example.org") || !list.Until.Equal(h.event.EndsAt.Add(24*time.Hour)) {
			t.Errorf("the list is %s", answer.Body)
		}
		deed := fmt.Sprintf(`{"id":%q,"what":"in","code":%q,"at":"2026-11-22T11:30:00Z","door":"B"}`, id.New(), code)
		values := url.Values{"csrf": {list.CSRF}, "deeds": {"[" + deed + "," + deed + "]"}}
		var replies []checkin.Outcome
		h.must(json.Unmarshal([]byte(b.Post(h.door()+"/taten", values).Status(200).Body), &replies))
		if len(replies) != 2 || replies[0].State != checkin.In || replies[1].State != checkin.In || replies[0].Name != "Ewa Łuczak" || replies[0].Door != "B" {
			t.Errorf("answered %+v", replies)
		}
		values.Set("deeds", "{")
		b.Post(h.door()+"/taten", values).Status(422)
	})
}

func TestTheCameraIsAllowedAtTheDoorAlone(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, "")
		if policy := h.Get(h.door()).Status(200).Header.Get("Permissions-Policy"); !strings.Contains(policy, "camera=(self)") {
			t.Errorf("at the door: %q", policy)
		}
		if policy := h.Get(h.desk()).Status(200).Header.Get("Permissions-Policy"); !strings.Contains(policy, "camera=()") {
			t.Errorf("at the desk: %q", policy)
		}
		if kind := h.Get("/tuer/worker.js").Status(200).Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/javascript") {
			t.Errorf("the worker is %q", kind)
		}
		h.Get(h.door())
		h.Submit("#tuer-ende", nil).Status(200).Has("h1", "beendet")
	})
}

func TestTheOwnPageShowsTheCodeOnceTheEventIsNear(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, "1")
		code := h.guest("Ewa Łuczak")
		h.guest("Tom Wartet")
		places := map[string]*apptest.Browser{"Ewa Łuczak": s.Browser(), "Tom Wartet": s.Browser()}
		at := map[string]string{}
		for name, b := range places {
			var token string
			h.write(func(ctx context.Context, tx bun.IDB) error {
				rows, err := attendance.ListIn(ctx, tx, h.event.ID)
				for _, row := range rows {
					if row.Name == name && err == nil {
						token, err = attendance.NewLinkIn(ctx, tx, s.Clock.Now(), row.ID)
					}
				}
				return err
			})
			at[name] = b.Get("/a/" + token).Status(303).Location
		}
		page := places["Ewa Łuczak"].Get(at["Ewa Łuczak"]).Status(200).Has("main h2", "Ihr Code für den Einlass")
		if href, _ := page.Find("main a[href*='/q/']").Attr("href"); href != "http://tisch.example.org/q/"+code {
			t.Errorf("the code leads to %q, want that of the list", href)
		}
		places["Tom Wartet"].Get(at["Tom Wartet"]).Status(200).HasNot("main h2", "Ihr Code")
		s.Clock.Advance(7 * 24 * time.Hour)
		places["Ewa Łuczak"].Get(at["Ewa Łuczak"]).Status(200).HasNot("main h2", "Ihr Code")
	})
}

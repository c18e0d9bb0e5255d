package publicweb_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
	"rundertisch/internal/registration"
	"rundertisch/internal/result"
)

// stage is a site with a draft that has a programme.
type stage struct {
	*apptest.Site
	t        *testing.T
	actor    account.Actor
	event    event.Event
	workshop event.ProgrammeItem
}

func open(t *testing.T, s *apptest.Site) *stage {
	t.Helper()
	o := s.Office("Landkreis Musterland")
	st := &stage{Site: s, t: t, actor: o.Actor}
	w, err := s.Accounts.Workspace(t.Context(), o.Actor.WorkspaceID)
	st.must(err)
	w.Imprint, w.PrivacyContact = "Landkreis Musterland, Lindenplatz 1", "datenschutz@example.org"
	st.must(s.Accounts.UpdateWorkspace(t.Context(), o.Actor, w))
	st.event, err = s.Events.Add(t.Context(), o.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung „Wohnen“; alle, immer", Summary: "Gemeinsam handeln.", Day: "25.03.2027",
		Begin: "09:30", End: "16:00", Venue: "Kreishaus", Address: "Lindenplatz 1\n99999 Musterstadt", Capacity: "100",
		Access: "Stufenloser Zugang", Contact: "Jana Größler", From: "01.12.2026", Until: "18.03.2027",
		Description: "Erster Absatz.\n\nZweiter <b>Absatz</b>.",
	})
	st.must(err)
	st.item(event.ItemDetails{Kind: event.Plenary, Title: "Begrüßung", Begin: "09:30", End: "10:00"})
	st.workshop = st.item(event.ItemDetails{Kind: event.WorkshopItem, Title: "Prävention", Begin: "11:00", End: "12:30", NewSlot: "Vormittag", Capacity: "12", Moderator: "Ewa Łuczak"})
	st.item(event.ItemDetails{Kind: event.WorkshopItem, Title: "Wohnraum", Begin: "11:00", End: "12:00", NewSlot: "Vormittag"})
	return st
}

func (s *stage) item(d event.ItemDetails) event.ProgrammeItem {
	s.t.Helper()
	i, err := s.Events.AddItem(s.t.Context(), s.actor, s.event.ID, d)
	s.must(err)
	return i
}

func (s *stage) step(step func(context.Context, account.Actor, string) (event.Event, error)) {
	s.t.Helper()
	_, err := step(s.t.Context(), s.actor, s.event.ID)
	s.must(err)
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// page opens the event's page as somebody without an account.
func (s *stage) page() *apptest.Page { s.t.Helper(); return s.Browser().Get("/v/" + s.event.Slug) }

const day = 24 * time.Hour

func TestAnEventIsPublicFromPublishingOn(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.page().Status(404)
		s.Browser().Get("/v/" + s.event.Slug + "/kalender.ics").Status(404)
		s.Browser().Get("/").Status(200).Has(".rt-empty", "keine Veranstaltung")

		s.step(s.Events.Publish)
		s.Browser().Get("/").Status(200).Has("h2 a[href='/v/"+s.event.Slug+"']", "Fachtagung").Has(".rt-badge", "Anmeldung ab 01.12.2026")
		page := s.page().Status(200)
		page.Has("h1", "Fachtagung „Wohnen“").Has("time[datetime='2027-03-25T09:30:00+01:00']", "Donnerstag, 25. März 2027, 09:30 bis 16:00 Uhr")
		page.Has("dd", "Kreishaus, Lindenplatz 1, 99999 Musterstadt").Has(".rt-access", "Stufenloser Zugang").Has("#worum-es-geht p", "Zweiter <b>Absatz</b>.")
		page.Has("title", "Landkreis Musterland").Has("footer", "Gefördert aus Mitteln des Landes.")
		if got := page.Header.Get("Cache-Control"); got != "private, no-cache" {
			t.Errorf("a page with a token is for one visitor only, got %q", got)
		}

		s.step(s.Events.Cancel)
		s.page().Status(200).Has(".rt-flash--danger", "abgesagt").HasNot("main a", "anmelden")
		s.Browser().Get("/").HasNot("main", "Fachtagung")
	})
}

func TestTheProgrammeReadsByTimeWithWorkshopsOfASlotTogether(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.step(s.Events.Publish)
		s.Clock.Advance(20 * day)
		page := s.page()
		if n := page.Find("ol.rt-timetable > li").Length(); n != 2 {
			t.Errorf("want the welcome and one slot, got %d entries", n)
		}
		page.Has(".rt-timetable > li:nth-child(1) h3", "Begrüßung").Has(".rt-timetable > li:nth-child(2) h3", "Vormittag")
		page.Has(".rt-workshop:nth-child(1)", "0 von 12 Plätzen belegt").Has(".rt-workshop:nth-child(1)", "Moderation: Ewa Łuczak")
		page.Has(".rt-workshop:nth-child(2)", "11:00 bis 12:00 Uhr").HasNot(".rt-workshop:nth-child(1)", "12:30")
	})
}

func TestThePageSaysWhetherOneCanRegister(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.step(s.Events.Publish)
		for _, c := range []struct {
			name    string
			advance time.Duration
			badge   string
			call    bool
		}{
			{"before the first day", 0, "Anmeldung ab 01.12.2026", false},
			{"while it is open", 20 * day, "Noch 100 Plätze frei", true},
			{"after the last day", 98 * day, "Anmeldung geschlossen", false},
		} {
			s.Clock.Advance(c.advance)
			page := s.page().Status(200).Has(".rt-hero .rt-badge", c.badge)
			if got := page.Find("a[href='#anmeldung']").Length() == 1; got != c.call {
				t.Errorf("%s: the way to the form is there: %v", c.name, got)
			}
			if got := page.Find("#anmeldung form[action='/v/"+s.event.Slug+"/anmeldung']").Length() == 1; got != c.call {
				t.Errorf("%s: the form is there: %v", c.name, got)
			}
			page.Has("main h2", "Anmeldung")
		}
	})
}

func TestResultsShowOnceTheyArePublished(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.step(s.Events.Publish)
		s.Clock.Advance(125 * day)
		s.step(s.Events.MarkHeld)
		_, err := s.Results.Add(t.Context(), s.actor, s.event.ID, s.workshop.ID, result.Details{Kind: result.Agreement, Text: "Meldeblatt", Organisation: "Jobcenter"})
		s.must(err)
		s.page().Status(200).Has(".rt-flash", "stattgefunden").HasNot("main", "Meldeblatt").HasNot("main h2", "Anmeldung")
		s.must(s.Results.Publish(t.Context(), s.actor, s.event.ID))
		page := s.page().Has("#ergebnisse h3", "Prävention").Has("#ergebnisse h4", "Vereinbarungen").Has("#ergebnisse li", "Jobcenter")
		page.HasNot("#ergebnisse h3", "Wohnraum").HasNot("#ergebnisse h4", "Bedarfe")
	})
}

func TestTheCalendarFileNamesNobodyAndStaysTheSame(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.step(s.Events.Publish)
		outlook := map[string]string{"Accept-Encoding": "gzip, deflate", "User-Agent": "Microsoft Office/16.0 (Microsoft Outlook 16.0)"}
		file := s.Browser().With(outlook).Get("/v/" + s.event.Slug + "/kalender.ics").Status(200)
		if got := file.Header.Get("Content-Encoding"); got != "" {
			t.Errorf("it is sent compressed by %s", got)
		}
		if got := file.Header.Get("Content-Type"); got != "text/calendar; charset=utf-8" {
			t.Errorf("type %q", got)
		}
		for _, want := range []string{
			"BEGIN:VTIMEZONE", "DTSTART;TZID=Europe/Berlin:20270325T093000", "DTEND;TZID=Europe/Berlin:20270325T160000",
			`SUMMARY:Fachtagung „Wohnen“\; alle\, immer`, "UID:event-" + s.event.ID, "STATUS:CONFIRMED",
		} {
			if !strings.Contains(file.Body, want) {
				t.Errorf("%q is missing in\n%s", want, file.Body)
			}
		}
		for _, never := range []string{"ATTENDEE", "ORGANIZER", "METHOD"} {
			if strings.Contains(file.Body, never) {
				t.Errorf("%s has no place in a download:\n%s", never, file.Body)
			}
		}
		tag := file.Header.Get("Etag")
		again := s.Browser().Get("/v/" + s.event.Slug + "/kalender.ics")
		if tag == "" || again.Header.Get("Etag") != tag || again.Body != file.Body {
			t.Errorf("unchanged events give the same file and tag, got %q", again.Header.Get("Etag"))
		}
		s.step(s.Events.Cancel)
		cancelled := s.Browser().Get("/v/" + s.event.Slug + "/kalender.ics").Status(200)
		if !strings.Contains(cancelled.Body, "STATUS:CANCELLED") || cancelled.Header.Get("Etag") == tag {
			t.Errorf("a cancelled event says so under a new tag:\n%s", cancelled.Body)
		}
	})
}

func TestAFullEventOffersItsWaitlist(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.step(s.Events.Publish)
		e, err := s.Events.Find(t.Context(), s.actor, s.event.ID)
		s.must(err)
		d := event.DetailsOf(e)
		d.Capacity, d.From = "1", ""
		_, err = s.Events.Edit(t.Context(), s.actor, e.ID, e.Version, d)
		s.must(err)
		s.page().Has(".rt-hero .rt-badge", "Noch 1 Platz frei").Has("a[href='#anmeldung']", "Jetzt anmelden")
		_, err = s.Registrations.RegisterFor(t.Context(), s.actor, e.ID, registration.Form{Name: "Ayla Yılmaz", Email: "ayla@example.org", Lang: "de", Nonce: "n"})
		s.must(err)
		page := s.page().Has(".rt-hero .rt-badge", "Warteliste offen").Has("a[href='#anmeldung']", "Auf die Warteliste")
		page.Has("#anmeldung", "Warteliste").Has(".rt-terms .rt-meter--full", "belegt")
		s.Browser().Get("/").Has(".rt-event .rt-badge", "Warteliste offen")
	})
}

package publicweb_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"image"
	"image/png"
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
	"rundertisch/internal/files"
)

// TestALinkToAnEventShowsWhatItIs: programs that show links read who speaks, what it is called, when, and a picture, all at addresses of ours.
func TestALinkToAnEventShowsWhatItIs(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.step(s.Events.Publish)
		meta := func(page *apptest.Page, name string) string {
			return page.Find("head meta[property='"+name+"'], head meta[name='"+name+"']").AttrOr("content", "")
		}
		plain := s.page().Status(200)
		if meta(plain, "og:image") != "" || meta(plain, "twitter:card") != "summary" {
			t.Errorf("a page without a picture shows %q as %q", meta(plain, "og:image"), meta(plain, "twitter:card"))
		}
		var drawn bytes.Buffer
		s.must(png.Encode(&drawn, image.NewRGBA(image.Rect(0, 0, 1000, 400))))
		upload := files.Upload{Name: "Tisch.png", Size: int64(drawn.Len()), Content: bytes.NewReader(drawn.Bytes())}
		s.must(s.Showcase.SetPicture(t.Context(), s.actor, s.event.ID, upload, "Ein Tisch", ""))
		page := s.page().Status(200)
		const base = "http://tisch.example.org"
		for name, want := range map[string]string{
			"og:title": "Fachtagung „Wohnen“; alle, immer", "og:url": base + "/v/" + s.event.Slug, "og:type": "article", "og:locale": "de_DE",
			"og:site_name": "Landkreis Musterland", "og:image:alt": "Ein Tisch", "og:image:width": "1000", "og:image:height": "400",
			"og:description": "Gemeinsam handeln. Donnerstag, 25. März 2027, 09:30 bis 16:00 Uhr", "twitter:card": "summary_large_image",
		} {
			if got := meta(page, name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		at, ours := strings.CutPrefix(meta(page, "og:image"), base)
		if !ours || !strings.HasPrefix(at, "/v/"+s.event.Slug+"/bild/") {
			t.Fatalf("the picture is at %q", meta(page, "og:image"))
		}
		if picture := s.Browser().Get(at).Status(200); picture.Header.Get("Content-Type") != "image/jpeg" || picture.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("the picture is handed out as %v", picture.Header)
		}
	})
}

// TestTheFeedIsAtom reads the feed as its readers do (RFC 4287).
func TestTheFeedIsAtom(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		const at = "/veranstaltungen/feed.atom"
		read := func() (feed struct {
			XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
			ID      string   `xml:"id"`
			Updated string   `xml:"updated"`
			Author  string   `xml:"author>name"`
			Entries []struct {
				ID      string `xml:"id"`
				Title   string `xml:"title"`
				Summary string `xml:"summary"`
				Link    struct {
					Href string `xml:"href,attr"`
				} `xml:"link"`
			} `xml:"entry"`
		},
		) {
			answer := s.Browser().Get(at).Status(200)
			if answer.Header.Get("Content-Type") != "application/atom+xml; charset=utf-8" || answer.Header.Get("Set-Cookie") != "" {
				t.Errorf("it is sent as %v", answer.Header)
			}
			s.must(xml.Unmarshal([]byte(answer.Body), &feed))
			return feed
		}
		if empty := read(); len(empty.Entries) != 0 || empty.ID == "" || empty.Updated == "" || empty.Author != "Landkreis Musterland" {
			t.Errorf("a draft is no news, and a feed without entries is one: %+v", empty)
		}
		s.step(s.Events.Publish)
		feed := read()
		if len(feed.Entries) != 1 {
			t.Fatalf("%d entries", len(feed.Entries))
		}
		entry := feed.Entries[0]
		if entry.Title != s.event.Title || entry.Link.Href != "http://tisch.example.org/v/"+s.event.Slug || !strings.HasPrefix(entry.ID, "tag:tisch.example.org,") ||
			!strings.Contains(entry.Summary, "25. März 2027") || !strings.Contains(entry.Summary, "Kreishaus") {
			t.Errorf("the entry is %+v", entry)
		}
		tag := s.Browser().Get(at).Header.Get("Etag")
		s.Browser().With(map[string]string{"If-None-Match": tag}).Get(at).Status(304)
		s.step(s.Events.Cancel)
		if gone := read(); len(gone.Entries) != 0 {
			t.Errorf("a cancelled event is in the feed: %+v", gone)
		}
	})
}

// TestWhatIsOverIsInTheArchiveAndTheCalendar: past events leave the list, and are found by their year and for a year in the calendar.
func TestWhatIsOverIsInTheArchiveAndTheCalendar(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.Browser().Get("/veranstaltungen/kalender.ics").Status(404) // a calendar without entries is not valid
		s.step(s.Events.Publish)
		in := func(path string) bool {
			return strings.Contains(s.Browser().Get(path).Status(200).Body, s.event.Slug)
		}
		look := func(when string, list, archive, embed bool) {
			t.Helper()
			for path, want := range map[string]bool{
				"/veranstaltungen": list, "/veranstaltungen/archiv": archive, "/veranstaltungen/archiv?jahr=2027": archive, "/veranstaltungen/archiv?jahr=2026": false,
				"/veranstaltungen/einbetten": embed, "/veranstaltungen/kalender.ics": true,
			} {
				if in(path) != want {
					t.Errorf("%s: %s shows the event: %v", when, path, !want)
				}
			}
		}
		look("before", true, false, true)
		s.Clock.Advance(125 * day)
		look("after", false, true, false)
		s.page().Status(200).Has(".rt-notice", "vorbei").HasNot("main", "Jetzt anmelden")
		s.step(s.Events.MarkHeld)
		look("held", false, true, false)
		s.Clock.Advance(366 * day)
		s.Browser().Get("/veranstaltungen/kalender.ics").Status(404)
	})
}

// TestThePageSaysForWhomPlacesAreKept: who is of another kind of organisation is not promised what others get.
func TestThePageSaysForWhomPlacesAreKept(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.step(s.Events.Publish)
		s.Clock.Advance(20 * day)
		s.page().Has(".rt-hero .rt-badge", "Noch 100 Plätze frei")
		keep := func(values map[string]string) {
			t.Helper()
			values["by_kind"], values["kept_until"] = "1", "01.03.2027"
			a, err := s.Registrations.Admission(t.Context(), s.actor, s.event.ID)
			s.must(err)
			s.must(s.Registrations.Admit(t.Context(), s.actor, s.event.ID, a.Event.Version, func(name string) string { return values[name] }))
		}
		keep(map[string]string{"kept_municipality": "20"})
		const some = "davon 20 bis 01.03.2027 vorgehalten für Gemeinden"
		s.page().Has(".rt-hero .rt-badge", "Noch 100 Plätze frei").Has(".rt-hero", some).Has(".rt-public__aside .rt-terms", some)
		s.Browser().Get("/veranstaltungen").Has("main", some)
		s.Browser().Get("/veranstaltungen/einbetten").Has("body", "Noch 100 Plätze frei, "+some)
		s.Browser().Get("/v/"+s.event.Slug+"?lang=en").Has(".rt-hero", "20 of them kept until")
		keep(map[string]string{"kept_municipality": "20", "kept_court": "80"})
		s.page().Has(".rt-hero .rt-badge--warning", "Noch 100 Plätze frei").Has(".rt-hero", "alle bis 01.03.2027 vorgehalten für bestimmte Organisationen")
	})
}

// TestThePageSaysHowNewTheProgrammeIs and leads to what has changed.
func TestThePageSaysHowNewTheProgrammeIs(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, site *apptest.Site) {
		s := open(t, site)
		s.step(s.Events.Publish)
		s.page().Has("#programm .rt-standing", "Stand:").HasNot("#programm .rt-standing a", "")
		s.item(event.ItemDetails{Kind: event.Talk, Title: "Neues", Begin: "13:30", End: "14:00"})
		page := s.page().Has("#programm .rt-standing a", "1 Änderung seit dem")
		at, anchor, _ := strings.Cut(page.Find("#programm .rt-standing a").AttrOr("href", ""), "#")
		s.Browser().Get(at).Status(200).Has("#"+anchor, "Neu im Programm: „Neues“")
		s.step(func(ctx context.Context, a account.Actor, eventID string) (event.Event, error) {
			_, err := s.Events.PublishProgramme(ctx, a, eventID)
			return s.event, err
		})
		s.page().Has("#programm .rt-standing a", "1 Änderung seit dem")
	})
}

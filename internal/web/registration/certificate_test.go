package registrationweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/checkin"
	"rundertisch/internal/event"
	"rundertisch/internal/id"
)

const certificate = "/bescheinigung"

// until moves the clock to the instant.
func (h *hall) until(instant time.Time) { h.site.Clock.Advance(instant.Sub(h.site.Clock.Now())) }

// door carries out a deed at the door of the event.
func (h *hall) door(d checkin.Deed) {
	h.t.Helper()
	keeper, _, err := h.site.CheckIns.ForStaff(h.t.Context(), h.Actor, h.event.ID)
	h.must(err)
	done, err := h.site.CheckIns.Do(h.t.Context(), keeper, d)
	h.must(err)
	if done[0].State != checkin.In && done[0].State != checkin.Undone {
		h.t.Fatalf("the door answers %+v", done[0])
	}
}

// has checks whether the personal page offers the certificate, and that there is one then and only then.
func (h *hall) has(when string, b *apptest.Browser, self string, want bool) {
	h.t.Helper()
	status := map[bool]int{true: 200, false: 404}[want]
	if offered := b.Get(self).Status(200).Find("main a[href*='bescheinigung']").Length() > 0; offered != want {
		h.t.Errorf("%s: the certificate is offered: %t, want %t", when, offered, want)
	}
	for _, path := range []string{certificate, certificate + "?format=pdf"} {
		if page := b.Get(self + path); page.Code != status {
			h.t.Errorf("%s: %s answers %d, want %d", when, path, page.Code, status)
		}
	}
}

func TestWhoWasThereTakesACertificateOnceTheEventIsOver(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		workspace, err := s.Accounts.Workspace(t.Context(), h.Actor.WorkspaceID)
		h.must(err)
		workspace.FundingNotice = "Gefördert vom Freistaat"
		h.must(s.Accounts.UpdateWorkspace(t.Context(), h.Actor, workspace))
		anna, bela := s.Browser(), s.Browser()
		self, _, _ := strings.Cut(h.register(anna, "Anna Größler-Weiß", url.Values{"slot_1": {h.shop.ID}, "organisation": {"Jobcenter"}}).Status(303).Location, "?")
		other, _, _ := strings.Cut(h.register(bela, "Bela Łuczak", nil).Status(303).Location, "?")
		in := checkin.Deed{ID: id.New(), What: checkin.LetIn, AttendanceID: strings.TrimPrefix(self, "/teilnahme/"), Door: "Haupteingang"}

		h.until(h.event.StartsAt)
		h.door(in)
		h.has("while the event goes on", anna, self, false)
		h.until(h.event.EndsAt.Add(-time.Second))
		h.has("a second before its end", anna, self, false)
		h.until(h.event.EndsAt)
		h.has("once it is over", anna, self, true)
		h.has("for who was not there", bela, other, false)
		for _, path := range []string{certificate, certificate + "?format=pdf"} {
			bela.Get(self+path).Status(404).HasNot("main", "Anna")
			s.Browser().Get(self+path).Status(404).HasNot("main", "Anna")
		}

		page := anna.Get(self+certificate).Status(200).Has("h1", "Teilnahmebescheinigung").Has("h2", "Anna Größler-Weiß").Has("main p", "Jobcenter").Has("h2", "Fachtagung")
		for _, said := range []string{"Donnerstag, 25. März 2027, 09:30 bis 16:00 Uhr", "Kreishaus, Lindenplatz 1", "Prävention", "Landkreis Musterland", "planung@example.org", "25.03.2027"} {
			page.Has("main dd", said)
		}
		page.Has("main p", "Gefördert vom Freistaat").HasNot("main", "post@example.org").HasNot("main", "Haupteingang").HasNot("main form", "")
		file := anna.Get(self + certificate + "?format=pdf").Status(200)
		if !strings.HasPrefix(file.Body, "%PDF-1.") || file.Header.Get("Content-Type") != "application/pdf" || file.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("the file is %q of %q, %.20q", file.Header.Get("Content-Type"), file.Header.Get("Cache-Control"), file.Body)
		}

		h.door(checkin.Deed{ID: id.New(), What: checkin.Undo, Target: in.ID})
		h.has("after the door took it back", anna, self, false)
		in.ID = id.New()
		h.door(in)
		h.has("let in again", anna, self, true)
		h.must(s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.NewRaw("UPDATE events SET state = ? WHERE id = ?", event.Cancelled, h.event.ID).Exec(ctx)
			return err
		}))
		h.has("of an event that was called off", anna, self, false)
	})
}

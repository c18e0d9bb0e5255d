package registrationweb_test

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/registration"
)

// TestABadgeSaysWhoDidNotAgreeToPhotos goes from the personal page to the paper of the event and back.
func TestABadgeSaysWhoDidNotAgreeToPhotos(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		h.must(s.Forms.TakePhotos(t.Context(), h.Actor, h.event.ID, true))
		b, other := s.Browser(), s.Browser()
		self, _, _ := strings.Cut(h.register(b, "Anna Größler-Weiß", nil).Status(303).Location, "?")
		h.register(other, "Bela Łuczak", nil).Status(303)
		marks := func() int { return h.Get(h.at("/paper/badges")).Status(200).Find(".rt-nametag__mark").Length() }
		if n := marks(); n != 2 {
			t.Errorf("%d badges carry the mark before anybody agreed, want 2", n)
		}
		b.Get(self).Status(200).Has("p", "Sie haben nicht zugestimmt, fotografiert zu werden")
		b.Submit("form[action$=fotos]", nil).Status(303)
		b.Follow().Status(200).Has("[role=status]", "gespeichert").Has("p", "zugestimmt, bei der Veranstaltung fotografiert zu werden")
		if n := marks(); n != 1 {
			t.Errorf("%d badges carry the mark, want that of the one who did not agree", n)
		}
		var record registration.Record
		h.must(json.Unmarshal([]byte(b.Get(self+"/daten.json").Body), &record))
		if record.PhotosSince == nil || !record.PhotosSince.Equal(s.Clock.Now()) {
			t.Errorf("stored is %v", record.PhotosSince)
		}
		other.Post(self+"/fotos", url.Values{"csrf": {other.Get(h.form()).Find("input[name=csrf]").AttrOr("value", "")}}).Status(404)
		b.Get(self)
		b.Submit("form[action$=fotos]", nil).Status(303)
		b.Follow().Status(200).Has("[role=status]", "zurückgenommen")
		if n := marks(); n != 2 {
			t.Errorf("%d badges carry the mark after the consent was taken back, want 2", n)
		}

		codes := h.Get(h.at("/paper/badges")).Find(".rt-nametag svg title")
		if codes.Length() != 2 || !strings.Contains(codes.First().Text(), "Anna Größler-Weiß") {
			t.Errorf("the badges carry %d codes, of %q first", codes.Length(), codes.First().Text())
		}
		h.Get(h.at("/paper")).Status(200).Has("p", "2 Personen haben zurzeit einen Platz")
		h.Get(h.at("/paper/signing")).Status(200).Has("th", "Bela Łuczak")
		for _, path := range []string{"/paper/badges?format=pdf&size=label-89x36", "/paper/signing?format=pdf", "/paper/needs?format=pdf"} {
			file := h.Get(h.at(path)).Status(200)
			if !strings.HasPrefix(file.Body, "%PDF-1.") || file.Header.Get("Content-Type") != "application/pdf" || file.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s answers with %q of %q, %.20q", path, file.Header.Get("Content-Type"), file.Header.Get("Cache-Control"), file.Body)
			}
		}
		h.Get(h.at("/paper/door?format=xlsx")).Status(200)
		h.Get(h.at("/paper/badges?size=poster")).Status(404)
		h.Get(h.at("/paper/secrets")).Status(404)
	})
}

// TestPhotosAreAskedForWhereTheyAreTaken: the form, its notice with its version, the staff's page and the erasure follow what staff say of the event.
func TestPhotosAreAskedForWhereTheyAreTaken(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		const asked, notice = "input[name=photos]", "nehmen wir nur auf"
		s.Browser().Get(h.form()).Status(200).HasNot(asked, "").HasNot("details p", notice)
		early := s.Browser()
		self, _, _ := strings.Cut(h.register(early, "Früh Dran", url.Values{"photos": {"1"}}).Status(303).Location, "?")
		early.Get(self).Status(200).HasNot("h2", "Fotos").HasNot("a[href$='/datenschutz/2026-11.1']", "")
		h.Get(h.at("/paper/badges")).Status(200).HasNot(".rt-nametag__mark", "")

		h.Get(h.at("/form")).Status(200).Has(".kern-badge, .rt-badge", "ohne Fotos")
		h.Submit("form[action$='/form/photos']", nil).Status(303)
		h.Follow().Status(200).Has("[role=status]", "wer mit Fotos einverstanden ist")
		form := s.Browser().Get(h.form()).Status(200).Has("details p", notice)
		if box := form.Find(asked); box.Length() != 1 || box.AttrOr("checked", "no") != "no" {
			t.Errorf("the box stands %d times, or is ticked", box.Length())
		}
		b := s.Browser()
		self, _, _ = strings.Cut(h.register(b, "Anna Größler", url.Values{"photos": {"1"}}).Status(303).Location, "?")
		h.register(s.Browser(), "Bela Łuczak", nil).Status(303)
		own := b.Get(self).Status(200).Has("p", "zugestimmt, bei der Veranstaltung fotografiert zu werden")
		b.Get(own.Find("a[href*='/datenschutz/']").AttrOr("href", "")).Status(200).Has("p", notice)
		if n := h.Get(h.at("/paper/badges")).Status(200).Find(".rt-nametag__mark").Length(); n != 2 {
			t.Errorf("%d badges carry the mark, want those of the two who were not asked or said nothing", n)
		}

		anna, bela := h.row("Anna Größler"), h.row("Bela Łuczak")
		h.Get(h.at("/registrations/"+bela.ID)).Status(200).Has("p", "Hat Fotos nicht zugestimmt")
		h.Submit("form[action$='/photos']", nil).Status(303)
		h.Follow().Status(200).Has("[role=status]", "eingetragen").Has("p", "zugestimmt, bei der Veranstaltung fotografiert zu werden")
		h.Submit("form[action$='/photos']", nil).Status(303)
		if h.row("Bela Łuczak").PhotosAt != nil || anna.PhotosAt == nil {
			t.Error("staff take back what they did not enter, or nothing")
		}

		h.must(s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error { return s.Attendance.EraseOneIn(ctx, tx, anna.ID) }))
		var left int
		h.must(s.DB.Read().NewRaw("SELECT count(*) FROM attendances WHERE photos_at IS NOT NULL").Scan(t.Context(), &left))
		if left != 0 {
			t.Errorf("%d consents are left of people who are erased", left)
		}

		h.Get(h.at("/form"))
		h.Submit("form[action$='/form/photos']", nil).Status(303)
		h.Get(h.at("/paper/badges")).Status(200).HasNot(".rt-nametag__mark", "")
		h.Get(h.at("/registrations/"+bela.ID)).Status(200).HasNot("form[action$='/photos']", "")
	})
}

package registrationweb_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/registration"
	"rundertisch/internal/showcase"
)

func (h *hall) guests() string { return "/v/" + h.event.Slug + "/teilnehmende" }

// lists ticks on the event's page whether participants who agreed are named.
func (h *hall) lists(value string) {
	h.t.Helper()
	h.Get(h.at("/page")).Status(200).Has("label[for=f-guests]", "Öffentliche Liste der Teilnehmenden")
	h.Submit("form[action$=page]", url.Values{"guests": {value}}).Status(303)
}

// TestOnlyThoseWhoAgreedAreNamedInPublic goes from the setting to the page, and from the consent back.
func TestOnlyThoseWhoAgreedAreNamedInPublic(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		s.Browser().Get("/v/"+h.event.Slug).Status(200).HasNot("label", "Liste der Teilnehmenden")
		s.Browser().Get(h.guests()).Status(404)
		before, _, _ := strings.Cut(h.register(s.Browser(), "Vor der Liste", url.Values{"listed": {"1"}}).Status(303).Location, "?")
		h.lists("1")
		b, other := s.Browser(), s.Browser()
		h.register(other, "Bela Weiß", nil).Status(303)
		s.Browser().Get("/v/"+h.event.Slug).HasNot("a", "Liste der Teilnehmenden") // nobody agreed yet
		s.Browser().Get(h.guests()).Status(200).Has("main", "2 Personen haben einen Platz").Has("main", "Niemand davon hat zugestimmt")
		form := b.Get("/v/" + h.event.Slug).Status(200)
		if _, ticked := form.Find("input[name=listed]").Attr("checked"); ticked {
			t.Error("the consent is ticked for people")
		}
		self, _, _ := strings.Cut(h.register(b, "Anna <b>Größler</b>", url.Values{"organisation": {"Jobcenter"}, "listed": {"1"}}).Status(303).Location, "?")

		page := s.Browser().Get(h.guests()).Status(200).Has("li", "Anna <b>Größler</b>").Has("li", "Jobcenter")
		page.Has("main", "3 Personen haben einen Platz").Has("main", "2 davon werden hier nicht genannt").HasNot("main", "Bela").HasNot("main", "post@example.org")
		if page.Header.Get("X-Robots-Tag") != "noindex" || page.Header.Get("Cache-Control") != "private, no-cache" {
			t.Errorf("it may be found and kept: %v", page.Header)
		}
		english := s.Browser().With(map[string]string{"Accept-Language": "en"}).Get(h.guests()).Status(200)
		english.Has("h1", "List of participants").Has("main", "2 of them are not named here")
		s.Browser().Get("/v/"+h.event.Slug).Has("a[href$=teilnehmende]", "Liste der Teilnehmenden")

		b.Get(self).Status(200).Has("p", "Sie haben am").Has("dd", "zugestimmt am")
		var record registration.Record
		h.must(json.Unmarshal([]byte(b.Get(self+"/daten.json").Body), &record))
		if record.NamedSince == nil || !record.NamedSince.Equal(s.Clock.Now()) {
			t.Errorf("stored is %v", record.NamedSince)
		}
		person := h.list() + strings.TrimPrefix(self, "/teilnahme")
		h.Get(person).Status(200).Has("dd", "zugestimmt am")
		b.Get(self)
		b.Submit("form[action$=liste]", nil).Status(303)
		b.Follow().Status(200).Has("[role=status]", "zurückgenommen").Has("dd", "nicht zugestimmt")
		s.Browser().Get(h.guests()).Status(200).HasNot("main", "Anna")
		b.Get(self)
		b.Submit("form[action$=liste]", nil).Status(303)
		b.Follow().Status(200).Has("[role=status]", "gespeichert")
		s.Browser().Get(h.guests()).Status(200).Has("main", "Anna")
		other.Post(self+"/liste", url.Values{"csrf": {other.Get(h.form()).Find("input[name=csrf]").AttrOr("value", "")}, "listed": {"0"}}).Status(404)
		s.Browser().Get(h.guests()).Has("main", "Anna").HasNot("main", "Vor der Liste")
		if before == self {
			t.Error("two people have one page")
		}

		h.lists("")
		s.Browser().Get(h.guests()).Status(404)
		s.Browser().Get("/v/"+h.event.Slug).HasNot("a", "Liste der Teilnehmenden").HasNot("label", "Liste der Teilnehmenden")
		b.Get(self).Status(200).Has("p", "Zurzeit wird die Liste nicht gezeigt")
		b.Submit("form[action$=liste]", nil).Status(303)
		h.lists("1")
		s.Browser().Get(h.guests()).Status(200).HasNot("main", "Anna")
	})
}

func TestTheListOfParticipantsGoesWithTheEventAndAMonthLater(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		h.must(s.Showcase.Save(t.Context(), h.Actor, h.event.ID, 0, showcase.Details{Guests: true}))
		h.register(s.Browser(), "Anna", url.Values{"listed": {"1"}}).Status(303)
		form := registration.Form{Name: "Cem", Email: "cem@example.org", Lang: "de", Listed: true}
		_, err := s.Registrations.RegisterFor(t.Context(), h.Actor, h.event.ID, form)
		h.must(err)
		s.Browser().Get(h.guests()).Status(200).Has("main", "Anna").HasNot("main", "Cem") // nobody agrees for others
		over := h.event.EndsAt.Sub(s.Clock.Now())
		s.Clock.Advance(over + 29*24*time.Hour)
		s.Browser().Get(h.guests()).Status(200)
		s.Browser().Get("/v/"+h.event.Slug).Status(200).Has("a[href$=teilnehmende]", "Liste")
		s.Clock.Advance(24 * time.Hour)
		s.Browser().Get(h.guests()).Status(404)
		s.Browser().Get("/v/"+h.event.Slug).Status(200).HasNot("a", "Liste der Teilnehmenden")
		s.Clock.Advance(-over - 30*24*time.Hour)
		_, err = s.Events.Cancel(t.Context(), h.Actor, h.event.ID)
		h.must(err)
		s.Browser().Get(h.guests()).Status(404)
	})
}

// TestANoticeTellsOfTheListAsItWasThen: who registered before and after it was turned on, and off again, reads what the form said.
func TestANoticeTellsOfTheListAsItWasThen(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		const tells = "Liste der Teilnehmenden"
		read := func(when, name string, lists bool) {
			t.Helper()
			page := s.Browser().Get("/v/" + h.event.Slug + "/datenschutz/" + h.row(name).NoticeVersion).Status(200)
			if lists {
				page.Has("main p", tells)
			} else {
				page.HasNot("main p", tells)
			}
			if t.Failed() {
				t.Fatalf("%s: the notice of %s is of version %s", when, name, h.row(name).NoticeVersion)
			}
		}
		h.register(s.Browser(), "Anna", nil).Status(303)
		h.lists("1")
		h.register(s.Browser(), "Bela", nil).Status(303)
		read("turned on", "Anna", false)
		read("turned on", "Bela", true)
		h.must(s.Forms.TakePhotos(t.Context(), h.Actor, h.event.ID, true))
		h.register(s.Browser(), "Cem", nil).Status(303)
		h.lists("")
		h.register(s.Browser(), "Dora", nil).Status(303)
		for name, lists := range map[string]bool{"Anna": false, "Bela": true, "Cem": true, "Dora": false} {
			read("turned off", name, lists)
		}
		s.Browser().Get("/v/" + h.event.Slug + "/datenschutz/" + registration.NoticeVersion + "ll").Status(404)
	})
}

package registrationweb_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/registration"
)

// mailed returns the personal link in the newest mail of the kind to the address.
func (h *hall) mailed(kind, email string) string {
	h.t.Helper()
	var bodies []string
	err := h.site.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = ? AND to_email = ? ORDER BY created_at DESC, id DESC", kind, email).
		Scan(h.t.Context(), &bodies)
	h.must(err)
	if len(bodies) == 0 {
		h.t.Fatalf("no mail %q to %s", kind, email)
	}
	return regexp.MustCompile(`/a/[\w-]+`).FindString(bodies[0])
}

func (h *hall) mails(email string) []string {
	h.t.Helper()
	var kinds []string
	h.must(h.site.DB.Read().NewRaw("SELECT kind FROM mail_messages WHERE to_email = ? ORDER BY created_at, id", email).Scan(h.t.Context(), &kinds))
	return kinds
}

func (h *hall) admit(values url.Values) {
	h.t.Helper()
	h.Browser.Get(h.at("/admission")).Status(200)
	h.Browser.Submit("form[action$=admission]", values).Status(303)
}

func TestTheTeamDecidesAboutRequests(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 1, 5)
		h.admit(url.Values{"approval": {"1"}})
		people := map[string]*apptest.Browser{}
		for _, name := range []string{"anna", "bela", "clara"} {
			b := s.Browser()
			b.Get("/v/"+h.event.Slug).Status(200).Has("p", "entscheidet das Team").Has("button", "Platz anfragen")
			b.Submit(registering, url.Values{"name": {name}, "email": {name + "@example.org"}}).Status(303)
			b.Follow().Status(200).Has("h2", "Ihre Anfrage ist angekommen")
			people[name] = b
			if got := h.mails(name + "@example.org"); len(got) != 1 || got[0] != "requested" {
				t.Errorf("%s was sent %v", name, got)
			}
		}
		office := h.Browser
		office.Get(h.list()).Status(200).Has("a[href$='/requests']", "Anfragen")
		page := office.Get(h.at("/requests")).Status(200)
		page.Has("caption", "3 Anfragen")
		ids := map[string]string{}
		for _, row := range h.everybody() {
			ids[row.Name] = row.ID
		}
		office.Submit("form[action$=requests]", url.Values{"deed": {"approve"}}).Status(422).Has("[role=alert] a[href='#f-chosen']", "mindestens eine Person")
		office.Submit("form[action$=requests]", url.Values{"deed": {"refuse"}, "chosen": {ids["clara"]}}).Status(200).
			Has("#will td", "Bekommt keinen Platz und die Begründung per E-Mail").Has("main button", "1 Anfrage ablehnen")
		office.Submit("form[action$='requests/do']", nil).Status(422).Has("#f-text-error", "")
		office.Submit("form[action$='requests/do']", url.Values{"text": {"Nur für Fachkräfte."}}).Status(303)
		office.Follow().Status(200).Has("#done th", "clara").Has("main a[href$=requests]", "Zu den Anfragen")
		office.Get(h.at("/requests")).Status(200).Has("caption", "2 Anfragen")
		preview := office.Submit("form[action$=requests]", url.Values{"deed": {"approve"}, "chosen": {ids["bela"], ids["anna"]}}).Status(200)
		if got := strings.Join(strings.Fields(preview.Find("#will tbody").Text()), " "); got != "anna Bekommt einen Platz und die Bestätigung per E-Mailbela Kommt auf die Warteliste und erfährt es per E-Mail" {
			t.Errorf("the preview says %q", got)
		}
		for name := range people {
			if got := h.mails(name + "@example.org"); name != "clara" && len(got) != 1 {
				t.Errorf("the preview wrote to %s: %v", name, got)
			}
		}
		office.Submit("form[action$='requests/do']", nil).Status(303)
		office.Follow().Status(200).Has("#done th", "anna")
		office.Get(h.at("/requests")).Status(200).Has("main", "Keine offenen Anfragen")

		people["anna"].Get("/teilnahme/"+ids["anna"]).Status(200).Has("h2", "Sie haben einen Platz")
		people["bela"].Get("/teilnahme/"+ids["bela"]).Status(200).Has("h2", "Position 1")
		people["clara"].Get("/teilnahme/"+ids["clara"]).Status(200).Has("h2", "keinen Platz geben").Has("p", "Nur für Fachkräfte.").HasNot("button[name=answer]", "")
		for name, want := range map[string]string{"anna": "confirmation", "bela": "waitlist", "clara": "refused"} {
			if got := h.mails(name + "@example.org"); len(got) != 2 || got[1] != want {
				t.Errorf("%s was sent %v", name, got)
			}
		}
	})
}

func (h *hall) everybody() []attendance.Attendance {
	h.t.Helper()
	rows, err := attendance.ListIn(h.t.Context(), h.site.DB.Read(), h.event.ID)
	h.must(err)
	return rows
}

func TestAnAddressIsConfirmedByTheMailedLinkAlone(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 1, 5)
		h.admit(url.Values{"confirm": {"24"}})
		b := s.Browser()
		b.Get("/v/"+h.event.Slug).Status(200).Has("p", "innerhalb von 24 Stunden")
		b.Submit(registering, url.Values{"name": {"Anna"}, "email": {"anna@example.org"}, "slot_1": {h.shop.ID}}).Status(303)
		own := "/teilnahme/" + h.everybody()[0].ID
		self := b.Follow().Status(200)
		self.Has("h2", "Bitte bestätigen Sie").HasNot("form[action$='/adresse']", "").HasNot("a[href$=vertretung]", "")
		b.Submit("form[action$='/adresse/neu']", nil).Status(422).Has(".kern-alert", "gerade erst")
		if got := h.mails("anna@example.org"); len(got) != 1 || got[0] != "confirm_address" {
			t.Errorf("before: %v", got)
		}
		s.Clock.Advance(5 * time.Minute)
		b.Get(own).Status(200)
		b.Submit("form[action$='/adresse/neu']", nil).Status(303)

		reader := s.Browser()
		reader.Get(h.mailed("confirm_address", "anna@example.org")).Status(303)
		reader.Follow().Status(200).Has("form[action$='/adresse'] button", "Ja, das ist meine Adresse")
		if h.everybody()[0].ConfirmUntil == nil {
			t.Error("looking at the page confirmed the address")
		}
		reader.Submit("form[action$='/adresse']", nil).Status(303)
		reader.Follow().Status(200).Has("h2", "Sie haben einen Platz").Has("a[href$=vertretung]", "")
		got := h.mails("anna@example.org")
		if len(got) != 4 || got[2] != "confirmation" || got[3] != "confirmation" {
			t.Errorf("afterwards: %v", got)
		}
		b.Get(own).Status(200).Has("h2", "Sie haben einen Platz")
	})
}

func TestWhoDoesNotConfirmLosesThePlaceToTheNext(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 1, 5)
		h.admit(url.Values{"confirm": {"12"}})
		first, second := s.Browser(), s.Browser()
		first.Get("/v/" + h.event.Slug).Status(200)
		first.Submit(registering, url.Values{"name": {"Anna"}, "email": {"anna@example.org"}}).Status(303)
		first.Follow().Status(200)
		second.Get("/v/" + h.event.Slug).Status(200)
		second.Submit(registering, url.Values{"name": {"Bela"}, "email": {"bela@example.org"}}).Status(303)
		second.Get(h.mailed("confirm_address", "bela@example.org")).Status(303)
		second.Follow().Status(200)
		second.Submit("form[action$='/adresse']", nil).Status(303)
		second.Follow().Status(200).Has("h2", "Position 1")
		s.Clock.Advance(13 * time.Hour)
		n, err := s.Registrations.LapseUnconfirmed(t.Context())
		h.must(err)
		if got := h.mails("bela@example.org"); n != 1 || got[len(got)-1] != "promotion" {
			t.Errorf("%d lapsed, the next was sent %v", n, got)
		}
		if got := h.mails("anna@example.org"); len(got) != 1 {
			t.Errorf("an address nobody confirmed was sent %v", got)
		}
		first.Get("/teilnahme/" + h.everybody()[0].ID).Status(404)
	})
}

// TestADecisionIsNotMadeWhenSomethingElseWouldComeOfItByNow: the place went to somebody else between the preview and the yes.
func TestADecisionIsNotMadeWhenSomethingElseWouldComeOfItByNow(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 1, 5)
		h.admit(url.Values{"approval": {"1"}})
		b := s.Browser()
		b.Get("/v/" + h.event.Slug).Status(200)
		b.Submit(registering, url.Values{"name": {"anna"}, "email": {"anna@example.org"}}).Status(303)
		asked := h.everybody()[0]
		h.Browser.Get(h.at("/requests")).Status(200)
		h.Browser.Submit("form[action$=requests]", url.Values{"deed": {"approve"}, "chosen": {asked.ID}}).Status(200).Has("#will td", "Bekommt einen Platz")
		_, err := s.Registrations.RegisterFor(t.Context(), h.Actor, h.event.ID, registration.Form{Name: "Bela", Email: "bela@example.org", Lang: "de"})
		h.must(err)
		h.Browser.Submit("form[action$='requests/do']", nil).Status(409).Has("[role=alert]", "Inzwischen hat sich etwas geändert").Has("#will td", "Kommt auf die Warteliste")
		if got := h.mails("anna@example.org"); len(got) != 1 {
			t.Errorf("a decision that was not made was told: %v", got)
		}
		h.Browser.Submit("form[action$='requests/do']", nil).Status(303)
		b.Get("/teilnahme/"+asked.ID).Status(200).Has("h2", "Position 1")
		h.Browser.Get(h.list()+"?show=all").Status(200).HasNot("option", "Anfragen annehmen")
	})
}

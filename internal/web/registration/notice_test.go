package registrationweb_test

import (
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
	"rundertisch/internal/registration"
)

func TestWhoIsNamedInPublicIsToldBeforeAndAfterwards(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 1, 5)
		const notice = "stehen Name und Organisation auf der öffentlichen Liste"
		s.Browser().Get("/v/"+h.event.Slug).Status(200).HasNot("details p", notice)
		h.lists("1")
		s.Browser().Get("/v/"+h.event.Slug).Status(200).Has("details p", notice)
		first, second, third := s.Browser(), s.Browser(), s.Browser()
		h.register(first, "Anna", url.Values{"email": {"anna@example.org"}, "listed": {"1"}}).Status(303)
		h.register(second, "Bela", url.Values{"email": {"bela@example.org"}, "listed": {"1"}}).Status(303)
		h.register(third, "Clara", url.Values{"email": {"clara@example.org"}}).Status(303)
		says := func(kind, email string, want bool) {
			t.Helper()
			var body string
			h.must(s.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = ? AND to_email = ? ORDER BY id DESC LIMIT 1", kind, email).Scan(t.Context(), &body))
			if got := strings.Contains(strings.Join(strings.Fields(body), " "), "auf der öffentlichen Liste der Teilnehmenden") && strings.Contains(body, "/v/"+h.event.Slug+"/teilnehmende"); got != want {
				t.Errorf("%s to %s says it: %v\n%s", kind, email, got, body)
			}
		}
		says("confirmation", "anna@example.org", true)
		says("waitlist", "bela@example.org", false)
		details := event.DetailsOf(h.event)
		details.Capacity = "3"
		e, err := s.Events.Find(t.Context(), h.Actor, h.event.ID)
		h.must(err)
		_, err = s.Events.Edit(t.Context(), h.Actor, h.event.ID, e.Version, details)
		h.must(err)
		says("promotion", "bela@example.org", true)
		says("promotion", "clara@example.org", false)
	})
}

// TestTheNoticeThatWasSeenIsNoted: where others can be registered along, the notice says so, and those who were see it before they say anything.
func TestTheNoticeThatWasSeenIsNoted(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 9, 5)
		const notice = "von wem wir ihre Angaben haben"
		first, b := s.Browser(), s.Browser()
		first.Get(h.form()).Status(200).HasNot("details p", notice)
		h.register(first, "Zoe", nil).Status(303)
		h.admit(url.Values{"group": {"4"}})
		b.Get(h.form()).Status(200).Has("details p", notice)
		b.Submit(registering, party()).Status(303)
		h.admit(url.Values{"group": {"0"}})
		member := h.reads("registered_by", "bela@example.org")
		member.Get(own(h.row("Bela Weiß"))+"/ergaenzen").Status(200).Has("details p", notice)
		member.Submit("form[action$=ergaenzen]", nil).Status(303)
		for name, version := range map[string]string{
			"Zoe": registration.NoticeVersion, "Anna Größler": registration.GroupNoticeVersion, "Bela Weiß": registration.GroupNoticeVersion, "Clara Kern": "",
		} {
			if got := h.row(name).NoticeVersion; got != version {
				t.Errorf("%s has seen %q, not %q", name, got, version)
			}
		}
		at := "/v/" + h.event.Slug + "/datenschutz/"
		first.Get(at+registration.NoticeVersion).Status(200).HasNot("p", notice)
		first.Get(at+registration.GroupNoticeVersion).Status(200).Has("p", notice)
		first.Get(at + registration.GroupNoticeVersion + "x").Status(404)
	})
}

// TestNeedsAreOneLineForThoseWhoHaveNone: the questions are folded until something of them is ticked or refused.
func TestNeedsAreOneLineForThoseWhoHaveNone(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		h.must(s.Forms.AskNeeds(t.Context(), h.Actor, h.event.ID, true))
		b := s.Browser()
		const folded = "details:not([open]) input[name=needs_consent]"
		b.Get(h.form()).Status(200).Has(folded, "")
		b.Submit(registering, url.Values{"name": {""}}).Status(422).Has(folded, "")
		b.Submit(registering, url.Values{"name": {"Anna"}, "email": {"anna@example.org"}, "needs_food": {"vegan"}}).Status(422).HasNot(folded, "").
			Has(".rt-summary a[href='#f-needs_consent']", "").Has("details[open] summary", "Ich brauche etwas")
		self, _, _ := strings.Cut(b.Submit(registering, url.Values{"needs_food": {"vegan"}, "needs_consent": {"1"}}).Status(303).Location, "?")
		b.Get(self+"/angaben").Status(200).Has("input[name=needs_consent]", "").HasNot(folded, "")
	})
}

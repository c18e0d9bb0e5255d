package registrationweb_test

import (
	"net"
	"net/url"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/go-rod/rod/lib/input"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/form"
)

// party is the form of a contact with two others, of whom one has no address.
func party() url.Values {
	return url.Values{
		"name": {"Anna Größler"}, "email": {"anna@example.org"}, "organisation": {"Stadt Musterstadt"},
		"member_name_1": {"Bela Weiß"}, "member_email_1": {"bela@example.org"}, "member_name_2": {"Clara Kern"},
	}
}

// row returns the person's row.
func (h *hall) row(name string) attendance.Attendance {
	h.t.Helper()
	rows := h.everybody()
	at := slices.IndexFunc(rows, func(a attendance.Attendance) bool { return a.Name == name })
	if at < 0 {
		h.t.Fatalf("nobody is called %s", name)
	}
	return rows[at]
}

func own(row attendance.Attendance) string { return "/teilnahme/" + row.ID }

// reads leads a new browser to the page behind the person's mailed link.
func (h *hall) reads(kind, email string) *apptest.Browser {
	h.t.Helper()
	b := h.site.Browser()
	b.Get(h.mailed(kind, email)).Status(303)
	b.Follow().Status(200)
	return b
}

// TestAContactRegistersAGroupWhosePeopleFillInTheirOwnData goes from the rule of the event to the last member's answers.
func TestAContactRegistersAGroupWhosePeopleFillInTheirOwnData(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 9, 5)
		way, _ := h.ask()
		s.Browser().Get(h.form()).Status(200).HasNot("summary", "Weitere Personen")
		h.admit(url.Values{"group": {"4"}})
		b := s.Browser()
		b.Get("/v/"+h.event.Slug).Status(200).Has("summary", "Weitere Personen mit anmelden (bis zu 3)").Has("p", "behält sie ihre Position")
		typed := party()
		typed.Set(way.Name(), form.Code("Bahn"))
		b.Submit(registering, typed).Status(303)
		b.Follow().Status(200).Has("h2", "Ihre Gruppe").Has("li", "Bela Weiß").Has("li", "Angaben fehlen noch").HasNot("a[href$=ergaenzen]", "")
		anna, bela, clara := h.row("Anna Größler"), h.row("Bela Weiß"), h.row("Clara Kern")
		if bela.NoticeVersion != "" || bela.Organisation != "Stadt Musterstadt" || clara.Email != "anna@example.org" || h.seats(h.event.ID).Taken != 3 {
			t.Errorf("members %+v, %+v", bela, clara)
		}
		if got := h.mails("bela@example.org"); !slices.Equal(got, []string{"registered_by"}) {
			t.Errorf("the member was sent %v", got)
		}
		if got := h.mails("anna@example.org"); !slices.Equal(got, []string{"confirmation", "registered_by"}) {
			t.Errorf("the contact was sent %v", got)
		}

		member := h.reads("registered_by", "bela@example.org")
		page := member.Get(own(bela)).Status(200)
		page.Has("h2", "Bitte ergänzen Sie Ihre Angaben").Has("p", "Anna Größler hat Sie angemeldet").Has("li", way.Label).Has("dd", "Anna Größler")
		page.HasNot("h2", "Ihre Gruppe").HasNot("main", "Clara")
		member.Get(own(bela)+"/ergaenzen").Status(200).Has("summary", "Wie wir mit Ihren Daten umgehen")
		member.Submit("form[action$=ergaenzen]", url.Values{"remark": {"Ich komme später."}}).Status(422).Has(".rt-summary", way.Label).Has("textarea", "Ich komme später.")
		member.Submit("form[action$=ergaenzen]", url.Values{"remark": {"Ich komme später."}, way.Name(): {form.Code("Bahn")}}).Status(303)
		member.Follow().Status(200).Has("[role=status]", "gespeichert").HasNot("a[href$=ergaenzen]", "").Has("dd", "Ich komme später.")
		member.Get(own(bela) + "/ergaenzen").Status(303)
		if got := h.row("Bela Weiß"); got.NoticeVersion == "" {
			t.Error("the notice that was seen is not noted")
		}
		b.Get(own(anna)).Status(200).Has("li", "Angaben ergänzt").HasNot("main", "Ich komme später.")
		member.Get(own(anna)).Status(404)
		b.Get(own(bela)).Status(404)
		h.Browser.Get(h.list()+"/"+bela.ID).Status(200).Has("dd", "Anna Größler")
	})
}

func TestWhatIsWrongInAGroupStandsAtItsRowAndNothingIsLost(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 9, 5)
		h.admit(url.Values{"group": {"10"}})
		h.register(s.Browser(), "Dora", url.Values{"email": {"dora@example.org"}}).Status(303)
		for name, c := range map[string]struct {
			values url.Values
			field  string
			text   string
		}{
			"an address without a name": {url.Values{"member_email_2": {"emil@example.org"}}, "member_name_2", "Person 3, Vor- und Nachname"},
			"no address at all":         {url.Values{"member_name_1": {"Emil"}, "member_email_1": {"emil"}}, "member_email_1", "Person 2, E-Mail-Adresse"},
			"the same address twice":    {url.Values{"member_name_1": {"Emil"}, "member_email_1": {"e@example.org"}, "member_name_5": {"Fritz"}, "member_email_5": {"E@example.org"}}, "member_email_5", "steht schon bei Emil"},
			"the contact once more":     {url.Values{"member_name_1": {"anna"}, "member_email_1": {"anna@example.org"}}, "member_name_1", "steht schon in der Anmeldung"},
			"who is registered already": {url.Values{"member_name_9": {"Dora"}, "member_email_9": {"dora@example.org"}}, "member_name_9", "besteht unter dieser Adresse bereits"},
			"a name that is a link":     {url.Values{"member_name_1": {"Gewinn https://example.org"}, "member_email_1": {"e@example.org"}}, "member_name_1", "Person 2"},
		} {
			b := s.Browser()
			b.Get(h.form())
			c.values.Set("name", "Anna")
			c.values.Set("email", "anna@example.org")
			page := b.Submit(registering, c.values).Status(422)
			page.Has(".rt-summary a[href='#f-"+c.field+"']", "").Has(".rt-summary", c.text).Has("details[open] #f-"+c.field+"-error", "")
			for field, values := range c.values {
				if got := page.Find("[name="+field+"]").AttrOr("value", ""); got != values[0] {
					t.Errorf("%s: %s is %q", name, field, got)
				}
			}
		}
		if got := len(h.everybody()); got != 1 {
			t.Errorf("%d rows", got)
		}
		b := s.Browser()
		b.Get(h.form())
		h.admit(url.Values{"group": {"2"}})
		b.Submit(registering, party()).Status(409).Has(".kern-alert", "höchstens 2 Personen").Has("[name=member_name_2]", "")
	})
}

// TestTheContactLooksAfterTheGroup reminds, replaces and takes people off, and never sees their page.
func TestTheContactLooksAfterTheGroup(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 3, 5)
		h.admit(url.Values{"group": {"4"}})
		b := s.Browser()
		b.Get(h.form())
		b.Submit(registering, party()).Status(303)
		waiting := s.Browser()
		h.register(waiting, "Zoe", nil).Status(303)
		anna, bela, clara := h.row("Anna Größler"), h.row("Bela Weiß"), h.row("Clara Kern")
		at := own(anna) + "/gruppe/" + bela.ID
		b.Get(own(anna)).Status(200).Has("a[href='"+at+"']", "Bela Weiß ändern oder erinnern")
		b.Get(at).Status(200).Has("h1", "Bela Weiß")
		b.Submit("form[action$=erinnern]", nil).Status(422).Has(".kern-alert", "in der letzten Stunde")
		s.Clock.Advance(2 * time.Hour)
		b.Get(at)
		b.Submit("form[action$=erinnern]", nil).Status(303)
		if got := h.mails("bela@example.org"); !slices.Equal(got, []string{"registered_by", "registered_by"}) {
			t.Errorf("reminded by %v", got)
		}
		b.Get(own(anna)+"/gruppe/"+clara.ID).Status(200).Has("p", "weitergeben können")
		b.Get(at)
		b.Submit("form[action$=ersetzen]", url.Values{"name": {"Zoe"}, "email": {"post@example.org"}}).Status(422).Has("#f-name-error", "besteht unter dieser Adresse bereits")
		b.Submit("form[action$=ersetzen]", url.Values{"name": {"Dora Lang"}, "email": {"dora@example.org"}}).Status(303)
		b.Follow().Status(200).Has("li", "Dora Lang")
		if got := h.mails("bela@example.org"); got[len(got)-1] != "group_left" || !slices.Equal(h.mails("dora@example.org"), []string{"registered_by"}) {
			t.Errorf("replaced: %v, %v", got, h.mails("dora@example.org"))
		}
		if h.row("Bela Weiß").Place != attendance.Withdrawn || h.row("Zoe").Place != attendance.Waitlisted {
			t.Error("the place came free in between")
		}
		b.Get(at).Status(404)
		b.Get(own(anna)+"/gruppe/"+clara.ID).Status(200).Has("li", "wer auf der Warteliste steht, rückt nach")
		b.Submit("form[action$=abmelden]", nil).Status(303)
		if h.row("Clara Kern").Place != attendance.Withdrawn || h.row("Zoe").Place != attendance.Confirmed {
			t.Error("the place did not go to who waits")
		}
		b.Get(own(anna)+"/gruppe-abmelden").Status(200).Has("li", "Anna Größler, Dora Lang")
		b.Submit("form[action$=gruppe-abmelden]", nil).Status(303)
		b.Follow().Status(200).Has("[role=status]", "zurückgezogen")
		if got := h.seats(h.event.ID).Taken; got != 1 {
			t.Errorf("%d places are taken", got)
		}
		waiting.Get(at).Status(404)
		person := h.Browser.Get(h.list() + "/" + bela.ID).Status(200)
		person.Has("main", "Von der Kontaktperson der Gruppe ausgetauscht")
	})
}

// TestAContactReachesNobodyOfAnotherGroup, nor somebody who came alone.
func TestAContactReachesNobodyOfAnotherGroup(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 20, 5)
		h.admit(url.Values{"group": {"4"}})
		b, other, alone := s.Browser(), s.Browser(), s.Browser()
		b.Get(h.form())
		b.Submit(registering, party()).Status(303)
		other.Get(h.form())
		other.Submit(registering, url.Values{
			"name": {"Rosa"}, "email": {"rosa@example.org"}, "member_name_1": {"Sami"}, "member_email_1": {"sami@example.org"},
		}).Status(303)
		h.register(alone, "Xaver", nil).Status(303)
		anna, before := h.row("Anna Größler"), len(h.mails("sami@example.org"))
		for _, stranger := range []string{"Sami", "Rosa", "Xaver"} {
			at := own(anna) + "/gruppe/" + h.row(stranger).ID
			b.Get(at).Status(404)
			csrf := b.Get(own(anna)).Find("input[name=csrf]").AttrOr("value", "")
			for _, deed := range []string{"/erinnern", "/ersetzen", "/abmelden"} {
				b.Post(at+deed, url.Values{"csrf": {csrf}, "name": {"Zoe"}, "email": {"zoe@example.org"}}).Status(404)
			}
			if h.row(stranger).Place != attendance.Confirmed {
				t.Errorf("%s has no place any more", stranger)
			}
		}
		if n := len(h.mails("sami@example.org")); n != before {
			t.Errorf("%d mails more", n-before)
		}
	})
}

func TestTheContactDecidesAboutAnOfferForAll(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 3, 5)
		h.offers(3, 8)
		h.admit(url.Values{"group": {"4"}})
		first, b := s.Browser(), s.Browser()
		first.Get(h.form())
		first.Submit(registering, url.Values{"name": {"Xaver"}, "email": {"xaver@example.org"}}).Status(303)
		b.Get(h.form())
		b.Submit(registering, party()).Status(303)
		b.Follow().Status(200).Has("h2", "Position 1")
		member := h.reads("registered_by", "bela@example.org")
		member.Get(own(h.row("Bela Weiß"))).Status(200).Has("h2", "Position 1")
		first.Get(own(h.row("Xaver")) + "/abmelden")
		first.Submit("form[action$=abmelden]", nil).Status(303)
		if got := h.mails("bela@example.org"); len(got) != 1 {
			t.Errorf("the member was asked: %v", got)
		}
		member.Get(own(h.row("Bela Weiß"))).Status(200).Has("p", "entscheidet Anna Größler").HasNot("button[value=accepted]", "").Has("button[value=declined]", "")
		b.Get(own(h.row("Anna Größler"))).Status(200).Has("p", "Anna Größler, Bela Weiß, Clara Kern").HasNot("button[name=answer]", "")
		b.Submit("form[action$=angebot]", nil).Status(303)
		b.Follow().Status(200).Has("h2", "Sie haben einen Platz")
		if got := h.mails("bela@example.org"); !slices.Equal(got, []string{"registered_by", "confirmation"}) {
			t.Errorf("the member was sent %v", got)
		}
		b.Post(own(h.row("Anna Größler"))+"/angebot", url.Values{"csrf": {b.Get(own(h.row("Anna Größler"))).Find("input[name=csrf]").AttrOr("value", "")}}).
			Status(422).Has(".kern-alert", "kein Platz frei gehalten")
	})
}

func TestNobodyHearsOfAGroupBeforeTheContactHasConfirmed(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 9, 5)
		h.admit(url.Values{"group": {"4"}, "confirm": {"24"}})
		b := s.Browser()
		b.Get(h.form())
		b.Submit(registering, party()).Status(303)
		b.Follow().Status(200).Has("h2", "Bitte bestätigen Sie").HasNot("a[href*='/gruppe']", "")
		if got := h.mails("bela@example.org"); len(got) != 0 {
			t.Errorf("the member was sent %v", got)
		}
		reader := h.reads("confirm_address", "anna@example.org")
		reader.Submit("form[action$='/adresse']", nil).Status(303)
		if got := h.mails("bela@example.org"); !slices.Equal(got, []string{"registered_by"}) {
			t.Errorf("the member was sent %v", got)
		}
	})
}

// offers lets free places be offered for the office hours.
func (h *hall) offers(places, hours int) {
	h.t.Helper()
	now, err := h.site.Events.Find(h.t.Context(), h.Actor, h.event.ID)
	h.must(err)
	_, err = h.site.Events.Edit(h.t.Context(), h.Actor, now.ID, now.Version, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus",
		Address: "Lindenplatz 1", Capacity: strconv.Itoa(places), Offer: strconv.Itoa(hours), Until: "20.03.2027", Contact: "planung@example.org",
	})
	h.must(err)
}

// TestAGroupIsRegisteredByKeyboardAlone fills in the rows on a phone without scripts, wrong at first, and looks at all pages of a group.
func TestAGroupIsRegisteredByKeyboardAlone(t *testing.T) {
	t.Parallel()
	browser := browsertest.Open(t)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.New(t, db)
		h := open(t, s, 10, 5)
		h.admit(url.Values{"group": {"10"}})
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		h.must(err)
		go func() { _ = s.Web().Listener(listener) }()
		t.Cleanup(func() { _ = s.Web().Shutdown() })
		private, err := browser.Incognito()
		h.must(err)
		base := "http://" + listener.Addr().String()
		plain := browsertest.NewPage(t, private)
		plain.As(browsertest.Phone)
		plain.WithoutScript()
		plain.Open(base + h.form())
		plain.TabTo("[name=name]")
		plain.Follow(input.Enter)
		plain.Has(".rt-summary", "Bitte prüfen") // it sends the form, and does not switch the language
		plain.TabTo("[name=name]")
		plain.Type("Anna Größler")
		plain.TabTo("[name=email]")
		plain.Type("anna@example.org")
		plain.TabTo("main form details:first-of-type > summary")
		plain.Strike(input.Enter)
		plain.TabTo("[name=member_email_1]")
		plain.Type("bela@example.org")
		plain.TabTo("main form [type=submit]")
		plain.Follow(input.Enter)
		plain.Has(".rt-summary", "Person 2, Vor- und Nachname")
		plain.TabTo("[name=member_name_1]")
		plain.Type("Bela Weiß")
		plain.TabTo("main form [type=submit]")
		plain.Follow(input.Enter)
		plain.Has("h2", "Ihre Gruppe")
		self := plain.Path()

		page := browsertest.NewPage(t, private)
		page.As(browsertest.Desk)
		page.Open(base + h.form())
		page.TabTo("main form details:first-of-type > summary")
		page.Strike(input.Enter)
		page.TabTo("[name=member_email_1]")
		page.Type("clara")
		page.Press("main form > .rt-actions [type=submit]")
		page.Has(".rt-summary", "Person 2, E-Mail-Adresse")
		page.CheckEverywhere("the form with rows")
		bela := h.row("Bela Weiß")
		for _, at := range []string{self, self + "/gruppe/" + bela.ID, self + "/gruppe-erweitern", self + "/gruppe-abmelden"} {
			page.Open(base + at)
			page.CheckEverywhere(at)
		}
		page.Open(base + h.mailed("registered_by", "bela@example.org"))
		for _, at := range []string{own(bela), own(bela) + "/ergaenzen"} {
			page.Open(base + at)
			page.CheckEverywhere(at)
		}
		if found := page.Complaints(); len(found) > 0 {
			t.Errorf("the console says %q", found)
		}
	})
}

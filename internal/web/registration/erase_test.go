package registrationweb_test

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/form"
)

// remembered lists the tables in which one of the words stands, in any column.
func (h *hall) remembered(words ...string) []string {
	h.t.Helper()
	from := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if h.site.DB.Postgres() {
		from = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
	}
	var tables, found []string
	h.must(h.site.DB.Read().NewRaw(from).Scan(h.t.Context(), &tables))
	for _, table := range tables {
		var rows []map[string]any
		h.must(h.site.DB.Read().NewRaw("SELECT * FROM ?", bun.Ident(table)).Scan(h.t.Context(), &rows))
		for _, row := range rows {
			for column, value := range row {
				if raw, ok := value.([]byte); ok {
					value = string(raw)
				}
				for _, word := range words {
					if strings.Contains(strings.ToLower(fmt.Sprint(value)), word) {
						found = append(found, table+"."+column+" has "+word)
					}
				}
			}
		}
	}
	return found
}

// TestWhoIsErasedByTheLinkLeavesANumberAndNothingElse looks into every column of every table.
func TestWhoIsErasedByTheLinkLeavesANumberAndNothingElse(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 1, 1)
		way, _ := h.ask()
		sketch := h.askFile(false)
		h.must(s.Forms.AskNeeds(t.Context(), h.Actor, h.event.ID, true))
		b := s.Browser()
		b.Get(h.form()).Status(200)
		self, _, _ := strings.Cut(b.Upload(registering, sketch.Name(), "Gundulas Skizze.pdf", []byte(aPDF), url.Values{
			"name": {"Gundula Zumwinkel"}, "email": {"gundula@example.org"}, "organisation": {"Kuriose Tafel"}, "remark": {"Zwirbelbart"}, "slot_1": {h.shop.ID},
			way.Name(): {form.Code("Bahn")}, "needs_food": {"vegan"}, "needs_note": {"Zwirbelbrot"}, "needs_consent": {"1"},
		}).Status(303).Location, "?")
		link := h.mailed("confirmation", "gundula@example.org")
		h.register(s.Browser(), "Bela", url.Values{"email": {"bela@example.org"}, way.Name(): {form.Code("Bahn")}}).Status(303)
		id := strings.TrimPrefix(self, "/teilnahme/")
		h.Browser.Get(h.list() + "/" + id).Status(200)
		h.Browser.Submit("form[action$=notes]", url.Values{"note": {"Zwirbelnotiz"}}).Status(303)
		words := []string{"gundula", "zumwinkel", "kuriose", "zwirbel"}
		if len(h.remembered(words...)) < 8 {
			t.Fatal("the search finds too little to tell anything")
		}

		b.Get(self+"/loeschen").Status(200).Has("li", "Sofort gelöscht werden Name").Has("li", "wer auf der Warteliste steht, rückt nach").HasNot("main", "Verzeichnis der Zusammenarbeit")
		b.Submit("form[action$='/loeschen/alles']", nil).Status(303)
		b.Follow().Status(410).Has("h1", "Ihre Daten sind gelöscht")
		if got := h.mails("bela@example.org"); got[len(got)-1] != "promotion" {
			t.Errorf("the next on the waitlist was sent %v", got)
		}
		h.Browser.Get(h.list()+"/"+id).Status(200).Has("main", "selbst gelöscht").HasNot("form[action$=answer]", "")
		h.Browser.Get(h.list()+"?show=everybody").Status(200).Has("main", "Bela")
		mails := h.mails("gundula@example.org")
		if len(mails) != 2 || mails[0] != "erased" && mails[1] != "erased" {
			t.Errorf("who is erased is known to these mails still: %v", mails)
		}
		var methods []string
		h.must(s.DB.Read().NewRaw("SELECT calendar_method FROM mail_messages WHERE to_email = 'gundula@example.org'").Scan(t.Context(), &methods))
		if methods[0] != "CANCEL" || methods[1] != "CANCEL" {
			t.Errorf("the calendar is told %v", methods)
		}
		s.Clock.Advance(48 * time.Hour)
		if n, err := s.Invites.ForgetFarewells(t.Context()); err != nil || n != 2 {
			t.Errorf("%d last mails are forgotten: %v", n, err)
		}
		if left := h.remembered(words...); len(left) > 0 {
			t.Errorf("still known:\n%s", strings.Join(left, "\n"))
		}
		if a, n := h.rows("form_answers"), h.rows("form_needs"); a != 1 || n != 0 {
			t.Errorf("%d answers and %d needs are kept, want that of the other person", a, n)
		}

		s.Browser().Get(link).Status(410).Has("h1", "Ihre Daten sind gelöscht").Has("p", "melden Sie sich einfach neu an")
		s.Browser().Get("/a/gibtesnicht").Status(404)
		for _, path := range []string{"/person", "/angaben", "/daten.json", "/daten.csv", "/abmelden", "/loeschen"} {
			b.Get(self + path).Status(410)
		}
		b.Post(self+"/loeschen/alles", nil).Status(410)
		b.Get(self + "/vertretung").Status(404)
		h.register(s.Browser(), "Gundula Zumwinkel", url.Values{"email": {"gundula@example.org"}, way.Name(): {form.Code("Bahn")}}).Status(303)
	})
}

func TestAfterTheEventItStaysKnownThatAPlaceWasTaken(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 1, 5)
		b := s.Browser()
		self, _, _ := strings.Cut(h.register(b, "Gundula", nil).Status(303).Location, "?")
		h.register(s.Browser(), "Bela", url.Values{"email": {"bela@example.org"}}).Status(303)
		s.Clock.Advance(h.event.EndsAt.Add(24 * time.Hour).Sub(s.Clock.Now()))
		b.Get(self+"/loeschen").Status(200).Has("li", "dass ein Platz besetzt war").HasNot("li", "wer auf der Warteliste steht, rückt nach")
		b.Submit("form[action$='/loeschen/alles']", nil).Status(303)
		of, _, err := attendance.TurnoutIn(t.Context(), s.DB.Read(), h.event.ID)
		if h.must(err); of[h.event.ID].People != 1 || h.seats(h.event.ID).Taken != 1 {
			t.Errorf("%+v, %+v", of, h.seats(h.event.ID))
		}
		if got := h.mails("bela@example.org"); got[len(got)-1] != "waitlist" {
			t.Errorf("who waited was sent %v", got)
		}
		s.Clock.Advance(48 * time.Hour)
		_, err = s.Invites.ForgetFarewells(t.Context())
		h.must(err)
		if left := h.remembered("gundula", "post@example.org"); len(left) > 0 {
			t.Errorf("still known: %v", left)
		}
	})
}

// TestWhoStandsInTheDirectoryIsErasedFromTheEventAlone: what the house knows as a contact of an organisation is not the event's.
func TestWhoStandsInTheDirectoryIsErasedFromTheEventAlone(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		person, err := s.Directory.AddPerson(t.Context(), h.Actor, directory.Person{Given: "Gundula", Family: "Zumwinkel", Lang: "de", Source: "Telefonat", Email: "gundula@example.org"})
		h.must(err)
		s.Invite(h.Actor, h.event.ID, person)
		b := s.Browser()
		b.Get(h.mailed("invitation", "gundula@example.org")).Status(303)
		b.Follow().Status(200)
		self := "/teilnahme/" + h.everybody()[0].ID
		b.Get(self+"/person").Status(200).Has("p", "nicht nur für diese Veranstaltung").HasNot("form[action$=aendern]", "")
		b.Post(self+"/adresse/aendern", url.Values{"email": {"neu@example.org"}}).Status(403)
		b.Get(self+"/loeschen").Status(200).Has("main", "Verzeichnis der Zusammenarbeit").Has("main", "datenschutz@example.org")
		b.Submit("form[action$='/loeschen/alles']", nil).Status(303)
		s.Clock.Advance(48 * time.Hour)
		_, err = s.Invites.ForgetFarewells(t.Context())
		h.must(err)
		for _, place := range h.remembered("gundula") {
			if !strings.HasPrefix(place, "persons.") && !strings.HasPrefix(place, "search_") {
				t.Errorf("%s", place)
			}
		}
		if known, err := s.Directory.Find(t.Context(), h.Actor, person.ID); err != nil || known.Email != "gundula@example.org" {
			t.Errorf("the directory knows %+v, %v", known, err)
		}
	})
}

// TestWhatHappensToAnEventReachesNobodyWhoIsErased: later changes find nobody to write to, and staff change nothing any more.
func TestWhatHappensToAnEventReachesNobodyWhoIsErased(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		b := s.Browser()
		self, _, _ := strings.Cut(h.register(b, "Gundula", nil).Status(303).Location, "?")
		id := strings.TrimPrefix(self, "/teilnahme/")
		b.Get(self + "/loeschen").Status(200)
		b.Submit("form[action$='/loeschen/alles']", nil).Status(303)
		before := h.rows("mail_messages")
		details := event.DetailsOf(h.event)
		details.Venue = "Stadthalle"
		_, err := s.Events.Edit(t.Context(), h.Actor, h.event.ID, h.event.Version, details)
		h.must(err)
		_, err = s.Registrations.AnswerFor(t.Context(), h.Actor, h.event.ID, id, attendance.Accepted)
		if err == nil || !strings.Contains(err.Error(), "attendance.erased") {
			t.Errorf("staff answer for nobody: %v", err)
		}
		_, err = s.Events.Cancel(t.Context(), h.Actor, h.event.ID)
		h.must(err)
		if after := h.rows("mail_messages"); after != before {
			t.Errorf("%d mails went to nobody", after-before)
		}
	})
}

// confirmation is the page that the mail to a new address leads to.
func (h *hall) confirmation(email string) string {
	h.t.Helper()
	var bodies []string
	h.must(h.site.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = 'address_new' AND to_email = ? ORDER BY created_at DESC, id DESC", email).
		Scan(h.t.Context(), &bodies))
	if len(bodies) == 0 {
		h.t.Fatalf("nothing asks %s", email)
	}
	if strings.Contains(bodies[0], "/a/") || strings.Contains(bodies[0], "/teilnahme/") {
		h.t.Errorf("an address that nobody confirmed gets a personal link:\n%s", bodies[0])
	}
	return regexp.MustCompile(`/adresse/[\w-]+`).FindString(bodies[0])
}

func TestANewAddressCountsOnceItIsConfirmedThere(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		b := s.Browser()
		self, _, _ := strings.Cut(h.register(b, "Anna", url.Values{"email": {"alt@example.org"}}).Status(303).Location, "?")
		old := h.mailed("confirmation", "alt@example.org")
		b.Get(self+"/person").Status(200).Has("main", "alt@example.org")
		for typed, want := range map[string]string{"": "E-Mail", "keine Adresse": "E-Mail", "ALT@example.org": "schon schreiben", "planung@example.org": ""} {
			b.Submit("form[action$=aendern]", url.Values{"email": {typed}}).Status(422).Has(".rt-summary", want).Has("input[name=email]", "")
		}
		b.Get(self + "/person").Status(200)
		b.Submit("form[action$=aendern]", url.Values{"email": {"neu@example.org"}}).Status(303)
		b.Follow().Status(200).Has("main", "Wir haben an neu@example.org geschrieben")
		b.Submit("form[action$=aendern]", url.Values{"email": {"anders@example.org"}}).Status(422).Has(".kern-alert", "gerade erst")
		if row := h.everybody()[0]; row.Email != "alt@example.org" {
			t.Errorf("before the confirmation mail goes to %s", row.Email)
		}
		reader := s.Browser()
		page := h.confirmation("neu@example.org")
		reader.Get(page).Status(200).Has("p", "an neu@example.org schreiben").HasNot("main", "Anna")
		if row := h.everybody()[0]; row.Email != "alt@example.org" {
			t.Error("looking at the page confirmed the address")
		}
		reader.Submit("form[action^='/adresse/']", nil).Status(303)
		reader.Follow().Status(200).Has("h2", "Sie haben einen Platz").Has("main", "neu@example.org")
		if row := h.everybody()[0]; row.Email != "neu@example.org" || row.EmailKey != "neu@example.org" {
			t.Errorf("afterwards mail goes to %s", row.Email)
		}
		if got := h.mails("alt@example.org"); got[len(got)-1] != "address_moved" {
			t.Errorf("the old address was told %v", got)
		}
		if got := h.mails("neu@example.org"); len(got) != 2 || got[1] != "confirmation" {
			t.Errorf("the new address was sent %v", got)
		}
		s.Browser().Get(old).Status(404)
		b.Get(self).Status(404)
		reader.Get(page).Status(404)
	})
}

// TestAnAddressNobodyConfirmedIsNotConfirmedByChangingIt: the browser that typed the first address can correct it, and no more.
func TestAnAddressNobodyConfirmedIsNotConfirmedByChangingIt(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		h.admit(url.Values{"confirm": {"24"}})
		b := s.Browser()
		self, _, _ := strings.Cut(h.register(b, "Anna", url.Values{"email": {"vertipt@example.org"}}).Status(303).Location, "?")
		until := h.everybody()[0].ConfirmUntil
		b.Get(self + "/person").Status(200)
		b.Submit("form[action$=aendern]", url.Values{"email": {"vertippt@example.org"}}).Status(303)
		b.Get(self).Status(200).Has("h2", "Bitte bestätigen Sie")
		if row := h.everybody()[0]; row.ConfirmUntil == nil || !row.ConfirmUntil.Equal(*until) || row.Email != "vertipt@example.org" {
			t.Errorf("asking for another address changes %+v", row)
		}
		reader := s.Browser()
		reader.Get(h.confirmation("vertippt@example.org")).Status(200)
		reader.Submit("form[action^='/adresse/']", nil).Status(303)
		reader.Follow().Status(200).Has("h2", "Sie haben einen Platz")
		if row := h.everybody()[0]; row.ConfirmUntil != nil || row.Email != "vertippt@example.org" {
			t.Errorf("afterwards: %+v", row)
		}
		if got := h.mails("vertipt@example.org"); len(got) != 1 || got[0] != "confirm_address" {
			t.Errorf("an address that nobody confirmed was sent %v", got)
		}

		c := s.Browser()
		late, _, _ := strings.Cut(h.register(c, "Bela", url.Values{"email": {"bela@example.org"}}).Status(303).Location, "?")
		c.Get(late + "/person").Status(200)
		c.Submit("form[action$=aendern]", url.Values{"email": {"spaet@example.org"}}).Status(303)
		s.Clock.Advance(25 * time.Hour)
		_, err := s.Registrations.LapseUnconfirmed(t.Context())
		h.must(err)
		reader.Get(h.confirmation("spaet@example.org")).Status(404)
	})
}

// TestANewAddressLapses: who does not look for two days has to ask again.
func TestANewAddressLapses(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		b := s.Browser()
		self, _, _ := strings.Cut(h.register(b, "Anna", nil).Status(303).Location, "?")
		b.Get(self + "/person").Status(200)
		b.Submit("form[action$=aendern]", url.Values{"email": {"neu@example.org"}}).Status(303)
		s.Clock.Advance(48 * time.Hour)
		s.Browser().Get(h.confirmation("neu@example.org")).Status(404)
		b.Get(self+"/person").Status(200).HasNot("main", "Wir haben an neu@example.org geschrieben")
		if n, err := s.Registrations.DropAddresses(t.Context()); err != nil || n != 1 {
			t.Errorf("%d forgotten, %v", n, err)
		}
		h.must(s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			return s.Attendance.WantAddressIn(ctx, tx, strings.TrimPrefix(self, "/teilnahme/"), "nochmal@example.org")
		}))
	})
}

package registrationweb_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/checkin"
	"rundertisch/internal/form"
	"rundertisch/internal/id"
	"rundertisch/internal/registration"
)

// TestAPersonTakesAlongCorrectsAndDeletesWhatIsStored goes through what Art. 15 to 20 GDPR give, without an account.
func TestAPersonTakesAlongCorrectsAndDeletesWhatIsStored(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, _ := h.ask()
		sketch := h.askFile(false)
		h.must(s.Forms.AskNeeds(t.Context(), h.Actor, h.event.ID, true))
		b := s.Browser()
		b.Get(h.form()).Status(200)
		self, _, _ := strings.Cut(b.Upload(registering, sketch.Name(), "Skizze.pdf", []byte(aPDF), url.Values{
			"name": {"Ngũgĩ Größler"}, "email": {"post@example.org"}, "remark": {"=1+1"}, "slot_1": {h.shop.ID}, way.Name(): {form.Code("Bahn")},
			"needs_food": {"vegan"}, "needs_consent": {"1"},
		}).Status(303).Location, "?")
		var record registration.Record
		if err := json.Unmarshal([]byte(b.Get(self+"/daten.json").Status(200).Body), &record); err != nil {
			t.Fatal(err)
		}
		if record.Name != "Ngũgĩ Größler" || record.Needs == nil || record.Needs.Arranged[0] != "vegan" || len(record.Workshops) != 1 || len(record.Questions) != 2 || !record.Questions[1].File {
			t.Errorf("%+v", record)
		}
		table := b.Get(self + "/daten.csv").Status(200).Body
		for _, want := range []string{"Ngũgĩ Größler", "post@example.org", "Anreise;Bahn", "Projektskizze;Skizze.pdf", "Vegan", "'=1+1"} {
			if !strings.Contains(table, want) {
				t.Errorf("the table lacks %q:\n%s", want, table)
			}
		}

		b.Get(self + "/person").Status(200)
		b.Submit("main form", url.Values{"name": {""}, "remark": {"Ich komme später."}}).Status(422).Has(".rt-summary", "Vor- und Nachname").Has("textarea", "Ich komme später.")
		b.Submit("main form", url.Values{"name": {"Ngũgĩ Weiß"}, "organisation": {"Tafel"}}).Status(303)
		b.Follow().Status(200).Has("dd", "Ngũgĩ Weiß").Has("dd", "Tafel").Has("dd", "Ich komme später.")
		h.Get(h.list()+"?q=weiss").Status(200).Has("main", "Ngũgĩ Weiß")

		b.Get(self+"/loeschen").Status(200).HasNot("form[action$='/loeschen']", "")
		b.Post(self+"/loeschen", nil).Status(422)
		b.Get(self + "/abmelden").Status(200)
		b.Submit("main form", nil).Status(303)
		b.Get(self+"/loeschen").Status(200).Has("details li", "Antworten, Dateien und Bedarfe werden gelöscht")
		b.Submit("form[action$='/loeschen']", nil).Status(303)
		b.Follow().Status(200).HasNot("dd", "Ich komme später.").HasNot("dd", "Bahn").HasNot("dd", "Skizze.pdf").HasNot("li", "Vegan")
		if a, n := h.rows("form_answers"), h.rows("form_needs"); a != 0 || n != 0 {
			t.Errorf("%d answers and %d needs are kept", a, n)
		}
	})
}

// TestWhatTheDoorsKeepIsTakenAlongToo: when somebody came is about the person as well.
func TestWhatTheDoorsKeepIsTakenAlongToo(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		b := s.Browser()
		self, _, _ := strings.Cut(h.register(b, "Anna", nil).Status(303).Location, "?")
		first := checkin.Deed{ID: id.New(), What: checkin.LetIn, AttendanceID: strings.TrimPrefix(self, "/teilnahme/"), Door: "Jana Größler"}
		h.door(first)
		h.door(checkin.Deed{ID: id.New(), What: checkin.Undo, Target: first.ID})
		s.Clock.Advance(time.Hour)
		second := first
		second.ID = id.New()
		h.door(second)
		file := b.Get(self + "/daten.json").Status(200).Body
		var record registration.Record
		h.must(json.Unmarshal([]byte(file), &record))
		if a := record.Arrivals; len(a) != 2 || a[0].TakenBack == nil || a[1].TakenBack != nil || a[1].At.Sub(a[0].At) != time.Hour {
			t.Errorf("taken along is %+v", a)
		}
		table := b.Get(self + "/daten.csv").Status(200).Body
		if strings.Count(table, "Am Einlass erfasst") != 2 || strings.Count(table, "zurückgenommen") != 1 || strings.Contains(file+table, first.Door) {
			t.Errorf("the table is\n%s", table)
		}
	})
}

// TestNobodyTakesOverTheNameOfSomebodyElse: two people share an address.
func TestNobodyTakesOverTheNameOfSomebodyElse(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		h.register(s.Browser(), "Anna", nil).Status(303)
		b := s.Browser()
		to := h.register(b, "Bela", nil).Status(303).Location
		self, _, _ := strings.Cut(to, "?")
		b.Get(self + "/person").Status(200)
		b.Submit("main form", url.Values{"name": {"ANNA"}}).Status(422).Has(".kern-error", "")
		b.Get(self).Status(200).Has("dd", "Bela")
	})
}

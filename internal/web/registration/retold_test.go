package registrationweb_test

import (
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/form"
)

// TestTheLanguageSwitchLosesNothingThatWasTyped: without a script, the switch sends the form along.
func TestTheLanguageSwitchLosesNothingThatWasTyped(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, _ := h.ask()
		h.must(s.Forms.AskNeeds(t.Context(), h.Actor, h.event.ID, true))
		b := s.Browser()
		const english = "header button[form=anmeldeformular][name=in_language][value=en][formnovalidate]"
		for _, page := range []string{"/v/" + h.event.Slug, h.form()} {
			b.Get(page).Status(200).Has(english, "English").Has("form#anmeldeformular[action='"+h.form()+"']", "").HasNot("form[action='/language']", "")
		}
		b.Submit(registering, url.Values{"in_language": {"en"}}).Status(303)
		b.Get("/v/"+h.event.Slug).Status(200).Has("header button[value=de]", "Deutsch")
		b.Get(h.form()).Status(200)
		b.Submit(registering, url.Values{"in_language": {"de"}}).Status(303)

		b.Get(h.form()).Status(200)
		typed := url.Values{
			"name": {"Anna"}, "email": {"anna@"}, "remark": {"Ich komme\nspäter"}, "slot_1": {h.shop.ID}, way.Name(): {form.Code("Bahn")}, "needs_food": {"vegan"}, "in_language": {"en"},
		}
		page := b.Submit(registering, typed).Status(200).Has("button", "Register").Has("textarea[name=remark]", "Ich komme").HasNot(".rt-summary", "")
		for _, selector := range []string{
			"input[name=name][value=Anna]", "input[name=email][value='anna@']", "input[name=slot_1][checked][value='" + h.shop.ID + "']",
			"input[name='" + way.Name() + "'][checked]", "input[name=needs_food][value=vegan][checked]", "select[name=lang] option[value=en][selected]",
		} {
			page.Has(selector, "")
		}
		if len(h.everybody()) != 0 {
			t.Error("the switch registered somebody")
		}
		self, _, _ := strings.Cut(b.Submit(registering, url.Values{"email": {"anna@example.org"}, "needs_consent": {"1"}}).Status(303).Location, "?")
		if rows := h.everybody(); len(rows) != 1 || rows[0].Lang != "en" {
			t.Errorf("%+v", rows)
		}

		b.Get(self + "/person").Status(200)
		b.Submit("form#angaben", url.Values{"organisation": {"Tafel"}, "in_language": {"de"}}).Status(200).Has("h1", "Angaben berichtigen").Has("input[name=organisation][value=Tafel]", "")
		if row := h.everybody()[0]; row.Organisation != "" {
			t.Error("the switch stored something")
		}
		b.Submit("form#angaben", nil).Status(303)
		if row := h.everybody()[0]; row.Organisation != "Tafel" {
			t.Errorf("afterwards: %+v", row)
		}
		b.Get(self + "/angaben").Status(200)
		b.Submit("form#angaben", url.Values{way.Name(): {form.Code("Auto")}, "in_language": {"en"}}).Status(200).Has("input[name='"+way.Name()+"'][checked]", "").Has("h1", "Your details for the event")
	})
}

// TestTheLanguageSwitchKeepsWhatIsChosenOnPersonalPages: workshops, wishes, what is to be arranged, and who comes instead.
func TestTheLanguageSwitchKeepsWhatIsChosenOnPersonalPages(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, _ := h.ask()
		h.must(s.Forms.AskNeeds(t.Context(), h.Actor, h.event.ID, true))
		b := s.Browser()
		self, _, _ := strings.Cut(h.register(b, "Anna", url.Values{way.Name(): {form.Code("Bahn")}}).Status(303).Location, "?")
		english, german := url.Values{"in_language": {"en"}}, url.Values{"in_language": {"de"}}

		b.Get(self).Status(200).Has("header button[form=auswahl][formaction='"+self+"/workshops'][value=en]", "")
		if b.Submit("form#auswahl", english).Status(303).Location != self {
			t.Error("where nothing is chosen the switch does not lead back to the page")
		}
		b.Get(self).Status(200).Has("h2", "Your workshops")
		b.Submit("form#auswahl", url.Values{"slot_1": {h.shop.ID}, "in_language": {"de"}}).Status(200).Has("h2", "Ihre Workshops").Has("input[name=slot_1][checked][value='"+h.shop.ID+"']", "")
		if n := h.rows("workshop_places"); n != 0 {
			t.Error("the switch chose a workshop")
		}
		b.Submit("form#auswahl", nil).Status(303)
		if n := h.rows("workshop_places"); n != 1 {
			t.Errorf("%d workshops are chosen afterwards", n)
		}

		needs := url.Values{"needs_food": {"vegan"}, "needs_note": {"Ein Platz am Rand"}, way.Name(): {form.Code("Auto")}, "in_language": {"en"}}
		b.Get(self + "/angaben").Status(200)
		page := b.Submit("form#angaben", needs).Status(200).Has("input[name=needs_food][value=vegan][checked]", "").Has("textarea[name=needs_note]", "Ein Platz am Rand")
		page.Has("input[name='"+way.Name()+"'][checked]", "").Has("button[name=part][value=needs]", "Save")
		page = b.Submit("form#angaben", url.Values{"part": {"needs"}, "in_language": {""}}).Status(422).Has(".rt-summary a[href='#f-needs_consent']", "")
		page.Has("textarea[name=needs_note]", "Ein Platz am Rand").Has("input[name='"+way.Name()+"'][checked]", "")
		b.Submit("form#angaben", url.Values{"part": {"needs"}, "needs_consent": {"1"}}).Status(303)
		b.Follow().Status(200).Has("li", "Vegan").Has("dd", "Bahn")

		b.Get(self + "/vertretung").Status(200)
		if b.Submit("form#vertretung", german).Status(303).Location != self+"/vertretung" {
			t.Error("where nobody is named the switch does not lead back to the page")
		}
		b.Get(self + "/vertretung").Status(200)
		b.Submit("form#vertretung", url.Values{"name": {"Bela"}, "email": {"bela@"}, "in_language": {"en"}}).Status(200).Has("input[name=name][value=Bela]", "").Has("input[name=email][value='bela@']", "").HasNot(".rt-summary", "")
		if len(h.everybody()) != 1 {
			t.Error("the switch named somebody")
		}
	})
}

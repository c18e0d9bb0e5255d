package registrationweb_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/form"
)

// ask lets the event ask how people come, and of those who drive how many seats they have.
func (h *hall) ask() (way, seats form.Field) {
	h.t.Helper()
	way, err := h.site.Forms.Add(h.t.Context(), h.Actor, h.event.ID, form.Details{
		Kind: form.Choice, Label: "Anreise", Options: "Auto\nBahn", Required: true, Purpose: "damit Parkplätze frei sind", KeepDays: "30",
	})
	h.must(err)
	seats, err = h.site.Forms.Add(h.t.Context(), h.Actor, h.event.ID, form.Details{
		Kind: form.Number, Label: "Freie Plätze", Required: true, When: form.Condition(way.ID, "Auto"), Purpose: "für Mitfahrten", KeepDays: "0",
	})
	h.must(err)
	return way, seats
}

func (h *hall) rows(table string) int {
	h.t.Helper()
	n, err := h.site.DB.Read().NewSelect().Table(table).Count(h.t.Context())
	h.must(err)
	return int(n)
}

func TestStaffAskAndPeopleAnswer(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		h.Get(h.at("/form/new")).Status(200)
		h.Submit("form[action$=form]", url.Values{
			"kind": {"choice"}, "label": {"Anreise"}, "options": {"Auto\r\nBahn"}, "required": {"1"}, "purpose": {"damit Parkplätze frei sind"}, "keep_days": {"30"},
		}).Status(303)
		h.Follow().Status(200).Has("h3, h2", "Anreise").Has("dd", "Pflichtangabe")
		b := s.Browser()
		page := b.Get("/v/"+h.event.Slug).Status(200).Has("legend", "Anreise").Has(".kern-hint", "Wofür: damit Parkplätze frei sind")
		page.Has("details li", "bis 30 Tage nach der Veranstaltung")
		field := page.Find("input[type=radio][name^=f_]").AttrOr("name", "")
		refused := b.Submit(registering, url.Values{"name": {"Anna"}, "email": {"anna@example.org"}}).Status(422)
		refused.Has(".rt-summary a[href='#f-"+field+"']", "Anreise: Bitte wählen Sie eine Antwort.")
		b.Submit(registering, url.Values{field: {form.Code("Bahn")}}).Status(303)
		self := b.Follow().Status(200).Has("dt", "Anreise").Has("dd", "Bahn")
		h.Get(h.list()).Status(200)
		person := h.Get(h.list() + "/" + strings.TrimPrefix(self.Find("a[href$=angaben]").AttrOr("href", ""), "/teilnahme/")[:26]).Status(200)
		person.Has("dt", "Anreise").Has("dd", "Bahn")
		csv := h.Get(h.list() + ".csv").Body
		if csv == "" || !strings.Contains(h.Get(h.list()+"?format=csv").Body+csv, "Anreise") {
			t.Errorf("the export has no column for the question:\n%.300s", csv)
		}
		b.Get(self.Find("a[href$=angaben]").AttrOr("href", "")).Status(200)
		b.Submit("form[action$=angaben]", url.Values{field: {form.Code("Auto")}}).Status(303)
		b.Follow().Status(200).Has("[role=status]", "Antworten sind gespeichert").Has("dd", "Auto")
		notice := self.Find("a[href*='/datenschutz/']").AttrOr("href", "")
		h.Get(h.at("/form")).Status(200)
		h.must(s.Forms.Remove(t.Context(), h.Actor, h.event.ID, strings.TrimPrefix(field, "f_")))
		b.Get(notice).Status(200).Has("li", "damit Parkplätze frei sind")
		b.Get(strings.Replace(notice, ".", ".9", 1)).Status(404)
	})
}

func TestAnAnswerThatDependsOnAnotherIsAskedWithIt(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, seats := h.ask()
		b := s.Browser()
		b.Get(h.form()).Status(200).Has(".kern-hint", "Nur wenn Sie bei „Anreise“ die Antwort „Auto“ gewählt haben, dann bitte ausfüllen.")
		b.Submit(registering, url.Values{"name": {"Anna"}, "email": {"anna@example.org"}, way.Name(): {form.Code("Auto")}}).Status(422).
			Has(".kern-error", "Bitte füllen Sie dieses Feld aus.")
		b.Submit(registering, url.Values{way.Name(): {form.Code("Bahn")}, seats.Name(): {"4"}}).Status(303)
		if n := h.rows("form_answers"); n != 1 {
			t.Errorf("%d answers are kept, want that to the first question only", n)
		}
	})
}

func TestAQuestionThatGoesWhileSomebodyAnswersLosesNothingElse(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, seats := h.ask()
		b := s.Browser()
		b.Get(h.form()).Status(200)
		h.must(s.Forms.Remove(t.Context(), h.Actor, h.event.ID, seats.ID))
		told := b.Submit(registering, url.Values{
			"name": {"👩‍🌾 ليلى Größler"}, "email": {"leila@example.org"}, "remark": {"Ich komme später."},
			way.Name(): {form.Code("Auto")}, seats.Name(): {"4"},
		}).Status(422)
		told.Has(".rt-summary", "Die Frage „Freie Plätze“ wird nicht mehr gestellt").Has("dt", "Freie Plätze").Has("dd", "4").Has("textarea[name=remark]", "Ich komme später.")
		if told.Find("input[value='"+form.Code("Auto")+"'][checked]").Length() != 1 || told.Find("input[name=name]").AttrOr("value", "") != "👩‍🌾 ليلى Größler" {
			t.Error("something typed is lost")
		}
		b.Submit(registering, nil).Status(303)
		b.Follow().Status(200).Has("dd", "👩‍🌾 ليلى Größler").Has("dd", "Auto").HasNot("dt", "Freie Plätze")
	})
}

func TestMoreThanTheFormAsksIsNotTaken(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, _ := h.ask()
		b := s.Browser()
		b.Get(h.form()).Status(200)
		many := url.Values{"name": {"Anna"}, "email": {"anna@example.org"}, way.Name(): {form.Code("Bahn")}}
		for n := range 200 {
			many.Set(fmt.Sprintf("f_%026d", n), "voll")
		}
		b.Submit(registering, many).Status(303)
		if n := h.rows("form_answers"); n != 1 {
			t.Errorf("%d answers are kept", n)
		}
		huge := s.Browser()
		huge.Get(h.form()).Status(200)
		huge.Submit(registering, url.Values{"name": {"Bela"}, "email": {"bela@example.org"}, "remark": {strings.Repeat("x", 5<<20)}}).Status(422).Has(".kern-error", "Höchstens 2000 Zeichen")
		long := s.Browser()
		long.Get(h.form()).Status(200)
		long.Submit(registering, url.Values{"name": {"Bela"}, "email": {"bela@example.org"}, way.Name(): {strings.Repeat("x", 1<<20)}}).Status(422)
		for range 2 { // the same form twice
			twice := url.Values{"name": {"Cara"}, "email": {"cara@example.org"}, way.Name(): {form.Code("Bahn")}, "nonce": {"once"}}
			long.Get(h.form()).Status(200)
			long.Submit(registering, twice).Status(303)
		}
		if n, answers := h.rows("attendances"), h.rows("form_answers"); n != 2 || answers != 2 {
			t.Errorf("%d people, %d answers, want 2 and 2", n, answers)
		}
	})
}

func TestNeedsAreApartAndGoWhenTheyAreWithdrawn(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		h.Get(h.at("/form")).Status(200)
		h.Submit("form[action$=needs]", nil).Status(303)
		h.Follow().Status(200).Has("main", "wird erfragt")
		b := s.Browser()
		b.Get("/v/"+h.event.Slug).Status(200).Has("details p", "löschen es 14 Tage")
		typed := url.Values{"name": {"Anna"}, "email": {"anna@example.org"}, "needs_access": {"step_free"}, "needs_food": {"vegan"}, "needs_note": {"Tisch am Fenster"}}
		b.Submit(registering, typed).Status(422).Has(".kern-error", "Ohne Ihre Einwilligung")
		b.Submit(registering, url.Values{"needs_consent": {"1"}}).Status(303)
		self := b.Follow().Status(200).Has("li", "Zugang ohne Stufen").Has("p", "Tisch am Fenster")
		h.Get(h.at("/form")).Status(200).Has("dt", "Vegan").HasNot("p", "Tisch am Fenster")
		b.Get(self.Find("a[href$=angaben]").AttrOr("href", "")).Status(200)
		b.Submit("form[action$=widerruf]", nil).Status(303)
		b.Follow().Status(200).Has("[role=status]", "Einwilligung ist widerrufen").HasNot("li", "Zugang ohne Stufen")
		if n := h.rows("form_needs"); n != 0 {
			t.Errorf("%d needs are kept", n)
		}
	})
}

func TestAnswersAndNeedsAreDeletedInTime(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, _ := h.ask()
		h.must(s.Forms.AskNeeds(t.Context(), h.Actor, h.event.ID, true))
		b := s.Browser()
		h.register(b, "Anna", url.Values{way.Name(): {form.Code("Bahn")}, "needs_food": {"vegan"}, "needs_consent": {"1"}}).Status(303)
		h.must(s.Forms.Remove(t.Context(), h.Actor, h.event.ID, mustFind(t, h, "Freie Plätze").ID))
		after := func(days, answers, needs, fields int) {
			t.Helper()
			s.Clock.Advance(h.event.EndsAt.AddDate(0, 0, days).Sub(s.Clock.Now()))
			_, err := s.Forms.Expire(t.Context())
			h.must(err)
			if a, n, f := h.rows("form_answers"), h.rows("form_needs"), h.rows("form_fields"); a != answers || n != needs || f != fields {
				t.Errorf("%d days after: %d answers, %d needs, %d fields, want %d, %d, %d", days, a, n, f, answers, needs, fields)
			}
		}
		after(13, 1, 1, 1) // the removed question without an answer is gone
		after(14, 1, 0, 1)
		after(29, 1, 0, 1)
		after(30, 0, 0, 1)
	})
}

func mustFind(t *testing.T, h *hall, label string) form.Field {
	t.Helper()
	sheet, err := h.site.Forms.Sheet(t.Context(), h.Actor, h.event.ID)
	h.must(err)
	for _, f := range sheet.Fields {
		if f.Label == label {
			return f
		}
	}
	t.Fatalf("no question %q", label)
	return form.Field{}
}

func TestWhoIsErasedLeavesNoAnswer(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, _ := h.ask()
		h.must(s.Forms.AskNeeds(t.Context(), h.Actor, h.event.ID, true))
		h.register(s.Browser(), "Anna", url.Values{way.Name(): {form.Code("Bahn")}, "needs_food": {"vegan"}, "needs_consent": {"1"}}).Status(303)
		_, err := s.DB.Read().NewSelect().Table("attendances").Exec(t.Context())
		h.must(err)
		h.must(s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			if _, err := tx.NewUpdate().Table("attendances").Set("person_id = 'P'").Where("name = 'Anna'").Exec(ctx); err != nil {
				return err
			}
			return s.Forms.EraseIn(ctx, tx, directory.Erasure{Person: directory.Person{ID: "P", WorkspaceID: h.Actor.WorkspaceID}})
		}))
		if a, n := h.rows("form_answers"), h.rows("form_needs"); a != 0 || n != 0 {
			t.Errorf("%d answers and %d needs are kept", a, n)
		}
	})
}

func TestQuestionsAreMovedAndStayInAnOrderThatCanBeAnswered(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, seats := h.ask()
		h.Get(h.at("/form")).Status(200)
		h.Submit("form[action$='"+seats.ID+"/up']", nil).Status(422).Has("main", "hängt von „Anreise“ ab")
		h.Get(h.at("/form/"+way.ID+"/remove")).Status(200).Has("main", "Freie Plätze")
		_, err := s.Forms.Add(t.Context(), h.Actor, h.event.ID, form.Details{Kind: form.Text, Label: "Rufname", Purpose: "für das Schild", KeepDays: "0"})
		h.must(err)
		h.Get(h.at("/form")).Status(200)
		h.Submit("form[action$='"+seats.ID+"/down']", nil).Status(303)
		titles := h.Follow().Status(200).Find(".rt-card__title").Map(func(_ int, card *goquery.Selection) string { return strings.TrimSpace(card.Text()) })
		if got := strings.Join(titles[:3], ","); got != "Anreise,Rufname,Freie Plätze" {
			t.Errorf("the order is %s", got)
		}
	})
}

func TestADraftTakesItsFormIntoTheBinAndBack(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		copied, err := s.Events.Add(t.Context(), h.Actor, eventDetails())
		h.must(err)
		h.event = copied
		h.ask()
		entry, err := s.Events.Remove(t.Context(), h.Actor, copied.ID)
		h.must(err)
		if n := h.rows("form_fields"); n != 0 {
			t.Errorf("%d questions stay", n)
		}
		_, err = s.Bin.BringBack(t.Context(), h.Actor, entry.ID)
		h.must(err)
		if f, n := h.rows("form_fields"), h.rows("form_notices"); f != 2 || n != 2 {
			t.Errorf("%d questions and %d notices are back", f, n)
		}
	})
}

func eventDetails() event.Details {
	return event.Details{Kind: event.Symposium, Title: "Entwurf", Day: "25.03.2027", Begin: "09:30", End: "16:00"}
}

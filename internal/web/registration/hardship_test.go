package registrationweb_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/form"
	"rundertisch/internal/mail"
)

var ours = http.Header{"Sec-Fetch-Site": {"same-origin"}}

// TestAFormThatOutlivedItsSessionIsSentOnceMore: a browser that lost its cookies in the middle of the form keeps all that was typed.
func TestAFormThatOutlivedItsSessionIsSentOnceMore(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, _ := h.ask()
		b := s.Browser()
		b.Get(h.form()).Status(200)
		b.Forget()
		b.Header = ours
		told := b.Submit(registering, url.Values{
			"name": {"👩‍🌾 ليلى Größler"}, "email": {"leila@example.org"}, "remark": {"Ich komme später,\nmit dem Zug."}, way.Name(): {form.Code("Bahn")},
		}).Status(403)
		told.Has("h1", "Bitte noch einmal senden").Has(".rt-terms dt", "Vor- und Nachname").Has(".rt-terms dd", "ليلى Größler").Has(".rt-terms dd", "mit dem Zug.")
		if n := h.rows("attendances"); n != 0 {
			t.Fatal("somebody is registered before the button is pressed")
		}
		b.Submit("main form", nil).Status(303)
		b.Follow().Status(200).Has("dd", "ليلى Größler").Has("dd", "mit dem Zug.").Has("dd", "Bahn")
	})
}

// TestAChangeOfOwnAnswersOutlivesTheSession: the same on the personal page, whose link is still at hand.
func TestAChangeOfOwnAnswersOutlivesTheSession(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, _ := h.ask()
		b := s.Browser()
		h.register(b, "Anna", url.Values{way.Name(): {form.Code("Bahn")}}).Status(303)
		own := b.Follow().Status(200).Find("a[href$=angaben]").AttrOr("href", "")
		b.Get(own).Status(200)
		sent := b.With(map[string]string{"Sec-Fetch-Site": "same-origin"})
		sent.Get(own).Status(200)
		page := sent.Post(own, url.Values{way.Name(): {form.Code("Auto")}, "csrf": {"alt"}})
		page.Status(403).Has("h1", "Bitte noch einmal senden")
	})
}

func TestGoingBackAndSendingAgainRegistersOnce(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		way, _ := h.ask()
		b := s.Browser()
		before := b.Get(h.form()).Status(200).Forms()[h.form()] // what the browser's history still has
		typed := url.Values{"name": {"Anna"}, "email": {"anna@example.org"}, way.Name(): {form.Code("Bahn")}}
		b.Submit(registering, typed).Status(303)
		b.Follow().Status(200)
		for field, value := range typed {
			before[field] = value
		}
		before[way.Name()] = []string{form.Code("Auto")}
		before["f_"+strings.TrimPrefix(mustFind(t, h, "Freie Plätze").Name(), "f_")] = []string{"2"}
		before.Del("csrf")
		b.Post(h.form(), before).Status(303)
		b.Follow().Status(200).Has("[role=status]", "liegt uns vor").Has("dd", "Bahn").HasNot("dd", "Auto")
		if n := h.rows("attendances"); n != 1 || h.seats(h.event.ID).Taken != 1 {
			t.Errorf("%d people on %d places", n, h.seats(h.event.ID).Taken)
		}
	})
}

// TestAQuestionThatComesOrBecomesRequiredIsAskedBeforeAnythingIsStored: somebody has the older form open.
func TestAQuestionThatComesOrBecomesRequiredIsAskedBeforeAnythingIsStored(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		b := s.Browser()
		b.Get(h.form()).Status(200)
		h.ask()
		told := b.Submit(registering, url.Values{"name": {"Ngũgĩ שרה"}, "email": {"sara@example.org"}, "remark": {"Bis dann!"}}).Status(422)
		told.Has(".rt-summary", "Anreise: Bitte wählen Sie eine Antwort.").Has("legend", "Anreise").Has("textarea[name=remark]", "Bis dann!")
		if n := h.rows("attendances"); n != 0 {
			t.Errorf("%d people are registered", n)
		}
	})
}

func TestTextsThatAreFarTooLongAreNamedAtTheirField(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		h.askFile(false)
		b := s.Browser()
		b.Get(h.form()).Status(200)
		typed := url.Values{"name": {"Anna"}, "email": {"anna@example.org"}, "remark": {strings.Repeat("ä", 5<<20)}} // 10 MB
		page := b.Upload(registering, "f_none", "x.pdf", []byte(aPDF), typed).Status(422)
		page.Has(".rt-summary a[href='#f-remark']", "Bemerkung: ").Has(".kern-error", "Höchstens 2000 Zeichen")
		if page.Find("input[name=email]").AttrOr("value", "") != "anna@example.org" || len(page.Find("textarea[name=remark]").Text()) < 10<<20 {
			t.Error("something typed is lost")
		}
	})
}

// TestNamesOfEveryScriptArriveAsTheyWereTyped on the own page, in the mail, in the list and its search, and in the files.
func TestNamesOfEveryScriptArriveAsTheyWereTyped(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s, 10, 5)
		for n, c := range []struct{ name, sought string }{
			{"محمد علي", "علي"},
			{"שרה לוי", "לוי"},
			{"Zoë 👩‍👧 O’Brien", "zoe"},
			{"Trần Văn Minh", "tran"},
			{"Łukasz Größler-Weiß", "groessler"},
			{"李小龙", "李小龙"},
		} {
			b, address := s.Browser(), fmt.Sprintf("person%d@example.org", n)
			h.register(b, c.name, url.Values{"email": {address}, "organisation": {"جمعية الجوار 🏘️"}}).Status(303)
			self := b.Follow().Status(200).Has("dd", c.name).Has("dd", "جمعية الجوار 🏘️")
			if file := b.Get(self.Find("a[href$='daten.json']").AttrOr("href", "")).Status(200); !strings.Contains(file.Body, c.name) {
				t.Errorf("%s is not in the own data: %s", c.name, file.Body)
			}
			var letter mail.Message
			h.must(s.DB.Read().NewSelect().Model(&letter).Where("m.to_email = ?", address).Where("m.calendar_body <> ''").Limit(1).Scan(t.Context()))
			if letter.ToName != c.name || !strings.Contains(letter.Text, c.name) {
				t.Errorf("the mail to %s is to %s:\n%s", c.name, letter.ToName, letter.Text)
			}
			found := h.Get(h.list()+"?"+url.Values{"q": {c.sought}}.Encode()).Status(200).Has("tbody tr", c.name)
			if rows := found.Find("tbody tr").Length(); rows != 1 {
				t.Errorf("%d people are found by %q", rows, c.sought)
			}
			if file := h.Get(h.list() + "?format=csv").Status(200); !strings.Contains(file.Body, c.name+";"+address) {
				t.Errorf("%s is not in the file:\n%s", c.name, file.Body)
			}
		}
	})
}

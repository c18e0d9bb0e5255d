package mail_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/PuerkitoBio/goquery"

	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
	"rundertisch/templates"
)

var full = mail.Fields{
	"receiver_name": "Jörg Größler-Weiß", "event_title": "Wohnen im Wandel", "event_when": "Donnerstag, 25. März 2027, 9:00 bis 16:00 Uhr",
	"event_place": "Rathaus, Ratssaal", "event_kind": "Fachtagung", "programme_item": "Workshop 2", "position": "3",
	"answer_url": "https://tisch.example.org/a/abc", "event_url": "https://tisch.example.org/v/wohnen", "self_service_url": "https://tisch.example.org/m/xyz",
	"changes": "Beginn: 9:00 → 10:00\nOrt: Kreishaus → Rathaus", "sender_name": "Sozialplanung", "sender_email": "planung@example.org",
	"organisation": "Landkreis Beispiel", "funding_notice": "Gefördert aus Mitteln des ESF.", "imprint": "Landkreis Beispiel\nAm Markt 1", "personal_text": "Wir freuen uns\nauf Sie.",
	"author": "Ewa Łuczak", "task": "Raum <buchen>", "comment": "Bitte prüfen.\nDanke",
	"action_url": "https://tisch.example.org/start/password/abc", "invited_by": "Jana Größler", "has_account": mail.Yes,
	"results_url":    "https://tisch.example.org/v/wohnen",
	"survey_url":     "https://tisch.example.org/umfrage/abc",
	"new_email":      "joerg.neu@example.org",
	"summary":        "2 Fristen",
	"items":          "Arbeitsbaustein 2.2 Fachtagung\nin 14 Tagen fällig, am 31.03.2027\n\nAufgabe zu 2.2 – Räume buchen\nmorgen fällig, am 18.03.2027",
	"missed":         mail.Yes,
	"late_items":     "Aufgabe zu 2.2 – Räume buchen\nseit 3 Tagen überschritten",
	"soon_items":     "Arbeitsbaustein 2.2 Fachtagung\nin 14 Tagen fällig",
	"new_items":      "Aufgabe zu 2.3 – Entwurf\nohne Frist",
	"quiet_url":      "https://tisch.example.org/r/abc",
	"calendar_entry": mail.Yes, "waitlisted": mail.Yes,
}

func newRenderer(t *testing.T) *mail.Renderer {
	t.Helper()
	_, r := mailtest.Sentences(t)
	return r
}

func TestBothLanguagesHaveTheSameMessagesAndFields(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	names := r.Names(i18n.German)
	want := []string{"address_moved", "address_new", "admitted", "allotted", "answer_link", "answer_reminder", "cancellation", "circular", "colleague", "confirm_address", "confirmation", "digest", "email_changed", "email_new", "email_old", "erased", "group_left", "invitation", "list_confirm", "list_known", "list_message", "mention", "minutes_approval", "minutes_reminder", "not_moved", "noted", "offer", "offer_lapsed", "older_answer", "pass_confirm", "password_reset", "promotion", "refused", "registered_by", "reminder", "represented", "requested", "save_the_date", "substitute", "thanks", "undone", "uninvitation", "unrepresented", "update", "waitlist", "withdrawn", "workshop_ended"}
	if !slices.Equal(names, want) || !slices.Equal(names, r.Names(i18n.English)) {
		t.Fatalf("German %v, English %v", names, r.Names(i18n.English))
	}
	for _, name := range names {
		for _, ext := range []string{".txt", ".html"} {
			german, english := usedFields(t, "mail/de/"+name+ext), usedFields(t, "mail/en/"+name+ext)
			if german != english {
				t.Errorf("%s%s uses %s in German and %s in English", name, ext, german, english)
			}
		}
	}
}

func usedFields(t *testing.T, file string) string {
	t.Helper()
	raw, err := templates.Mail.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var used []string
	for _, name := range mail.FieldNames() {
		if strings.Contains(string(raw), "."+name+"}}") {
			used = append(used, name)
		}
	}
	return strings.Join(used, " ")
}

func TestEveryMessageIsWholeWithAllFieldsAndWithNone(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	for _, lang := range i18n.Languages() {
		for _, name := range r.Names(lang) {
			for _, fields := range []mail.Fields{full, {}} {
				out, err := r.Shipped().Render(lang, name, fields)
				if err != nil {
					t.Fatal(err)
				}
				for _, text := range []string{out.Subject, out.Text, out.HTML} {
					if strings.Contains(text, "<no value>") || strings.Contains(text, "⟦") || strings.Contains(text, "ZgotmplZ") || text == "" {
						t.Errorf("%s/%s: %q", lang, name, text)
					}
				}
			}
		}
	}
}

func TestTheInvitationSaysWhatItMust(t *testing.T) {
	t.Parallel()
	out, err := newRenderer(t).Shipped().Render(i18n.German, "invitation", full)
	if err != nil {
		t.Fatal(err)
	}
	if out.Subject != "Einladung: Wohnen im Wandel" {
		t.Errorf("subject %q", out.Subject)
	}
	page, err := goquery.NewDocumentFromReader(strings.NewReader(out.HTML))
	if err != nil {
		t.Fatal(err)
	}
	button := page.Find(".button a")
	if button.AttrOr("href", "") != full["answer_url"] || button.Text() != "Zusagen oder absagen" {
		t.Errorf("button %q to %q", button.Text(), button.AttrOr("href", ""))
	}
	if page.Find("html").AttrOr("lang", "") != "de" || page.Find("script, link, img").Length() != 0 {
		t.Error("language missing, or something is loaded from elsewhere")
	}
	for _, text := range []string{out.Text, page.Text()} {
		for _, field := range []string{"receiver_name", "event_title", "event_when", "event_place", "answer_url", "funding_notice", "sender_email"} {
			if !strings.Contains(text, full[field]) {
				t.Errorf("%s is missing in %q", field, text)
			}
		}
	}
	if !strings.Contains(out.HTML, "Beginn: 9:00 → 10:00<br>Ort:") || !strings.Contains(out.Text, "Wir freuen uns\nauf Sie.") {
		t.Error("line breaks got lost")
	}
}

func TestWhatPeopleTypeStaysText(t *testing.T) {
	t.Parallel()
	evil := "<script>alert(1)</script>\r\nBcc: all@example.org\n{{.imprint}}"
	fields := mail.Fields{}
	for name := range full {
		fields[name] = evil
	}
	fields["answer_url"] = "javascript:alert(1)"
	out, err := newRenderer(t).Shipped().Render(i18n.German, "invitation", fields)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.HTML, "<script") || strings.Contains(out.HTML, "javascript:") || strings.Contains(out.Subject, "\n") {
		t.Errorf("subject %q, page %s", out.Subject, out.HTML)
	}
}

func TestATextThatIsTooLongForAMailIsRefused(t *testing.T) {
	t.Parallel()
	_, err := newRenderer(t).Shipped().Render(i18n.German, "invitation", mail.Fields{"personal_text": strings.Repeat("x", 300<<10)})
	if err == nil {
		t.Error("300 KiB were rendered")
	}
}

func TestTemplatesMayUseFieldsAndConditionsOnly(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for source, fine := range map[string]bool{
		"Hallo {{.receiver_name}}":                              true,
		"{{if .changes}}neu{{else}}alt {{.event_title}}{{end}}": true,
		"{{.password}}": false, "{{range .changes}}x{{end}}": false, "{{printf \"%s\" .changes}}": false, "{{$x := .changes}}": false,
		"{{template \"x\"}}": false, "{{define \"x\"}}y{{end}}z": false, "{{.changes.x}}": false, "{{if and .changes .imprint}}x{{end}}": false, "{{": false,
	} {
		files := fstest.MapFS{
			"mail/frame.txt": {Data: []byte("{{.Body}}")}, "mail/frame.html": {Data: []byte("{{.Body}}")},
			"mail/de/one.txt": {Data: []byte("Subject: x\n\n" + source)}, "mail/de/one.html": {Data: []byte(source)},
		}
		if _, err := mail.NewRenderer(files, catalogue); (err == nil) != fine {
			t.Errorf("%q: %v", source, err)
		}
	}
}

func TestMessagesSpeakOneLanguage(t *testing.T) {
	t.Parallel()
	r := newRenderer(t)
	foreign := map[i18n.Lang]*regexp.Regexp{
		i18n.German:  regexp.MustCompile(`\b(and|or|not|you|your|the|with|please|Please|by|of)\b`),
		i18n.English: regexp.MustCompile(`\b(und|oder|nicht|Sie|Ihre?|wird|mit|für|bitte|Bitte|Uhr)\b`),
	}
	words := mail.Fields{"calendar_entry": mail.Yes, "waitlisted": mail.Yes, "has_account": mail.Yes}
	for name := range full {
		if words[name] == "" {
			words[name] = "Musterstadt"
		}
	}
	for lang, betrays := range foreign {
		for _, name := range r.Names(lang) {
			for _, fields := range []mail.Fields{words, {}} {
				said, err := r.Shipped().Render(lang, name, fields)
				if err != nil {
					t.Fatal(err)
				}
				page, err := goquery.NewDocumentFromReader(strings.NewReader(said.HTML))
				if err != nil {
					t.Fatal(err)
				}
				page.Find("style").Remove()
				for part, text := range map[string]string{"subject": said.Subject, "text": said.Text, "HTML": page.Text()} {
					if word := betrays.FindString(text); word != "" {
						t.Errorf("%s in %s, %s, says %q", name, lang, part, word)
					}
				}
			}
		}
	}
}

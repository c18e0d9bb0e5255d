package mailinglistweb_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
)

var link = regexp.MustCompile(`http://tisch\.example\.org(/l/[A-Za-z0-9_-]{20,})`)

// lastLink is the address in the last mail to the address.
func lastLink(t *testing.T, s *apptest.Site, email string) string {
	t.Helper()
	var text string
	err := s.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE to_email = ? AND text_body LIKE '%/l/%' ORDER BY created_at DESC, id DESC LIMIT 1", email).Scan(t.Context(), &text)
	if err != nil {
		t.Fatal(err)
	}
	found := link.FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("no link in\n%s", text)
	}
	return found[1]
}

// office has a public list, made by the form.
func office(t *testing.T, s *apptest.Site) (apptest.Office, string) {
	t.Helper()
	o := s.Office("Landkreis Musterland")
	o.Get("/projects/" + o.Project.ID + "/lists/new").Status(200)
	o.Submit("main form", url.Values{"name": {"Neues zum Wohnen"}, "description": {""}, "public": {"1"}}).Status(422).Has(".rt-summary", "Wofür")
	made := o.Submit("main form", url.Values{"name": {"Neues zum Wohnen"}, "description": {"Viermal im Jahr Neues"}, "public": {"1"}})
	at, _, _ := strings.Cut(made.Status(303).Location, "?")
	o.Follow().Status(200).Has("h1", "Neues zum Wohnen").Has("main", "Noch niemand angemeldet")
	return o, at
}

func TestAVisitorSubscribesAndUnsubscribes(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, list := office(t, s)
		b := s.Browser()
		b.Get("/").Status(200).Has("main a[href='/verteiler']", "Alle Verteiler")
		b.Get("/verteiler").Status(200).Has("main a[href='/verteiler/neues-zum-wohnen']", "Neues zum Wohnen")
		form := b.Get("/verteiler/neues-zum-wohnen").Status(200).Has("main label", "„Neues zum Wohnen“ (Landkreis Musterland)").Has("main details", "Artikel 6 Absatz 1 Buchstabe a")
		if _, on := form.Find("main input[name=agreed]").Attr("checked"); on {
			t.Error("the consent is ticked already")
		}
		b.Submit("main form", url.Values{"email": {"ayla@example.org"}}).Status(422).Has(".rt-summary", "Ohne Ihre Einwilligung")
		b.Submit("main form", url.Values{"email": {"ayla@example.org"}, "agreed": {"1"}}).Status(303)
		first := b.Follow().Status(200).Has("h1", "Postfach")
		at := lastLink(t, s, "ayla@example.org")
		b.Get(at).Status(303)
		b.Get(at).Status(303) // a scanner looked before
		o.Get(list).Has("#members tbody tr", "noch nicht bestätigt")
		b.Get("/mein-verteiler").Status(200).Has("main", "Noch ein Schritt")
		b.Submit("main form", nil).Status(303)
		b.Follow().Status(200).Has("main", "Sie sind angemeldet. Nachrichten gehen an ayla@example.org.").Has("main", "erhalten Sie weiterhin, weil")
		o.Get(list).Has("#members tbody tr", "angemeldet").Has("#members tbody tr", "selbst eingetragen")
		again := s.Browser()
		again.Get("/verteiler/neues-zum-wohnen")
		again.Submit("main form", url.Values{"email": {"ayla@example.org"}, "agreed": {"1"}}).Status(303)
		if known := again.Follow(); known.Find("main").Text() != first.Find("main").Text() {
			t.Error("the answer tells that the address is known")
		}
		var data map[string]any
		if err := json.Unmarshal([]byte(b.Get("/mein-verteiler/daten.json").Status(200).Body), &data); err != nil || data["email"] != "ayla@example.org" {
			t.Errorf("the file says %v, %v", data, err)
		}
		b.Get("/mein-verteiler")
		b.Submit("main form", nil).Status(303)
		b.Follow().Status(200).Has("main", "Sie sind abgemeldet").Has("main", "weiterhin, weil")
		b.Submit("main details form:last-of-type", url.Values{"do": {"erase"}}).Status(200).Has("h1", "Gelöscht")
		b.Get("/mein-verteiler").Status(404).Has("h1", "führt zu keiner Anmeldung")
		b.Get(at).Status(404)
	})
}

// TestAMailProgramUnsubscribesWithOneRequest follows RFC 8058: no cookie, no token of a form, no redirect.
func TestAMailProgramUnsubscribesWithOneRequest(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, list := office(t, s)
		b := s.Browser()
		b.Get("/verteiler/neues-zum-wohnen")
		b.Submit("main form", url.Values{"email": {"ayla@example.org"}, "agreed": {"1"}}).Status(303)
		at := lastLink(t, s, "ayla@example.org")
		b.Get(at)
		b.Get("/mein-verteiler")
		b.Submit("main form", nil).Status(303)

		const urlencoded = "application/x-www-form-urlencoded"
		program := func(path, kind, body string) *apptest.Page {
			return s.Browser().Do("POST", path, kind, strings.NewReader(body))
		}
		for _, body := range []string{"", "List-Unsubscribe=", "List-Unsubscribe=Two-Clicks", "csrf=x"} {
			program(at, urlencoded, body).Status(403)
		}
		program("/mein-verteiler", urlencoded, "List-Unsubscribe=One-Click").Status(403)
		o.Get(list).Has("#members tbody tr .rt-badge", "angemeldet")
		multipart := "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n"
		for range 2 {
			if page := program(at, "multipart/form-data; boundary=x", multipart).Status(200); page.Body != "" {
				t.Errorf("the answer is %q", page.Body)
			}
			program(at, urlencoded, "List-Unsubscribe=One-Click").Status(200)
		}
		program("/l/unbekannt", urlencoded, "List-Unsubscribe=One-Click").Status(200)
		o.Get(list).Has("#members tbody tr .rt-badge", "abgemeldet")
		b.Get(at).Status(303)
		b.Follow().Status(200).Has("main", "Sie sind abgemeldet")
	})
}

func TestAMessageIsWrittenReviewedAndSent(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, list := office(t, s)
		b := s.Browser()
		b.Get("/verteiler/neues-zum-wohnen")
		b.Submit("main form", url.Values{"email": {"ayla@example.org"}, "agreed": {"1"}}).Status(303)
		b.Get(lastLink(t, s, "ayla@example.org"))
		b.Get("/mein-verteiler")
		b.Submit("main form", nil).Status(303)
		o.Get(list + "/write").Status(200)
		o.Submit("main form", url.Values{"title": {"Neues im Mai"}}).Status(422).Has(".rt-summary", "Text")
		o.Submit("main form", url.Values{"title": {"Neues im Mai"}, "text": {"Es gibt Neues."}}).Status(303)
		review := o.Follow().Status(200).Has("main", "Nachricht an einen Verteiler").Has("main", "ayla@example.org")
		o.Get(review.Find("main a[href$='/edit']").AttrOr("href", "")).Status(200)
		o.Submit("main form", url.Values{"text": {"Es gibt viel Neues."}}).Status(303)
		o.Follow().Status(200)
		o.Submit("form[action$='/send']", nil).Status(303)
		s.Work()
		o.Get(list).Status(200).Has("main", "Neues im Mai")
		b.Get(lastLink(t, s, "ayla@example.org")).Status(303)
		b.Follow().Has("main", "Sie sind angemeldet")
	})
}

func TestAPersonsPageTellsOfTheLists(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, list := office(t, s)
		person, err := s.Directory.AddPerson(t.Context(), o.Actor, directory.Person{Given: "Ayla", Family: "Yılmaz", Email: "Ayla@Example.org", Lang: "de", Source: "Test"})
		if err != nil {
			t.Fatal(err)
		}
		at := "/projects/" + o.Project.ID + "/directory/persons/" + person.ID
		o.Get(at).Status(200).HasNot("main", "Neues zum Wohnen")
		o.Get(list)
		o.Submit("form[action$='/members']", url.Values{"email": {"ayla@example.org"}, "lang": {"de"}}).Status(303)
		o.Get(at).Status(200).Has("main dd", "Neues zum Wohnen: noch nicht bestätigt seit dem")
	})
}

func TestStaffAskRemoveAndSave(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, list := office(t, s)
		o.Get(list)
		o.Submit("form[action$='/members']", url.Values{"email": {"niemand"}}).Status(422).Has(".rt-summary", "E-Mail-Adresse")
		o.Get(list)
		o.Submit("form[action$='/members']", url.Values{"email": {"ayla@example.org"}, "name": {"=Ayla"}, "lang": {"de"}}).Status(303)
		o.Follow().Has("#members tbody tr", "vorgeschlagen von")
		file := o.Get(list + "?format=csv").Status(200).Body
		if !strings.Contains(file, "'=Ayla;ayla@example.org;noch nicht bestätigt") {
			t.Errorf("the file is\n%s", file)
		}
		page := o.Get(list)
		o.Get(page.Find("#members a[href$='/remove']").AttrOr("href", "")).Status(200).Has("main", "nicht rückgängig")
		o.Submit("main form", nil).Status(303)
		o.Follow().Has("main", "Noch niemand angemeldet")
		o.Get(list + "/close").Status(200)
		o.Submit("main form", nil).Status(303)
		o.Follow().Has("main", "Geschlossen seit")
		s.Browser().Get("/verteiler/neues-zum-wohnen").Status(200).Has("main", "geschlossen").HasNot("main form", "")
		o.Get(list)
		o.Submit("form[action$='/reopen']", nil).Status(303)
	})
}

package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
)

const typedText = "Zwei Stunden Arbeit am Text der Arbeitsgruppe.\nMit einem zweiten Absatz & \"Anführung\"."

// lost opens the form of a new group, ends all sessions of its person and sends it.
func lost(t *testing.T, s *apptest.Site, o apptest.Office) *apptest.Page {
	t.Helper()
	o.Get("/projects/" + o.Project.ID + "/directory/groups/new").Status(200)
	givePassword(t, s, o.Actor.UserID)
	return o.Submit("main form", url.Values{"name": {"Arbeitsgruppe Prävention"}, "description": {typedText}}).Status(401)
}

// givePassword sets apptest.Password, which ends all sessions.
func givePassword(t *testing.T, s *apptest.Site, userID string) {
	t.Helper()
	link, err := s.Accounts.PasswordLink(t.Context(), userID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Accounts.SetPassword(t.Context(), link, apptest.Password, ""); err != nil {
		t.Fatal(err)
	}
}

func groups(t *testing.T, s *apptest.Site, o apptest.Office) int {
	t.Helper()
	found, err := s.Directory.Groups(t.Context(), o.Actor)
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

func administrator(o apptest.Office) string { return "administrator-" + o.Project.ID + "@example.org" }

func TestAFormSurvivesALostSession(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		lost(t, s, o).Has("h1", "melden Sie sich wieder an").Has(".rt-lead", "nicht verloren").HasNot("main", "Sie sind wieder angemeldet")
		o.Submit("main form", url.Values{"email": {administrator(o)}, "password": {"falsch-und-lang"}}).Status(422)
		page := o.Submit("main form", url.Values{"email": {administrator(o)}, "password": {apptest.Password}}).Status(200)
		page.Has("h1", "Sie sind wieder angemeldet").Has(".rt-terms dd", "Zwei Stunden Arbeit").HasNot(".rt-flash", "anderen Anmeldung")
		if strings.Contains(page.Body, apptest.Password) {
			t.Error("the password is on the page")
		}
		if n := groups(t, s, o); n != 0 {
			t.Fatalf("%d groups are stored before the button is pressed", n)
		}
		o.Submit("main form", nil).Status(303)
		o.Follow().Status(200).Has("h1", "Arbeitsgruppe Prävention").Has("main", "Mit einem zweiten Absatz & \"Anführung\".")
	})
}

func TestAnotherPersonIsAskedBeforeSavingTheText(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		other, err := s.Accounts.AddUser(t.Context(), o.Actor.WorkspaceID, "", account.Administrator, "Ewa Łuczak", "luczak@example.org")
		if err != nil {
			t.Fatal(err)
		}
		givePassword(t, s, other.ID)
		lost(t, s, o)
		page := o.Submit("main form", url.Values{"email": {"luczak@example.org"}, "password": {apptest.Password}}).Status(200)
		page.Has(".rt-flash", "unter einer anderen Anmeldung").Has("main button", "Unter dem Namen Ewa Łuczak speichern")
	})
}

func TestATextGoesOnAfterSigningInByLink(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		action := "/projects/" + o.Project.ID + "/directory/groups"
		waiting := lost(t, s, o).Forms()[action]
		link, err := s.Accounts.SignInLink(t.Context(), o.Actor.UserID)
		if err != nil {
			t.Fatal(err)
		}
		o.Get("/start/sign-in/" + link)
		o.Submit("main form", nil).Status(303)
		o.Header = http.Header{"Sec-Fetch-Site": {"same-origin"}}
		o.Post(action, waiting).Status(403).Has("h1", "Bitte noch einmal senden").Has(".rt-terms dd", "Zwei Stunden Arbeit")
		o.Submit("main form", nil).Status(303)
		o.Follow().Has("main", "Zwei Stunden Arbeit")
	})
}

// TestOnlyOwnFormsComeBackWithAButton: what another site sent must never be one press away from being stored.
func TestOnlyOwnFormsComeBackWithAButton(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		for _, test := range []struct {
			name   string
			header http.Header
			kept   bool
		}{
			{"the browser says it came from our page", http.Header{"Sec-Fetch-Site": {"same-origin"}}, true},
			{"an older browser names our origin", http.Header{"Origin": {"http://tisch.example.org"}}, true},
			{"the browser says nothing", nil, false},
			{"it came from a sister site", http.Header{"Sec-Fetch-Site": {"same-site"}}, false},
			{"it came from elsewhere", http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://elsewhere.example.org"}}, false},
			{"elsewhere with our origin", http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"http://tisch.example.org"}}, false},
			{"a page without origin", http.Header{"Origin": {"null"}}, false},
			{"typed into the address line", http.Header{"Sec-Fetch-Site": {"none"}}, false},
		} {
			o := s.Office("Landkreis Musterland " + test.name)
			o.Get("/projects/" + o.Project.ID + "/directory/groups/new")
			o.Forget()
			o.Header = test.header
			page := o.Submit("main form", url.Values{"name": {"Gruppe"}, "description": {typedText}}).Status(403)
			if kept := strings.Contains(page.Body, "Zwei Stunden Arbeit"); kept != test.kept {
				t.Errorf("%s: kept is %v, want %v", test.name, kept, test.kept)
			}
		}
	})
}

func TestWhatIsGoneStillShowsWhatWasTyped(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := "/projects/" + o.Project.ID + "/directory/groups"
		o.Get(base + "/new")
		group := o.Submit("main form", url.Values{"name": {"Arbeitsgruppe"}}).Status(303).Location
		group, _, _ = strings.Cut(group, "?")
		typed := o.Get(group + "/edit").Forms()[group]
		o.Get(group + "/remove")
		o.Submit("main form", nil).Status(303)
		typed.Set("description", typedText)
		o.Get(base + "/new")
		typed.Del("csrf")
		page := o.Post(group, typed).Status(404)
		page.Has("h1", "Das gibt es nicht mehr").Has(".rt-terms dt", "Beschreibung").Has(".rt-terms dd", "Zwei Stunden Arbeit").HasNot(".rt-terms dd", "Arbeitsgruppe\n")
	})
}

func TestPasswordsAreNeverCarriedOn(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		o.Get("/account").Status(200)
		givePassword(t, s, o.Actor.UserID)
		secret := "mein-neues-geheimes-kennwort"
		page := o.Post("/account/password", url.Values{"old_password": {secret}, "new_password": {secret}, "note": {"ein Text"}}).Status(401)
		if strings.Contains(page.Body, secret) || !strings.Contains(page.Body, "ein Text") {
			t.Error("a password is on the page, or the rest is not")
		}
	})
}

func TestWhoIsTooFastLosesNothing(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		s.Office("Landkreis Musterland")
		b := s.Browser()
		b.Get("/barriere-melden").Status(200)
		report := url.Values{"message": {""}}
		for range 30 {
			b.Submit("main form", report).Status(422)
		}
		page := b.Submit("main form", url.Values{"message": {typedText}}).Status(429)
		page.Has("main button", "Noch einmal senden").Has(".rt-terms dd", "Zwei Stunden Arbeit")
		b.Submit("main form", nil).Status(429).Has(".rt-terms dd", "Zwei Stunden Arbeit")
	})
}

// TestARegistrationThatHadToWaitIsSentAgain: whoever is refused for too many tries keeps name, choice and the form's own
// mark, which lets the registration in once.
func TestARegistrationThatHadToWaitIsSentAgain(t *testing.T) {
	t.Parallel()
	eachCounty(t, func(t *testing.T, s *apptest.Site) {
		c := seeded(t, s)
		slug := c.find(t, "SELECT slug FROM events WHERE workspace_id = ? AND state = 'published' AND kind = 'symposium' ORDER BY id", c.workspace)
		b := s.Browser()
		form := b.Get("/v/" + slug + "/anmeldung").Status(200)
		nonce := form.Find("main input[name=nonce]").AttrOr("value", "")
		for range 30 {
			b.Post("/v/"+slug+"/anmeldung", url.Values{"csrf": {form.Find("input[name=csrf]").First().AttrOr("value", "")}})
		}
		fields := form.Forms()["/v/"+slug+"/anmeldung"]
		fields.Set("name", "Phương Nguyễn")
		page := b.Post("/v/"+slug+"/anmeldung", fields).Status(429)
		page.Has("main button", "Noch einmal senden").Has(".rt-terms dd", "Phương Nguyễn")
		again := page.Forms()["/v/"+slug+"/anmeldung"]
		if again.Get("name") != "Phương Nguyễn" || again.Get("nonce") != nonce || nonce == "" {
			t.Errorf("sent again would be %v", again)
		}
	})
}

func TestWhatCannotBeCarriedOnIsSaid(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := "/projects/" + o.Project.ID + "/directory"
		o.Get(base + "/groups/new").Status(200)
		givePassword(t, s, o.Actor.UserID)
		page := o.Submit("main form", url.Values{"name": {"Gruppe"}, "description": {strings.Repeat("lang ", 150_000)}}).Status(401)
		page.Has(".rt-flash", "zu umfangreich")
		if len(page.Body) > 100_000 {
			t.Errorf("the page has %d octets", len(page.Body))
		}

		u := s.Office("Landkreis Nebenan")
		u.Get("/projects/" + u.Project.ID + "/directory/import").Status(200)
		givePassword(t, s, u.Actor.UserID)
		u.Upload("main form[enctype]", "file", "akteure.csv", []byte("Name;Art\n")).Status(401).Has(".rt-flash", "Dateien lassen sich nicht mitnehmen")
	})
}

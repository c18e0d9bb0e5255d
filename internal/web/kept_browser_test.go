package web_test

import (
	"net"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
)

// TestALongTextIsNotLostInChromium: the session ends in another browser while somebody types; then a colleague changes
// the same text.
func TestALongTextIsNotLostInChromium(t *testing.T) {
	t.Parallel()
	browser := browsertest.Open(t)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.New(t, db)
		o := s.Office("Landkreis Musterland")
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() { _ = s.Web().Listener(listener) }()
		t.Cleanup(func() { _ = s.Web().Shutdown() })
		private, err := browser.Incognito()
		if err != nil {
			t.Fatal(err)
		}
		link, err := s.Accounts.SignInLink(t.Context(), o.Actor.UserID)
		if err != nil {
			t.Fatal(err)
		}
		base := "http://" + listener.Addr().String()
		page := browsertest.NewPage(t, private)
		page.As(browsertest.Desk)
		page.Open(base + "/start/sign-in/" + link)
		page.Press("main form [type=submit]")
		long := strings.TrimSpace(strings.Repeat("Die Arbeitsgruppe trifft sich monatlich und berät über Wege aus der Wohnungslosigkeit. ", 20))

		page.Open(base + "/projects/" + o.Project.ID + "/directory/groups/new")
		page.Fill(map[string]string{"name": "Arbeitsgruppe Prävention", "description": long})
		givePassword(t, s, o.Actor.UserID)
		page.Press("main form [type=submit]")
		page.Has("h1", "Bitte melden Sie sich wieder an")
		page.Check("the session is over", browsertest.Desk, browsertest.Phone)
		page.Fill(map[string]string{"email": administrator(o), "password": apptest.Password})
		page.Press("main form [type=submit]")
		page.Has("h1", "Sie sind wieder angemeldet")
		page.Check("the text is back", browsertest.Desk, browsertest.Phone)
		page.Press("main form [type=submit]")
		page.Has("main", long)

		group := stored(t, s, o)
		page.Open(base + "/projects/" + o.Project.ID + "/directory/groups/" + group.ID + "/edit")
		group.Description = strings.Replace(long, "monatlich", "alle zwei Wochen", 3)
		if err := s.Directory.ChangeGroup(t.Context(), o.Actor, group); err != nil {
			t.Fatal(err)
		}
		page.Fill(map[string]string{"description": strings.Replace(long, "berät", "entscheidet", 2)})
		page.Press("main form [type=submit]")
		page.Has(".rt-clash mark", "alle zwei Wochen")
		page.Check("two texts", browsertest.Desk, browsertest.Phone)
		page.Text(`() => { document.getElementById("f-choice.description-theirs").click(); return "" }`)
		page.Press("main form [type=submit]")
		page.Has("main", "alle zwei Wochen")
		if found := page.Complaints(); len(found) > 0 {
			t.Errorf("the console says %q", found)
		}
	})
}

func stored(t *testing.T, s *apptest.Site, o apptest.Office) directory.Group {
	t.Helper()
	found, err := s.Directory.Groups(t.Context(), o.Actor)
	if err != nil || len(found) != 1 {
		t.Fatalf("%d groups, %v", len(found), err)
	}
	return found[0]
}

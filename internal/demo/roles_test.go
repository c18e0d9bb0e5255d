package demo_test

import (
	"testing"

	"rundertisch/internal/browsertest"
)

const (
	administrator = "jana.groessler@uh-kreis.example.org"
	projectLead   = "mehmet.yilmaz@uh-kreis.example.org"
	coordination  = "ewa.luczak@uh-kreis.example.org"
)

// walkRoles goes one path as each of the people who sign in; what the role may not do is not offered.
func (c *county) walkRoles(t *testing.T) {
	for _, role := range []struct {
		name, email string
		path        func(*testing.T, *person, *browsertest.Page)
	}{
		{"the administrator changes the funding notice", administrator, changesSettings},
		{"the project lead prepares an event", projectLead, addsEvent},
		{"the coordination adds a task", coordination, addsTask},
	} {
		t.Run(role.name, func(t *testing.T) {
			who := c.person(t, role.email)
			role.path(t, who, who.signIn(t, c.link(t, role.email)))
		})
	}
}

func (c *county) link(t *testing.T, email string) string {
	t.Helper()
	user, err := c.App.Accounts.FindUser(t.Context(), email)
	if err != nil {
		t.Fatal(err)
	}
	token, err := c.App.Accounts.SignInLink(t.Context(), user.ID)
	if err != nil {
		t.Fatal(err)
	}
	return c.base + "/start/sign-in/" + token
}

func changesSettings(t *testing.T, who *person, page *browsertest.Page) {
	page.Open(who.base + "/projects")
	page.Press(`main a[href$="/settings"]`)
	page.Fill(map[string]string{"funding_notice": "Gefördert vom Land und vom Landkreis."})
	page.Press("main form [type=submit]")
	page.Has("footer", "Gefördert vom Land und vom Landkreis.")
	page.Open(who.base + "/")
	page.Has("footer", "Gefördert vom Land und vom Landkreis.")
}

func addsEvent(t *testing.T, who *person, page *browsertest.Page) {
	page.Open(who.base + "/projects")
	page.HasNot(`main a[href$="/settings"]`)
	page.Press(`main a[href^="/projects/"]`)
	page.Press(`nav a[href$="/events"]`)
	page.Press(`main a[href$="/events/new"]`)
	page.Fill(map[string]string{"title": "Netzwerktreffen Übergänge", "kind": "workshop", "day": "", "begin": "", "end": ""})
	page.Press("main form [type=submit]")
	page.Has("[role=alert]", "Beginn")
	page.Check("refused event", browsertest.Desk, browsertest.Phone)
	page.As(browsertest.Desk)
	page.Fill(map[string]string{"day": "2030-03-25", "begin": "09:30", "end": "12:00"})
	page.Press("main form [type=submit]")
	page.Has("h1", "Netzwerktreffen Übergänge")
	page.Has("main", "25. März 2030")
}

func addsTask(t *testing.T, who *person, page *browsertest.Page) {
	page.Open(who.base + "/projects")
	page.Press(`main a[href^="/projects/"]`)
	page.Press(`nav a[href$="/plan"]`)
	page.Press(`main a[href*="/milestones/"]`)
	page.Fill(map[string]string{"title": "Räume anfragen"})
	page.Press(`main form[action$="/tasks"] [type=submit]`)
	page.Has("main", "Räume anfragen")
}

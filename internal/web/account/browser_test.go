package accountweb_test

import (
	"net"
	"net/url"
	"testing"

	"github.com/go-rod/rod"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/workplan"
)

// TestPagesAboutAccessLookRightInBothLanguages looks at what the walk through the demo, which is German, meets in one
// state only: who has access, who leaves, a change of address under way, the trail, and the wait after wrong passwords.
func TestPagesAboutAccessLookRightInBothLanguages(t *testing.T) {
	t.Parallel()
	browser := browsertest.Open(t)
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() { _ = s.Web().Listener(listener) }()
		t.Cleanup(func() { _ = s.Web().Shutdown() })
		base := "http://" + listener.Addr().String()
		for lang, waits := range map[string]string{"de": "ab 13:01 Uhr", "en": "from 13:01"} {
			o := s.Office("Landkreis Musterland-Unterkirchberg " + lang)
			o.Get("/account")
			o.Submit("#profil form", url.Values{"name": {"Dr. Maximiliane Größler-Weißenhorn"}, "lang": {lang}}).Status(303)
			moves(o, "maximiliane.groessler-weissenhorn."+lang+"@planungskoordination.example.org")
			gone := leaving(t, s, o)
			staff := tab(t, browser)
			link, err := s.Accounts.SignInLink(t.Context(), o.Actor.UserID)
			if err != nil {
				t.Fatal(err)
			}
			staff.Open(base + "/start/sign-in/" + link)
			staff.Press("main form [type=submit]")
			members := "/workspaces/" + o.Actor.WorkspaceID + "/members"
			for _, path := range []string{
				members, members + "/new", members + "/" + gone, members + "/" + gone + "/leave", members + "/" + o.Actor.UserID + "/leave",
				"/account", "/workspaces/" + o.Actor.WorkspaceID + "/audit", "/projects/" + o.Project.ID + "/audit?kind=task",
				"/projects/" + o.Project.ID + "/audit?from=2030-01-01",
			} {
				staff.As(browsertest.Desk)
				staff.Open(base + path)
				speaks(t, staff, lang)
				staff.Check(path, browsertest.Desk, browsertest.Phone)
			}
			visitor := tab(t, browser)
			visitor.Open(base + linkTo(t, s, o.Actor.Email))
			speaks(t, visitor, lang)
			visitor.Check("a change of address", browsertest.Desk, browsertest.Phone)
			visitor.As(browsertest.Desk)
			visitor.Open(base + "/sign-in?lang=" + lang)
			for range 5 {
				visitor.Fill(map[string]string{"email": o.Actor.Email, "password": "falsch"})
				visitor.Press("main form [type=submit]")
			}
			visitor.Has("[role=alert]", waits)
			visitor.Check("the wait after wrong passwords", browsertest.Desk, browsertest.Phone)
		}
	})
}

func speaks(t *testing.T, page *browsertest.Page, want string) {
	t.Helper()
	if lang := page.Text(`() => document.documentElement.lang`); lang != want {
		t.Errorf("%s speaks %q, not %q", page.Path(), lang, want)
	}
}

func tab(t *testing.T, browser *rod.Browser) *browsertest.Page {
	t.Helper()
	private, err := browser.Incognito()
	if err != nil {
		t.Fatal(err)
	}
	page := browsertest.NewPage(t, private)
	page.As(browsertest.Desk)
	return page
}

// moves begins a change of the administrator's address.
func moves(o apptest.Office, to string) {
	o.Get("/account")
	o.Submit("#passwort form", url.Values{"new_password": {"vier blaue Stühle"}}).Status(303)
	o.Follow()
	o.Submit("#email form", url.Values{"new_email": {to}, "email_password": {"vier blaue Stühle"}}).Status(303)
}

// leaving adds somebody with a task, who is about to leave.
func leaving(t *testing.T, s *apptest.Site, o apptest.Office) string {
	t.Helper()
	_, gone := s.Person(o.Project, o.Project.ID, account.Coordination)
	boss := o.Actor
	boss.ProjectID = o.Project.ID
	goal, err := s.Plan.AddGoal(t.Context(), boss, workplan.Goal{Number: "1.", Title: "Der Landkreis verfügt über eine belastbare Datenbasis"})
	if err != nil {
		t.Fatal(err)
	}
	milestone, err := s.Plan.AddMilestone(t.Context(), boss, workplan.Milestone{
		GoalID: goal.ID, Number: "1.1", Title: "Erhebung statistischer Daten zur Wohnungslosigkeit", DueOn: "2027-03",
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Plan.AddTask(t.Context(), boss, workplan.Task{
		MilestoneID: milestone.ID, Title: "Wohnungsnotfallstatistiken der Ordnungsbehörden anfragen", AssigneeID: gone.UserID,
		State: workplan.TaskOpen, DueOn: "2026-11-01",
	}); err != nil {
		t.Fatal(err)
	}
	return gone.UserID
}

package workplanweb_test

import (
	"fmt"
	"net"
	"net/url"
	"strings"
	"testing"

	"github.com/go-rod/rod/lib/input"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/workplan"
)

// laid is an office with so many open tasks under 1.9.
func laid(t *testing.T, s *apptest.Site, n int) apptest.Office {
	t.Helper()
	o, p := loaded(t, s)
	for i := range n {
		_, err := s.Plan.AddTask(t.Context(), o.Actor, workplan.Task{
			MilestoneID: p.Milestones()[0].ID, Title: fmt.Sprintf("Aufgabe %02d", i), State: workplan.TaskOpen, DueOn: "2026-12-01", AssigneeID: o.Actor.UserID,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return o
}

func TestATaskIsMovedOnTheBoardWhichStaysAsItWasNarrowed(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := laid(t, s, 53)
		board := at(o, "tasks", "board")
		page := o.Get(board).Status(200).Has("#open h2", "Offen 53").Has("#open .rt-board__more", "ersten 50 von 53").Has("#done", "Hier liegt keine Aufgabe")
		if n := page.Find("#open li").Length(); n != 50 {
			t.Errorf("%d cards, want 50", n)
		}
		all, _ := page.Find("#open .rt-board__more a").Attr("href")
		if n := o.Get(all).Status(200).Has("#open .rt-board__more a", "nur die ersten").Find("#open li").Length(); n != 53 {
			t.Errorf("%d cards of all, want 53", n)
		}
		o.Get(board+"?mine=1&q=aufgabe+07").Status(200).Has("#open h2", "Offen 1").Has(".rt-tabs a", "Liste")
		moved := o.Submit("#open form", url.Values{"state": {"in_work"}}).Status(303).Location
		if !strings.HasPrefix(moved, board+"?mine=1&q=aufgabe+07&ok=") || !strings.Contains(moved, "#task-") {
			t.Errorf("leads to %s", moved)
		}
		o.Follow().Status(200).Has("#in_work h3", "Aufgabe 07").Has(".rt-flash", "Der Stand der Aufgabe ist geändert").Has("#open h2", "Offen 0")
		if href, _ := o.Get(board + "?mine=1&late=1").Find(".rt-tabs a").First().Attr("href"); href != at(o, "tasks")+"?late=1&mine=1" {
			t.Errorf("the list is at %s", href)
		}
		o.Get(board+"?late=1").Status(200).Has(".rt-empty", "Keine Aufgabe passt dazu")
		o.Get(board)
		if to := o.Submit("#open form", url.Values{"state": {"done"}, "at": {"//example.org/"}}).Status(303).Location; !strings.HasPrefix(to, board) {
			t.Errorf("leads away to %s", to)
		}
		reader, _ := s.Person(o.Project, o.Project.ID, account.Auditor)
		reader.Get(board).Status(200).Has("#done h3", "Aufgabe").HasNot("#open button", "Erledigt")
	})
}

// TestTheBoardNeedsNoMouseAndNoScript moves a card through all columns with the tab and enter keys alone.
func TestTheBoardNeedsNoMouseAndNoScript(t *testing.T) {
	t.Parallel()
	browser := browsertest.Open(t)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.New(t, db)
		o := laid(t, s, 3)
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
		page.Open(base + at(o, "tasks", "board"))
		page.Check("the board", browsertest.Desk, browsertest.Phone)
		page.As(browsertest.Desk)
		page.WithoutScript()
		page.Open(base + at(o, "tasks", "board"))
		page.TabTo("#open [value=in_work]")
		page.Follow(input.Enter)
		page.Has("#in_work h3", "Aufgabe 00")
		page.TabTo("#in_work h3 a") // the first stop after moving is the card that was moved
		page.TabTo("#in_work [value=done]")
		page.Follow(input.Enter)
		page.Has("#done h3", "Aufgabe 00")
		page.TabTo("#done [value=open]")
		page.Follow(input.Enter)
		page.Has("#open h3", "Aufgabe 00")
		page.Has("#open h2", "3")
	})
}

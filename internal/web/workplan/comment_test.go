package workplanweb_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/mail"
)

// mentions are the waiting mails of people who were named, by address.
func mentions(t *testing.T, s *apptest.Site) map[string][]mail.Message {
	t.Helper()
	var all []mail.Message
	if err := s.DB.Read().NewSelect().Model(&all).Where("kind = 'mention'").Order("id").Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	by := map[string][]mail.Message{}
	for _, m := range all {
		by[m.ToEmail] = append(by[m.ToEmail], m)
	}
	return by
}

func TestWhoIsNamedInACommentGetsOneMailInTheirLanguage(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := laid(t, s, 1)
		colleague := func(name, email, lang string, role account.Role) account.User {
			t.Helper()
			u, err := s.Accounts.AddUser(t.Context(), o.Project.WorkspaceID, o.Project.ID, role, name, email)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Accounts.ChangeProfile(t.Context(), u, name, lang); err != nil {
				t.Fatal(err)
			}
			return u
		}
		colleague("Ewa Łuczak", "ewa@example.org", "en", account.Coordination)
		tom := colleague("Tom Weiß", "tom@example.org", "de", account.Auditor)
		elsewhere, err := s.Accounts.AddUser(t.Context(), s.Office("Nachbarkreis").Project.WorkspaceID, "", account.Coordination, "Ole Fremd", "ole@example.org")
		if err != nil {
			t.Fatal(err)
		}
		task, _ := o.Get(at(o, "tasks")).Find("#tasks tbody th a").Attr("href")
		o.Get(task).Status(200).Has("#comments p", "Noch keine Kommentare")
		o.Submit("#comments form", url.Values{"text": {" "}}).Status(422).Has("#comment-text-error", "")
		text := "@ewa łuczak, @Ole Fremd und @Tom Weiß: siehe https://example.org/a\nDanke"
		o.Submit("#comments form", url.Values{"text": {text}, "mention": {tom.ID}}).Status(303)
		page := o.Follow().Status(200).Has(".rt-comment strong", "Jana Größler").Has(".rt-comment a", "https://example.org/a").HasNot(".rt-history", "kommentiert")
		sent := mentions(t, s)
		if len(sent) != 2 || len(sent["ewa@example.org"]) != 1 || len(sent["tom@example.org"]) != 1 {
			t.Fatalf("mails to %v", sent)
		}
		english, german := sent["ewa@example.org"][0], sent["tom@example.org"][0]
		if !strings.Contains(english.Subject, "mentions you: Aufgabe 00") || !strings.Contains(german.Subject, "erwähnt Sie: Aufgabe 00") {
			t.Errorf("%q and %q", english.Subject, german.Subject)
		}
		if !strings.Contains(german.Text, task+"?lang=de#comment-") || !strings.Contains(german.Text, "Gefördert aus Mitteln des Landes") || !strings.Contains(german.HTML, "Danke") {
			t.Errorf("%s", german.Text)
		}
		edit, _ := page.Find(".rt-comment__own a").First().Attr("href")
		o.Get(edit).Status(200).Has("textarea", "@ewa łuczak")
		o.Submit("main form", url.Values{"text": {text + " @Tom Weiß"}, "mention": {elsewhere.ID}}).Status(422)
		o.Submit("main form", url.Values{"text": {text + " @Tom Weiß"}, "mention": nil}).Status(303)
		o.Follow().Status(200).Has(".rt-comment", "geändert")
		if again := mentions(t, s); len(again["tom@example.org"]) != 1 || len(again["ewa@example.org"]) != 1 || len(again) != 2 {
			t.Errorf("mails after the change: %v", again)
		}
		o.Get(at(o, "search?q=danke")).Status(200).Has("main", "Kommentare").Has("main a", "ewa łuczak")

		s.Clock.Advance(16 * time.Minute)
		o.Get(edit).Status(409).Has("main", "nur eine Viertelstunde")
		o.Get(task).HasNot(".rt-comment a", "Kommentar ändern")
		o.Get(strings.Replace(edit, "/edit", "/remove", 1)).Status(200).Has("blockquote", "@ewa łuczak")
		o.Submit("main form", nil).Status(303)
		o.Follow().Status(200).Has(".rt-comment", "Dieser Kommentar wurde entfernt").HasNot(".rt-comment", "Danke").HasNot(".rt-comment a", "Kommentar")
		o.Get(at(o, "search?q=danke")).Status(200).HasNot("main", "ewa łuczak")
		o.Get(strings.Replace(edit, "/edit", "/remove", 1)).Status(403)
	})
}

func TestCommentsAreWrittenByAllStaffButAuditorsAndChangedByTheirAuthors(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := laid(t, s, 1)
		task, _ := o.Get(at(o, "tasks")).Find("#tasks tbody th a").Attr("href")
		minutes, _ := s.Person(o.Project, o.Project.ID, account.MinuteTaker)
		minutes.Get(task).Status(200)
		minutes.Submit("#comments form", url.Values{"text": {"Steht im Protokoll"}}).Status(303)
		edit := minutes.Follow().Find(".rt-comment__own a").First().AttrOr("href", "")
		o.Get(task).Status(200).Has(".rt-comment", "Steht im Protokoll").HasNot(".rt-comment a", "Kommentar")
		o.Get(edit).Status(403)
		o.Get(task)
		o.Post(strings.Replace(edit, "/edit", "/remove", 1), nil).Status(403)
		auditor, _ := s.Person(o.Project, o.Project.ID, account.Auditor)
		if n := auditor.Get(task).Status(200).Has(".rt-comment", "Steht im Protokoll").Find("#comments form, #checklist form").Length(); n != 0 {
			t.Errorf("the auditor is offered %d forms", n)
		}
	})
}

func TestACommentChangedInTwoWindowsKeepsBothTexts(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := laid(t, s, 1)
		task, _ := o.Get(at(o, "tasks")).Find("#tasks tbody th a").Attr("href")
		o.Get(task)
		o.Submit("#comments form", url.Values{"text": {"Erste Fassung"}}).Status(303)
		edit := o.Follow().Find(".rt-comment__own a").First().AttrOr("href", "")
		target := strings.TrimSuffix(edit, "/edit")
		old := o.Get(edit).Status(200).Forms()[target]
		o.Submit("main form", url.Values{"text": {"Zweite Fassung"}}).Status(303)
		old.Set("text", "Dritte Fassung")
		o.Post(target, old).Status(409).Has(".rt-clash__text", "Zweite Fassung").Has(".rt-clash__text", "Dritte Fassung")
		o.Submit("main form", url.Values{"choice.text": {"mine"}}).Status(303)
		o.Follow().Has(".rt-comment", "Dritte Fassung")
	})
}

func TestAChecklistIsTickedAndSortedOnTheTasksPage(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := laid(t, s, 1)
		task, _ := o.Get(at(o, "tasks")).Find("#tasks tbody th a").Attr("href")
		o.Get(task).Status(200).Has("#checklist p", "Noch keine Punkte")
		o.Submit("#checklist form", url.Values{"title": {""}}).Status(422).Has("[role=alert] a", "Neuer Punkt")
		for _, title := range []string{"Ansehen", "Prüfen"} {
			o.Get(task)
			o.Submit("#checklist .rt-checks__new form", url.Values{"title": {title}}).Status(303)
		}
		o.Follow().Status(200)
		o.Submit(".rt-checks li:first-child form", url.Values{"done": {"1"}}).Status(303)
		o.Follow().Status(200).Has("#checklist", "1 von 2 abgehakt").Has(".rt-checks [aria-pressed=true]", "Ansehen")
		o.Submit(".rt-checks__order li:first-child form", url.Values{"way": {"down"}}).Status(303)
		if got := o.Follow().Status(200).Has("details[open] summary", "Ordnen").Find(".rt-checks li").First().Text(); !strings.Contains(got, "Prüfen") {
			t.Errorf("first is %q", got)
		}
		o.Get(at(o, "tasks")).Has("#tasks tbody th", "1 von 2")
		o.Get(at(o, "tasks", "board")).Has("#open li", "1 von 2")
		o.Get(at(o, "tasks", "board?q=aufgabe")).Has("#open li", "1 von 2")
		o.Get(at(o, "tasks?q=aufgabe")).Has("#tasks tbody th", "1 von 2")
	})
}

package accountweb_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	outbox "rundertisch/internal/mail"
)

func TestPeopleChangeTheirAddressByTwoLinks(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		b, actor := s.Person(o.Project, "", account.Coordination)
		b.Get("/account").Status(200).Has("#email", "Legen Sie zuerst ein Passwort fest").HasNot("#email label", "Neue")
		b.Submit("#passwort form", url.Values{"new_password": {"vier blaue Stühle"}}).Status(303)
		b.Follow()
		b.Submit("#email form", url.Values{"new_email": {"kein-at"}, "email_password": {"falsch"}}).Status(422).
			Has("#email-new_email-error", "E-Mail").Has("#email-email_password-error", "stimmt nicht")
		b.Submit("#email form", url.Values{"new_email": {"neu@example.org"}, "email_password": {"vier blaue Stühle"}}).Status(303)
		b.Follow().Has("#email", "neu@example.org").Has("#email", "Bestätigung steht aus").Has("main", "Zwei Nachrichten")
		visitor := s.Browser()
		old := linkTo(t, s, actor.Email)
		visitor.Get(old).Status(200).Has("main", "neu@example.org").Has("main", "Möchten Sie das?")
		visitor.Get(old).Status(200)
		visitor.Submit("main form", url.Values{"deed": {"confirm"}}).Status(303)
		visitor.Follow().Has("main", "diese Adresse ist bestätigt")
		visitor.Get(old).Status(404)
		b.Get("/account").Has("#email dd", "Bestätigt").Has("#email dd", "Bestätigung steht aus")
		b.Get(linkTo(t, s, "neu@example.org")).Status(200).Has("main", "Ihnen gehört")
		b.Submit("main form", url.Values{"deed": {"confirm"}}).Status(303)
		b.Follow().Has("main", "neu@example.org").Has("main", "geändert").HasNot("#email", "steht aus")
		b.Submit("#email form", url.Values{"new_email": {"dritte@example.org"}, "email_password": {"vier blaue Stühle"}}).Status(303)
		b.Follow()
		b.Submit("#email form[action$='/withdraw']", nil).Status(303)
		b.Follow().Has("main", "verworfen").HasNot("#email", "dritte@example.org")
		b.Submit("#email form", url.Values{"new_email": {"vierte@example.org"}, "email_password": {"vier blaue Stühle"}}).Status(303)
		visitor.Get(linkTo(t, s, "neu@example.org")).Status(200)
		visitor.Submit("main form", url.Values{"deed": {"reject"}}).Status(303)
		visitor.Follow().Has("main", "abgelehnt")
	})
}

// linkTo returns the path of the link in the newest mail with one to the address.
func linkTo(t *testing.T, s *apptest.Site, email string) string {
	t.Helper()
	var m outbox.Message
	err := s.DB.Read().NewSelect().Model(&m).Where("m.to_email = ? AND m.text_body LIKE '%/start/%'", email).
		Order("m.created_at DESC", "m.id DESC").Limit(1).Scan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`http://tisch\.example\.org(/start/\S+)`).FindStringSubmatch(m.Text)[1]
}

func TestMailsToColleaguesSpeakTheirLanguageAndSoDoTheirLinks(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		for _, lang := range []string{"de", "en"} {
			email, moved := "ewa-"+lang+"@example.org", "ewa-neu-"+lang+"@example.org"
			o.Get("/workspaces/" + o.Actor.WorkspaceID + "/members/new")
			o.Submit("main form", url.Values{"name": {"Ewa Łuczak"}, "email": {email}, "role": {"coordination"}, "lang": {lang}}).Status(303)
			b := s.Browser()
			b.Get(linkTo(t, s, email)).Status(200)
			b.Submit("main form", url.Values{"password": {"vier blaue Stühle"}}).Status(303)
			visitor := s.Browser()
			visitor.Get("/password/forgotten")
			visitor.Submit("main form", url.Values{"email": {email}}).Status(200)
			b.Get("/account")
			b.Submit("#email form", url.Values{"new_email": {moved}, "email_password": {"vier blaue Stühle"}}).Status(303)
			for _, address := range []string{email, moved} {
				visitor.Get(linkTo(t, s, address)).Status(200)
				visitor.Submit("main form", url.Values{"deed": {"confirm"}}).Status(303)
			}
			for _, kind := range []string{"colleague", "password_reset", "email_old", "email_new", "email_changed"} {
				var m outbox.Message
				err := s.DB.Read().NewSelect().Model(&m).Where("m.kind = ? AND m.to_email IN (?, ?)", kind, email, moved).Limit(1).Scan(t.Context())
				if err != nil {
					t.Fatalf("%s: %v", kind, err)
				}
				if !strings.Contains(m.HTML, `<html lang="`+lang+`"`) {
					t.Errorf("%s to somebody who reads %s is not marked so:\n%.200s", kind, lang, m.HTML)
				}
				if links := strings.Count(m.Text, "/start/"); links != strings.Count(m.Text, "?lang="+lang) || (links == 0) != (kind == "email_changed") {
					t.Errorf("%s in %s: %d links\n%s", kind, lang, links, m.Text)
				}
			}
		}
	})
}

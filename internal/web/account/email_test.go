package accountweb_test

import (
	"net/url"
	"regexp"
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

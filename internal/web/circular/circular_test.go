package circularweb_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
	"rundertisch/internal/registration"
)

// TestStaffWriteToThoseTheyChose goes the whole way in the browser: choose, write, preview, send; and sends once.
func TestStaffWriteToThoseTheyChose(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		workspace, err := s.Accounts.Workspace(t.Context(), o.Actor.WorkspaceID)
		must(err)
		workspace.Imprint, workspace.PrivacyContact = "Landratsamt", "datenschutz@example.org"
		must(s.Accounts.UpdateWorkspace(t.Context(), o.Actor, workspace))
		e, err := s.Events.Add(t.Context(), o.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
		})
		must(err)
		_, err = s.Events.Publish(t.Context(), o.Actor, e.ID)
		must(err)
		for _, name := range []string{"Anna", "Bela", "Cara"} {
			_, err := s.Registrations.RegisterFor(t.Context(), o.Actor, e.ID, registration.Form{Name: name, Email: strings.ToLower(name) + "@example.org", Lang: "de"})
			must(err)
		}
		at := "/projects/" + o.Project.ID + "/events/" + e.ID + "/registrations"
		o.Get(at).Status(200)
		o.Submit("form.rt-bulk", url.Values{"deed": {"write"}}).Status(422).Has(".rt-summary", "")
		list := o.Get(at + "?q=a").Status(200)
		o.Submit("form.rt-bulk", url.Values{"deed": {"write"}, "chosen": {
			list.Find("input[name=chosen]").Eq(0).AttrOr("value", ""), list.Find("input[name=chosen]").Eq(2).AttrOr("value", ""),
		}}).Status(303)
		edit := o.Follow().Status(200).Has("main", "an 2 Personen").Has("dt", "{workshops}").Has("h1", "E-Mail an Teilnehmende")
		if edit.Find("input[name=title]").AttrOr("value", "") != "Nachricht: Fachtagung" {
			t.Error("the mailing has no title")
		}
		o.Submit("main form", url.Values{"subject": {"Parken"}, "text": {"Liebe {vorname}"}}).Status(422).
			Has(".rt-summary a[href='#f-text']", "{vorname} ist kein Platzhalter").Has("textarea[name=text]", "Liebe {vorname}")
		o.Submit("main form", url.Values{"text": {"{name}, bitte parken Sie im Hof."}}).Status(303)
		review := o.Follow().Status(200).Has("#mail", "Anna, bitte parken Sie im Hof.").Has("main", "Noch ist nichts versandt")
		next := review.Find("a[rel=next]").AttrOr("href", "")
		o.Get(strings.TrimSuffix(next, "#mail")).Status(200).Has("#mail", "Cara, bitte parken Sie im Hof.").HasNot("main", "Bela")
		send := "form[action$='/send']"
		once := review.Find(send).Length()
		if once != 1 {
			t.Fatalf("%d ways to send", once)
		}
		here := strings.Split(next, "?")[0]
		o.Get(here).Status(200)
		press := url.Values{}
		review.Find(send + " input[name]").Each(func(_ int, input *goquery.Selection) {
			press.Set(input.AttrOr("name", ""), input.AttrOr("value", ""))
		})
		o.Post(here+"/send", press).Status(303)
		o.Post(here+"/send", press) // the button was pressed twice
		s.Work()
		var mails []mail.Message
		must(s.DB.Read().NewSelect().Model(&mails).Where("m.kind = 'circular'").Order("m.kind", "m.to_name").Scan(t.Context()))
		if len(mails) != 2 || mails[0].ToName != "Anna" || mails[1].ToName != "Cara" {
			t.Fatalf("%d mails: %+v", len(mails), mails)
		}
		o.Get(here).Status(200).Has("main a[href$='"+mails[0].ThreadKey+"']", "Anna")
		o.Get("/projects/"+o.Project.ID+"/mailings").Status(200).Has("main", "Nachricht: Fachtagung")
		o.Get(at+"/"+mails[0].ThreadKey).Status(200).Has("#history", "E-Mail „Parken“")
	})
}

package mailinglistweb_test

import (
	"net/url"
	"strings"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
)

// TestWhoeverLeavesAListIsStillInvited: what a mail program ends with one request is not official mail.
func TestWhoeverLeavesAListIsStillInvited(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o, list := office(t, s)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		b := s.Browser()
		b.Get("/verteiler/neues-zum-wohnen")
		b.Submit("main form", url.Values{"email": {"ayla@example.org"}, "agreed": {"1"}}).Status(303)
		at := lastLink(t, s, "ayla@example.org")
		b.Get(at)
		b.Get("/mein-verteiler")
		b.Submit("main form", nil).Status(303)
		s.Browser().Do("POST", at, "application/x-www-form-urlencoded", strings.NewReader("List-Unsubscribe=One-Click")).Status(200)
		o.Get(list).Has("#members tbody tr .rt-badge", "abgemeldet")

		w, err := s.Accounts.Workspace(t.Context(), o.Actor.WorkspaceID)
		must(err)
		w.Imprint, w.PrivacyContact = "Landkreis", "Frau Weiß"
		must(s.Accounts.UpdateWorkspace(t.Context(), o.Actor, w))
		person, err := s.Directory.AddPerson(t.Context(), o.Actor, directory.Person{Given: "Ayla", Family: "Yılmaz", Email: "ayla@example.org", Lang: "de", Source: "Test"})
		must(err)
		e, err := s.Events.Add(t.Context(), o.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "20.05.2027", Begin: "09:00", End: "15:00", Venue: "Rathaus", Capacity: "20", Contact: "Jana Größler",
		})
		must(err)
		_, err = s.Events.Publish(t.Context(), o.Actor, e.ID)
		must(err)
		s.Invite(o.Actor, e.ID, person)
		var receiver string
		must(s.DB.Read().NewRaw("SELECT to_email FROM mail_messages WHERE kind = 'invitation' AND state IN ('queued', 'withheld', 'sent') AND unsubscribe_url = ''").Scan(t.Context(), &receiver))
		if receiver != "ayla@example.org" {
			t.Errorf("invited is %q", receiver)
		}
	})
}

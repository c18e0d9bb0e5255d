package representationweb_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
)

// invited publishes an event, invites Anna and returns her attendance with the path of her personal link.
func invited(t *testing.T, s *apptest.Site, o apptest.Office) (attendance.Attendance, string) {
	t.Helper()
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
	p, err := s.Directory.AddPerson(t.Context(), o.Actor, directory.Person{Given: "Anna", Family: "Weiß", Email: "anna@example.org", Lang: "de", Source: "Test"})
	must(err)
	s.Invite(o.Actor, e.ID, p)
	rows, err := attendance.ListIn(t.Context(), s.DB.Read(), e.ID)
	must(err)
	var token string
	must(s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) (err error) {
		token, err = attendance.NewLinkIn(ctx, tx, s.Clock.Now(), rows[0].ID)
		return err
	}))
	return rows[0], "/a/" + token
}

func TestAnInvitedPersonNamesASubstituteOnThePersonalPage(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		office := s.Office("Landkreis Musterland")
		row, link := invited(t, s, office)
		anna := s.Browser()
		anna.Get(link).Status(303)
		own := anna.Follow().Status(200)
		way := own.Find("main a[href$='/vertretung']").AttrOr("href", "")
		anna.Get(way).Status(200).Has("main", "Eine Vertretung benennen").Has("main", "nur für diese Veranstaltung")
		form := "main form[action$='/vertretung']"
		anna.Submit(form, url.Values{"name": {""}, "email": {"keine"}}).Status(422).Has(".rt-summary", "Vor- und Nachname").Has(".rt-summary", "E-Mail-Adresse")
		anna.Submit(form, url.Values{"name": {"Anna Weiß"}, "email": {"anna@example.org"}}).Status(422).Has(".rt-summary", "steht schon auf der Liste")
		anna.Submit(form, url.Values{"name": {"Uwe <i>Schreiber</i>"}, "email": {"uwe@example.org"}}).Status(303)
		anna.Follow().Status(200).Has("[role=status]", "Vertretung ist eingetragen").Has("main", "Uwe <i>Schreiber</i> kommt für Sie")
		anna.Get("/teilnahme/"+row.ID).Has("main", "Jemand anderes kommt für Sie")

		list := "/projects/" + office.Project.ID + "/events/" + row.EventID + "/invitations"
		office.Get(list).Status(200).Has("#invited", "durch Uwe").Has("#invited", "in Vertretung von Anna Weiß")
		office.Get(list+"/"+row.ID).Status(200).Has("main dl", "kommt an Stelle dieser Person").HasNot("main", "Antwort am Telefon").HasNot("main", "Erneut senden")
		office.Get(list+"/"+row.ID+"/unrepresent").Status(200).Has(".rt-card--danger", "Uwe")
		office.Submit(".rt-card--danger form", nil).Status(303)
		office.Follow().Status(200).Has("[role=status]", "Vertretung ist beendet").HasNot("main dl", "kommt an Stelle")
		office.Get(list + "/" + row.ID + "/unrepresent").Status(409)
		anna.Get(way).Status(200).Has("main", "Eine Vertretung benennen")
		s.Browser().Get(way).Status(404)
	})
}

// confirmation is the path by which the claimed invitation is taken over.
func confirmation(t *testing.T, s *apptest.Site) string {
	t.Helper()
	var text string
	if err := s.DB.Read().NewRaw("SELECT text_body FROM mail_messages WHERE kind = 'pass_confirm'").Scan(t.Context(), &text); err != nil {
		t.Fatal(err)
	}
	return strings.FieldsFunc(text[strings.Index(text, "/vertretung/bestaetigen/"):], func(r rune) bool { return r == '?' || r == ' ' || r == '\n' || r == '>' })[0]
}

func TestWhoIsInvitedAlreadyReadsWhyNothingIsTakenOver(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		office := s.Office("Landkreis Musterland")
		row, link := invited(t, s, office)
		p, err := s.Directory.AddPerson(t.Context(), office.Actor, directory.Person{Given: "Uwe", Family: "Schreiber", Email: "uwe@example.org", Lang: "de", Source: "Test"})
		if err != nil {
			t.Fatal(err)
		}
		s.Invite(office.Actor, row.EventID, p)
		anna, uwe := s.Browser(), s.Browser()
		anna.Get(link)
		anna.Get("/teilnahme/" + row.ID + "/vertretung")
		pass := anna.Submit("main form[action$='/link']", nil).Find("main a[href*='/vertretung/']").AttrOr("href", "")
		uwe.Get(pass[strings.Index(pass, "/vertretung/"):])
		uwe.Submit("main form", url.Values{"name": {"Uwe Schreiber"}, "email": {"uwe@example.org"}}).Status(303)
		uwe.Get(confirmation(t, s)).Status(200)
		uwe.Submit("main form", nil).Status(422).Has("main h1", "nicht übernommen").Has("main", "Uwe Schreiber steht schon selbst auf der Liste")
	})
}

func TestALinkIsPassedOnAndTakenOverByMail(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		office := s.Office("Landkreis Musterland")
		row, link := invited(t, s, office)
		anna, uwe := s.Browser(), s.Browser()
		anna.Get(link)
		anna.Get("/teilnahme/" + row.ID + "/vertretung")
		made := anna.Submit("main form[action$='/link']", nil).Status(200)
		pass := made.Find("main a[href*='/vertretung/']").AttrOr("href", "")
		pass = pass[strings.Index(pass, "/vertretung/"):]
		anna.Get("/teilnahme/"+row.ID+"/vertretung").HasNot("main", pass).Has("main", "Ein Link ist offen")

		uwe.Get(pass).Status(200).Has("main", "Anna Weiß gibt eine Einladung weiter").Has("main", "Wie wir mit Ihren Daten umgehen")
		uwe.Submit("main form", url.Values{"name": {"Uwe"}, "email": {"x"}}).Status(422).Has(".rt-summary", "E-Mail-Adresse")
		uwe.Submit("main form", url.Values{"name": {"Uwe Schreiber"}, "email": {"uwe@example.org"}}).Status(303)
		uwe.Follow().Status(200).Has("main", "Bitte bestätigen")
		confirm := confirmation(t, s)
		uwe.Get(confirm).Status(200).Has("main", "übernehmen Sie die Einladung von Anna Weiß")
		if got, err := attendance.FindIn(t.Context(), s.DB.Read(), row.ID); err != nil || got.Answer != attendance.NeedsAction {
			t.Errorf("looking at the link made it %s, %v", got.Answer, err)
		}
		uwe.Submit("main form", nil).Status(303)
		uwe.Follow().Status(200).Has("main", "Uwe Schreiber").Has("[role=status]", "übernommen")
		uwe.Get(confirm).Status(404).Has("main", "gilt nicht mehr")
		uwe.Get(pass).Status(404)
		anna.Get("/teilnahme/"+row.ID+"/vertretung").Has("main", "Uwe Schreiber kommt für Sie")
		anna.Submit("main form[action$='/ende']", nil).Status(303)
		anna.Follow().Status(200).Has("[role=status]", "Vertretung ist beendet")
	})
}

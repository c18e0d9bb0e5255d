package inviteweb_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/bounce"
)

// desk is the page of an event's invitations and the office that works at it.
type desk struct {
	apptest.Office
	site *apptest.Site
	base string
	t    *testing.T
}

func open(t *testing.T, s *apptest.Site) *desk {
	t.Helper()
	d := &desk{Office: s.Office("Landkreis Musterland"), site: s, t: t}
	workspace, err := s.Accounts.Workspace(t.Context(), d.Actor.WorkspaceID)
	d.must(err)
	workspace.Imprint, workspace.PrivacyContact = "Landratsamt", "datenschutz@example.org"
	d.must(s.Accounts.UpdateWorkspace(t.Context(), d.Actor, workspace))
	e, err := s.Events.Add(t.Context(), d.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
	})
	d.must(err)
	_, err = s.Events.Publish(t.Context(), d.Actor, e.ID)
	d.must(err)
	d.base = "/projects/" + d.Project.ID + "/events/" + e.ID + "/invitations"
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) person(given, family string) string {
	d.t.Helper()
	p, err := d.site.Directory.AddPerson(d.t.Context(), d.Actor, directory.Person{
		Given: given, Family: family, Email: strings.ToLower(given) + "@example.org", Lang: "de", Source: "Test",
	})
	d.must(err)
	return p.ID
}

func TestInvitationsAreChosenPreviewedAndSent(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		anna, otto := d.person("Anna", "Größler-Weiß"), d.person("Otto", "Horn")
		d.Get(d.base).Status(200).Has(".rt-empty", "Noch niemand eingeladen")

		d.Get(d.base+"/new").Status(200).Has("main", "Größler-Weiß")
		d.Submit("main form", nil).Status(422).Has(".rt-summary", "mindestens eine Gruppe")

		d.Submit("main form", url.Values{"persons": {anna, otto}, "text": {"Wir <b>freuen</b> uns."}}).Status(303)
		shown := d.Follow()
		shown.Status(200).Has("main", "2 Personen bekommen diese E-Mail").Has(".rt-letter", "Wir <b>freuen</b> uns.").
			Has(".rt-letter__who", "Anna Größler-Weiß <anna@example.org>").Has(".rt-bar", "Fachtagung")
		if shown.Find(".rt-letter b").Length() != 0 {
			t.Error("typed text became markup")
		}
		mailing := strings.TrimSuffix(shown.Find("#senden form[action$='/send']").AttrOr("action", ""), "/send")
		d.Get(mailing+"?person=2").Has(".rt-letter__who", "Otto Horn <otto@example.org>")
		d.Get(d.base).Has("#mailings", "Entwurf").HasNot("main", "Otto Horn")
		d.Get(mailing)
		d.Submit("#senden form[action$='/send']", nil).Status(303)
		d.Follow().Status(200).Has("[role=status]", "Der Versand hat begonnen").Has("#fortschritt", "0 von 2 E-Mails verschickt")
		s.Work()
		d.Get(mailing).Has("#receivers", "Zurückgehalten")
		d.Get(d.base).Has("#invited", "Otto Horn").Has("#invited", "Zurückgehalten").Has("#invited", "Keine Antwort").Has("#mailings", "Wird versandt")
		d.Post(mailing+"/send", nil).Status(409)
		if rows := d.Get(d.base).Find("#invited tbody tr").Length(); rows != 2 {
			t.Errorf("after sending the same again there are %d rows", rows)
		}
		d.Get(d.base+"?q=groessler").HasNot("#invited", "Otto Horn").Has("#invited", "Größler-Weiß")
		d.Get(d.base+"?answer=accepted").Has(".rt-empty", "Niemand passt")
	})
}

func TestAnInvitationIsTakenBackOnThePersonsPage(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		person := d.invited(d.person("Anna", "Weiß"))["Anna Weiß"]
		d.Get(person).Status(200).Has("#mails", "Einladung: Fachtagung").Has("main", "Noch keine Antwort")
		d.Submit("main form[action$='/resend']", nil).Status(303)
		d.Get(person+"/take-back").Status(200).Has(".rt-card--danger", "Anna Weiß")
		d.Submit(".rt-card--danger form", nil).Status(303)
		d.Follow().Status(200).Has("main", "Zurückgenommen").Has("main", "Wieder einladen")
		d.Post(person+"/take-back", nil).Status(409)
	})
}

func TestReceivedMailWaitsForStaff(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		_, err := s.Invites.Receive(t.Context(), []byte("From: Ayla <ayla@example.org>\r\nSubject: <script>Frage</script>\r\n\r\nGibt es Parkplätze?\r\n"))
		d.must(err)
		d.Get(d.base).Has("main", "wartet auf Ihre Durchsicht")
		inbox := "/projects/" + d.Project.ID + "/received"
		mail := d.Get(inbox).Status(200).Has("#received", "<script>Frage</script>").Find("#received tbody a").AttrOr("href", "")
		d.Get(mail).Status(200).Has(".rt-letter", "Gibt es Parkplätze?").Has("main", "Lesen Sie die Nachricht")
		d.Submit("main form[action$='/settle']", nil).Status(303)
		d.Follow().Status(200).Has("#received", "Erledigt").Has("#received", "erledigt am").HasNot("#received", "Bitte prüfen")
		d.Get(inbox+"?state=failed").Has(".rt-empty", "Keine passende E-Mail")
		d.Get(inbox+"?state=review").Has(".rt-empty", "Keine passende E-Mail")
		d.Get(inbox+"?state=settled&q=frage&sort=subject").Has("#received", "ayla@example.org")
		d.Get(inbox + "?format=csv&state=settled").Status(200)

		raw := d.Get(mail + "/raw").Status(200)
		if raw.Body != "From: Ayla <ayla@example.org>\r\nSubject: <script>Frage</script>\r\n\r\nGibt es Parkplätze?\r\n" {
			t.Errorf("the original is %q", raw.Body)
		}
		for name, want := range map[string]string{
			"Content-Type": "message/rfc822", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
		} {
			if got := raw.Header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if got := raw.Header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment; filename=") || !strings.HasSuffix(got, `.eml"`) {
			t.Errorf("the original comes as %q", got)
		}
		d.Get(d.base).HasNot("main", "wartet auf Ihre Durchsicht")

		other := s.Office("Nachbarkreis")
		other.Get(mail).Status(404)
		other.Get(mail + "/raw").Status(404)
		other.Get(d.base).Status(404)
		stranger := "/projects/" + other.Project.ID + mail[strings.Index(mail, "/received"):]
		other.Get(stranger).Status(404)
		other.Get(stranger + "/raw").Status(404)
	})
}

func TestAnUndeliverableInvitationAsksForAnotherAddress(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		anna := d.person("Anna", "Weiß")
		person := d.invited(anna)["Anna Weiß"]
		d.Get(person).HasNot("main", "unzustellbar")
		comeBack := func() {
			err := s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
				var m mail.Message
				if err := tx.NewSelect().Model(&m).Where("m.to_email = 'anna@example.org'").Order("m.created_at DESC", "m.id DESC").Limit(1).Scan(ctx); err != nil {
					return err
				}
				_, errSent := tx.NewUpdate().Model(&m).Set("state = ?", mail.Sent).WherePK().Exec(ctx)
				_, err := s.Mail.ReturnedIn(ctx, tx, bounce.Notice{Envelopes: []string{m.Envelope}, Outcome: bounce.Failed, Status: "5.1.1", Answer: "550 <nobody>"})
				return errors.Join(errSent, err)
			})
			d.must(err)
		}
		comeBack()
		d.Get(person).Has("main", "E-Mails an anna@example.org sind unzustellbar").Has("main", "550 <nobody>").Has("main", "Ansprechperson").HasNot("main", "wieder senden")
		d.Get(d.base).Has("#invited", "Unzustellbar").Has(".rt-delivery", "1 Person ist nicht erreichbar")
		d.Get("/projects/"+d.Project.ID).Has("main", "1 Person ist per E-Mail nicht erreichbar")
		d.Get("/projects/"+d.Project.ID+"/mail?fate=returned").Has("#outbox", "anna@example.org").Has("#outbox", "gibt es beim Empfänger nicht")
		d.Get(person)
		s.Clock.Advance(time.Minute)
		d.Submit("main form[action$='/resend']", nil).Status(303)
		comeBack()
		page := d.Get(person).Has("main", "Es wird nichts mehr an diese Adresse gesendet").HasNot("main", "Erneut senden")
		d.Get(page.Find("main a:contains('Andere Ansprechperson einladen')").AttrOr("href", "")).Status(200).Has("h1", "einladen")
		d.Get(person)
		s.Clock.Advance(time.Minute)
		d.Submit("main form[action$='/address/enable']", nil).Status(303)
		d.Follow().Has("[role=status]", "wieder gesendet").HasNot("main", "unzustellbar")
		comeBack()

		d.Get(person+"/address").Status(200).Has("main", "kommen zurück")
		d.Submit("main form", url.Values{"email": {"keine"}}).Status(422).Has(".rt-summary", "E-Mail-Adresse")
		s.Clock.Advance(time.Minute)
		d.Submit("main form", url.Values{"email": {"a.weiss@example.org"}}).Status(303)
		d.Follow().Has("[role=status]", "berichtigt").Has("main", "a.weiss@example.org").HasNot("main", "unzustellbar")
		d.Get("/projects/"+d.Project.ID+"/directory/persons/"+anna).Has("main", "a.weiss@example.org")
		d.Get("/projects/"+d.Project.ID).HasNot("main", "nicht erreichbar")

		other := s.Office("Nachbarkreis")
		other.Get(person + "/address").Status(404)
		other.Post(strings.Replace(person, d.Project.ID, other.Project.ID, 1)+"/address", url.Values{"email": {"x@example.org"}}).Status(404)
	})
}

func TestOnlySignedInStaffSeeInvitations(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		coordination, _ := s.Person(d.Project, d.Project.ID, account.Coordination)
		coordination.Get(d.base + "/new").Status(200)
		s.Browser().Get(d.base).Status(303)
	})
}

// TestAnImpatientFingerSendsOneMail presses "send again" twice before the first answer is there.
func TestAnImpatientFingerSendsOneMail(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		person := d.invited(d.person("Anna", "Weiß"))["Anna Weiß"]
		fields := d.Get(person).Status(200).Forms()[person+"/resend"]
		before := d.outgoing(t)
		first := d.Post(person+"/resend", fields).Status(303)
		if again := d.Post(person+"/resend", fields).Status(303); again.Location != first.Location {
			t.Errorf("the second press leads to %s, the first to %s", again.Location, first.Location)
		}
		if n := d.outgoing(t) - before; n != 1 {
			t.Errorf("pressed twice, %d mails go out", n)
		}
		d.Get(person)
		d.Submit("main form[action$='/resend']", nil).Status(303)
		if n := d.outgoing(t) - before; n != 2 {
			t.Errorf("asked for again on the new page, %d mails went out in all", n)
		}
	})
}

func (d *desk) outgoing(t *testing.T) int64 {
	t.Helper()
	n, err := d.site.DB.Read().NewSelect().Table("mail_messages").Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

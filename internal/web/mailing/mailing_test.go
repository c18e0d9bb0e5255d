package mailingweb_test

import (
	"context"
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
	"rundertisch/internal/mailing"
)

// desk is an office with a draft that invites three people to a conference.
type desk struct {
	apptest.Office
	site  *apptest.Site
	draft mailing.Mailing
	at    string
	t     *testing.T
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
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
	var people []directory.Person
	for _, p := range []directory.Person{{Given: "Anna", Family: "Weiß", Email: "anna@example.org"}, {Given: "Otto", Family: "Horn", Email: "otto@example.org"}, {Given: "Paul", Family: "Ohne"}} {
		p.Lang, p.Source = "de", "Test"
		added, err := s.Directory.AddPerson(t.Context(), d.Actor, p)
		d.must(err)
		people = append(people, added)
	}
	d.draft = s.Draft(d.Actor, e.ID, people...)
	d.at = "/projects/" + d.Project.ID + "/mailings/" + d.draft.ID
	return d
}

// mails puts the mailing's mails into the state.
func (d *desk) mails(state mail.State) {
	d.t.Helper()
	d.must(d.site.DB.RunInTx(d.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewUpdate().Model((*mail.Message)(nil)).Set("state = ?", state).Set("attempts = 1").
			Set("last_error = ?", "550 5.1.1 no such user").Where("mailing_id = ?", d.draft.ID).Exec(ctx)
		return err
	}))
}

func TestADraftSaysWhomItReachesAndWhoIsLeftOut(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.Get(d.at).Status(200).Has("main", "2 Personen bekommen diese E-Mail").Has("main", "1 Person hat keine E-Mail-Adresse").
			Has("[aria-current=step]", "Prüfen").Has(".rt-letter__who", "Otto Horn").Has(".rt-bar", "Fachtagung")
		d.Get(d.at+"?person=2").Has(".rt-letter__who", "Anna Weiß")
		d.Get(d.at + "/edit").Status(200)
		d.Submit("main form", url.Values{"title": {"Zweite Runde"}, "text": {"Bitte kommen Sie."}}).Status(303)
		d.Follow().Has("h1", "Zweite Runde").Has(".rt-letter", "Bitte kommen Sie.")
		d.Submit("main form[action$='/remove']", nil).Status(303)
		d.Follow().Has("[role=status]", "Papierkorb").HasNot("main", "Zweite Runde")
		d.Get(d.at).Status(404)
	})
}

func TestAMailingIsScheduledMovedAndCalledBack(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.Get(d.at)
		d.Submit("form[action$='/schedule']", url.Values{"day": {"01.01.2020"}, "clock": {"9:00"}}).Status(422).Has(".rt-summary", "schon vorbei")
		day := s.Clock.Now().Add(72 * time.Hour).Format("02.01.2006")
		d.Get(d.at)
		d.Submit("form[action$='/schedule']", url.Values{"day": {day}, "clock": {"8.15 Uhr"}}).Status(303)
		d.Follow().Has("[aria-current=step]", "Geplant").Has("main", "08:15 Uhr hinaus").HasNot("main", "Entwurf löschen")
		d.Submit("form[action$='/schedule']", url.Values{"day": {day}, "clock": {"10:30"}}).Status(303)
		d.Follow().Has("main", "10:30 Uhr hinaus")
		d.Get(d.at + "/edit").Status(409)
		d.Get(d.at)
		d.Submit("form[action$='/recall']", nil).Status(303)
		d.Follow().Has("[role=status]", "Niemand hat etwas bekommen").Has("[aria-current=step]", "Prüfen")
	})
}

func TestWhatAnotherHasChangedIsNotSentUnseen(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.Get(d.at)
		changed := d.draft
		changed.Title = "Zweite Runde"
		d.must(s.Mailings.Change(t.Context(), d.Actor, changed)) // by somebody else, meanwhile
		d.Submit("#senden form[action$='/send']", nil).Status(409)
		d.Get(d.at).Has("[aria-current=step]", "Prüfen").Has("h1", "Zweite Runde")
		d.Submit("#senden form[action$='/send']", nil).Status(303)
	})
}

func TestAMailingIsPausedResumedAndCalledOff(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.Get(d.at)
		d.Submit("#senden form[action$='/send']", nil).Status(303)
		s.Work()
		d.Get(d.at).Has("#fortschritt", "0 von 2 E-Mails verschickt").Has("#receivers", "Otto Horn").Has("#receivers", "keine E-Mail-Adresse")
		d.Submit("form[action$='/pause']", nil).Status(303)
		d.Follow().Has("main", "Der Versand ist angehalten").Has("#receivers", "Angehalten")
		d.Submit("form[action$='/resume']", nil).Status(303)
		d.Get(d.at+"/abort").Status(200).Has("main", "2 E-Mails, die noch nicht hinausgegangen sind")
		d.Submit(".rt-card--danger form", nil).Status(303)
		d.Follow().Has("main", "2 E-Mails sind nicht hinausgegangen").Has("#receivers", "Nicht mehr versandt")
		s.Work()
		d.Get(d.at).Has("main", "2 E-Mails sind nicht hinausgegangen")
		d.Get(d.at + "/abort").Status(409)
		invitations := "/projects/" + d.Project.ID + "/events/" + d.draft.SubjectID + "/invitations"
		d.Get(invitations).HasNot("main", "Otto Horn") // nobody was asked
	})
}

func TestFailedMailsSayWhyAndAreRetried(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.must(s.Mailings.Send(t.Context(), d.Actor, d.draft.ID, d.draft.Version))
		s.Work()
		d.mails(mail.Failed)
		page := d.Get(d.at).Has("[aria-current=step]", "Fertig").Has("#receivers", "550 5.1.1 no such user").Has("main", "2 E-Mails konnten nicht zugestellt werden")
		if n := page.Find("#receivers form").Length(); n != 2 {
			t.Errorf("%d mails can be tried again, want 2", n)
		}
		leads := page.Find("#receivers a:contains('Otto Horn')").AttrOr("href", "")
		d.Get(leads).Status(200).Has("h1", "Otto Horn").Has("main", "Einladung")
		d.Get(d.at+"?fate=left_out").HasNot("#receivers a", "Paul Ohne").Has("#receivers", "Paul Ohne").HasNot("#receivers", "Otto Horn")
		d.Get(d.at+"?q=horn").Has("#receivers", "Otto Horn").HasNot("#receivers", "Anna Weiß")
		if csv := d.Get(d.at + "?format=csv").Status(200).Body; !strings.Contains(csv, "no such user") || !strings.Contains(csv, "Paul Ohne") {
			t.Errorf("the file says\n%s", csv)
		}
		d.Get(d.at)
		d.Submit("#receivers tbody tr:first-child form", nil).Status(303)
		d.Follow().Has("[aria-current=step]", "Versand").Has("main", "1 E-Mail konnte nicht zugestellt werden")
		d.Submit("main form[action$='/retry']", nil).Status(303)
		d.Follow().HasNot("main", "konnte nicht zugestellt werden")
	})
}

func TestAnAuditorLooksAtMailingsAndChangesNothing(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		auditor, _ := s.Person(d.Project, d.Project.ID, account.Auditor)
		page := auditor.Get(d.at).Status(200)
		if n := page.Find("main form[method=post]").Length(); n != 0 {
			t.Errorf("an auditor is offered %d forms", n)
		}
		auditor.Post(d.at+"/send", nil).Status(403)
		s.Office("Nachbarkreis").Get(d.at).Status(404)
	})
}

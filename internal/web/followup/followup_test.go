package followupweb_test

import (
	"context"
	"net/url"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
)

func TestThePlanIsSetAndShowsWhatWasSent(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		s.Clock.Advance(time.Date(2027, 5, 1, 9, 0, 0, 0, time.UTC).Sub(s.Clock.Now()))
		o, ctx := s.Office("Landkreis Musterland"), t.Context()
		must(s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.NewRaw("UPDATE workspaces SET imprint = 'Landkreis', privacy_contact = 'Frau Weiß'").Exec(ctx)
			return err
		}))
		e, err := s.Events.Add(ctx, o.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "27.05.2027", Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "Jana Größler",
		})
		must(err)
		_, err = s.Events.Publish(ctx, o.Actor, e.ID)
		must(err)
		p, err := s.Directory.AddPerson(ctx, o.Actor, directory.Person{Given: "Ayla", Family: "Yılmaz", Email: "ayla@example.org", Lang: "de", Source: "Test"})
		must(err)
		s.Invite(o.Actor, e.ID, p)
		at := "/projects/" + o.Project.ID + "/events/" + e.ID
		o.Get(at+"/invitations").Status(200).Has("main a[href$='/follow-up']", "An ausstehende Antworten erinnern")
		o.Get(at+"/follow-up").Status(200).Has("main", "Antwort erbeten bis Donnerstag, 27. Mai 2027.").Has("main", "das nächste Mal am Donnerstag, 13. Mai 2027").
			Has("main li", "Ayla Yılmaz").Has("main", "Bisher wurde niemand erinnert.")
		o.Get(at+"/follow-up/new").Status(200).Has("main label", "Ayla Yılmaz")
		o.Submit("main form", url.Values{"title": {""}}).Status(422).Has(".rt-summary", "Bezeichnung des Versands")
		o.Submit("main form", url.Values{"title": {"Noch einmal"}}).Status(303)
		review := o.Follow().Status(200).Has("main", "Erinnerung an die Antwort").Has("main", "ayla@example.org")
		o.Get(review.Find("main a[href$='/edit']").AttrOr("href", "")).Status(200)
		o.Submit("main form", url.Values{"text": {"Bitte melden Sie sich."}}).Status(303)
		o.Follow().Status(200).Has("main", "Noch einmal")
		o.Get(at + "/follow-up")
		o.Submit("main form", url.Values{"days": {"übermorgen"}}).Status(422).Has(".rt-summary", "Tage vorher")
		o.Get(at + "/follow-up")
		o.Submit("main form", url.Values{"days": {"20"}, "off": {"1"}}).Status(303)
		o.Follow().Status(200).Has("main", "wird niemand automatisch erinnert")
		o.Submit("main form", url.Values{"days": {"20"}, "off": {""}}).Status(303)
		s.Clock.Advance(6 * 24 * time.Hour)
		must(s.Followups.Run(ctx))
		later, _ := s.Person(o.Project, o.Project.ID, account.Auditor)
		later.Get(at+"/follow-up").HasNot("main form", "").Has("#followups tbody tr", "Ayla Yılmaz").Has("#followups tbody tr", "20 Tage vor dem Antworttermin")
		var person string
		must(s.DB.Read().NewRaw("SELECT attendance_id FROM followups").Scan(ctx, &person))
		later.Get(at+"/invitations/"+person).Status(200).Has("#mails tbody tr", "Bitte antworten Sie bis")
	})
}

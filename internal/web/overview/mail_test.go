package overviewweb_test

import (
	"context"
	"net/url"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/audit"
	"rundertisch/internal/mail"
)

// failed puts mails into the office's outbox that were given up, and returns their identifiers.
func failed(t *testing.T, s *apptest.Site, o apptest.Office, receivers ...string) []string {
	t.Helper()
	for _, to := range receivers {
		m := mail.Message{
			WorkspaceID: o.Actor.WorkspaceID, ProjectID: o.Project.ID, Kind: "invitation", ToEmail: to, Subject: "Einladung", Text: "Guten Tag",
		}
		err := s.DB.RunInTx(t.Context(), func(ctx context.Context, tx bun.IDB) error {
			if err := s.Mail.QueueIn(ctx, tx, m); err != nil {
				return err
			}
			_, err := tx.NewUpdate().Model((*mail.Message)(nil)).Set("state = ?", mail.Failed).Set("done_at = ?", s.Clock.Now()).
				Set("reason = ?", mail.UnknownReceiver).Where("state = ?", mail.Withheld).Exec(ctx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var ids []string
	err := s.DB.Read().NewSelect().Table("mail_messages").Column("id").Where("project_id = ? AND state = ?", o.Project.ID, mail.Failed).
		Order("id DESC").Scan(t.Context(), &ids)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func TestMailsThatWereGivenUpAreSentAgain(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		other := s.Office("Landkreis Nord")
		ids := failed(t, s, o, "ada@example.org", "bo@example.org", "cy@example.org")
		at := home(o) + "/mail"
		o.Get(at).Status(200).Has("#outbox", "Diese E-Mail-Adresse gibt es beim Empfänger nicht.").Has(".rt-stat--danger .rt-stat__value", "3")

		other.Get(home(other)+"/mail").HasNot("main", "ada@example.org")
		other.Post(home(other)+"/mail/retry", url.Values{"mail": {ids[0]}}).Status(303)
		o.Get(at).Has(".rt-stat--danger .rt-stat__value", "3")

		o.Submit("#outbox tbody tr:first-child form", nil).Status(303)
		o.Follow().Has(".rt-flash", "werden erneut versandt").Has(".rt-stat--danger .rt-stat__value", "2")
		o.Submit("main form[action$='/retry']", nil).Status(303)
		o.Follow().Has("main", "Keine eingegangene E-Mail wartet").HasNot("main .rt-badge", "gescheitert")
		o.Post(at+"/retry", url.Values{"mail": {ids[0]}}).Status(303)
		o.Follow().Has(".rt-flash", "Nichts wurde versandt")

		var trail []audit.Entry
		err := s.DB.Read().NewSelect().Model(&trail).Where("a.action = ?", "mail.retried").Order("a.id").Scan(t.Context())
		if err != nil || len(trail) != 2 || trail[0].ObjectID != ids[0] || trail[1].ObjectID != "" {
			t.Errorf("%v, %+v", err, trail)
		}
	})
}

func TestWithoutAMailServerThereIsNoTestMail(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		o.Get(home(o)+"/mail").Status(200).HasNot("main", "Test-E-Mail").Has("main a[href$='/received']", "Eingegangene E-Mails ansehen")
		o.Post(home(o)+"/mail/test", nil).Status(409)
	})
}

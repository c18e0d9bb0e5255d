package mailinglist_test

import (
	"context"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/invite"
)

func TestWhoUnsubscribedFromAListIsStillInvitedAndToldWhy(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h, ctx := &house{Site: s, Office: s.Office("Landkreis Musterland"), t: t}, t.Context()
		h.list = h.found("Neues zum Wohnen")
		token := h.subscribed("ayla@example.org")
		h.must(h.Lists.Unsubscribe(ctx, token))
		h.must(h.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.NewRaw("UPDATE workspaces SET imprint = 'Landkreis', privacy_contact = 'Frau Weiß'").Exec(ctx)
			return err
		}))
		e, err := h.Events.Add(ctx, h.Actor, event.Details{
			Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "9:00", End: "16:00", Venue: "Kreishaus", Contact: "Jana Größler",
		})
		h.must(err)
		e, err = h.Events.Publish(ctx, h.Actor, e.ID)
		h.must(err)
		var invited []directory.Person
		for lang, email := range map[string]string{"de": "ayla@example.org", "en": "tom@example.org"} {
			p, err := h.Directory.AddPerson(ctx, h.Actor, directory.Person{Given: "Ayla", Family: lang, Email: email, Lang: lang, Source: "Test"})
			h.must(err)
			invited = append(invited, p)
		}
		m, err := h.Invites.Draft(ctx, h.Actor, e.ID, invite.Order{
			Title: "Termin", Early: true, Choice: directory.Choice{PersonIDs: []string{invited[0].ID, invited[1].ID}},
		})
		h.must(err)
		h.must(h.Mailings.Send(ctx, h.Actor, m.ID, m.Version))
		h.Work()
		h.Invite(h.Actor, e.ID, invited...)
		_, err = h.Events.Cancel(ctx, h.Actor, e.ID)
		h.must(err)
		official := map[string]int{}
		for _, mail := range h.mails() {
			if strings.HasPrefix(mail.Kind, "list_") {
				continue
			}
			official[mail.ToEmail+" "+mail.Kind]++
			want := "auch wenn Sie sich dort abgemeldet haben"
			if mail.ToEmail == "tom@example.org" {
				want = "also after you have unsubscribed there"
			}
			for part, said := range map[string]string{"text": mail.Text, "HTML": mail.HTML} {
				if !strings.Contains(strings.Join(strings.Fields(said), " "), want) {
					t.Errorf("the %s of the %s does not say why it comes:\n%s", part, mail.Kind, said)
				}
			}
			if mail.Unsubscribe != "" {
				t.Errorf("the %s offers to unsubscribe at %s", mail.Kind, mail.Unsubscribe)
			}
		}
		for _, want := range []string{"ayla@example.org save_the_date", "ayla@example.org invitation", "tom@example.org invitation"} {
			if official[want] != 1 {
				t.Errorf("%s: %d of %v", want, official[want], official)
			}
		}
	})
}

package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/ical"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
)

// copies are the tables in which copies of a person's name, address and words lie with mails.
var copies = []string{"mail_messages", "mailing_receivers", "invite_incoming", "mail_bounces", "mail_addresses", "invite_proposals"}

// traces are where the tables still have one of the words.
func traces(t *testing.T, s *apptest.Site, words ...string) []string {
	t.Helper()
	tables, err := s.DB.Tables(t.Context(), s.DB.Read())
	must(t, err)
	var found []string
	for _, table := range tables {
		if !slices.Contains(copies, table.Name) {
			continue
		}
		var rows []map[string]any
		must(t, s.DB.Read().NewSelect().Table(table.Name).Scan(t.Context(), &rows))
		for _, row := range rows {
			for column, value := range row {
				for _, word := range words {
					if strings.Contains(strings.ToLower(fmt.Sprint(value)), word) {
						found = append(found, table.Name+"."+column)
					}
				}
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func TestWhoIsErasedIsInNoMailAnyMore(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx, o := t.Context(), s.Office("Landkreis Musterland")
		run := func(sql string, args ...any) {
			must(t, s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
				_, err := tx.NewRaw(sql, args...).Exec(ctx)
				return err
			}))
		}
		run("UPDATE workspaces SET imprint = 'Landkreis', privacy_contact = 'datenschutz@example.org'")
		person := func(given, family, email string) directory.Person {
			p, err := s.Directory.AddPerson(ctx, o.Actor, directory.Person{Given: given, Family: family, Email: email, Lang: "de", Source: "Liste"})
			must(t, err)
			return p
		}
		zoe, tom, chief := person("Zoe", "Quitzow", "zoe@example.org"), person("Tom", "Weiß", "tom@example.org"), person("Rosa", "Chefin", "buero@example.org")
		person("Bert", "Sekretär", "buero@example.org")
		published := func(title string) event.Event {
			e, err := s.Events.Add(ctx, o.Actor, event.Details{Kind: event.Symposium, Title: title, Day: "25.03.2027", Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org"})
			must(t, err)
			_, err = s.Events.Publish(ctx, o.Actor, e.ID)
			must(t, err)
			return e
		}
		s.Invite(o.Actor, published("Fachtagung").ID, zoe, tom, chief)
		run("UPDATE mail_messages SET state = 'sent', sent_at = created_at, done_at = created_at, last_error = '250 for ' || to_email")
		var letter mail.Message
		must(t, s.DB.Read().NewSelect().Model(&letter).Where("m.to_email = 'zoe@example.org'").Scan(ctx))
		for _, raw := range []string{
			"From: Zoe Quitzow <zoe@example.org>\r\nTo: planung@example.org\r\nSubject: Quitzow kommt\r\nMessage-ID: <a@example.org>\r\n\r\nIch komme gern.\r\n",
			"From: MAILER-DAEMON@example.org\r\nTo: " + letter.Envelope + "\r\nSubject: Undelivered\r\nMessage-ID: <b@example.org>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n" +
				"--x\r\nContent-Type: text/plain\r\n\r\nzoe@example.org is unknown\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; example.org\r\n\r\n" +
				"Final-Recipient: rfc822; zoe@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 zoe@example.org unknown\r\n--x--\r\n",
		} {
			_, err := s.Invites.Receive(ctx, []byte(raw))
			must(t, err)
		}
		later := s.Draft(o.Actor, published("Auftakt").ID, zoe, tom)
		must(t, s.Mailings.Schedule(ctx, o.Actor, later.ID, later.Version, mailing.Time{Day: "24.11.2026", Clock: "9:00"}))
		if found := traces(t, s, "quitzow", "zoe"); len(found) < 8 {
			t.Fatalf("before, traces are only in %v", found)
		}

		must(t, s.Directory.ErasePerson(ctx, o.Actor, zoe.ID))
		must(t, s.Directory.ErasePerson(ctx, o.Actor, chief.ID))
		if found := traces(t, s, "quitzow", "zoe@", "chefin"); len(found) != 0 {
			t.Errorf("afterwards, traces are in %v", found)
		}
		var states []string
		must(t, s.DB.Read().NewRaw("SELECT to_name || ' ' || kind || ' ' || state FROM mail_messages ORDER BY 1").Scan(ctx, &states))
		if want := []string{"Tom Weiß invitation sent", "– invitation bounced", "– invitation sent"}; !slices.Equal(sorted(states), sorted(want)) {
			t.Errorf("the mails are %v", states)
		}
		inbox, err := s.Invites.Inbox(ctx, o.Actor, invite.InboxFilter{})
		if must(t, err); inbox.Found != 2 {
			t.Errorf("%d received mails are listed", inbox.Found)
		}
		for _, n := range inbox.Mails {
			o.Get("/projects/" + o.Project.ID + "/received/" + n.ID).Status(200)
		}
		if open, err := s.Invites.Unsettled(ctx, o.Actor); err != nil || open != 0 {
			t.Errorf("%d received mails still wait for somebody, %v", open, err)
		}
		s.Clock.Advance(48 * 3600e9)
		s.Work()
		progress, err := s.Mailings.Find(ctx, o.Actor, later.ID)
		if must(t, err); progress.LeftOut != 1 || progress.Settled != 2 || progress.Mailing.State != mailing.Sending {
			t.Errorf("the scheduled mailing is %+v", progress.Mailing)
		}
		if found := traces(t, s, "quitzow", "zoe@"); len(found) != 0 {
			t.Errorf("after the scheduled mailing, traces are in %v", found)
		}
	})
}

// TestWhatComesLaterAboutSomebodyErasedNamesNobody: a notice about their mail and an answer from their calendar say only what became of them.
func TestWhatComesLaterAboutSomebodyErasedNamesNobody(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		ctx, o := t.Context(), s.Office("Landkreis Musterland")
		run := func(sql string) {
			must(t, s.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
				_, err := tx.NewRaw(sql).Exec(ctx)
				return err
			}))
		}
		run("UPDATE workspaces SET imprint = 'Landkreis', privacy_contact = 'datenschutz@example.org'")
		zoe, err := s.Directory.AddPerson(ctx, o.Actor, directory.Person{Given: "Zoe", Family: "Quitzow", Email: "zoe@example.org", Lang: "de", Source: "Liste"})
		must(t, err)
		e, err := s.Events.Add(ctx, o.Actor, event.Details{Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "9:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org"})
		must(t, err)
		_, err = s.Events.Publish(ctx, o.Actor, e.ID)
		must(t, err)
		s.Invite(o.Actor, e.ID, zoe)
		run("UPDATE mail_messages SET state = 'sent', sent_at = created_at, done_at = created_at")
		var letter mail.Message
		must(t, s.DB.Read().NewSelect().Model(&letter).Where("m.to_email = 'zoe@example.org'").Scan(ctx))
		asked, err := ical.Parse([]byte(letter.Calendar))
		must(t, err)
		reply, err := ical.Reply(asked.Events[0].Answer("zoe@example.org", ical.Accepted, s.Clock.Now()))
		must(t, err)
		must(t, s.Directory.ErasePerson(ctx, o.Actor, zoe.ID))
		receive := func(raw string, state invite.State, reason invite.Reason) {
			n, err := s.Invites.Receive(ctx, []byte(raw))
			if must(t, err); n.State != state || n.Reason != reason || n.AttendanceID == "" {
				t.Errorf("%s %s, about %q; want %s %s", n.State, n.Reason, n.AttendanceID, state, reason)
			}
			o.Get("/projects/" + o.Project.ID + "/received/" + n.ID).Status(200)
		}
		receive("From: MAILER-DAEMON@example.org\r\nTo: "+letter.Envelope+"\r\nSubject: zoe@example.org\r\nMessage-ID: <b@example.org>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n"+
			"--x\r\nContent-Type: text/plain\r\n\r\nzoe@example.org is unknown\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; example.org\r\n\r\n"+
			"Final-Recipient: rfc822; zoe@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 zoe@example.org unknown\r\n--x--\r\n", invite.Matched, invite.Undelivered)
		receive("From: Zoe Quitzow <zoe@example.org>\r\nMessage-ID: <c@example.org>\r\nSubject: Quitzow\r\nContent-Type: text/calendar; method=REPLY; charset=UTF-8\r\n\r\n"+string(reply), invite.Matched, invite.FirstAnswer)
		var raw []string
		must(t, s.DB.Read().NewRaw("SELECT raw FROM invite_incoming WHERE raw <> ''").Scan(ctx, &raw))
		found := slices.DeleteFunc(traces(t, s, "quitzow", "zoe@"), func(column string) bool {
			return strings.HasPrefix(column, "mail_messages.") // the answer is confirmed to the address of the entry, which stays
		})
		if len(found) != 0 || len(raw) != 0 {
			t.Errorf("traces are in %v; %d whole mails are kept", found, len(raw))
		}
	})
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

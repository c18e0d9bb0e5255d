package representation_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/representation"
)

// desk is a published event to which Anna is invited, and her personal link.
type desk struct {
	apptest.Office
	*representation.Service
	site  *apptest.Site
	event event.Event
	anna  attendance.Attendance
	token string
	t     *testing.T
}

func open(t *testing.T, s *apptest.Site) *desk {
	t.Helper()
	d := &desk{Office: s.Office("Landkreis Musterland"), Service: s.Representations, site: s, t: t}
	workspace, err := s.Accounts.Workspace(t.Context(), d.Actor.WorkspaceID)
	d.must(err)
	workspace.Imprint, workspace.PrivacyContact = "Landratsamt", "datenschutz@example.org"
	d.must(s.Accounts.UpdateWorkspace(t.Context(), d.Actor, workspace))
	d.event, err = s.Events.Add(t.Context(), d.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Capacity: "1", Contact: "planung@example.org",
	})
	d.must(err)
	d.event, err = s.Events.Publish(t.Context(), d.Actor, d.event.ID)
	d.must(err)
	p, err := s.Directory.AddPerson(t.Context(), d.Actor, directory.Person{Given: "Anna", Family: "Weiß", Email: "anna@example.org", Lang: "de", Source: "Test"})
	d.must(err)
	s.Invite(d.Actor, d.event.ID, p)
	d.anna = d.row("anna@example.org")
	d.token = d.link(d.anna)
	s.Clock.Advance(time.Minute)
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) in(fn func(ctx context.Context, tx bun.IDB) error) {
	d.t.Helper()
	d.must(d.site.DB.RunInTx(d.t.Context(), fn))
}

func (d *desk) row(email string) (found attendance.Attendance) {
	d.t.Helper()
	rows, err := attendance.ListIn(d.t.Context(), d.site.DB.Read(), d.event.ID)
	d.must(err)
	for _, row := range rows {
		if row.Email == email {
			found = row
		}
	}
	return found
}

func (d *desk) link(row attendance.Attendance) (token string) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx bun.IDB) (err error) {
		token, err = attendance.NewLinkIn(ctx, tx, d.site.Clock.Now(), row.ID)
		return err
	})
	return token
}

func (d *desk) accept(row attendance.Attendance) {
	d.t.Helper()
	d.answerByWeb(row, attendance.Accepted)
}

func (d *desk) answerByWeb(row attendance.Attendance, answer attendance.Answer) {
	d.t.Helper()
	d.in(func(ctx context.Context, tx bun.IDB) error {
		_, err := d.site.Attendance.AnswerIn(ctx, tx, row.ID, attendance.Reply{Answer: answer, Source: attendance.ByWeb})
		return err
	})
}

// sent lists kind, method and receiver of the mails after the first n.
func (d *desk) sent(after int) (lines []string, mails []mail.Message) {
	d.t.Helper()
	d.must(d.site.DB.Read().NewSelect().Model(&mails).Order("m.created_at", "m.id").Scan(d.t.Context()))
	for _, m := range mails[after:] {
		who, _, _ := strings.Cut(m.ToEmail, "@")
		lines = append(lines, strings.Join(strings.Fields(m.Kind+" "+m.Method+" "+who), " "))
	}
	return lines, mails
}

func (d *desk) want(after int, want ...string) {
	d.t.Helper()
	if got, _ := d.sent(after); strings.Join(got, "; ") != strings.Join(want, "; ") {
		d.t.Errorf("sent %v, want %v", got, want)
	}
}

var uwe = representation.Form{Name: "Uwe Schreiber", Email: "uwe@example.org"}

func TestANamedSubstituteTakesThePlaceOverAndBothAreTold(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.accept(d.anna)
		s.Clock.Advance(time.Minute)
		d.must(d.Name(t.Context(), d.anna.ID, d.token, uwe))
		d.want(2, "represented CANCEL anna", "substitute REQUEST uwe")
		if sub := d.row("uwe@example.org"); sub.Place != attendance.Confirmed || sub.Organisation != d.anna.Organisation {
			t.Errorf("substitute %+v", sub)
		}
		st, err := d.Standing(t.Context(), d.anna.ID, d.token)
		d.must(err)
		if st.RepresentedBy == nil || st.RepresentedBy.Substitute != "Uwe Schreiber" || st.Passable {
			t.Errorf("standing %+v", st)
		}
		of, err := d.OfEvent(t.Context(), d.Actor, d.event.ID)
		d.must(err)
		if of[d.anna.ID].Way != representation.Named || of[d.row("uwe@example.org").ID].Name != "Anna Weiß" {
			t.Errorf("for staff %+v", of)
		}
		if err := d.Name(t.Context(), d.anna.ID, d.token, representation.Form{Name: "Ute", Email: "ute@example.org"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second one: %v", err)
		}
		s.Clock.Advance(time.Minute)
		if undone, err := d.End(t.Context(), d.anna.ID, d.token); err != nil || undone.Lost {
			t.Errorf("%+v, %v", undone, err)
		}
		d.want(4, "uninvitation CANCEL uwe", "unrepresented REQUEST anna")
		if got := d.row("anna@example.org"); got.Place != attendance.Confirmed || got.Answer != attendance.Accepted || got.UID == d.anna.UID {
			t.Errorf("back %+v", got)
		}
		if _, err := d.End(t.Context(), d.anna.ID, d.token); !fault.Is(err, fault.Conflict) {
			t.Errorf("ended twice: %v", err)
		}
	})
}

func TestOnlyTheHolderOfTheLinkPassesTheInvitationOn(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		for name, err := range map[string]error{
			"name":  d.Name(t.Context(), d.anna.ID, "wrong", uwe),
			"close": d.ClosePass(t.Context(), d.anna.ID, "wrong"),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := d.OpenPass(t.Context(), d.anna.ID, "wrong"); !fault.Is(err, fault.NotFound) {
			t.Errorf("open: %v", err)
		}
		for _, form := range []representation.Form{{Email: "uwe@example.org"}, {Name: "Uwe", Email: "keine"}, {Name: "Anna Weiß", Email: "anna@example.org"}} {
			if err := d.Name(t.Context(), d.anna.ID, d.token, form); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", form, err)
			}
		}
	})
}

// confirmation returns the token in the newest mail that asks to confirm.
func (d *desk) confirmation() string {
	d.t.Helper()
	_, mails := d.sent(0)
	_, rest, _ := strings.Cut(mails[len(mails)-1].Text, "/vertretung/bestaetigen/")
	token := strings.FieldsFunc(rest, func(r rune) bool { return r == '?' || r == ' ' || r == '\n' || r == '>' })
	if len(token) == 0 {
		d.t.Fatal("the mail has no link")
	}
	return token[0]
}

func TestALinkLetsExactlyOneTakeOverOnceTheAddressIsConfirmed(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		pass, err := d.OpenPass(t.Context(), d.anna.ID, d.token)
		d.must(err)
		d.must(d.Claim(t.Context(), pass, uwe, "2026-11"))
		first := d.confirmation()
		s.Clock.Advance(time.Minute)
		d.must(d.Claim(t.Context(), pass, representation.Form{Name: "Ute", Email: "ute@example.org", Lang: "en"}, "2026-11"))
		second := d.confirmation()
		d.want(1, "pass_confirm uwe", "pass_confirm ute")
		if got := d.row("anna@example.org"); got.Answer != attendance.NeedsAction {
			t.Errorf("unconfirmed, and the invitation says %s", got.Answer)
		}
		s.Clock.Advance(time.Minute)
		to, token, err := d.Confirm(t.Context(), second)
		d.must(err)
		if to.Email != "ute@example.org" || to.Answer != attendance.Accepted || to.Place != attendance.Confirmed || to.Lang != "en" {
			t.Errorf("took over %+v", to)
		}
		if _, err := d.Standing(t.Context(), to.ID, token); err != nil {
			t.Errorf("the new personal link: %v", err)
		}
		d.want(3, "represented CANCEL anna", "substitute REQUEST ute")
		for name, err := range map[string]error{
			"the first claim": only(d.Claimed(t.Context(), first)), "the same again": only(d.Claimed(t.Context(), second)), "the link": only(d.Offer(t.Context(), pass)),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, _, err := d.Confirm(t.Context(), first); !fault.Is(err, fault.NotFound) {
			t.Errorf("the slower one: %v", err)
		}
		st, err := d.Standing(t.Context(), to.ID, token)
		d.must(err)
		if st.Represents == nil || st.Passable {
			t.Errorf("who took over may pass on: %+v", st)
		}
	})
}

func only(_ representation.Offer, err error) error { return err }

func TestALinkIsBounded(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		old, err := d.OpenPass(t.Context(), d.anna.ID, d.token)
		d.must(err)
		pass, err := d.OpenPass(t.Context(), d.anna.ID, d.token)
		d.must(err)
		if err := only(d.Offer(t.Context(), old)); !fault.Is(err, fault.NotFound) {
			t.Errorf("a replaced link: %v", err)
		}
		if err := d.Claim(t.Context(), pass, representation.Form{Name: "Anna Weiß", Email: "anna@example.org"}, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("the invited person: %v", err)
		}
		for range 5 {
			d.must(d.Claim(t.Context(), pass, uwe, "2026-11"))
		}
		claim := d.confirmation()
		if err := d.Claim(t.Context(), pass, uwe, "2026-11"); !fault.Is(err, fault.Conflict) {
			t.Errorf("a sixth claim: %v", err)
		}
		s.Clock.Advance(49 * time.Hour)
		if err := only(d.Claimed(t.Context(), claim)); !fault.Is(err, fault.NotFound) {
			t.Errorf("a claim after two days: %v", err)
		}
		d.must(d.ClosePass(t.Context(), d.anna.ID, d.token))
		if err := only(d.Offer(t.Context(), pass)); !fault.Is(err, fault.NotFound) {
			t.Errorf("a closed link: %v", err)
		}
		for n := range 4 {
			pass, err = d.OpenPass(t.Context(), d.anna.ID, d.token)
			if (err != nil) != (n == 3) {
				t.Errorf("link %d: %v", n+3, err)
			}
		}
		s.Clock.Advance(15 * 24 * time.Hour)
		if err := only(d.Offer(t.Context(), pass)); !fault.Is(err, fault.NotFound) {
			t.Errorf("after two weeks: %v", err)
		}
	})
}

// answer hands in an answer about Anna's invitation by mail and returns the mail.
func (d *desk) answer(from string, lines ...string) invite.Incoming {
	d.t.Helper()
	object := append([]string{"BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT", "UID:" + d.anna.UID, "SEQUENCE:0", "DTSTAMP:20270101T000000Z"}, lines...)
	object = append(object, "END:VEVENT", "END:VCALENDAR", "")
	n, err := d.site.Invites.Receive(d.t.Context(), []byte("From: "+from+"\r\nMessage-ID: <"+from+"@x>\r\n"+
		"Content-Type: text/calendar; method=REPLY; charset=UTF-8\r\n\r\n"+strings.Join(object, "\r\n")))
	d.must(err)
	return n
}

func TestAMailThatNamesASubstituteIsFollowedByOneClick(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		from   string
		lines  []string
		way    representation.Way
		answer attendance.Answer
		place  attendance.Place
	}{
		"a calendar delegates": {"anna@example.org", []string{
			`ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:uwe@example.org":mailto:anna@example.org`, `ATTENDEE;CN="Uwe Schreiber":mailto:uwe@example.org`,
		}, representation.Delegated, attendance.NeedsAction, attendance.NoPlace},
		"somebody answers a forwarded invitation": {"uwe@example.org", []string{
			`ATTENDEE;PARTSTAT=ACCEPTED;CN="Uwe Schreiber":mailto:uwe@example.org`,
		}, representation.Forwarded, attendance.Accepted, attendance.Confirmed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			apptest.Each(t, func(t *testing.T, s *apptest.Site) {
				d := open(t, s)
				n := d.answer(c.from, c.lines...)
				d.must(d.FromMail(t.Context(), d.Actor, n.ID))
				sub := d.row("uwe@example.org")
				if sub.Name != "Uwe Schreiber" || sub.Answer != c.answer || sub.Place != c.place {
					t.Errorf("substitute %+v", sub)
				}
				d.want(1, "represented CANCEL anna", "substitute REQUEST uwe")
				of, err := d.OfEvent(t.Context(), d.Actor, d.event.ID)
				d.must(err)
				if of[sub.ID].Way != c.way || of[sub.ID].MadeBy != d.Actor.Name {
					t.Errorf("representation %+v", of[sub.ID])
				}
				if err := d.FromMail(t.Context(), d.Actor, n.ID); !fault.Is(err, fault.Conflict) {
					t.Errorf("followed twice: %v", err)
				}
				if _, err := d.EndFor(t.Context(), account.Actor{WorkspaceID: d.Actor.WorkspaceID}, d.event.ID, d.anna.ID); !fault.Is(err, fault.NotFound) {
					t.Errorf("somebody without a role: %v", err)
				}
				_, err = d.EndFor(t.Context(), d.Actor, d.event.ID, d.anna.ID)
				d.must(err)
				if got := d.row("anna@example.org"); got.Answer != attendance.NeedsAction || got.Place != attendance.NoPlace {
					t.Errorf("back %+v", got)
				}
			})
		})
	}
}

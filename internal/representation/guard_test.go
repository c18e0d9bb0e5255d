package representation_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/directory"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
	"rundertisch/internal/registration"
	"rundertisch/internal/representation"
)

func TestWhoIsRepresentedAndRegistersGetsTheLinkAndNoSecondPlace(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.accept(d.anna)
		s.Clock.Advance(time.Minute)
		d.must(d.Name(t.Context(), d.anna.ID, d.token, uwe))
		s.Clock.Advance(time.Hour)
		form := registration.Form{Name: "Anna Weiß", Email: "anna@example.org", Lang: "de"}
		receipt, err := s.Registrations.Register(t.Context(), s.Registrations.Arrive(d.event.Slug), d.event, nil, form)
		d.must(err)
		if receipt.Result != attendance.ResultKnown || receipt.Token != "" {
			t.Errorf("receipt %+v", receipt)
		}
		d.want(4, "answer_link anna")
		if _, err := s.Registrations.RegisterFor(t.Context(), d.Actor, d.event.ID, form); fieldOf(err) != "registration.represented" {
			t.Errorf("registered by staff: %v", err)
		}
		if got := d.row("anna@example.org"); got.Answer != attendance.Represented || got.Attends() {
			t.Errorf("represented %+v", got)
		}
		undone, err := d.EndFor(t.Context(), d.Actor, d.event.ID, d.anna.ID)
		if err != nil || undone.Attendance.Place != attendance.Confirmed || d.row("uwe@example.org").Attends() {
			t.Errorf("ended: %+v, %v", undone, err)
		}
	})
}

// fieldOf is the sentence of an error's first field.
func fieldOf(err error) string {
	if fields := fault.Fields(err); len(fields) > 0 {
		return fields[0].Key
	}
	return ""
}

func TestTakingTheInvitationBackEndsWhatPassesItOn(t *testing.T) {
	t.Parallel()
	for name, accepted := range map[string]bool{"before the answer": false, "with a place": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			apptest.Each(t, func(t *testing.T, s *apptest.Site) {
				d := open(t, s)
				if accepted {
					d.accept(d.anna)
				}
				pass, err := d.OpenPass(t.Context(), d.anna.ID, d.token)
				d.must(err)
				d.must(d.Claim(t.Context(), pass, uwe, "2026-11"))
				claim := d.confirmation()
				s.Clock.Advance(time.Minute)
				d.must(s.Invites.TakeBack(t.Context(), d.Actor, d.event.ID, d.anna.ID))
				if err := d.Claim(t.Context(), pass, uwe, "2026-11"); !fault.Is(err, fault.NotFound) {
					t.Errorf("claimed: %v", err)
				}
				for what, err := range map[string]error{"the link": only(d.Offer(t.Context(), pass)), "the claim": only(d.Claimed(t.Context(), claim))} {
					if !fault.Is(err, fault.NotFound) {
						t.Errorf("%s: %v", what, err)
					}
				}
				if _, _, err := d.Confirm(t.Context(), claim); !fault.Is(err, fault.Conflict) {
					t.Errorf("confirmed: %v", err)
				}
				if got := d.row("uwe@example.org"); got.ID != "" {
					t.Errorf("a substitute %+v", got)
				}
			})
		})
	}
}

func TestWhoDeclinedMayStillPassTheInvitationOn(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		d.accept(d.anna)
		d.answerByWeb(d.anna, attendance.Declined)
		d.must(d.Name(t.Context(), d.anna.ID, d.token, representation.Form{Name: "Ute Kern", Email: "ute@example.org"}))
	})
}

func TestWhoDeclinedMayComeInsteadOfSomebody(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		p, err := s.Directory.AddPerson(t.Context(), d.Actor, directory.Person{Given: "Uwe", Family: "Schreiber", Email: uwe.Email, Lang: "de", Source: "Test"})
		d.must(err)
		s.Invite(d.Actor, d.event.ID, p)
		own := d.row(uwe.Email)
		if err := d.Name(t.Context(), d.anna.ID, d.token, uwe); fieldOf(err) != "attendance.represent.known" {
			t.Errorf("who has not answered: %v", err)
		}
		s.Clock.Advance(time.Minute)
		d.answerByWeb(own, attendance.Declined)
		d.accept(d.anna)
		sent, _ := d.sent(0)
		s.Clock.Advance(time.Minute)
		d.must(d.Name(t.Context(), d.anna.ID, d.token, uwe))
		d.want(len(sent), "represented CANCEL anna", "substitute REQUEST uwe")
		if got := d.row(uwe.Email); got.ID != own.ID || got.Place != attendance.Confirmed {
			t.Errorf("substitute %+v", got)
		}
		s.Clock.Advance(time.Minute)
		if undone, err := d.End(t.Context(), d.anna.ID, d.token); err != nil || undone.Attendance.Place != attendance.Confirmed {
			t.Errorf("ended %+v, %v", undone, err)
		}
	})
}

func TestNamingSubstitutesIsNoWayToWriteToStrangers(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		from := s.Mail.From().Address
		for form, key := range map[representation.Form]string{
			{Name: "Gewinn https://example.org", Email: "ute@example.org"}: "fault.link",
			{Name: "Ute Kern", Email: from}:                                "mail.address.own",
		} {
			if err := d.Name(t.Context(), d.anna.ID, d.token, form); fieldOf(err) != key {
				t.Errorf("%s: %v", key, err)
			}
		}
		for n := range 6 {
			s.Clock.Advance(time.Minute)
			form := representation.Form{Name: "Ute Kern", Email: "ute" + strconv.Itoa(n) + "@example.org", Lang: strings.Repeat("x", 5000)}
			err := d.Name(t.Context(), d.anna.ID, d.token, form)
			if n == 5 {
				if !fault.Is(err, fault.Conflict) || d.row(form.Email).ID != "" {
					t.Errorf("a sixth substitute: %v", err)
				}
				break
			}
			d.must(err)
			if got := d.row(form.Email).Lang; got != d.anna.Lang {
				t.Errorf("language %.9q", got)
			}
			_, err = d.End(t.Context(), d.anna.ID, d.token)
			d.must(err)
		}
	})
}

func TestTakingASubstitutesInvitationBackLetsTheInvitedPersonComeAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		accepted bool
		want     []string
		place    attendance.Place
	}{
		"who has a place":               {true, []string{"uninvitation CANCEL uwe", "unrepresented REQUEST anna"}, attendance.Confirmed},
		"whose first mail has not left": {false, []string{"unrepresented REQUEST anna"}, attendance.NoPlace},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			apptest.Each(t, func(t *testing.T, s *apptest.Site) {
				d := open(t, s)
				if c.accepted {
					d.accept(d.anna)
				}
				s.Clock.Advance(time.Minute)
				d.must(d.Name(t.Context(), d.anna.ID, d.token, uwe))
				sub := d.row(uwe.Email)
				before, _ := d.sent(0)
				s.Clock.Advance(time.Minute)
				d.Get("/projects/"+d.Project.ID+"/events/"+d.event.ID+"/invitations/"+sub.ID+"/take-back").Has("main", "Für Anna Weiß gilt wieder, was vor der Vertretung galt")
				d.must(s.Invites.TakeBack(t.Context(), d.Actor, d.event.ID, sub.ID))
				d.want(len(before), c.want...)
				if got := d.row("anna@example.org"); got.Answer == attendance.Represented || got.Place != c.place {
					t.Errorf("back %+v", got)
				}
				of, err := d.OfEvent(t.Context(), d.Actor, d.event.ID)
				d.must(err)
				if len(of) != 0 {
					t.Errorf("still represented: %+v", of)
				}
				if got := d.row(uwe.Email); got.Attends() {
					t.Errorf("substitute %+v", got)
				}
				if err := s.Invites.TakeBack(t.Context(), d.Actor, d.event.ID, sub.ID); !fault.Is(err, fault.Conflict) {
					t.Errorf("taken back twice: %v", err)
				}
			})
		})
	}
}

func TestAnAddressThatTakesNoMailIsOfferedNoPlaceAndThePageSaysWhy(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		for from, who := range map[string]string{
			"jörg@example.org": `ATTENDEE;PARTSTAT=ACCEPTED;CN="Jörg Kern":mailto:jörg@example.org`,
			"anna@example.org": `ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:jörg@example.org":mailto:anna@example.org`,
		} {
			n := d.answer(from, who)
			c, err := s.Invites.Case(t.Context(), d.Actor, n.ID)
			d.must(err)
			if slices.Contains(c.Deeds, invite.Admit) || slices.Contains(c.Deeds, invite.Substitute) || !c.NoMail {
				t.Errorf("from %s, %s: %v", from, n.Reason, c.Deeds)
			}
			d.Get("/projects/"+d.Project.ID+"/received/"+n.ID).Has("main", "An die Adresse jörg@example.org lässt sich keine Einladung schicken")
		}
		n := d.answer("jörg@example.org", `ATTENDEE;PARTSTAT=ACCEPTED;CN="Jörg Kern":mailto:jörg@example.org`)
		d.must(s.Invites.Do(t.Context(), d.Actor, n.ID, invite.Alias))
		if got := d.row("anna@example.org"); got.Answer != attendance.Accepted {
			t.Errorf("the answer from a further address of Anna's does not count: %s", got.Answer)
		}
	})
}

func TestAnAnswerThatNamesNobodyHasAReasonOfItsOwn(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		d := open(t, s)
		n := d.answer("anna@example.org")
		d.Get("/projects/"+d.Project.ID+"/received/"+n.ID).Has("main", "ohne Angabe, wer antwortet").Has("main", "Einladung erneut senden")
		sent, _ := d.sent(0)
		s.Clock.Advance(time.Minute)
		d.must(s.Invites.Do(t.Context(), d.Actor, n.ID, invite.AskAgain))
		d.want(len(sent), "invitation REQUEST anna")
	})
}

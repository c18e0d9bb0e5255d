package invite_test

import (
	"strings"
	"testing"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
)

// object is a mail with a calendar object about the person's invitation. A line without a colon before its first semicolon
// may follow as it is.
func (h *house) object(row attendance.Attendance, method, from string, lines ...string) []byte {
	h.t.Helper()
	object := append([]string{
		"BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:" + method, "BEGIN:VEVENT", "UID:" + row.UID, "SEQUENCE:0",
		"DTSTAMP:" + h.clock.Now().UTC().Format("20060102T150405Z"),
	}, lines...)
	object = append(object, "END:VEVENT", "END:VCALENDAR", "")
	return []byte("From: " + from + "\r\nSubject: Antwort\r\nMessage-ID: <" + method + h.clock.Now().Format("150405.000") + "@example.org>\r\n" +
		"Content-Type: text/calendar; method=" + method + "; charset=UTF-8\r\n\r\n" + strings.Join(object, "\r\n"))
}

// asked invites Anna Weiß and lets a minute pass.
func (h *house) asked() attendance.Attendance {
	h.t.Helper()
	row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
	h.clock.Advance(time.Minute)
	return row
}

func (h *house) deeds(mailID string) string {
	h.t.Helper()
	c, err := h.Case(h.t.Context(), h.actor, mailID)
	h.must(err)
	var names []string
	for _, deed := range c.Deeds {
		names = append(names, string(deed))
	}
	return strings.Join(names, " ")
}

const forwarded = `ATTENDEE;PARTSTAT=ACCEPTED;CN="Uwe Schreiber":mailto:uwe@example.org`

func TestWhoAnswersAForwardedInvitationIsAdmittedByOneClick(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.asked()
		n := h.receive(h.object(row, "REPLY", "uwe@example.org", forwarded, "COMMENT:Ich komme gern"))
		h.want(n, invite.Review, invite.UnknownAddress)
		if got := h.deeds(n.ID); got != "admit substitute alias" {
			t.Errorf("offered %s", got)
		}
		wantSent(t, h, 1)
		h.must(h.Do(t.Context(), h.actor, n.ID, invite.Admit))
		wantSent(t, h, 1, "admitted REQUEST 0 uwe")
		rows := h.rows()
		uwe := rows["uwe@example.org"]
		if uwe.UID == row.UID || uwe.Name != "Uwe Schreiber" || uwe.Answer != attendance.Accepted || uwe.Place != attendance.Confirmed || uwe.Origin != attendance.Invited {
			t.Errorf("admitted %+v", uwe)
		}
		if anna := rows[row.Email]; anna.Answer != attendance.NeedsAction || anna.Sequence != 0 {
			t.Errorf("the invited person: %+v", anna)
		}
		log, err := attendance.AnswersIn(t.Context(), db.Read(), uwe.ID)
		h.must(err)
		if len(log) != 1 || log[0].MailID != n.ID || log[0].Comment != "Ich komme gern" || log[0].EnteredBy != h.actor.Name {
			t.Errorf("logged %+v", log)
		}
		if err := h.Do(t.Context(), h.actor, n.ID, invite.Admit); !fault.Is(err, fault.Conflict) {
			t.Errorf("admitted twice: %v", err)
		}
		c, err := h.Case(t.Context(), h.actor, n.ID)
		h.must(err)
		if c.With.ID != uwe.ID || c.Mail.SettledHow != invite.Admit || c.Mail.Open() {
			t.Errorf("noted %+v", c.Mail)
		}
		h.clock.Advance(time.Minute)
		h.want(h.receive(h.object(uwe, "REPLY", "uwe@example.org", strings.Replace(forwarded, "ACCEPTED", "DECLINED", 1))), invite.Matched, invite.FirstAnswer)
	})
}

func TestAKnownFurtherAddressAnswersForItsPerson(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.asked()
		private := strings.Replace(forwarded, "uwe@", "anna@privat.", 1)
		n := h.receive(h.object(row, "REPLY", "Anna@privat.example.org", private))
		h.want(n, invite.Review, invite.UnknownAddress)
		h.must(h.Do(t.Context(), h.actor, n.ID, invite.Alias))
		if got := h.rows()[row.Email]; got.Place != attendance.Confirmed || len(h.rows()) != 1 {
			t.Errorf("%s, %d people", got.Place, len(h.rows()))
		}
		wantSent(t, h, 1, "noted  0 anna.weiss")
		h.clock.Advance(time.Minute)
		again := strings.Replace(private, "ACCEPTED", "TENTATIVE", 1)
		h.want(h.receive(h.object(row, "REPLY", "anna@privat.example.org", again)), invite.Matched, invite.FirstAnswer)

		further, err := directory.AddressesIn(t.Context(), db.Read(), row.WorkspaceID, row.PersonID)
		h.must(err)
		if len(further) != 1 || further[0].EmailKey != "anna@privat.example.org" {
			t.Fatalf("remembered %+v", further)
		}
		h.must(h.people.ForgetAddress(t.Context(), h.actor, row.PersonID, further[0].ID))
		h.clock.Advance(time.Minute)
		h.want(h.receive(h.object(row, "REPLY", "anna@privat.example.org", private)), invite.Review, invite.UnknownAddress)
	})
}

func TestAnAnswerByAnotherAuthorCountsWhenStaffSaySo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.asked()
		n := h.receive(h.object(row, "REPLY", "vorzimmer@example.org", "ATTENDEE;PARTSTAT=DECLINED:mailto:anna.weiss@example.org"))
		h.want(n, invite.Review, invite.OtherAuthor)
		if got := h.deeds(n.ID); got != "accept alias" {
			t.Errorf("offered %s", got)
		}
		if err := h.Do(t.Context(), h.project(), n.ID, invite.Accept); !fault.Is(err, fault.NotFound) {
			t.Errorf("another workspace: %v", err)
		}
		h.must(h.Do(t.Context(), h.actor, n.ID, invite.Accept))
		if got := h.rows()[row.Email]; got.Answer != attendance.Declined {
			t.Errorf("answer %s", got.Answer)
		}
		c, err := h.Case(t.Context(), h.actor, n.ID)
		h.must(err)
		h.want(c.Mail, invite.Matched, invite.FirstAnswer)
	})
}

func TestADismissedMailIsBroughtBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.asked()
		n := h.receive(h.object(row, "REPLY", "uwe@example.org", forwarded))
		h.must(h.Settle(t.Context(), h.actor, n.ID))
		if got := h.deeds(n.ID); got != "" {
			t.Errorf("a settled mail offers %s", got)
		}
		h.must(h.Reopen(t.Context(), h.actor, n.ID))
		if got := h.deeds(n.ID); got != "admit substitute alias" {
			t.Errorf("a reopened mail offers %s", got)
		}
		h.must(h.Do(t.Context(), h.actor, n.ID, invite.Admit))
		if err := h.Reopen(t.Context(), h.actor, n.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("what was done is opened again: %v", err)
		}
	})
}

func TestAnAnswerThatIsNoneIsAskedAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.asked()
		n := h.receive(h.object(row, "REPLY", "anna.weiss@example.org", "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:anna.weiss@example.org"))
		h.want(n, invite.Review, invite.NoAnswer)
		h.must(h.Do(t.Context(), h.actor, n.ID, invite.AskAgain))
		wantSent(t, h, 1, "invitation REQUEST 0 anna.weiss")
	})
}

func TestWhoAsksForTheInvitationGetsItOnceAnHour(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.asked()
		ask := func(from string) invite.Incoming {
			h.clock.Advance(time.Minute)
			return h.receive(h.object(row, "REFRESH", from, "ATTENDEE:mailto:"+from))
		}
		h.want(ask("anna.weiss@example.org"), invite.Matched, invite.Refreshed)
		h.want(ask("anna.weiss@example.org"), invite.Ignored, invite.RefreshedOften)
		h.want(ask("eve@example.org"), invite.Review, invite.UnknownAddress)
		wantSent(t, h, 1, "invitation REQUEST 0 anna.weiss")
		first, again := h.mails()[0].Calendar, h.mails()[1].Calendar
		if property(first, "UID") != property(again, "UID") || property(first, "DTSTAMP") >= property(again, "DTSTAMP") {
			t.Errorf("sent %s after %s", property(again, "DTSTAMP"), property(first, "DTSTAMP"))
		}
		h.clock.Advance(time.Hour)
		h.want(ask("anna.weiss@example.org"), invite.Matched, invite.Refreshed)
		h.must(h.TakeBack(t.Context(), h.actor, h.event.ID, row.ID))
		h.clock.Advance(2 * time.Hour)
		h.want(ask("anna.weiss@example.org"), invite.Stale, invite.TakenBack)
	})
}

var countered = []string{
	"ATTENDEE;PARTSTAT=TENTATIVE:mailto:anna.weiss@example.org", "DTSTART:20270326T083000Z", "DTEND:20270326T150000Z", "COMMENT:Donnerstag ist Kreistag",
}

func TestAProposalWaitsForStaffAndChangesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.asked()
		n := h.receive(h.object(row, "COUNTER", "anna.weiss@example.org", countered...))
		h.want(n, invite.Review, invite.Countering)
		all, err := h.Proposals(t.Context(), h.actor, h.event.ID)
		h.must(err)
		if len(all) != 1 || all[0].Name != "Anna Weiß" || all[0].Comment != "Donnerstag ist Kreistag" || all[0].StartsAt.Day() != 26 {
			t.Fatalf("proposals %+v", all)
		}
		if got := h.rows()[row.Email]; got.Answer != attendance.NeedsAction {
			t.Errorf("answer %s", got.Answer)
		}
		if err := h.NotFollow(t.Context(), h.project(), h.event.ID, all[0].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another workspace: %v", err)
		}
		h.must(h.NotFollow(t.Context(), h.actor, h.event.ID, all[0].ID))
		wantSent(t, h, 1, "not_moved REQUEST 0 anna.weiss")
		if text := strings.Join(strings.Fields(h.mails()[1].Text), " "); !strings.Contains(text, "Freitag, 26. März 2027, 09:30 bis 16:00 Uhr") {
			t.Errorf("the mail says\n%s", text)
		}
		if err := h.NotFollow(t.Context(), h.actor, h.event.ID, all[0].ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("declined twice: %v", err)
		}
		c, err := h.Case(t.Context(), h.actor, n.ID)
		h.must(err)
		if c.Mail.Open() || c.Proposal.State != invite.NotFollowed {
			t.Errorf("the mail waits %v, the proposal is %s", c.Mail.Open(), c.Proposal.State)
		}
	})
}

func TestAProposalIsFollowedByMovingTheEvent(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.asked()
		n := h.receive(h.object(row, "COUNTER", "anna.weiss@example.org", countered...))
		h.edit(func(d *event.Details) { d.Day = "27.03.2027" })
		if all, err := h.Proposals(t.Context(), h.actor, h.event.ID); err != nil || len(all) != 1 {
			t.Errorf("another time: %d open, %v", len(all), err)
		}
		h.edit(func(d *event.Details) { d.Day = "26.03.2027" })
		if all, err := h.Proposals(t.Context(), h.actor, h.event.ID); err != nil || len(all) != 0 {
			t.Errorf("the proposed time: %d open, %v", len(all), err)
		}
		c, err := h.Case(t.Context(), h.actor, n.ID)
		h.must(err)
		if c.Mail.Open() || c.Proposal.State != invite.Followed {
			t.Errorf("the mail waits %v, the proposal is %s", c.Mail.Open(), c.Proposal.State)
		}
	})
}

func TestACounterWithoutATimeIsAMailToBeRead(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.asked()
		for _, lines := range [][]string{
			{countered[0]},
			{countered[0], "DTSTART;VALUE=DATE:20270326", "DTEND;VALUE=DATE:20270327"},
			{countered[0], "DTSTART:20270326T150000Z", "DTEND:20270326T083000Z"},
		} {
			h.clock.Advance(time.Minute)
			h.want(h.receive(h.object(row, "COUNTER", "anna.weiss@example.org", lines...)), invite.Review, invite.Countering)
		}
		if all, err := h.Proposals(t.Context(), h.actor, h.event.ID); err != nil || len(all) != 0 {
			t.Errorf("%d proposals, %v", len(all), err)
		}
	})
}

func TestAReplyFreesThePlacePromotesAndConfirmsOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db) // three places
		row := h.asked()
		reply := func(answer string, more ...string) invite.Incoming {
			h.clock.Advance(time.Minute)
			lines := append([]string{"ATTENDEE;PARTSTAT=" + answer + ";X-RESPONSE-COMMENT=\"M&uuml;ssen &amp\\; wollen\":mailto:anna.weiss@example.org"}, more...)
			return h.receive(h.object(h.rows()[row.Email], "REPLY", "anna.weiss@example.org", lines...))
		}
		h.want(reply("TENTATIVE"), invite.Matched, invite.FirstAnswer)
		h.want(reply("TENTATIVE"), invite.Matched, invite.FirstAnswer)
		wantSent(t, h, 1, "noted  0 anna.weiss")
		h.want(reply("ACCEPTED"), invite.Matched, invite.FirstAnswer)
		wantSent(t, h, 2, "noted  0 anna.weiss")
		for _, name := range []string{"eins", "zwei", "drei"} {
			h.register(name)
		}
		before := len(h.mails())
		h.want(reply("DECLINED", "COMMENT:Leider krank"), invite.Matched, invite.FirstAnswer)
		wantSent(t, h, before, "withdrawn CANCEL 1 anna.weiss", "promotion REQUEST 0 drei")
		log, err := attendance.AnswersIn(t.Context(), db.Read(), row.ID)
		h.must(err)
		if log[0].Comment != "Leider krank" || log[1].Comment != "Müssen & wollen" {
			t.Errorf("comments %q, %q", log[0].Comment, log[1].Comment)
		}
	})
}

func TestADelegatingAnswerNamesTheSubstitute(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.asked()
		n := h.receive(h.object(row, "REPLY", "anna.weiss@example.org",
			`ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:uwe@example.org":mailto:anna.weiss@example.org`,
			`ATTENDEE;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM="mailto:anna.weiss@example.org";CN="Uwe Schreiber":mailto:uwe@example.org`))
		h.want(n, invite.Review, invite.Delegating)
		if n.DelegateEmail != "uwe@example.org" || n.DelegateName != "Uwe Schreiber" || h.deeds(n.ID) != "substitute" {
			t.Errorf("%s <%s>, offered %s", n.DelegateName, n.DelegateEmail, h.deeds(n.ID))
		}
	})
}

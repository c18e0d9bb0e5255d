package invite_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/ical"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/proof"
)

// with puts header lines on top of a mail.
func with(raw []byte, lines ...string) []byte {
	var top strings.Builder
	for _, line := range lines {
		top.WriteString(line + "\r\n")
	}
	return append([]byte(top.String()), raw...)
}

const (
	passed = "Authentication-Results: mx.example.org; dmarc=pass header.from=example.org; spf=pass; dkim=pass"
	forged = "Authentication-Results: mx.example.org; dmarc=fail header.from=example.org; spf=pass smtp.mailfrom=evil.example"
)

func TestWhatOurMailServerSaysOfTheSenderDecides(t *testing.T) {
	t.Parallel()
	table := []struct {
		name    string
		headers []string
		reason  invite.Reason
		kept    string // with the answer
		verdict string // with the mail
	}{
		{"a confirmed sender", []string{passed}, invite.FirstAnswer, "pass", "dmarc=pass spf=pass dkim=pass"},
		{"a forged sender", []string{forged}, invite.Forged, "", "dmarc=fail spf=pass dkim=none"},
		{"a forged sender who brings a header of its own", []string{forged, passed}, invite.Forged, "", "dmarc=fail spf=pass dkim=none"},
		{"another server's word", []string{strings.Replace(passed, "mx.", "mx.evil.", 1)}, invite.FirstAnswer, "from", "dmarc=none spf=none dkim=none"},
		{"our server's name below another's", []string{"Authentication-Results: relay.example; none", passed}, invite.FirstAnswer, "from", "dmarc=none spf=none dkim=none"},
		{"a server that says nothing", nil, invite.FirstAnswer, "from", "dmarc=none spf=none dkim=none"},
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		for _, tt := range table {
			h := published(t, db)
			h.Believe(proof.Servers{Names: []string{"mx.example.org"}})
			row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
			h.clock.Advance(time.Minute)
			mails := slices.DeleteFunc(h.mails(), func(m mail.Message) bool { return m.ThreadKey != row.ID })
			n := h.receive(with(h.letter(mails[0].Calendar, ical.Accepted, row.Email), tt.headers...))
			answers, err := attendance.AnswersIn(t.Context(), db.Read(), row.ID)
			h.must(err)
			kept := ""
			if len(answers) == 1 {
				kept = answers[0].Verdict
			}
			if n.Reason != tt.reason || n.Verdict != tt.verdict || kept != tt.kept {
				t.Errorf("%s: %s, %q, kept with %q", tt.name, n.Reason, n.Verdict, kept)
			}
			if tt.reason == invite.Forged && (n.Fate() != invite.WaitsForStaff || len(answers) != 0) {
				t.Errorf("%s: %s, %d answers", tt.name, n.Fate(), len(answers))
			}
		}
	})
}

func TestAnAnswerIsConfirmedOnceToTheInvitedAddressAndNeverToANullSender(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		object := h.mails()[0].Calendar
		answer := func(answer ical.PartStat, headers ...string) {
			h.clock.Advance(time.Minute)
			h.want(h.receive(with(h.letter(object, answer, row.Email), headers...)), invite.Matched, invite.FirstAnswer)
		}
		answer(ical.Tentative, "Reply-To: eve@example.org", "Return-Path: <eve@example.org>")
		answer(ical.Tentative, "Reply-To: eve@example.org")
		wantSent(t, h, 1, "noted  0 anna.weiss")
		answer(ical.Accepted, "Return-Path: <>")
		if after := h.rows()[row.Email]; after.Place != attendance.Confirmed {
			t.Errorf("place %s", after.Place)
		}
		wantSent(t, h, 1, "noted  0 anna.weiss")
	})
}

// TestTwoProgramsThatAnswerEachOtherComeToAnEnd plays a calendar program that answers every mail at once, an out-of-office note and our own
// mail coming back.
func TestTwoProgramsThatAnswerEachOtherComeToAnEnd(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		old := h.mails()[0].Calendar
		h.clock.Advance(time.Minute)
		h.edit(func(d *event.Details) { d.Begin = "08:00" })
		before := len(h.mails())
		for range 5 { // it only knows the first version
			h.clock.Advance(time.Minute)
			h.want(h.receive(with(h.letter(old, ical.Accepted, row.Email), "Auto-Submitted: auto-replied")), invite.Stale, invite.OlderVersion)
		}
		wantSent(t, h, before, "older_answer REQUEST 1 anna.weiss")
		h.clock.Advance(time.Minute)
		h.edit(func(d *event.Details) { d.Begin = "08:30" })
		before = len(h.mails())
		h.clock.Advance(time.Minute)
		h.receive(with(h.letter(old, ical.Accepted, row.Email), "Auto-Submitted: auto-replied"))
		wantSent(t, h, before, "older_answer REQUEST 2 anna.weiss")

		before = len(h.mails())
		away := []byte("From: <" + row.Email + ">\r\nMessage-ID: <away@example.org>\r\nAuto-Submitted: auto-replied\r\nSubject: Abwesend\r\n\r\nIch bin im Urlaub.\r\n")
		h.want(h.receive(away), invite.Ignored, invite.Automatic)
		for i, m := range h.mails() {
			var own strings.Builder
			h.must(m.Raw(&own, h.clock.Now()))
			h.want(h.receive([]byte("Received: from outside\r\n"+own.String())), invite.Ignored, invite.OwnMail)
			if i == 0 {
				h.clock.Advance(time.Minute)
				h.want(h.receive(h.letter(m.Calendar, ical.Declined, "Planung+b-x@example.org")), invite.Ignored, invite.OwnMail)
			}
		}
		wantSent(t, h, before)
		if after := h.rows()[row.Email]; after.Answer != attendance.NeedsAction {
			t.Errorf("answer %s", after.Answer)
		}
	})
}

func TestReceivedMailIsListedByPageWordsAndFate(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		for _, subject := range []string{"Größe", "Anfrage", "Zimmer", "anfang"} {
			h.clock.Advance(time.Minute)
			h.receive([]byte("From: " + subject + " <a@example.org>\r\nSubject: " + subject + "\r\n\r\nFrage\r\n"))
		}
		done, err := h.Inbox(t.Context(), h.actor, invite.InboxFilter{Words: "zimmer"})
		h.must(err)
		h.must(h.Settle(t.Context(), h.actor, done.Mails[0].ID))
		h.receive([]byte("From: x@example.org\r\nAuto-Submitted: auto-replied\r\nSubject: Weg\r\n\r\nText\r\n"))
		for _, tt := range []struct {
			name   string
			filter invite.InboxFilter
			found  int
			want   string
		}{
			{"all, newest first", invite.InboxFilter{}, 5, "Weg anfang Zimmer Anfrage Größe"},
			{"a page", invite.InboxFilter{Rows: 2, From: 2}, 5, "Zimmer Anfrage"},
			{"beyond the last page", invite.InboxFilter{Rows: 2, From: 60}, 5, "Größe"},
			{"by subject", invite.InboxFilter{Order: invite.BySubject}, 5, "anfang Anfrage Größe Weg Zimmer"},
			{"by subject from the end", invite.InboxFilter{Order: invite.BySubject, Desc: true, Rows: 1}, 5, "Zimmer"},
			{"by words without umlauts", invite.InboxFilter{Words: "grosse"}, 1, "Größe"},
			{"what was ignored", invite.InboxFilter{Fate: invite.WasIgnored}, 1, "Weg"},
			{"what waits for staff", invite.InboxFilter{Fate: invite.WaitsForStaff}, 3, "anfang Anfrage Größe"},
			{"what staff have decided", invite.InboxFilter{Fate: invite.WasSettled}, 1, "Zimmer"},
			{"what could not be read", invite.InboxFilter{Fate: invite.CouldNotRead}, 0, ""},
		} {
			inbox, err := h.Inbox(t.Context(), h.actor, tt.filter)
			h.must(err)
			var subjects []string
			for _, n := range inbox.Mails {
				subjects = append(subjects, n.Subject)
			}
			if got := strings.Join(subjects, " "); got != tt.want || inbox.Found != tt.found || inbox.Total() != 5 || tt.filter.Fate != "" && inbox.Counts[tt.filter.Fate] != tt.found {
				t.Errorf("%s: %q, %d found of %d, counted %v", tt.name, got, inbox.Found, inbox.Total(), inbox.Counts)
			}
		}
		if other, err := h.Inbox(t.Context(), h.project(), invite.InboxFilter{}); err != nil || len(other.Mails) != 0 {
			t.Errorf("another workspace sees %d mails, %v", len(other.Mails), err)
		}
	})
}

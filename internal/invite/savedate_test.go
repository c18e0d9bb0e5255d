package invite_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/event"
	"rundertisch/internal/ical"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
)

// announce tells the persons the day.
func (h *house) announce(persons ...directory.Person) mailing.Progress {
	h.t.Helper()
	return h.send(invite.Order{Early: true, Choice: choose(persons...)})
}

// calendarsOf are the mails with a calendar part, as "kind METHOD sequence status".
func (h *house) calendarsOf() (lines []string, mails []mail.Message) {
	h.t.Helper()
	for _, m := range h.mails() {
		if m.Calendar != "" {
			mails = append(mails, m)
			lines = append(lines, strings.Join([]string{m.Kind, m.Method, property(m.Calendar, "SEQUENCE"), property(m.Calendar, "STATUS")}, " "))
		}
	}
	return lines, mails
}

func TestAnAnnouncedDayBecomesAnInvitationUnderTheSameUID(t *testing.T) {
	t.Parallel()
	const title = "Fachtagung „Wohnen“; Größler, 2027"
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		theirs := newCalendar(t)
		h := published(t, db)
		anna := h.person("Anna", "Weiß")
		h.announce(anna)
		h.posted()
		h.clock.Advance(time.Hour)
		h.edit(func(d *event.Details) { d.Begin, d.End = "10:30", "17:00" })
		h.posted()
		h.clock.Advance(time.Hour)
		h.invite(anna)
		h.posted()
		h.clock.Advance(time.Hour)
		h.cancel()
		lines, mails := h.calendarsOf()
		want := []string{
			"save_the_date REQUEST 0 TENTATIVE", "update REQUEST 1 TENTATIVE", "invitation REQUEST 2 CONFIRMED", "cancellation CANCEL 3 CANCELLED",
		}
		if diff := cmp.Diff(want, lines); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		entries := []string{
			title + " | 2027-03-25 09:30–2027-03-25 16:00 | TENTATIVE", title + " | 2027-03-25 10:30–2027-03-25 17:00 | TENTATIVE",
			title + " | 2027-03-25 10:30–2027-03-25 17:00 | CONFIRMED", title + " | 2027-03-25 10:30–2027-03-25 17:00 | CANCELLED",
		}
		for n, m := range mails {
			if uid := property(m.Calendar, "UID"); uid != property(mails[0].Calendar, "UID") {
				t.Errorf("%s: another UID %s", m.Kind, uid)
			}
			if got := theirs.take([]mail.Message{m}); len(got) != 1 || !strings.HasPrefix(got[0], strings.TrimSuffix(entries[n], " | CONFIRMED")) {
				t.Errorf("after %s: %q, want %q", m.Kind, got, entries[n])
			}
		}
	})
}

func TestTheAnnouncementAsksForNoAnswer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.announce(h.person("Anna", "Weiß"))
		h.posted()
		h.edit(func(d *event.Details) { d.Venue = "Stadthalle" })
		for n, m := range h.mails() {
			for _, text := range []string{m.Text, m.HTML} {
				if strings.Contains(text, "/a/") || strings.Contains(text, "Zusagen oder absagen") || !strings.Contains(text, "Einladung folgt") {
					t.Errorf("mail %d asks for an answer, or does not say that the invitation follows:\n%s", n, text)
				}
			}
		}
		row := h.rows()["anna.weiss@example.org"]
		awaited, err := h.Awaited(t.Context(), h.event)
		h.must(err)
		o, err := h.Overview(t.Context(), h.actor, h.event.ID, invite.Filter{})
		h.must(err)
		announced, asked := invite.Filter{Answer: invite.Announced}, invite.Filter{Answer: attendance.NeedsAction}
		if len(o.Rows) != 1 || !announced.Matches(o.Rows[0]) || asked.Matches(o.Rows[0]) {
			t.Errorf("who knows the day only is not found as such: %+v", o.Rows)
		}
		if len(awaited) != 0 || o.Early != 1 || o.Answers[attendance.NeedsAction] != 0 || len(o.Rows) != 1 || !o.Rows[0].Early {
			t.Errorf("awaited %v, overview %+v", awaited, o)
		}
		h.must(h.Resend(t.Context(), h.actor, h.event.ID, row.ID))
		if last := h.mails()[2]; last.Kind != "save_the_date" || property(last.Calendar, "STATUS") != string(ical.Provisional) {
			t.Errorf("sent again: %s %s", last.Kind, property(last.Calendar, "STATUS"))
		}
	})
}

func TestWhoKnowsTheDayIsNewForAnInvitationUnlessTheySaidNo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		silent, maybe, no, yes := h.person("Anna", "Weiß"), h.person("Ayla", "Öz"), h.person("Otto", "Horn"), h.person("Paul", "Lang")
		h.announce(silent, maybe, no, yes)
		h.posted()
		h.clock.Advance(time.Hour)
		rows := h.rows()
		for address, said := range map[string]ical.PartStat{"ayla.oez": ical.Tentative, "otto.horn": ical.Declined, "paul.lang": ical.Accepted} {
			h.replies(rows[address+"@example.org"], said)
		}
		again, err := h.Draft(t.Context(), h.actor, h.event.ID, invite.Order{Early: true, Title: "Noch einmal", Choice: choose(silent)})
		h.must(err)
		twice, err := h.mailings.Review(t.Context(), h.actor, again.ID)
		h.must(err)
		if len(twice.Reached) != 0 {
			t.Errorf("the day is announced twice to %+v", twice.Reached)
		}
		h.clock.Advance(time.Hour)
		before := len(h.mails())
		m, err := h.Draft(t.Context(), h.actor, h.event.ID, invite.Order{Title: "Einladung", Choice: choose(silent, maybe, no, yes)})
		h.must(err)
		review, err := h.mailings.Review(t.Context(), h.actor, m.ID)
		h.must(err)
		why := map[string]mailing.Reason{}
		for _, r := range review.Missed {
			why[r.ReceiverID] = r.Reason
		}
		if len(review.Reached) != 2 || why[no.ID] != "declined" || why[yes.ID] != mailing.Known {
			t.Errorf("reached %+v, left out %v", review.Reached, why)
		}
		h.must(h.mailings.Send(t.Context(), h.actor, m.ID, m.Version))
		_, err = h.jobs.RunDue(t.Context())
		h.must(err)
		got := h.sent(before)
		slices.Sort(got)
		if diff := cmp.Diff([]string{"invitation REQUEST 1 anna.weiss", "invitation REQUEST 1 ayla.oez"}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if row := h.rows()["ayla.oez@example.org"]; row.Answer != attendance.NeedsAction {
			t.Errorf("a maybe to the day answers the invitation: %s", row.Answer)
		}
	})
}

// replies has the person's calendar answer the newest version of the entry, by mail.
func (h *house) replies(row attendance.Attendance, said ical.PartStat) {
	h.t.Helper()
	_, mails := h.calendarsOf()
	slices.Reverse(mails)
	at := slices.IndexFunc(mails, func(m mail.Message) bool { return m.ThreadKey == row.ID })
	h.receive(h.letter(mails[at].Calendar, said, row.Email))
}

func TestAYesToTheDayMakesTheEntryFirm(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.announce(h.person("Anna", "Weiß"))
		h.posted()
		h.clock.Advance(time.Hour)
		h.replies(h.rows()["anna.weiss@example.org"], ical.Accepted)
		lines, _ := h.calendarsOf()
		if diff := cmp.Diff([]string{"save_the_date REQUEST 0 TENTATIVE", "confirmation REQUEST 1 CONFIRMED"}, lines); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if row := h.rows()["anna.weiss@example.org"]; row.Place != attendance.Confirmed || row.Answer != attendance.Accepted {
			t.Errorf("%+v", row)
		}
	})
}

func TestAnInvitationThatWasCalledOffLeavesTheDayAnnounced(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		anna := h.person("Anna", "Weiß")
		h.announce(anna)
		h.posted()
		h.clock.Advance(time.Hour)
		sent := h.send(invite.Order{Choice: choose(anna)})
		h.must(h.mailings.Abort(t.Context(), h.actor, sent.ID))
		_, err := h.jobs.RunDue(t.Context())
		h.must(err)
		o, err := h.Overview(t.Context(), h.actor, h.event.ID, invite.Filter{})
		h.must(err)
		if o.Early != 1 {
			t.Fatalf("not only announced: %+v", o.Rows)
		}
		h.clock.Advance(time.Hour)
		before := len(h.mails())
		h.invite(anna)
		wantSent(t, h, before, "invitation REQUEST 2 anna.weiss")
	})
}

func TestAChangeBeforeTheInvitationLeftSendsTheInvitation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		anna, ayla := h.person("Anna", "Weiß"), h.person("Ayla", "Öz")
		h.announce(anna)
		h.posted()
		h.announce(ayla)
		h.clock.Advance(time.Hour)
		h.invite(anna)
		h.clock.Advance(time.Hour)
		before := len(h.mails())
		h.edit(func(d *event.Details) { d.Begin, d.End = "10:30", "17:00" })
		got := h.sent(before)
		slices.Sort(got)
		if diff := cmp.Diff([]string{"invitation REQUEST 2 anna.weiss", "save_the_date REQUEST 1 ayla.oez"}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

package invite_test

import (
	"testing"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/ical"
	"rundertisch/internal/invite"
)

func TestWhoSaysYesAgainBeforeOurCancelArrivesHasAPlaceUnderANewEntry(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		object := h.mails()[0].Calendar
		say := func(answer ical.PartStat) invite.Incoming {
			h.clock.Advance(time.Minute)
			return h.receive(h.letter(object, answer, row.Email))
		}
		say(ical.Accepted)
		h.clock.Advance(time.Minute)
		maybe := h.letter(object, ical.Tentative, row.Email)
		say(ical.Declined)
		h.want(h.receive(maybe), invite.Stale, invite.OlderAnswer) // written before the no
		before := len(h.mails())
		h.want(say(ical.Accepted), invite.Matched, invite.FirstAnswer)
		wantSent(t, h, before, "confirmation REQUEST 0 anna.weiss")
		after := h.rows()[row.Email]
		if after.Place != attendance.Confirmed || after.UID == row.UID || property(h.mails()[before].Calendar, "UID") != after.UID {
			t.Errorf("%s, entry %s", after.Place, after.UID)
		}
		h.want(say(ical.Declined), invite.Matched, invite.FirstAnswer)
		if after := h.rows()[row.Email]; after.Answer != attendance.Declined || after.Place != attendance.Withdrawn {
			t.Errorf("%s, %s", after.Answer, after.Place)
		}
	})
}

func TestAYesToAnInvitationThatStaffTookBackStaysAside(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		object := h.mails()[0].Calendar
		h.clock.Advance(time.Minute)
		h.want(h.receive(h.letter(object, ical.Accepted, row.Email)), invite.Matched, invite.FirstAnswer)
		h.must(h.TakeBack(t.Context(), h.actor, h.event.ID, row.ID))
		before := len(h.mails())
		h.clock.Advance(time.Minute)
		h.want(h.receive(h.letter(object, ical.Accepted, row.Email)), invite.Stale, invite.TakenBack)
		wantSent(t, h, before)
	})
}

// TestAnAnswerToAnEarlierVersionOfAReplacedEntryStaysAside: between the entry's first version and its end lay another one, so that
// what was said to the first is not the person's word on what stands now.
func TestAnAnswerToAnEarlierVersionOfAReplacedEntryStaysAside(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		hour := h.clock.Now().Truncate(time.Second)
		h.clock.Advance(time.Hour)
		say := func(n int, a answer) invite.Incoming { return h.receive(a.raw(row, hour, n)) }
		h.want(say(1, answer{0, 60, attendance.Accepted}), invite.Matched, invite.FirstAnswer)
		h.bump(row)
		h.want(say(2, answer{1, 61, attendance.Declined}), invite.Matched, invite.FirstAnswer)
		h.want(say(3, answer{1, 62, attendance.Accepted}), invite.Matched, invite.FirstAnswer)
		h.want(say(4, answer{0, 63, attendance.Declined}), invite.Stale, invite.TakenBack)
		if after := h.rows()[row.Email]; after.Answer != attendance.Accepted || after.Place != attendance.Confirmed || after.UID == row.UID {
			t.Errorf("%s, %s, the same entry: %t", after.Answer, after.Place, after.UID == row.UID)
		}
	})
}

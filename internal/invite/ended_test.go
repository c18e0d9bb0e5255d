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

package invite_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/ical"
	"rundertisch/internal/invite"
)

// letter is a mail with an answer, as the receiver of object would send it.
func (h *house) letter(object string, answer ical.PartStat, from string) []byte {
	h.t.Helper()
	parsed, err := ical.Parse([]byte(object))
	h.must(err)
	reply, err := ical.Reply(parsed.Events[0].Answer(parsed.Events[0].Attendees[0].Email, answer, h.clock.Now()))
	h.must(err)
	return []byte("From: <" + from + ">\r\nMessage-ID: <" + string(answer) + h.clock.Now().Format("150405") + "@example.org>\r\n" +
		"Content-Type: text/calendar; method=REPLY; charset=UTF-8\r\n\r\n" + string(reply))
}

func (h *house) receive(raw []byte) invite.Incoming {
	h.t.Helper()
	n, err := h.Receive(h.t.Context(), raw)
	h.must(err)
	return n
}

func (h *house) want(n invite.Incoming, state invite.State, reason invite.Reason) {
	h.t.Helper()
	if n.State != state || n.Reason != reason {
		h.t.Errorf("%s %s, want %s %s", n.State, n.Reason, state, reason)
	}
}

func TestAReplyFromThunderbirdGivesThePlace(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Petra", "Mueller"))["petra.mueller@example.org"]
		raw, err := os.ReadFile("testdata/thunderbird-accepted.eml")
		h.must(err)
		mail := strings.ReplaceAll(string(raw), "k7mq2vd9wx4tz8ra3nce5pbh6ysj@example.org", row.UID)
		mail = strings.ReplaceAll(mail, "DTSTAMP:20261122T081257Z", "DTSTAMP:20270115T091500Z")
		h.clock.Advance(time.Hour)
		h.want(h.receive([]byte(mail)), invite.Matched, invite.FirstAnswer)
		after := h.rows()["petra.mueller@example.org"]
		if after.Answer != attendance.Accepted || after.Place != attendance.Confirmed {
			t.Errorf("%s, %s", after.Answer, after.Place)
		}
		wantSent(t, h, 0, "invitation REQUEST 0 petra.mueller", "noted  0 petra.mueller")

		answers, err := attendance.AnswersIn(t.Context(), db.Read(), row.ID)
		h.must(err)
		h.want(h.receive([]byte("Received: again\r\n"+mail)), invite.Matched, invite.FirstAnswer)
		again, err := attendance.AnswersIn(t.Context(), db.Read(), row.ID)
		h.must(err)
		if len(answers) != 1 || len(again) != 1 || len(h.mails()) != 2 {
			t.Errorf("the same mail again: %d answers, then %d; %d mails", len(answers), len(again), len(h.mails()))
		}
	})
}

func TestOnlyAnAnswerBeyondDoubtChangesAnything(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		object := h.mails()[0].Calendar
		h.clock.Advance(time.Minute)
		unknown := strings.ReplaceAll(object, row.UID, "other@example.org")
		h.want(h.receive(h.letter(unknown, ical.Accepted, row.Email)), invite.Review, invite.UnknownUID)
		h.want(h.receive(h.letter(object, ical.Accepted, "eve@example.org")), invite.Review, invite.OtherAuthor)
		foreign := strings.ReplaceAll(strings.ReplaceAll(object, "\r\n ", ""), "anna.weiss@", "eve@")
		h.want(h.receive(h.letter(foreign, ical.Accepted, "eve@example.org")), invite.Review, invite.UnknownAddress)
		h.want(h.receive([]byte("\x00\xff\xfe")), invite.Unreadable, invite.Broken)
		if after := h.rows()[row.Email]; after.Answer != attendance.NeedsAction || len(h.rows()) != 1 || len(h.mails()) != 1 {
			t.Errorf("answer %s, %d people, %d mails", after.Answer, len(h.rows()), len(h.mails()))
		}
		n, err := h.Unsettled(t.Context(), h.actor)
		h.must(err)
		inbox, err := h.Inbox(t.Context(), h.actor, invite.InboxFilter{})
		h.must(err)
		if n != 4 || len(inbox.Mails) != 4 || inbox.Counts[invite.WaitsForStaff] != 3 || inbox.Counts[invite.CouldNotRead] != 1 {
			t.Errorf("%d wait for staff, %d listed, want 4", n, len(inbox.Mails))
		}
		h.must(h.Settle(t.Context(), h.actor, inbox.Mails[0].ID))
		if n, err = h.Unsettled(t.Context(), h.actor); err != nil || n != 3 {
			t.Errorf("after settling one: %d, %v", n, err)
		}
		if _, _, err := h.Received(t.Context(), h.project(), inbox.Mails[1].ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("another workspace reads our mail: %v", err)
		}
	})
}

func TestAnAnswerToAnOlderVersionIsAskedAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		object := h.mails()[0].Calendar
		h.posted()
		h.clock.Advance(time.Minute)
		h.edit(func(d *event.Details) { d.Begin = "08:00" })
		h.clock.Advance(time.Minute)
		h.want(h.receive(h.letter(object, ical.Accepted, row.Email)), invite.Stale, invite.OlderVersion)
		wantSent(t, h, 0, "invitation REQUEST 0 anna.weiss", "update REQUEST 1 anna.weiss", "older_answer REQUEST 1 anna.weiss")
		current := h.mails()[2].Calendar
		h.clock.Advance(time.Minute)
		h.want(h.receive(h.letter(current, ical.Accepted, row.Email)), invite.Matched, invite.FirstAnswer)
		if after := h.rows()[row.Email]; after.Place != attendance.Confirmed {
			t.Errorf("place %s", after.Place)
		}
	})
}

func TestTheLatestAnswerWinsByWhateverWayItCame(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		object := h.mails()[0].Calendar
		h.clock.Advance(time.Minute)
		early := h.letter(object, ical.Declined, row.Email)
		h.clock.Advance(time.Minute)
		h.answer(row, attendance.Accepted)
		h.want(h.receive(early), invite.Stale, invite.OlderAnswer)
		h.clock.Advance(time.Minute)
		h.want(h.receive(h.letter(object, ical.Declined, row.Email)), invite.Matched, invite.FirstAnswer)
		if after := h.rows()[row.Email]; after.Answer != attendance.Declined || after.Place != attendance.Withdrawn {
			t.Errorf("%s, %s", after.Answer, after.Place)
		}
	})
}

func TestANoToAWorkshopGivesOnlyThatPlaceBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		workshop := h.workshop("Prävention", 1)
		h.register("eins", attendance.Wish{ItemID: workshop.ID})
		h.register("zwei", attendance.Wish{ItemID: workshop.ID})
		object := h.mails()[1].Calendar
		h.clock.Advance(time.Minute)
		before := len(h.mails())
		h.want(h.receive(h.letter(object, ical.Accepted, "eins@example.org")), invite.Matched, invite.FirstAnswer)
		wantSent(t, h, before)
		h.clock.Advance(time.Minute)
		h.want(h.receive(h.letter(object, ical.Declined, "eins@example.org")), invite.Matched, invite.FirstAnswer)
		wantSent(t, h, before, "withdrawn* CANCEL 1 eins", "promotion* REQUEST 0 zwei")
		if row := h.rows()["eins@example.org"]; row.Place != attendance.Confirmed {
			t.Errorf("the place at the event is %s", row.Place)
		}
		h.clock.Advance(time.Minute)
		h.want(h.receive(h.letter(object, ical.Accepted, "eins@example.org")), invite.Stale, invite.TakenBack)
	})
}

func TestAnAnswerAfterTheCancellationChangesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		object := h.mails()[0].Calendar
		h.cancel()
		h.clock.Advance(time.Minute)
		h.want(h.receive(h.letter(object, ical.Accepted, row.Email)), invite.Stale, invite.CalledOff)
		h.in(func(ctx context.Context, tx bun.IDB) error {
			answers, err := attendance.AnswersIn(ctx, tx, row.ID)
			if len(answers) != 0 {
				t.Errorf("%d answers", len(answers))
			}
			return err
		})
	})
}

func TestAnAnswerToAnEventThatIsOffOrToAMovedWorkshopIsNotedRightly(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		workshop := h.workshop("Prävention", 5)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		h.clock.Advance(time.Minute)
		h.answer(row, attendance.Accepted)
		h.choose(row, workshop)
		mails := h.mails()
		entry, chosen := mails[len(mails)-2].Calendar, mails[len(mails)-1].Calendar
		h.clock.Advance(time.Minute)
		h.edit(func(d *event.Details) { d.Venue = "Stadthalle" })
		before := len(h.mails())
		h.clock.Advance(time.Minute)
		h.want(h.receive(h.letter(chosen, ical.Declined, row.Email)), invite.Stale, invite.OlderVersion)
		wantSent(t, h, before, "older_answer* REQUEST 1 anna.weiss")
		if again := h.mails()[before]; property(again.Calendar, "UID") != property(chosen, "UID") || !strings.Contains(again.Subject, "Prävention") {
			t.Errorf("asked again for %s, %q", property(again.Calendar, "UID"), again.Subject)
		}
		h.clock.Advance(time.Minute)
		h.cancel()
		before = len(h.mails())
		h.clock.Advance(time.Minute)
		h.want(h.receive(h.letter(entry, ical.Declined, row.Email)), invite.Stale, invite.CalledOff)
		h.want(h.receive(h.letter(chosen, ical.Accepted, row.Email)), invite.Stale, invite.CalledOff)
		wantSent(t, h, before)
	})
}

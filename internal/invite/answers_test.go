package invite_test

import (
	"strings"
	"testing"
	"time"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
)

func berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// say enters an answer that was given on the telephone just now.
func (h *house) say(row attendance.Attendance, answer attendance.Answer, confirm bool) attendance.Answered {
	h.t.Helper()
	now := h.clock.Now().In(berlin(h.t))
	answered, err := h.Enter(h.t.Context(), h.actor, h.event.ID, row.ID, invite.Spoken{
		Answer: answer, Source: attendance.ByPhone, Day: now.Format("2006-01-02"), Clock: now.Format("15:04"), Confirm: confirm,
	}, berlin(h.t))
	h.must(err)
	return answered
}

func (h *house) undo(row attendance.Attendance) attendance.Undone {
	h.t.Helper()
	answerID, err := h.Undoable(h.t.Context(), row.ID, "")
	h.must(err)
	undone, err := h.Undo(h.t.Context(), h.actor, h.event.ID, row.ID, answerID)
	h.must(err)
	return undone
}

func TestWhatStaffTypeInIsChecked(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		good := invite.Spoken{Answer: attendance.Accepted, Source: attendance.ByPhone, Day: "2027-01-15", Clock: "09:30"}
		for name, c := range map[string]struct {
			change func(*invite.Spoken)
			field  string
		}{
			"no answer":            {func(n *invite.Spoken) { n.Answer = "" }, "answer"},
			"an unknown way":       {func(n *invite.Spoken) { n.Source = attendance.ByMail }, "source"},
			"a day that is none":   {func(n *invite.Spoken) { n.Day = "2027-02-30" }, "day"},
			"no day":               {func(n *invite.Spoken) { n.Day = "" }, "day"},
			"a time that is none":  {func(n *invite.Spoken) { n.Clock = "25:00" }, "clock"},
			"a call still to come": {func(n *invite.Spoken) { n.Clock = "10:01" }, "clock"}, // it is 10:00 in Berlin
		} {
			said := good
			c.change(&said)
			_, err := h.Enter(t.Context(), h.actor, h.event.ID, row.ID, said, berlin(t))
			if fields := fault.Fields(err); len(fields) == 0 || fields[0].Name != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := h.Enter(t.Context(), h.project(), h.event.ID, row.ID, good, berlin(t)); !fault.Is(err, fault.NotFound) {
			t.Errorf("somebody of another workspace: %v", err)
		}
		if answered, err := h.Enter(t.Context(), h.actor, h.event.ID, row.ID, good, berlin(t)); err != nil || !answered.Changed {
			t.Errorf("%+v, %v", answered, err)
		}
	})
}

func TestAQuietAnswerIsToldOnlyWhenAPlaceIsGivenBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		h.clock.Advance(time.Minute)
		h.say(row, attendance.Accepted, false)
		wantSent(t, h, 1)
		h.undo(row)
		wantSent(t, h, 1)
		h.clock.Advance(time.Minute)
		h.say(row, attendance.Accepted, true)
		wantSent(t, h, 1, "confirmation REQUEST 0 anna.weiss")
		h.clock.Advance(time.Minute)
		h.say(row, attendance.Declined, false)
		wantSent(t, h, 2, "withdrawn CANCEL 1 anna.weiss")
	})
}

func TestAnUndoneAnswerBringsTheCalendarInLine(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		h.clock.Advance(time.Minute)
		h.say(row, attendance.Accepted, true)
		h.clock.Advance(time.Minute)
		h.undo(row)
		wantSent(t, h, 2, "undone REQUEST 0 anna.weiss")
		if got := property(h.mails()[2].Calendar, "ATTENDEE"); !strings.Contains(got, "PARTSTAT=NEEDS-ACTION") {
			t.Errorf("the calendar says %s", got)
		}
		h.clock.Advance(time.Minute)
		h.say(row, attendance.Accepted, true)
		h.clock.Advance(time.Minute)
		h.say(row, attendance.Declined, true)
		h.clock.Advance(time.Minute)
		h.undo(row)
		wantSent(t, h, 3, "confirmation REQUEST 0 anna.weiss", "withdrawn CANCEL 1 anna.weiss", "undone REQUEST 0 anna.weiss")
		mails := h.mails()
		if gone, again := property(mails[4].Calendar, "UID"), property(mails[5].Calendar, "UID"); gone == again {
			t.Error("a cancelled UID came back")
		}
		if now := h.rows()[row.Email]; now.Place != attendance.Confirmed || now.Answer != attendance.Accepted {
			t.Errorf("%s, %s", now.Place, now.Answer)
		}
	})
}

func TestUndoingSaysThatThePlaceHasGone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db) // three places
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		h.clock.Advance(time.Minute)
		h.say(row, attendance.Accepted, true)
		for _, name := range []string{"eins", "zwei", "drei"} {
			h.register(name)
		}
		h.clock.Advance(time.Minute)
		h.say(row, attendance.Declined, true)
		before := len(h.mails())
		if undone := h.undo(row); !undone.Lost {
			t.Errorf("%+v", undone)
		}
		wantSent(t, h, before, "undone  0 anna.weiss")
		if text := h.mails()[before].Text; !strings.Contains(text, "Position 1") {
			t.Errorf("the mail says\n%s", text)
		}
	})
}

func TestUndoingTheAnswerToAWithdrawnInvitationInvitesNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		h.clock.Advance(time.Minute)
		h.answer(row, attendance.Declined)
		h.must(h.TakeBack(t.Context(), h.actor, h.event.ID, row.ID))
		before := len(h.mails())
		h.undo(row)
		wantSent(t, h, before)
	})
}

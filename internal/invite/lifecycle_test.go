package invite_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
)

// live walks one person from the invitation to the cancellation and returns the outbox.
func (h *house) live() []mail.Message {
	h.t.Helper()
	step := func() { h.clock.Advance(time.Hour) }
	workshop := h.workshop("Prävention", 5)
	row := h.invite(h.person("Anna", "Größler-Weiß"))["anna.groessler-weiss@example.org"]
	step()
	h.answer(row, attendance.Accepted)
	step()
	h.choose(row, workshop)
	step()
	h.edit(func(d *event.Details) { d.Begin, d.End = "10:30", "17:00" })
	step()
	h.cancel()
	return h.mails()
}

func TestOnePersonHasOneUIDPerEntryFromInvitationToCancellation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		mails := h.live()
		want := []string{
			"invitation REQUEST 0", "confirmation REQUEST 0", "confirmation* REQUEST 0", "update REQUEST 1", "update* REQUEST 1",
			"cancellation CANCEL 2", "cancellation* CANCEL 2",
		}
		var got []string
		uids := map[string]string{}    // thread → UID
		last := map[string][2]string{} // UID → SEQUENCE, DTSTAMP
		for _, m := range mails {
			got = append(got, h.kind(m)+" "+m.Method+" "+property(m.Calendar, "SEQUENCE"))
			uid, stamp := property(m.Calendar, "UID"), property(m.Calendar, "DTSTAMP")
			if known := uids[m.ThreadKey]; known != "" && known != uid {
				t.Errorf("%s: UID %s, before %s", m.Kind, uid, known)
			}
			if stamp <= last[uid][1] || number(t, property(m.Calendar, "SEQUENCE")) < number(t, last[uid][0]) {
				t.Errorf("%s: SEQUENCE %s DTSTAMP %s after %v", m.Kind, property(m.Calendar, "SEQUENCE"), stamp, last[uid])
			}
			uids[m.ThreadKey], last[uid] = uid, [2]string{property(m.Calendar, "SEQUENCE"), stamp}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if len(last) != 2 {
			t.Errorf("%d calendar entries, want one for the event and one for the workshop", len(last))
		}
	})
}

func number(t *testing.T, s string) int {
	t.Helper()
	if s == "" {
		return -1
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWhatHappensToPeopleIsWrittenToThem(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		workshop := h.workshop("Prävention", 1)
		for _, name := range []string{"eins", "zwei", "drei"} {
			h.clock.Advance(time.Second)
			h.register(name, attendance.Wish{ItemID: workshop.ID})
		}
		h.register("vier")
		wantSent(t, h, 0,
			"confirmation REQUEST 0 eins", "confirmation* REQUEST 0 eins", "confirmation REQUEST 0 zwei", "confirmation REQUEST 0 drei", "waitlist  0 vier")
		waiting := h.mails()[4]
		if waiting.Calendar != "" {
			t.Errorf("the waitlist mail has a calendar part")
		}
		h.clock.Advance(time.Minute)
		before := len(h.mails())
		h.answer(h.rows()["eins@example.org"], attendance.Declined)
		wantSent(t, h, before,
			"withdrawn CANCEL 1 eins", "withdrawn* CANCEL 1 eins", "promotion REQUEST 0 vier", "promotion* REQUEST 0 zwei")
		if m := h.mails()[before]; strings.Contains(m.Calendar, "STATUS:CANCELLED") {
			t.Error("a CANCEL for one person says that the event is off")
		}

		h.clock.Advance(time.Minute)
		before = len(h.mails())
		h.edit(func(d *event.Details) { d.Summary = "Ein Tag für alle" })
		wantSent(t, h, before)
		h.edit(func(d *event.Details) { d.Summary, d.Title = "Ein Tag für alle", "Fachtagung 2027" })
		wantSent(t, h, before, "update REQUEST 0 drei", "update REQUEST 0 vier", "update REQUEST 0 zwei", "update* REQUEST 0 zwei")
		before = len(h.mails())
		h.cancel()
		wantSent(t, h, before, "cancellation CANCEL 1 drei", "cancellation CANCEL 1 vier", "cancellation CANCEL 1 zwei", "cancellation* CANCEL 1 zwei")
		if m := h.mails()[before]; !strings.Contains(m.Calendar, "STATUS:CANCELLED") {
			t.Error("the cancellation does not say that the event is off")
		}
	})
}

func wantSent(t *testing.T, h *house, after int, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, h.sent(after)); diff != "" && len(want)+len(h.sent(after)) > 0 {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAnEntryThatWasCancelledComesBackUnderANewUID(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.register("eins")
		h.clock.Advance(time.Minute)
		h.answer(h.rows()["eins@example.org"], attendance.Declined)
		h.clock.Advance(time.Minute)
		h.answer(h.rows()["eins@example.org"], attendance.Accepted)
		mails := h.mails()
		wantSent(t, h, 0, "confirmation REQUEST 0 eins", "withdrawn CANCEL 1 eins", "confirmation REQUEST 0 eins")
		first, gone, again := property(mails[0].Calendar, "UID"), property(mails[1].Calendar, "UID"), property(mails[2].Calendar, "UID")
		if first != gone || again == first {
			t.Errorf("UIDs %s, %s, %s", first, gone, again)
		}
	})
}

func TestAChangeIsSaidInWords(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.invite(h.person("Anna", "Weiß"))
		h.posted()
		h.edit(func(d *event.Details) { d.Begin, d.End, d.Venue = "10:30", "17:00", "Stadthalle" })
		text := h.mails()[1].Text
		for _, want := range []string{
			"Termin: bisher Donnerstag, 25. März 2027, 09:30 bis 16:00 Uhr, jetzt Donnerstag, 25. März 2027, 10:30 bis 17:00 Uhr",
			"Ort: bisher Kreishaus, Lindenplatz 1, 99974 Musterstadt, jetzt Stadthalle, Lindenplatz 1, 99974 Musterstadt",
		} {
			if !strings.Contains(strings.Join(strings.Fields(text), " "), want) {
				t.Errorf("missing %q in\n%s", want, text)
			}
		}
	})
}

func TestWhoSaidNoHearsOfAnotherPlaceAndOfTheCancellation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		h.clock.Advance(time.Minute)
		h.answer(row, attendance.Declined)
		h.edit(func(d *event.Details) { d.Title = "Fachtagung 2027" })
		h.edit(func(d *event.Details) { d.Title, d.Venue = "Fachtagung 2027", "Stadthalle" })
		h.cancel()
		wantSent(t, h, 0, "invitation REQUEST 0 anna.weiss", "noted  0 anna.weiss", "update REQUEST 1 anna.weiss", "cancellation CANCEL 2 anna.weiss")
	})
}

package invite_test

import (
	"context"
	netmail "net/mail"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
)

// TestATextKeepsTheVersionAndAPlaceDoesNot edits an event several times within one second. A new title keeps SEQUENCE and answer, another place
// raises the one and asks for the other again; DTSTAMP rises with each.
func TestATextKeepsTheVersionAndAPlaceDoesNot(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		h.answer(row, attendance.Accepted)
		h.posted()
		stamp := ""
		for _, tt := range []struct {
			change   func(*event.Details)
			sequence string
			answer   string
		}{
			{func(d *event.Details) { d.Title = "Eins" }, "0", "ACCEPTED"},
			{func(d *event.Details) { d.Title = "Zwei" }, "0", "ACCEPTED"},
			{func(d *event.Details) { d.Title, d.Venue = "Zwei", "Stadthalle" }, "1", "NEEDS-ACTION"},
			{func(d *event.Details) { d.Title, d.Venue = "Drei", "Stadthalle" }, "1", "NEEDS-ACTION"},
			{func(d *event.Details) { d.Title, d.Venue, d.End = "Drei", "Stadthalle", "17:00" }, "2", "NEEDS-ACTION"},
		} {
			h.edit(tt.change)
			h.posted()
			all := h.mails()
			object := all[0].Calendar
			for _, m := range all { // several are of the same instant
				if property(m.Calendar, "DTSTAMP") > property(object, "DTSTAMP") {
					object = m.Calendar
				}
			}
			if got := property(object, "SEQUENCE"); got != tt.sequence || !strings.Contains(property(object, "ATTENDEE"), "PARTSTAT="+tt.answer) || property(object, "DTSTAMP") <= stamp {
				t.Errorf("SEQUENCE %s, %s, DTSTAMP %s after %s; want %s and %s", got, property(object, "ATTENDEE"), property(object, "DTSTAMP"), stamp, tt.sequence, tt.answer)
			}
			stamp = property(object, "DTSTAMP")
		}
		if after := h.rows()[row.Email]; after.Place != attendance.Confirmed {
			t.Errorf("place %s", after.Place)
		}
	})
}

// TestAWorkshopIsSentAgainOnceAnHour: whoever asks for the entry of a workshop, and a program that asks for ever.
func TestAWorkshopIsSentAgainOnceAnHour(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		workshop := h.workshop("Prävention", 3)
		row := h.asked()
		h.answer(row, attendance.Accepted)
		h.choose(row, workshop)
		all := h.mails()
		chosen := row
		chosen.UID = property(all[len(all)-1].Calendar, "UID")
		ask := func() invite.Incoming {
			h.clock.Advance(time.Minute)
			return h.receive(h.object(chosen, "REFRESH", row.Email, "ATTENDEE:mailto:"+row.Email))
		}
		h.want(ask(), invite.Matched, invite.Refreshed)
		for range 5 {
			h.want(ask(), invite.Ignored, invite.RefreshedOften)
		}
		wantSent(t, h, len(all), "confirmation* REQUEST 0 anna.weiss")
		h.clock.Advance(time.Hour)
		h.want(ask(), invite.Matched, invite.Refreshed)
		wantSent(t, h, len(all), "confirmation* REQUEST 0 anna.weiss", "confirmation* REQUEST 0 anna.weiss")
	})
}

// meanwhile is an observer that, in the middle of a change, has somebody else begin and waits until they can get no further.
type meanwhile struct {
	begin func()
	stuck func() bool
}

func (m *meanwhile) EventChanged(context.Context, bun.IDB, event.Change) error {
	if m.begin == nil {
		return nil
	}
	go m.begin()
	m.begin = nil
	for !m.stuck() {
		runtime.Gosched()
	}
	return nil
}

// TestAChangeWhileInvitationsAreWrittenReachesEverybody: the mailing begins to write while the event is being moved. Whoever is invited reads the
// new time, in the invitation or in an update of it.
func TestAChangeWhileInvitationsAreWrittenReachesEverybody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		between := &meanwhile{stuck: func() bool {
			waiting := 1
			if db.Postgres() {
				h.must(db.Read().NewRaw("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").Scan(t.Context(), &waiting))
			}
			return waiting > 0
		}}
		h.eventsWith(between)
		m, err := h.Draft(t.Context(), h.actor, h.event.ID, invite.Order{Title: "Einladung", Choice: choose(h.person("Anna", "Weiß"), h.person("Ayla", "Öz"))})
		h.must(err)
		h.must(h.mailings.Send(t.Context(), h.actor, m.ID, m.Version))
		written := make(chan error, 1)
		between.begin = func() {
			_, err := h.jobs.RunDue(t.Context())
			written <- err
		}
		h.edit(func(d *event.Details) { d.End = "17:30" })
		h.must(<-written)
		last := map[string]string{} // receiver → DTSTAMP, DTEND
		for _, m := range h.mails() {
			last[m.ToEmail] = max(last[m.ToEmail], property(m.Calendar, "DTSTAMP")+" "+property(m.Calendar, "DTEND"))
		}
		for who, said := range last {
			if !strings.HasSuffix(said, ":20270325T173000") {
				t.Errorf("the calendar of %s says %s", who, said)
			}
		}
		if len(last) != 2 {
			t.Errorf("%d people are invited", len(last))
		}
	})
}

// eventsWith tells the observer too of what becomes of events, once their places are locked.
func (h *house) eventsWith(observer event.Observer) {
	h.t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	h.must(err)
	catalogue, texts := mailtest.Sentences(h.t)
	mails, err := mail.New(h.db, h.clock, netmail.Address{Name: "Landkreis Musterland", Address: organizer}, false)
	h.must(err)
	announcer, err := invite.NewAnnouncer(mails, texts, catalogue, h.clock, baseURL)
	h.must(err)
	h.events, err = event.New(h.db, h.clock, berlin, h.attendances, observer, announcer)
	h.must(err)
}

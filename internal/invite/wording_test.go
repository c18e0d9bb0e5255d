package invite_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/mail"
)

// words are what a language's mails say about calendar and places.
var words = map[string]struct{ updated, cancelled, removed, waiting, left, freed, item string }{
	"de": {
		updated: "Kalendereintrag wird mit dieser Nachricht aktualisiert", cancelled: "der Eintrag in Ihrem Kalender abgesagt",
		removed: "Eintrag in Ihrem Kalender wird mit dieser Nachricht entfernt", waiting: "Warteliste", left: "nicht mehr auf der Warteliste",
		freed: "Ihr Platz ist wieder frei", item: "entfällt auch der Programmpunkt „Prävention“",
	},
	"en": {
		updated: "this message updates your calendar entry", cancelled: "cancels the entry in your calendar",
		removed: "removes the entry from your calendar", waiting: "waiting list", left: "no longer on the waiting list",
		freed: "Your place is available", item: "The programme item “Prävention” is cancelled with it",
	},
}

func TestMailsClaimNoPlaceAndNoCalendarEntryThatIsNotThere(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		for lang, said := range words {
			h := published(t, db)
			h.edit(func(d *event.Details) { d.Capacity = "1" })
			workshop := h.workshop("Prävention", 1)
			h.registerIn(lang, "inside", attendance.Wish{ItemID: workshop.ID})
			h.registerIn(lang, "waiting")
			h.registerIn(lang, "leaving")
			h.clock.Advance(time.Minute)
			h.answer(h.rows()["leaving@example.org"], attendance.Declined)
			h.clock.Advance(time.Minute)
			h.edit(func(d *event.Details) { d.Capacity, d.Venue = "1", "Stadthalle" })
			h.clock.Advance(time.Minute)
			h.cancel()

			h.says("update", "inside", said.updated, said.waiting)
			h.says("update*", "inside", said.updated, said.waiting)
			h.says("update*", "inside", "Stadthalle", said.waiting)
			h.says("update", "waiting", said.waiting, said.updated)
			h.says("withdrawn", "leaving", said.left, said.freed)
			h.says("withdrawn", "leaving", said.left, said.removed)
			h.says("cancellation", "inside", said.cancelled, said.waiting)
			h.says("cancellation*", "inside", said.item, said.waiting)
			h.says("cancellation", "waiting", said.waiting, said.cancelled)
			h.isolate()
		}
	})
}

// says fails unless the person's mail of the kind says the one thing and not the other, as text and as HTML.
func (h *house) says(kind, who, want, never string) {
	h.t.Helper()
	for _, m := range h.mails() {
		if h.kind(m) != kind || !strings.HasPrefix(m.ToEmail, who+"@") {
			continue
		}
		if (m.Calendar != "") != strings.Contains(who, "inside") {
			h.t.Errorf("%s to %s: calendar part %q", kind, who, m.Calendar)
		}
		for _, text := range []string{m.Text, m.HTML} {
			if !strings.Contains(text, want) || strings.Contains(text, never) {
				h.t.Errorf("%s to %s says %q or not %q:\n%s", kind, who, never, want, text)
			}
		}
		return
	}
	h.t.Errorf("no %s to %s", kind, who)
}

// isolate empties the outbox for the next language.
func (h *house) isolate() {
	h.t.Helper()
	h.in(func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewDelete().Model((*mail.Message)(nil)).Where("1 = 1").Exec(ctx)
		return err
	})
}

// registerIn registers somebody whose mails are in the language.
func (h *house) registerIn(lang, name string, wishes ...attendance.Wish) {
	h.t.Helper()
	h.clock.Advance(time.Second)
	h.in(func(ctx context.Context, tx bun.IDB) error {
		_, _, err := h.attendances.RegisterIn(ctx, tx, attendance.Registration{
			EventID: h.event.ID, Guest: attendance.Guest{Name: name, Email: name + "@example.org", Lang: lang},
			Source: attendance.ByForm, Ticket: attendance.NewTicket(), Wishes: wishes,
		}, func(event.Event) error { return nil })
		return err
	})
}

func TestWhoIsNoLongerInvitedHearsNothingMore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		h.must(h.TakeBack(t.Context(), h.actor, h.event.ID, row.ID))
		before := len(h.mails())
		h.edit(func(d *event.Details) { d.Venue = "Stadthalle" })
		h.cancel()
		wantSent(t, h, before)
	})
}

package invite_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
)

// waits gives all mails that have not left the state, the number of attempts and the reason.
func (h *house) waits(state mail.State, attempts int, reason mail.Reason) {
	h.t.Helper()
	h.in(func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewUpdate().Model((*mail.Message)(nil)).Set("state = ?", state).Set("attempts = ?", attempts).Set("reason = ?", reason).
			Where("state = ?", mail.Queued).Exec(ctx)
		return err
	})
}

func TestWhoseInvitationHasNotLeftHearsNothingOfItsEnd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		state    mail.State
		attempts int
		reason   mail.Reason
		silent   bool
	}{
		"waits for its turn":         {mail.Queued, 0, "", true},
		"is paused with its mailing": {mail.Paused, 0, "", true},
		"has no mail server":         {mail.Withheld, 0, "", true},
		"is asked to come later":     {mail.Deferred, 3, mail.TryLater, true},
		"was refused":                {mail.Failed, 1, mail.UnknownReceiver, true},
		"is on its way":              {mail.Sending, 1, "", false},
		"was taken":                  {mail.Sent, 1, "", false},
		"came back":                  {mail.Bounced, 1, mail.MailboxFull, false},
		"may have been taken before the line broke": {mail.Deferred, 1, mail.NoConnection, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, db *database.DB) {
				h := published(t, db)
				h.invite(h.person("Anna", "Weiß"), h.person("Ben", "Öz"))
				h.waits(c.state, c.attempts, c.reason)
				row := h.rows()["ben.oez@example.org"]
				if untold, err := h.Untold(t.Context(), h.event, row); err != nil || untold != c.silent {
					t.Errorf("untold %v, %v", untold, err)
				}
				h.must(h.TakeBack(t.Context(), h.actor, h.event.ID, row.ID))
				if _, listed, err := h.Invited(t.Context(), h.actor, h.event.ID, row.ID); err != nil || !listed.TakenBack || (listed.Delivery == invite.NotSent) != c.silent {
					t.Errorf("in the list: %+v, %v", listed, err)
				}
				h.cancel()
				want := []string{"uninvitation CANCEL 1 ben.oez", "cancellation CANCEL 1 anna.weiss"}
				if c.silent {
					want = nil
				}
				wantSent(t, h, 2, want...)
				for _, m := range h.mails()[:2] {
					if c.silent != (m.State == mail.Aborted && m.Reason == mail.Moot) {
						t.Errorf("the invitation is %s, %q", m.State, m.Reason)
					}
				}
			})
		})
	}
}

func TestWhoHasSpokenOrKnowsTheDayHearsOfTheEndAlthoughTheInvitationWaits(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		day := h.person("Anna", "Weiß")
		h.announce(day)
		h.posted()
		h.clock.Advance(time.Hour)
		h.invite(day, h.person("Ben", "Öz"), h.person("Cem", "Ay"))
		said := invite.Spoken{Answer: attendance.Declined, Source: attendance.ByPhone, Day: "15.01.2027", Clock: "10:30"}
		_, err := h.Enter(t.Context(), h.actor, h.event.ID, h.rows()["ben.oez@example.org"].ID, said, time.UTC)
		if err == nil {
			t.Fatal("a call in the future was taken")
		}
		said.Clock = "09:30"
		_, err = h.Enter(t.Context(), h.actor, h.event.ID, h.rows()["ben.oez@example.org"].ID, said, time.UTC)
		h.must(err)
		before := len(h.mails())
		h.cancel()
		wantSent(t, h, before, "cancellation CANCEL 2 anna.weiss", "cancellation CANCEL 1 ben.oez")
	})
}

func TestThePreviewNamesWhoseInvitationIsWithdrawn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.invite(h.person("Anna", "Weiß"))
		h.posted()
		h.invite(h.person("Ben", "Öz"))
		_, err := h.events.Cancel(h.Confirmed(t.Context(), invite.Confirmation{}), h.actor, h.event.ID)
		off := h.telling(err)
		told, silent := names(off)
		if !slices.Equal(told, []string{"Anna Weiß cancellation CANCEL"}) || !slices.Equal(silent, []string{"Ben Öz untold"}) {
			t.Errorf("told %v, silent %v", told, silent)
		}
		if m := h.mails()[1]; m.State != mail.Queued {
			t.Errorf("looking has made the invitation %s", m.State)
		}
		_, err = h.events.Cancel(h.Confirmed(t.Context(), invite.Confirmation{Mark: off.Mark}), h.actor, h.event.ID)
		h.must(err)
		wantSent(t, h, 2, "cancellation CANCEL 1 anna.weiss")
	})
}

func TestWhoIsInvitedAgainAfterAWithdrawnInvitationGetsANewEntry(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		row := h.invite(h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		h.must(h.TakeBack(t.Context(), h.actor, h.event.ID, row.ID))
		h.clock.Advance(time.Minute)
		h.must(h.Resend(t.Context(), h.actor, h.event.ID, row.ID))
		wantSent(t, h, 1, "invitation REQUEST 0 anna.weiss")
		if first, again := h.mails()[0], h.mails()[1]; property(first.Calendar, "UID") == property(again.Calendar, "UID") || again.State != mail.Queued {
			t.Errorf("again is %s under %s", again.State, property(again.Calendar, "UID"))
		}
		h.edit(func(d *event.Details) { d.Venue = "Stadthalle" })
		if m := h.mails()[2]; m.Kind != "invitation" || strings.Contains(m.Text, "bisher") {
			t.Errorf("a change before it has left is told by %s", m.Kind)
		}
	})
}

func TestTheMailboxOfTheInvitationsIsInvitedByNobody(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		own := h.person("Unser", "Postfach")
		own.Email = "Planung+Gast@example.org"
		err := h.people.ChangePerson(t.Context(), h.actor, own)
		h.must(err)
		row := h.invite(own, h.person("Anna", "Weiß"))["anna.weiss@example.org"]
		wantSent(t, h, 0, "invitation REQUEST 0 anna.weiss")
		_, err = h.Readdress(t.Context(), h.actor, h.event.ID, row.ID, organizer)
		if fields := fault.Fields(err); len(fields) != 1 || fields[0].Key != "mail.address.own" {
			t.Errorf("corrected to the own mailbox: %v", err)
		}
	})
}

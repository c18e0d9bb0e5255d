package invite_test

import (
	"context"
	"testing"

	"github.com/uptrace/bun"

	"rundertisch/internal/attendance"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/directory"
	"rundertisch/internal/invite"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailing"
)

func TestTheReviewSaysWhoIsLeftOutAndWhy(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		known, fresh, gone := h.person("Anna", "Weiß"), h.person("Ayla", "Öz"), h.person("Otto", "Horn")
		h.invite(known)
		mute, err := h.people.AddPerson(t.Context(), h.actor, directory.Person{Given: "Paul", Family: "Ohne", Lang: "de", Source: "Test"})
		h.must(err)
		h.in(func(ctx context.Context, tx bun.IDB) error {
			now := h.clock.Now()
			_, err := tx.NewInsert().Model(&mail.Reachability{WorkspaceID: h.actor.WorkspaceID, ReceiverKey: mail.Key(gone.Email), DisabledAt: &now}).Exec(ctx)
			return err
		})
		m, err := h.Draft(t.Context(), h.actor, h.event.ID, invite.Order{Title: "Einladung", Choice: choose(known, fresh, gone, mute)})
		h.must(err)
		review, err := h.mailings.Review(t.Context(), h.actor, m.ID)
		h.must(err)
		if len(review.Reached) != 1 || review.Reached[0].ReceiverID != fresh.ID {
			t.Errorf("reached: %+v", review.Reached)
		}
		why := map[string]mailing.Reason{}
		for _, r := range review.Missed {
			why[r.ReceiverID] = r.Reason
		}
		if why[known.ID] != mailing.Known || why[gone.ID] != mailing.Disabled || why[mute.ID] != mailing.NoAddress {
			t.Errorf("left out: %v", why)
		}
	})
}

func TestAnInvitationThatWasCalledOffWasNeverMade(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		anna, ayla := h.person("Anna", "Weiß"), h.person("Ayla", "Öz")
		order := invite.Order{Title: "Einladung", Choice: choose(anna, ayla)}
		sent := h.send(order)
		rows := h.rows()
		h.answer(rows["ayla.oez@example.org"], attendance.Accepted) // who has answered meanwhile stays
		h.must(h.mailings.Abort(t.Context(), h.actor, sent.ID))
		_, err := h.jobs.RunDue(t.Context())
		h.must(err)
		if rows = h.rows(); len(rows) != 1 || rows["ayla.oez@example.org"].Answer != attendance.Accepted {
			t.Errorf("after calling it off: %+v", rows)
		}
		before := len(h.mails())
		h.cancel()
		for _, m := range h.mails()[before:] {
			if m.ToEmail != "ayla.oez@example.org" {
				t.Errorf("%s hears that an event is off to which nobody was asked", m.ToEmail)
			}
		}
	})
}

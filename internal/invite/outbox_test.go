package invite_test

import (
	"context"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/account"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/event"
	"rundertisch/internal/fault"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
)

func TestATestMailGoesToWhoAsksForItInTheirLanguage(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := open(t, db)
		h.actor.Email = "jana@example.org"
		h.must(h.SendTest(t.Context(), h.actor, catalogue.Locale(i18n.English, time.UTC)))
		mails := h.mails()
		if len(mails) != 1 || mails[0].ToEmail != "jana@example.org" || mails[0].Subject != "Test e-mail" || mails[0].State != mail.Queued {
			t.Errorf("%+v", mails)
		}
		nobody := account.Actor{WorkspaceID: h.actor.WorkspaceID, ProjectID: h.actor.ProjectID, Email: "eve@example.org"}
		if err := h.SendTest(t.Context(), nobody, catalogue.Locale(i18n.English, time.UTC)); !fault.Is(err, fault.NotFound) {
			t.Errorf("without a role: %v", err)
		}
	})
}

func TestAnOldVersionIsNotSentAgainAfterANewerOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		h := published(t, db)
		h.invite(h.person("Anna", "Weiß"), h.person("Ayla", "Öz"))
		h.in(func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.NewUpdate().Model((*mail.Message)(nil)).Set("state = ?", mail.Failed).Set("done_at = ?", h.clock.Now()).Where("1 = 1").Exec(ctx)
			return err
		})
		if n, err := h.Retry(t.Context(), h.project(), nil); n != 0 || err != nil {
			t.Errorf("another workspace sends %d of our mails again, %v", n, err)
		}
		h.clock.Advance(time.Minute)
		h.edit(func(d *event.Details) { d.Venue = "Stadthalle" })
		if n, err := h.Retry(t.Context(), h.actor, nil); n != 0 || err != nil {
			t.Errorf("%d old versions, %v", n, err)
		}
		h.in(func(ctx context.Context, tx bun.IDB) error {
			_, err := tx.NewUpdate().Model((*mail.Message)(nil)).Set("state = ?", mail.Failed).Where("state = ?", mail.Queued).Exec(ctx)
			return err
		})
		if n, err := h.Retry(t.Context(), h.actor, nil); n != 2 || err != nil {
			t.Errorf("%d newest versions, %v", n, err)
		}
	})
}

package inviteweb_test

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/uptrace/bun"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/browsertest"
	"rundertisch/internal/database"
	"rundertisch/internal/database/dbtest"
	"rundertisch/internal/mail"
)

func TestTheProgressOfASendingShowsItselfUntilItIsDone(t *testing.T) {
	t.Parallel()
	browser := browsertest.Open(t)
	dbtest.Each(t, func(t *testing.T, db *database.DB) {
		s := apptest.New(t, db)
		d := open(t, s)
		d.crowd(0, 2)
		d.mails(mail.Queued, "", "1 = 1")
		d.mails(mail.Deferred, mail.MailboxFull, "to_email = 'p001@example.org'")

		page := d.inBrowser(browser)
		page.Has("#versand", "2 E-Mails sind noch unterwegs")
		page.Has("#invited", "Das Postfach des Empfängers ist voll.")
		page.Text(`() => { document.querySelector("#versand").stays = "the same element"; return "" }`)
		d.mails(mail.Sent, "", "1 = 1")
		_, err := page.Timeout(20 * time.Second).Element("#versand:not([hx-get])")
		d.must(err)
		page.Has("#versand", "2 von 2 E-Mails verschickt")
		page.Has("#invited", "Verschickt")
		if kept := page.Text(`() => document.querySelector("#versand").stays ?? ""`); kept != "the same element" {
			t.Error("the block that is read aloud was replaced")
		}
		if found := page.Complaints(); len(found) > 0 {
			t.Errorf("the console says %q", found)
		}
	})
}

// mails puts the outbox's mails into the state.
func (d *desk) mails(state mail.State, reason mail.Reason, where string) {
	d.t.Helper()
	d.must(d.site.DB.RunInTx(d.t.Context(), func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewUpdate().Model((*mail.Message)(nil)).Set("state = ?", state).Set("reason = ?", reason).Where(where).Exec(ctx)
		return err
	}))
}

// inBrowser opens the list in Chromium, signed in.
func (d *desk) inBrowser(browser *rod.Browser) *browsertest.Page {
	d.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	d.must(err)
	go func() { _ = d.site.Web().Listener(listener) }()
	d.t.Cleanup(func() { _ = d.site.Web().Shutdown() })
	private, err := browser.Incognito()
	d.must(err)
	link, err := d.site.Accounts.SignInLink(d.t.Context(), d.Actor.UserID)
	d.must(err)
	base := "http://" + listener.Addr().String()
	page := browsertest.NewPage(d.t, private)
	page.As(browsertest.Desk)
	page.Open(base + "/start/sign-in/" + link)
	page.Press("main form [type=submit]")
	page.Open(base + d.base)
	return page
}

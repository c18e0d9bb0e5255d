package demo_test

import (
	"fmt"
	"strings"
	"testing"

	"rundertisch/internal/browsertest"
)

const mostLooks = 200 // at a page that will change soon

// acceptsByMail opens an invitation in the mailbox and accepts it, which sends a mail; the answer arrives at the office.
func acceptsByMail(t *testing.T, invited, staff *person) {
	mailbox := invited.page(t, "/postfach")
	openInvitation(t, invited.base, mailbox)
	mailbox.Press(`main form[action$="/answer"] [value=accepted]`)
	mailbox.Has("main", "Die Antwort ist als E-Mail an die Veranstalterin gegangen.")

	office := staff.page(t, "/projects")
	office.Press(`main a[href^="/projects/"]`)
	received := staff.base + office.Path() + "/received?state=applied"
	for range mostLooks {
		office.Open(received)
		if office.Text(`() => document.querySelector('main a[href*="/received/"]')?.href ?? ""`) != "" {
			return
		}
	}
	t.Error("the answer does not arrive")
}

// openInvitation opens the newest invitation, page by page of the mailbox.
func openInvitation(t *testing.T, base string, mailbox *browsertest.Page) {
	t.Helper()
	for page := 1; ; page++ {
		mailbox.Open(fmt.Sprint(base, "/postfach?page=", page))
		mails := strings.Fields(mailbox.Text(`() => [...document.querySelectorAll('#mails a[href^="/postfach/"]')].map(a => a.pathname).join(" ")`))
		if len(mails) == 0 || page == mostLooks {
			t.Fatal("no invitation is in the mailbox")
		}
		for _, mail := range mails {
			mailbox.Open(base + mail)
			if mailbox.Text(`() => document.querySelector('main form[action$="/answer"]')?.action ?? ""`) != "" {
				return
			}
		}
	}
}

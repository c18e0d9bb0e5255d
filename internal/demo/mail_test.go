package demo_test

import (
	"strings"
	"testing"
)

const mostLooks = 200 // at a page that will change soon

// acceptsByMail opens an invitation in the mailbox and accepts it, which sends a mail; the answer arrives at the office.
func acceptsByMail(t *testing.T, invited, staff *person) {
	mailbox := invited.page(t, "/postfach")
	mails := strings.Fields(mailbox.Text(`() => [...document.querySelectorAll('main a[href^="/postfach/"]')].map(a => a.pathname).join(" ")`))
	if len(mails) == 0 {
		t.Fatal("the mailbox is empty")
	}
	for _, mail := range mails {
		mailbox.Open(invited.base + mail)
		if mailbox.Text(`() => document.querySelector('main form[action$="/answer"]')?.action ?? ""`) != "" {
			break
		}
	}
	mailbox.Press(`main form[action$="/answer"] [value=accepted]`)
	mailbox.Has("main", "zugesagt")

	office := staff.page(t, "/projects")
	office.Press(`main a[href^="/projects/"]`)
	received := staff.base + office.Path() + "/received"
	for range mostLooks {
		office.Open(received)
		if office.Text(`() => document.querySelector('main a[href*="/received/"]')?.href ?? ""`) != "" {
			return
		}
	}
	t.Error("the answer does not arrive")
}

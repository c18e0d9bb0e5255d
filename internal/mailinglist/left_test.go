package mailinglist_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailinglist"
)

func TestWhatWaitsIsNotSentToWhoDoesNotWantItAnyMore(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(h *house, token string, of mailinglist.Member) error{
		"who leaves by one click": func(h *house, token string, _ mailinglist.Member) error {
			return h.Lists.Unsubscribe(h.t.Context(), token)
		},
		"who is erased": func(h *house, token string, _ mailinglist.Member) error { return h.Lists.Erase(h.t.Context(), token) },
		"who is taken off": func(h *house, _ string, of mailinglist.Member) error {
			return h.Lists.Remove(h.t.Context(), h.Actor, h.list.ID, of.ID)
		},
		"everybody when the list is closed": func(h *house, _ string, _ mailinglist.Member) error {
			return h.Lists.Close(h.t.Context(), h.Actor, h.list.ID)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, h *house) { h.waitsNotFor(name, end) })
		})
	}
}

// waitsNotFor has a mail paused and another failed for tom, and one paused for ayla, before the end comes.
func (h *house) waitsNotFor(name string, end func(h *house, token string, of mailinglist.Member) error) {
	h.t.Helper()
	ctx := h.t.Context()
	h.subscribed("ayla@example.org")
	token := h.subscribed("tom@example.org")
	rows, _, err := h.Lists.Members(ctx, h.Actor, h.list.ID, mailinglist.Filter{All: true, Text: "tom"})
	h.must(err)
	var sent []string
	for _, subject := range []string{"Neues", "Mehr"} {
		m, err := h.Lists.Draft(ctx, h.Actor, h.list.ID, mailinglist.Message{Subject: subject, Text: "Text"})
		h.must(err)
		h.must(h.Mailings.Send(ctx, h.Actor, m.ID, m.Version))
		h.Work()
		sent = append(sent, m.ID)
	}
	h.must(h.Mailings.Pause(ctx, h.Actor, sent[0]))
	h.must(h.DB.RunInTx(ctx, func(ctx context.Context, tx bun.IDB) error {
		_, err := tx.NewRaw("UPDATE mail_messages SET state = 'failed' WHERE mailing_id = ?", sent[1]).Exec(ctx)
		return err
	}))
	h.must(end(h, token, rows[0]))

	closed := h.Mailings.Resume(ctx, h.Actor, sent[0])
	_, err = h.Mailings.Retry(ctx, h.Actor, sent[1], nil)
	h.must(err)
	all := strings.HasPrefix(name, "everybody")
	if fault.Is(closed, fault.Conflict) != all {
		h.t.Errorf("going on says %v", closed)
	}
	for _, m := range h.messages() {
		off := m.State == mail.Aborted && m.Reason == mail.Moot
		if want := all || m.ToEmail != "ayla@example.org"; off != want { // who is erased is in no mail any more
			h.t.Errorf("the mail to %s is %s for the reason %q", m.ToEmail, m.State, m.Reason)
		}
	}
	for _, id := range sent {
		if now, err := h.Mailings.Find(ctx, h.Actor, id); err != nil || all && now.Open() != 0 {
			h.t.Errorf("open are %d, %v", now.Open(), err)
		}
	}
}

func TestWhoIsAskedAgainAtTheSameMomentStillLeaves(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		consent := h.consent("de")
		for n := range 8 {
			email := fmt.Sprintf("p%d@example.org", n)
			token := h.subscribed(email)
			h.Clock.Advance(2 * time.Hour)
			var left, asked error
			var group sync.WaitGroup
			group.Go(func() { left = h.Lists.Leave(t.Context(), token) })
			group.Go(func() {
				asked = h.Lists.Subscribe(t.Context(), h.list.Slug, mailinglist.Wish{Name: "Ayla", Email: email, Lang: "de", Agreed: true, Consent: consent})
			})
			group.Wait()
			h.must(errors.Join(left, asked))
			if slices.Contains(h.members(), email+" subscribed") {
				t.Errorf("%s is still on the list: %v", email, h.members())
			}
		}
	})
}

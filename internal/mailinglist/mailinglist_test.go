package mailinglist_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
	"rundertisch/internal/mailinglist"
)

const days = 24 * time.Hour

func (h *house) are(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(append([]string{}, want...), h.members()); diff != "" {
		t.Error("members", diff)
	}
}

func (h *house) wrote(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(append([]string(nil), want...), h.news()); diff != "" {
		t.Error("mails", diff)
	}
}

func TestOnlyTheButtonBehindTheLinkSubscribes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.must(h.wish("Ayla@Example.org"))
		h.wrote(t, "list_confirm Ayla@example.org")
		token := h.token()
		own, err := h.Lists.Own(t.Context(), token, "de")
		h.must(err)
		if own.Member.State != mailinglist.Pending {
			t.Errorf("looking makes it %s", own.Member.State)
		}
		h.Clock.Advance(time.Hour)
		for range 2 {
			h.must(h.Lists.Confirm(t.Context(), token, own.Consent.Hash, "de"))
		}
		h.are(t, "Ayla@example.org subscribed")
		own, err = h.Lists.Own(t.Context(), token, "de")
		h.must(err)
		if got := *own.Member.ConfirmedAt; !got.Equal(h.Clock.Now()) {
			t.Errorf("confirmed at %v, want %v", got, h.Clock.Now())
		}
		if !strings.Contains(own.Agreed, "„Neues zum Wohnen“ (Landkreis Musterland)") || !strings.Contains(own.Agreed, "Artikel 6 Absatz 1 Buchstabe a") {
			t.Errorf("agreed to %q", own.Agreed)
		}
		h.wrote(t)
	})
}

func TestAWishIsStoredInALanguageThereIsAndWithoutLinks(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		wish := mailinglist.Wish{Name: "Gewinn https://example.org", Email: "ayla@example.org", Lang: strings.Repeat("x", 5000), Agreed: true, Consent: h.consent("de")}
		err := h.Lists.Subscribe(t.Context(), h.list.Slug, wish)
		if fields := fault.Fields(err); len(fields) != 1 || fields[0].Key != "fault.link" {
			t.Errorf("a link as name: %v", err)
		}
		wish.Name = "Ayla Yılmaz"
		h.must(h.Lists.Subscribe(t.Context(), h.list.Slug, wish))
		own, err := h.Lists.Own(t.Context(), h.token(), "de")
		h.must(err)
		if own.Member.Lang != "de" {
			t.Errorf("language %.9q", own.Member.Lang)
		}
	})
}

func TestWhatNobodyConfirmedLapsesAfterSevenDays(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.must(h.wish("ayla@example.org"))
		token := h.token()
		h.Clock.Advance(mailinglist.PendingDays*days - time.Minute)
		if n, err := h.Lists.Sweep(t.Context()); n != 0 || err != nil {
			t.Errorf("a minute before: %d, %v", n, err)
		}
		h.Clock.Advance(time.Minute)
		if err := h.Lists.Confirm(t.Context(), token, h.consent("de"), "de"); !fault.Is(err, fault.NotFound) {
			t.Errorf("after seven days the link gives %v", err)
		}
		if n, err := h.Lists.Sweep(t.Context()); n != 1 || err != nil {
			t.Errorf("after seven days: %d, %v", n, err)
		}
		h.are(t)
	})
}

func TestTheFormSaysTheSameAboutEveryAddress(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.subscribed("ayla@example.org")
		h.must(h.wish("neu@example.org"))
		h.news()
		h.must(h.wish("AYLA@example.org")) // known: at most a mail a day
		h.wrote(t)
		h.Clock.Advance(25 * time.Hour)
		h.must(h.wish("ayla@example.org"))
		h.must(h.wish("ayla@example.org"))
		h.wrote(t, "list_known ayla@example.org")
		if m := h.mails()[len(h.mails())-1]; m.ToEmail != "ayla@example.org" || !strings.Contains(m.Text, "bereits angemeldet") {
			t.Errorf("who is subscribed is told\n%s", m.Text)
		}
		h.are(t, "ayla@example.org subscribed", "neu@example.org pending")
	})
}

func TestAnAddressIsAskedThreeTimesAtMost(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		for range 20 {
			h.must(h.wish("ayla@example.org"))
			h.Clock.Advance(5 * time.Minute)
		}
		h.wrote(t, "list_confirm ayla@example.org", "list_confirm ayla@example.org", "list_confirm ayla@example.org")
		h.Clock.Advance(mailinglist.PendingDays * days)
		h.must(h.wish("ayla@example.org")) // lapsed, not swept yet
		h.wrote(t, "list_confirm ayla@example.org")
	})
}

func TestTwentyFormsAtOnceSendOneMail(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		consent := h.consent("de")
		var group sync.WaitGroup
		errs := make(chan error, 20)
		for range 20 {
			group.Go(func() {
				errs <- h.Lists.Subscribe(t.Context(), h.list.Slug, mailinglist.Wish{Email: "ayla@example.org", Lang: "de", Agreed: true, Consent: consent})
			})
		}
		group.Wait()
		close(errs)
		for err := range errs {
			h.must(err)
		}
		h.wrote(t, "list_confirm ayla@example.org")
		h.are(t, "ayla@example.org pending")
	})
}

func TestAWishThatCannotBeIsRefusedAtItsField(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		for name, c := range map[string]struct {
			wish  mailinglist.Wish
			field string
		}{
			"no address":     {mailinglist.Wish{Agreed: true}, "email"},
			"two addresses":  {mailinglist.Wish{Agreed: true, Email: "a@example.org, b@example.org"}, "email"},
			"a long name":    {mailinglist.Wish{Agreed: true, Email: "a@example.org", Name: strings.Repeat("ß", 201)}, "name"},
			"without a tick": {mailinglist.Wish{Email: "a@example.org"}, "agreed"},
		} {
			err := h.Lists.Subscribe(t.Context(), h.list.Slug, c.wish)
			if fields := fault.Fields(err); len(fields) != 1 || fields[0].Name != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		h.wrote(t)
	})
}

func TestATextThatChangedMeanwhileIsShownAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		old := h.consent("de")
		h.must(h.wish("ayla@example.org"))
		token := h.token()
		h.must(h.Lists.Change(t.Context(), h.Actor, h.list.ID, h.list.Version, mailinglist.Details{Name: "Neues zum Wohnen", Description: "Jede Woche", Public: true}))
		if err := h.Lists.Confirm(t.Context(), token, old, "de"); !fault.Is(err, fault.Conflict) {
			t.Errorf("the old text is taken: %v", err)
		}
		h.are(t, "ayla@example.org pending")
		h.must(h.Lists.Confirm(t.Context(), token, h.consent("de"), "de"))
		own, err := h.Lists.Own(t.Context(), token, "de")
		h.must(err)
		if !strings.Contains(own.Agreed, "Jede Woche.") {
			t.Errorf("agreed to %q", own.Agreed)
		}
		var texts int
		h.must(h.DB.Read().NewRaw("SELECT count(*) FROM mailing_list_consents").Scan(t.Context(), &texts))
		if texts != 2 {
			t.Errorf("%d texts are kept, want both", texts)
		}
	})
}

func TestLeavingMayBeRepeatedAndTellsNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		token := h.subscribed("ayla@example.org")
		for range 3 {
			h.must(h.Lists.Unsubscribe(t.Context(), token))
		}
		h.must(h.Lists.Unsubscribe(t.Context(), "gibt-es-nicht"))
		h.are(t, "ayla@example.org left")
		h.Clock.Advance(mailinglist.LeftDays*days - time.Minute)
		if n, err := h.Lists.Sweep(t.Context()); n != 0 || err != nil {
			t.Errorf("a minute before: %d, %v", n, err)
		}
		h.Clock.Advance(time.Minute)
		if n, err := h.Lists.Sweep(t.Context()); n != 1 || err != nil {
			t.Errorf("after thirty days: %d, %v", n, err)
		}
		h.must(h.Lists.Unsubscribe(t.Context(), token))
		h.are(t)
	})
}

func TestAWishThatWasNotMeantIsDeletedByTheSameLink(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.must(h.wish("ayla@example.org"))
		h.must(h.Lists.Leave(t.Context(), h.token()))
		h.are(t)
		token := h.subscribed("ayla@example.org")
		h.must(h.Lists.Erase(t.Context(), token))
		h.are(t)
		if _, err := h.Lists.Own(t.Context(), token, "de"); !fault.Is(err, fault.NotFound) {
			t.Errorf("after erasing the link gives %v", err)
		}
	})
}

func TestStaffAskAndOnlyThePersonAgrees(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ask := func(email string) mailinglist.Outcome {
			outcome, err := h.Lists.Ask(t.Context(), h.Actor, h.list.ID, mailinglist.Wish{Email: email, Lang: "en"})
			h.must(err)
			return outcome
		}
		if got := ask("ayla@example.org"); got != mailinglist.Asked {
			t.Errorf("the first time: %s", got)
		}
		h.wrote(t, "list_confirm ayla@example.org")
		if m := h.mails()[0]; !strings.Contains(m.Text, "has suggested adding you") || !strings.Contains(m.Subject, "“Housing news”") {
			t.Errorf("the mail says\n%s\n%s", m.Subject, m.Text)
		}
		h.are(t, "ayla@example.org pending")
		if got := ask("ayla@example.org"); got != mailinglist.Again {
			t.Errorf("at once again: %s", got)
		}
		token := h.token()
		h.must(h.Lists.Confirm(t.Context(), token, h.consent("en"), "en"))
		if got := ask("ayla@example.org"); got != mailinglist.Already {
			t.Errorf("who is subscribed: %s", got)
		}
		h.must(h.Lists.Leave(t.Context(), token))
		if got := ask("ayla@example.org"); got != mailinglist.Gone {
			t.Errorf("who has left: %s", got)
		}
		h.wrote(t)
		h.must(h.wish("ayla@example.org")) // they themselves may come back
		h.wrote(t, "list_confirm ayla@example.org")
		m, _, err := h.Lists.Members(t.Context(), h.Actor, h.list.ID, mailinglist.Filter{})
		h.must(err)
		h.must(h.Lists.Remove(t.Context(), h.Actor, h.list.ID, m[0].ID))
		h.are(t)
	})
}

func TestAClosedListTakesNobodyAndForgetsItsPeople(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		h.subscribed("ayla@example.org")
		h.must(h.wish("spaet@example.org"))
		late := h.token()
		h.news()
		h.must(h.Lists.Close(t.Context(), h.Actor, h.list.ID))
		if err := h.wish("neu@example.org"); !fault.Is(err, fault.Conflict) {
			t.Errorf("the form answers %v", err)
		}
		if err := h.Lists.Confirm(t.Context(), late, h.consent("de"), "de"); !fault.Is(err, fault.Conflict) {
			t.Errorf("the link answers %v", err)
		}
		if _, err := h.Lists.Ask(t.Context(), h.Actor, h.list.ID, mailinglist.Wish{Email: "neu@example.org"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("staff are told %v", err)
		}
		h.must(h.Lists.Reopen(t.Context(), h.Actor, h.list.ID))
		h.must(h.Lists.Close(t.Context(), h.Actor, h.list.ID))
		h.Clock.Advance(mailinglist.LeftDays * days)
		if n, err := h.Lists.Sweep(t.Context()); n != 2 || err != nil {
			t.Errorf("after thirty days: %d, %v", n, err)
		}
		h.wrote(t)
	})
}

func TestListsHaveAddressesOfTheirOwn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		second, third := h.found("Neues zum Wohnen!"), h.found("„…“")
		if h.list.Slug != "neues-zum-wohnen" || second.Slug != "neues-zum-wohnen-2" || third.Slug != "verteiler" {
			t.Errorf("addresses %q, %q, %q", h.list.Slug, second.Slug, third.Slug)
		}
		h.must(h.Lists.Change(t.Context(), h.Actor, second.ID, second.Version, mailinglist.Details{Name: "Intern", Description: "Nur für uns"}))
		if _, err := h.Lists.Offer(t.Context(), second.Slug, "de"); !fault.Is(err, fault.NotFound) {
			t.Errorf("an internal list has a page: %v", err)
		}
		if err := h.Lists.Subscribe(t.Context(), second.Slug, mailinglist.Wish{Email: "a@example.org", Agreed: true}); !fault.Is(err, fault.NotFound) {
			t.Errorf("an internal list takes a form: %v", err)
		}
	})
}

func TestWhoMayKeepLists(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		for _, role := range account.Roles() {
			actor := h.Actor
			actor.Roles = []account.Role{role}
			_, err := h.Lists.Find(t.Context(), actor, h.list.ID)
			h.must(err)
			err = h.Lists.Close(t.Context(), actor, h.list.ID)
			if allowed := err == nil; allowed != actor.Works() {
				t.Errorf("%s closes a list: %v", role, err)
			}
		}
		if _, err := h.Lists.Find(t.Context(), h.Site.Office("Nebenan").Actor, h.list.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger finds %v", err)
		}
	})
}

package mailinglist_test

import (
	"regexp"
	"testing"

	"rundertisch/internal/app/apptest"
	"rundertisch/internal/i18n"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailinglist"
)

// house is an office with a public list.
type house struct {
	*apptest.Site
	apptest.Office
	t     *testing.T
	list  mailinglist.List
	heard int
}

func each(t *testing.T, fn func(t *testing.T, h *house)) {
	t.Helper()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := &house{Site: s, Office: s.Office("Landkreis Musterland"), t: t}
		h.list = h.found("Neues zum Wohnen")
		fn(t, h)
	})
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) found(name string) mailinglist.List {
	h.t.Helper()
	l, err := h.Lists.Add(h.t.Context(), h.Actor, mailinglist.Details{
		Name: name, NameEN: "Housing news", Description: "Viermal im Jahr Neues", DescriptionEN: "News four times a year", Public: true,
	})
	h.must(err)
	return l
}

func (h *house) consent(lang i18n.Lang) string {
	h.t.Helper()
	offer, err := h.Lists.Offer(h.t.Context(), h.list.Slug, lang)
	h.must(err)
	return offer.Consent.Hash
}

// wish fills in the form in German.
func (h *house) wish(email string) error {
	h.t.Helper()
	return h.Lists.Subscribe(h.t.Context(), h.list.Slug, mailinglist.Wish{
		Name: "Ayla Yılmaz", Email: email, Lang: "de", Agreed: true, Consent: h.consent("de"),
	})
}

// news are the mails since it was asked last, as kind and address.
func (h *house) news() []string {
	h.t.Helper()
	var said []string
	all := h.mails()
	for _, m := range all[h.heard:] {
		said = append(said, m.Kind+" "+m.ToEmail)
	}
	h.heard = len(all)
	return said
}

func (h *house) mails() []mail.Message {
	h.t.Helper()
	var all []mail.Message
	h.must(h.DB.Read().NewSelect().Model(&all).Order("m.created_at", "m.id").Scan(h.t.Context()))
	return all
}

var link = regexp.MustCompile(`http://tisch\.example\.org/l/([A-Za-z0-9_-]{20,})`)

// token is that of the link in the last mail.
func (h *house) token() string {
	h.t.Helper()
	all := h.mails()
	found := link.FindStringSubmatch(all[len(all)-1].Text)
	if found == nil {
		h.t.Fatalf("no link in\n%s", all[len(all)-1].Text)
	}
	return found[1]
}

// subscribed goes through form, mail and button, and returns the token.
func (h *house) subscribed(email string) string {
	h.t.Helper()
	h.must(h.wish(email))
	token := h.token()
	h.must(h.Lists.Confirm(h.t.Context(), token, h.consent("de"), "de"))
	return token
}

// members are who is on the list: "ayla@example.org subscribed".
func (h *house) members() []string {
	h.t.Helper()
	rows, _, err := h.Lists.Members(h.t.Context(), h.Actor, h.list.ID, mailinglist.Filter{All: true, Order: mailinglist.ByName})
	h.must(err)
	said := []string{}
	for _, m := range rows {
		said = append(said, m.Email+" "+string(m.State))
	}
	return said
}

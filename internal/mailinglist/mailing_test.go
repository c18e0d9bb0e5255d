package mailinglist_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"rundertisch/internal/fault"
	"rundertisch/internal/mail"
	"rundertisch/internal/mailinglist"
)

func (h *house) messages() []mail.Message {
	return slices.DeleteFunc(h.mails(), func(m mail.Message) bool { return m.Kind != "list_message" })
}

func TestAMessageGoesToWhoIsSubscribedWhenItIsSent(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		h.subscribed("ayla@example.org")
		gone := h.subscribed("tom@example.org")
		h.must(h.wish("offen@example.org"))
		_, err := h.Lists.Ask(ctx, h.Actor, h.list.ID, mailinglist.Wish{Name: "Ewa Łuczak", Email: "ewa@example.org", Lang: "en"})
		h.must(err)
		h.must(h.Lists.Confirm(ctx, h.token(), h.consent("en"), "en"))

		message := mailinglist.Message{Subject: "Neues im Mai", Text: "Erster Absatz.\n\nZweiter & letzter.", SubjectEN: "News in May", TextEN: "The one paragraph."}
		m, err := h.Lists.Draft(ctx, h.Actor, h.list.ID, message)
		h.must(err)
		review, err := h.Mailings.Review(ctx, h.Actor, m.ID)
		h.must(err)
		if len(review.Reached) != 3 || review.Reached[0].Email != "ayla@example.org" {
			t.Errorf("the review shows %+v", review.Reached)
		}
		preview, err := h.Mailings.Preview(ctx, h.Actor, m, review.Reached[0])
		h.must(err)
		if !strings.Contains(preview.Text, "/l/vorschau") || len(h.messages()) != 0 {
			t.Errorf("the preview says\n%s", preview.Text)
		}
		h.must(h.Mailings.Send(ctx, h.Actor, m.ID, m.Version))
		h.must(h.Lists.Leave(ctx, gone)) // between the word and the deed
		h.Work()

		sent := h.messages()
		slices.SortFunc(sent, func(a, b mail.Message) int { return strings.Compare(a.ToEmail, b.ToEmail) })
		if len(sent) != 2 || sent[0].ToEmail != "ayla@example.org" || sent[1].ToEmail != "ewa@example.org" {
			t.Fatalf("written are %d mails: %+v", len(sent), sent)
		}
		for n, want := range []string{"Neues im Mai", "News in May"} {
			if sent[n].Subject != want || sent[n].MailingID != m.ID {
				t.Errorf("mail %d: %q of mailing %q", n, sent[n].Subject, sent[n].MailingID)
			}
		}
		if !strings.Contains(sent[0].Text, "Zweiter & letzter.") || !strings.Contains(sent[0].Text, "weil Sie sich für den Verteiler „Neues zum Wohnen“ angemeldet haben") {
			t.Errorf("the mail says\n%s", sent[0].Text)
		}
		again, err := h.Mailings.Find(ctx, h.Actor, m.ID)
		h.must(err)
		if again.LeftOut != 1 {
			t.Errorf("left out are %d", again.LeftOut)
		}
	})
}

func TestEachMessageCarriesItsOwnUnsubscription(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		ctx := t.Context()
		h.subscribed("ayla@example.org")
		h.subscribed("tom@example.org")
		m, err := h.Lists.Draft(ctx, h.Actor, h.list.ID, mailinglist.Message{Subject: "Neues", Text: "Text"})
		h.must(err)
		h.must(h.Mailings.Send(ctx, h.Actor, m.ID, m.Version))
		h.Work()
		sent := h.messages()
		if len(sent) != 2 || sent[0].Unsubscribe == sent[1].Unsubscribe {
			t.Fatalf("the addresses are %q", []string{sent[0].Unsubscribe, sent[1].Unsubscribe})
		}
		sent[0].Unsubscribe = strings.Replace(sent[0].Unsubscribe, "http:", "https:", 1) // as with a real address of the house
		var raw bytes.Buffer
		h.must(sent[0].Raw(&raw, h.Clock.Now()))
		head, _, _ := strings.Cut(strings.ReplaceAll(raw.String(), "\r\n ", " "), "\r\n\r\n")
		for _, want := range []string{"List-Unsubscribe: <https://tisch.example.org/l/", "List-Unsubscribe-Post: List-Unsubscribe=One-Click", "Auto-Submitted: auto-generated"} {
			if !strings.Contains(head, want) {
				t.Errorf("the head lacks %q:\n%s", want, head)
			}
		}
		path := strings.TrimPrefix(sent[1].Unsubscribe, "http://tisch.example.org")
		h.Site.Browser().Do("POST", path, "application/x-www-form-urlencoded", strings.NewReader("List-Unsubscribe=One-Click")).Status(200)
		states := h.members()
		if slices.Contains(states, sent[1].ToEmail+" subscribed") || !slices.Contains(states, sent[0].ToEmail+" subscribed") {
			t.Errorf("after one click of %s: %v", sent[1].ToEmail, states)
		}
	})
}

func TestAMessageThatIsNotWholeOrHasNoListIsRefused(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *house) {
		for name, c := range map[string]struct {
			message mailinglist.Message
			field   string
		}{
			"no subject":   {mailinglist.Message{Text: "Text"}, "title"},
			"no text":      {mailinglist.Message{Subject: "Neues"}, "text"},
			"half English": {mailinglist.Message{Subject: "Neues", Text: "Text", TextEN: "Text"}, "text_en"},
		} {
			_, err := h.Lists.Draft(t.Context(), h.Actor, h.list.ID, c.message)
			if fields := fault.Fields(err); len(fields) != 1 || fields[0].Name != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		m, err := h.Lists.Draft(t.Context(), h.Actor, h.list.ID, mailinglist.Message{Subject: "Neues", Text: "Text"})
		h.must(err)
		h.subscribed("ayla@example.org")
		h.must(h.Lists.Close(t.Context(), h.Actor, h.list.ID))
		if err := h.Mailings.Send(t.Context(), h.Actor, m.ID, m.Version); !fault.Is(err, fault.Conflict) {
			t.Errorf("a draft to a closed list is sent: %v", err)
		}
		if _, err := h.Lists.Draft(t.Context(), h.Actor, h.list.ID, mailinglist.Message{Subject: "Neues", Text: "Text"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a closed list takes a draft: %v", err)
		}
	})
}

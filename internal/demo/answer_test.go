package demo_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/demo"
	"rundertisch/internal/event"
	"rundertisch/internal/invite"
)

// TestAnAnswerFromTheMailboxComesBackAsMailAndIsShown presses Accept in a receiver's mailbox: a REPLY goes to the organiser
// by SMTP, is read, and stands in the list of invitations.
func TestAnAnswerFromTheMailboxComesBackAsMailAndIsShown(t *testing.T) {
	t.Parallel()
	d := serveDemo(t)
	ahead, asked := d.unanswered(t)
	client := &http.Client{}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client.Jar = jar
	base := d.App.Config.BaseURL
	mail := d.waitForMail(t, client, asked.Email)
	page := get(t, client, base+mail)
	form := page.Find("form[action='" + mail + "/answer']")
	if form.Length() != 1 {
		t.Fatal("the mail has no buttons to answer with")
	}
	token := form.Find("input[name=csrf]").AttrOr("value", "")
	answer, err := client.PostForm(base+mail+"/answer", url.Values{"csrf": {token}, "answer": {"accepted"}})
	if err != nil {
		t.Fatal(err)
	}
	after := read(t, answer)
	if !strings.Contains(after.Find("main").Text(), "Die Antwort ist als E-Mail an die Veranstalterin gegangen.") {
		t.Errorf("after answering: %s", after.Find("main").Text())
	}
	row, err := attendance.FindIn(t.Context(), d.App.DB.Read(), asked.ID)
	if err != nil || row.Answer != attendance.Accepted || !row.Attends() {
		t.Errorf("answer %s, place %s, %v", row.Answer, row.Place, err)
	}
	actor := account.Program(ahead.WorkspaceID, ahead.ProjectID)
	inbox, err := d.App.Invites.Inbox(t.Context(), actor, invite.InboxFilter{Fate: invite.WasApplied})
	answers := slices.DeleteFunc(inbox.Mails, func(n invite.Incoming) bool { return n.Reason != invite.FirstAnswer })
	if err != nil || len(answers) != 1 || answers[0].FromEmail != asked.Email {
		t.Errorf("inbox %+v, %v", inbox, err)
	}
	log, err := attendance.AnswersIn(t.Context(), d.App.DB.Read(), asked.ID)
	if err != nil || len(log) != 1 || log[0].Source != attendance.ByMail {
		t.Errorf("answers %+v, %v", log, err)
	}
}

type served struct{ *demo.Demo }

func serveDemo(t *testing.T) served {
	t.Helper()
	d, err := demo.New(t.Context(), demo.Options{Data: filled(t), Listen: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the demo ended: %v", err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return served{d}
}

// unanswered returns the event ahead and somebody who was invited to it and has not answered.
func (d served) unanswered(t *testing.T) (event.Event, attendance.Attendance) {
	t.Helper()
	coming, err := d.App.Events.Coming(t.Context())
	if err != nil || len(coming) == 0 {
		t.Fatal("no event ahead", err)
	}
	rows, err := attendance.ListIn(t.Context(), d.App.DB.Read(), coming[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if row.Answer == attendance.NeedsAction {
			return coming[0], row
		}
	}
	t.Fatal("everybody has answered")
	return event.Event{}, attendance.Attendance{}
}

// waitForMail returns the address of the only mail to the receiver, once the outbox has sent it.
func (d served) waitForMail(t *testing.T, client *http.Client, receiver string) string {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	late := time.After(time.Minute)
	for {
		page := get(t, client, d.App.Config.BaseURL+"/postfach?to="+url.QueryEscape(receiver))
		if link, found := page.Find("#mails tbody a").Attr("href"); found {
			return link
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("no mail came")
		}
	}
}

func get(t *testing.T, client *http.Client, address string) *goquery.Document {
	t.Helper()
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, answer)
}

func read(t *testing.T, answer *http.Response) *goquery.Document {
	t.Helper()
	page, err := goquery.NewDocumentFromReader(answer.Body)
	if err == nil {
		_, err = io.Copy(io.Discard, answer.Body)
	}
	if err != nil || answer.Body.Close() != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", answer.Request.URL, answer.StatusCode, err)
	}
	return page
}

package mailbox_test

import (
	"context"
	"errors"
	"log/slog"
	"net/smtp"
	"strings"
	"sync"
	"testing"
	"time"

	"rundertisch/internal/clock"
	"rundertisch/internal/demo/mailbox"
	"rundertisch/internal/fault"
	"rundertisch/internal/ical"
	"rundertisch/internal/invite"
)

const organizer = "planung@example.org"

// office is a running post office and what reached the organiser.
type office struct {
	*mailbox.Post
	box *mailbox.Box
	dir string

	mu       sync.Mutex
	received [][]byte
	refuse   error
}

func open(t *testing.T) *office {
	t.Helper()
	o := &office{dir: t.TempDir()}
	box, err := mailbox.Open(o.dir)
	must(t, err)
	o.box = box
	receive := func(_ context.Context, raw []byte) error {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.received = append(o.received, raw)
		return o.refuse
	}
	o.Post, err = mailbox.NewPost(box, clock.At(time.Date(2027, 1, 15, 9, 0, 0, 0, time.UTC)), organizer, receive, slog.New(slog.DiscardHandler))
	must(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- o.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ended, box.Close()); err != nil {
			t.Error(err)
		}
	})
	return o
}

// handed returns what reached the organiser.
func (o *office) handed() [][]byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.received
}

func (o *office) refuseAll() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.refuse = errors.New("database is away")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) send(t *testing.T, to, raw string) {
	t.Helper()
	must(t, smtp.SendMail(o.Address(), nil, "bounce+x@example.org", []string{to}, []byte(raw)))
}

func invitation(t *testing.T, method string, sequence int) string {
	t.Helper()
	entry := ical.Entry{
		UID: "u1@example.org", Sequence: sequence, Stamp: time.Date(2027, 1, 1+sequence, 9, 0, 0, 0, time.UTC),
		Start: time.Date(2027, 3, 25, 8, 30, 0, 0, time.UTC), End: time.Date(2027, 3, 25, 15, 0, 0, 0, time.UTC), Summary: "Fachtagung",
		Organizer: ical.Organizer{Name: "Landkreis", Email: organizer}, Attendee: ical.Attendee{Name: "Ayla Öz", Email: "Ayla.Oez@example.org"},
	}
	object, err := ical.Request(entry)
	if method == "CANCEL" {
		object, err = ical.Cancel(entry, true)
	}
	must(t, err)
	return "From: Landkreis <planung@example.org>\r\nTo: Ayla <Ayla.Oez@example.org>\r\nSubject: Einladung\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: text/calendar; method=" + method + "; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + string(object)
}

func TestAcceptingSendsARealReplyToTheOrganiser(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.send(t, "Ayla.Oez@example.org", invitation(t, "REQUEST", 3))
	mails := o.box.List("ayla.oez@example.org")
	if len(mails) != 1 || len(o.handed()) != 0 || mails[0].Method != ical.MethodRequest || mails[0].Sender != "Landkreis" {
		t.Fatalf("%+v, %d to the organiser", mails, len(o.handed()))
	}
	must(t, o.Answer(mails[0].ID, ical.Accepted, "Zugesagt", "Ich bringe Größen mit.\nGern!"))
	if len(o.handed()) != 1 {
		t.Fatalf("%d mails reached the organiser", len(o.handed()))
	}
	letter, err := invite.Open(o.handed()[0])
	must(t, err)
	found, err := letter.Calendar()
	must(t, err)
	reply := found.Events[0]
	if found.Method != ical.MethodReply || reply.UID != "u1@example.org" || reply.Sequence != 3 || reply.Comment != "Ich bringe Größen mit.\nGern!" ||
		len(reply.Attendees) != 1 || reply.Attendees[0].PartStat != ical.Accepted || reply.Attendees[0].Email != "ayla.oez@example.org" {
		t.Errorf("%+v", found)
	}
	if letter.From.Address != "ayla.oez@example.org" || letter.Subject != "Zugesagt: Fachtagung" || !strings.Contains(letter.Text, "Größen") {
		t.Errorf("%+v", letter)
	}
}

func TestTheMailboxKeepsWhatItReceivedOverARestart(t *testing.T) {
	t.Parallel()
	o := open(t)
	raw := invitation(t, "REQUEST", 0)
	o.send(t, "ayla.oez@example.org", raw)
	must(t, o.box.Note(o.box.List("")[0].ID, "declined"))
	again, err := mailbox.Open(o.dir)
	must(t, err)
	defer func() { must(t, again.Close()) }()
	mail, kept, _, err := again.Find(again.List("")[0].ID)
	must(t, err)
	if mail.Receiver != "ayla.oez@example.org" || mail.Answer != "declined" || mail.UID != "u1@example.org" || strings.TrimSpace(string(kept)) != strings.TrimSpace(raw) {
		t.Errorf("%+v\n%s", mail, kept)
	}
}

func TestANewerMailAboutTheSameEntryIsKnown(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.send(t, "ayla.oez@example.org", invitation(t, "REQUEST", 0))
	o.send(t, "other@example.org", invitation(t, "REQUEST", 2))
	o.send(t, "ayla.oez@example.org", invitation(t, "CANCEL", 1))
	mails := o.box.List("ayla.oez@example.org")
	_, _, newest, err := o.box.Find(mails[1].ID)
	must(t, err)
	if newest.ID != mails[0].ID {
		t.Errorf("newest is %+v", newest)
	}
	if err := o.Answer(mails[0].ID, ical.Accepted, "Zugesagt", ""); !fault.Is(err, fault.Invalid) {
		t.Errorf("answering a cancellation: %v", err)
	}
	if _, _, _, err := o.box.Find("../etc/passwd"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a path as identifier: %v", err)
	}
}

func TestMailToATaggedOrganiserAddressIsHandedIn(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.send(t, "Planung+abc@example.org", "From: a@example.org\r\nSubject: Hallo\r\n\r\nText\r\n")
	o.refuseAll()
	if err := smtp.SendMail(o.Address(), nil, "a@example.org", []string{organizer}, []byte("Subject: x\r\n\r\nText\r\n")); err == nil {
		t.Error("the sender was not told that the mail could not be handed in")
	}
	if len(o.handed()) != 2 {
		t.Errorf("%d mails handed in", len(o.handed()))
	}
}

package peers_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // whatever a mail program writes
	"github.com/google/go-cmp/cmp"
)

// letter is a mail as it lies in somebody's mailbox.
type letter struct {
	message.Header
	form     []string // its parts: depth, type, encoding, disposition
	calendar string   // what its text/calendar part says
	file     string   // what the attached calendar file says
	text     string   // its text/plain parts
}

func read(t *testing.T, raw string) letter {
	t.Helper()
	entity, err := message.Read(strings.NewReader(raw))
	must(t, err)
	l := letter{Header: entity.Header}
	must(t, entity.Walk(func(path []int, part *message.Entity, err error) error {
		if err != nil {
			return err
		}
		kind, params, err := part.Header.ContentType()
		if err != nil {
			return err
		}
		for _, name := range []string{"method", "charset", "name", "report-type"} {
			if params[name] != "" {
				kind += "; " + name + "=" + params[name]
			}
		}
		disposition, with, _ := part.Header.ContentDisposition()
		said := []string{kind, part.Header.Get("Content-Transfer-Encoding"), disposition, with["filename"]}
		l.form = append(l.form, strings.Repeat("> ", len(path))+strings.Join(strings.Fields(strings.Join(said, " ")), " "))
		if strings.HasPrefix(kind, "multipart/") {
			return nil
		}
		body, err := io.ReadAll(part.Body)
		switch {
		case strings.HasPrefix(kind, "text/calendar"):
			l.calendar = string(body)
		case strings.HasPrefix(kind, "application/ics"):
			l.file = string(body)
		case strings.HasPrefix(kind, "text/plain"):
			l.text += string(body)
		}
		return err
	}))
	return l
}

// property returns the value of a property of the calendar part's event.
func (l letter) property(name string) string {
	_, event, _ := strings.Cut(strings.ReplaceAll(l.calendar, "\r\n ", ""), "BEGIN:VEVENT")
	for line := range strings.SplitSeq(event, "\r\n") {
		if value, found := strings.CutPrefix(line, name); found && strings.ContainsAny(value[:1], ":;") {
			return value[1:]
		}
	}
	return ""
}

// wantForm checks the form that every calendar program takes for an invitation, and that nothing on the way changed it.
func (l letter) wantForm(t *testing.T, method string) {
	t.Helper()
	want := []string{
		"multipart/mixed",
		"> multipart/alternative",
		"> > text/plain; charset=UTF-8 quoted-printable",
		"> > text/html; charset=UTF-8 quoted-printable",
		"> > text/calendar; method=" + method + "; charset=UTF-8 base64",
		"> application/ics; name=invite.ics base64 attachment invite.ics",
	}
	if diff := cmp.Diff(want, l.form); diff != "" {
		t.Errorf("the mail's form (-want +got):\n%s", diff)
	}
	if l.file != l.calendar || !strings.Contains(l.calendar, "\r\nMETHOD:"+method+"\r\n") {
		t.Errorf("the attached file differs from the calendar part, or that has another method:\n%s", l.calendar)
	}
}

// wantHeaders checks who sent the mail, for whom, and which mails it belongs to; it returns its Message-ID.
func (l letter) wantHeaders(t *testing.T, to, first string) string {
	t.Helper()
	for name, want := range map[string]string{
		"From": "<" + mailbox + "@" + domain + ">", "To": "<" + to + ">", "Return-Path": "<" + mailbox + "+b-", "Auto-Submitted": "auto-generated",
		"Message-Id": "@" + domain + ">", "References": first,
	} {
		if got := l.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s is %q, want %q in it", name, got, want)
		}
	}
	if first == "" && l.Has("References") {
		t.Errorf("the first mail refers to %s", l.Get("References"))
	}
	if l.property("ORGANIZER") != "CN=Landkreis Musterland:mailto:"+mailbox+"@"+domain || !strings.HasSuffix(l.property("ATTENDEE"), ":mailto:"+to) {
		t.Errorf("ORGANIZER %s, ATTENDEE %s", l.property("ORGANIZER"), l.property("ATTENDEE"))
	}
	return l.Get("Message-Id")
}

// version is what makes one version of a calendar entry differ from another.
func (l letter) version() string {
	return fmt.Sprintf("UID %s SEQUENCE %s DTSTAMP %s", l.property("UID"), l.property("SEQUENCE"), l.property("DTSTAMP"))
}

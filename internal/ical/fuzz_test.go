package ical

import (
	"errors"
	"strings"
	"testing"
)

// FuzzParse drives the part behind Parse's recover, so that a panic is found and not hidden.
func FuzzParse(f *testing.F) {
	for _, name := range []string{
		"thunderbird-accepted.ics", "exchange-declined.ics", "google-tentative.ics", "apple-delegated.ics", "request.ics", "publish.ics",
	} {
		f.Add(sample(f, name))
	}
	f.Add([]byte(object("ATTENDEE;CN=foo")))
	f.Add([]byte(object(`ATTENDEE;CN="a"b;DELEGATED-TO="mailto:x@example.org":mailto:y@example.org`, "COMMENT:\\")))
	f.Add([]byte(nested(9)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		message, err := parse(raw)
		if err != nil {
			if problem := Problem(""); !errors.As(err, &problem) {
				t.Fatalf("untyped error %v", err)
			}
			return
		}
		if len(message.Events) == 0 {
			t.Fatal("no event and no error")
		}
		for _, e := range message.Events {
			checkEvent(t, &e)
		}
	})
}

func checkEvent(t *testing.T, e *Event) {
	for _, text := range []string{e.Comment, e.Summary, e.Description, e.Location} {
		if len(text) > maxProse || strings.ContainsAny(text, "\r\x00\u2028") {
			t.Fatalf("text not cleaned: %q", text)
		}
	}
	if e.UID == "" || len(e.UID) > 255 || e.Sequence < 0 {
		t.Fatalf("UID %q, SEQUENCE %d", e.UID, e.Sequence)
	}
	for _, a := range e.Attendees {
		if a.Email != strings.ToLower(a.Email) || a.PartStat == "" || strings.ContainsAny(a.Name+a.Email, "\r\n") {
			t.Fatalf("attendee %+v", a)
		}
	}
}

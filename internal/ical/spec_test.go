package ical

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// written draws an entry that somebody could invite to, with texts that trouble readers.
func written(t *rapid.T, base Entry) Entry {
	entry := base
	entry.Summary, entry.Location, entry.Description = "T"+hostile(t, "summary"), hostile(t, "location"), hostile(t, "description")
	entry.Attendee.Name, entry.Organizer.Name = hostile(t, "attendee"), hostile(t, "organizer")
	entry.Attendee.PartStat = rapid.SampledFrom([]PartStat{"", NeedsAction, Accepted, Declined, Tentative}).Draw(t, "answer")
	entry.Status = rapid.SampledFrom([]Status{"", Confirmed, Provisional}).Draw(t, "status")
	entry.Sequence = rapid.IntRange(0, 50).Draw(t, "sequence")
	name := rapid.SampledFrom([]string{"Europe/Berlin", "America/New_York", "Asia/Jerusalem", "Pacific/Chatham", "UTC"}).Draw(t, "zone")
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	entry.Start = time.Unix(rapid.Int64Range(15e8, 40e8).Draw(t, "start"), 0).In(zone)
	entry.End = entry.Start.Add(time.Duration(rapid.IntRange(1, 6000).Draw(t, "minutes")) * time.Minute)
	if entry.AllDay = rapid.Bool().Draw(t, "whole days"); entry.AllDay {
		entry.End = entry.Start.AddDate(0, 0, rapid.IntRange(1, 4).Draw(t, "days"))
	}
	return entry
}

// ours are the properties beyond RFC 5545 and 7986 that may leave the house.
var ours = []string{"X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-DISALLOW-COUNTER", "X-WR-CALNAME", "X-PUBLISHED-TTL"}

// TestWhatIsWrittenKeepsTheRulesOfTheClientsWeKnow holds every object against what invitations need in practice.
func TestWhatIsWrittenKeepsTheRulesOfTheClientsWeKnow(t *testing.T) {
	t.Parallel()
	base := symposium(t)
	rapid.Check(t, func(t *rapid.T) {
		entry := written(t, base)
		for method, write := range map[string]func() ([]byte, error){
			"REQUEST": func() ([]byte, error) { return Request(entry) },
			"CANCEL":  func() ([]byte, error) { return Cancel(entry, rapid.Bool().Draw(t, "whole")) },
			"":        func() ([]byte, error) { return Publish(entry.Summary, []Entry{entry}) },
		} {
			object, err := write()
			if err != nil {
				t.Fatal(err)
			}
			checkLines(t, object)
			checkObject(t, method, strings.ReplaceAll(string(object), "\r\n ", ""), entry)
		}
	})
}

func checkLines(t *rapid.T, object []byte) {
	if !bytes.HasSuffix(object, []byte("\r\nEND:VCALENDAR\r\n")) || bytes.Count(object, []byte("\n")) != bytes.Count(object, []byte("\r\n")) {
		t.Fatalf("lines do not end with CRLF:\n%q", object)
	}
	for line := range bytes.SplitSeq(object, []byte("\r\n")) {
		if len(line) > maxOctets {
			t.Fatalf("a line has %d octets: %q", len(line), line)
		}
	}
}

var attendeeForm = regexp.MustCompile(`(?m)^ATTENDEE;(CN=[^";:,\r]+;)?CUTYPE=INDIVIDUAL;PARTSTAT=(NEEDS-ACTION|ACCEPTED|DECLINED|TENTATIVE);ROLE=REQ-PARTICIPANT(;RSVP=TRUE)?:mailto:joerg\.groessler@example\.org\r$`)

func checkObject(t *rapid.T, method, object string, entry Entry) {
	calendar, event, _ := strings.Cut(object, "BEGIN:VEVENT\r\n")
	count := func(name string) int { return len(regexp.MustCompile(`(?m)^`+name+`[;:]`).FindAllString(event, -1)) }
	people := 1
	if method == "" {
		people = 0
	}
	for name, want := range map[string]int{
		"UID": 1, "SEQUENCE": 1, "DTSTAMP": 1, "DTSTART": 1, "DTEND": 1, "SUMMARY": 1, "DURATION": 0, "X-ALT-DESC": 0, "RRULE": 0,
		"ATTENDEE": people, "ORGANIZER": people, "X-MICROSOFT-CDO-APPT-SEQUENCE": 0, "ATTACH": 0, "BEGIN": 0,
	} {
		if got := count(name); got != want {
			t.Fatalf("%d %s in a %s, want %d:\n%s", got, name, method, want, object)
		}
	}
	if strings.Count(object, "BEGIN:VEVENT") != 1 || strings.Contains(calendar, "METHOD:"+method+"\r\n") != (method != "") || (method == "") == strings.Contains(calendar, "METHOD") {
		t.Fatalf("not one event, or not METHOD %q:\n%s", method, object)
	}
	if people == 1 && !attendeeForm.MatchString(event) || (method == "REQUEST") != strings.Contains(event, ";RSVP=TRUE") {
		t.Fatalf("the attendee of a %s:\n%s", method, event)
	}
	if entry.AllDay != strings.Contains(event, "DTSTART;VALUE=DATE:"+entry.Start.Format(dateForm)+"\r\n") ||
		entry.AllDay != strings.Contains(event, "DTEND;VALUE=DATE:"+entry.End.Format(dateForm)+"\r\n") {
		t.Fatalf("whole days %v:\n%s", entry.AllDay, event)
	}
	for _, name := range structure([]byte(object)) {
		if strings.HasPrefix(name, "X-") && !slices.Contains(ours, name) {
			t.Fatalf("%s has no place in what we send", name)
		}
	}
	zone := strings.Contains(event, "TZID=")
	if zone && !strings.Contains(calendar, "BEGIN:VTIMEZONE") || strings.Contains(calendar, "RDATE") {
		t.Fatalf("a zone without its rules:\n%s", object)
	}
}

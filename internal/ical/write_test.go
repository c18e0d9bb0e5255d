package ical

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestObjectsAreWrittenAsTheGoldenFiles(t *testing.T) {
	t.Parallel()
	base := symposium(t)
	with := func(change func(*Entry)) Entry {
		e := base
		change(&e)
		return e
	}
	newYork := mustZone(t, "America/New_York")
	jerusalem := mustZone(t, "Asia/Jerusalem")
	allDay := with(func(e *Entry) {
		e.UID, e.AllDay, e.Summary, e.Status = "day@example.org", true, "Meilenstein 1.2", Cancelled
		e.Start, e.End = time.Date(2027, 6, 30, 0, 0, 0, 0, time.UTC), time.Date(2027, 7, 1, 0, 0, 0, 0, time.UTC)
	})
	table := []struct {
		file  string
		write func() ([]byte, error)
	}{
		{"request.ics", func() ([]byte, error) { return Request(base) }},
		{"request-generated-zone.ics", func() ([]byte, error) {
			return Request(with(func(e *Entry) { e.Start, e.End = e.Start.In(newYork), e.End.In(newYork) }))
		}},
		{"request-irregular-zone.ics", func() ([]byte, error) {
			return Request(with(func(e *Entry) { e.Start, e.End = e.Start.In(jerusalem), e.End.In(jerusalem) }))
		}},
		{"cancel-event.ics", func() ([]byte, error) { return Cancel(base, true) }},
		{"cancel-person.ics", func() ([]byte, error) { return Cancel(base, false) }},
		{"publish.ics", func() ([]byte, error) { return Publish("Termine; Kreis, 2027", []Entry{base, allDay}) }},
		{"reply.ics", func() ([]byte, error) {
			object, err := Request(base)
			if err != nil {
				return nil, err
			}
			event := parsed(t, object)
			answer := event.Answer("Joerg.Groessler@example.org", Tentative, base.Stamp.Add(time.Hour))
			answer.Comment = "Vielleicht; komme später,\nGruß"
			return Reply(answer)
		}},
	}
	for _, tt := range table {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			got, err := tt.write()
			if err != nil {
				t.Fatal(err)
			}
			golden(t, tt.file, got)
		})
	}
}

func TestWhatCannotBeWrittenIsAnInvalidEntry(t *testing.T) {
	t.Parallel()
	table := map[string]func(*Entry){
		"no UID":                        func(e *Entry) { e.UID = "" },
		"a UID with a line break":       func(e *Entry) { e.UID = "a\r\nATTENDEE:mailto:x@example.org" },
		"no stamp":                      func(e *Entry) { e.Stamp = time.Time{} },
		"a negative sequence":           func(e *Entry) { e.Sequence = -1 },
		"no title":                      func(e *Entry) { e.Summary = " \n\t" },
		"an end before the start":       func(e *Entry) { e.End = e.Start.Add(-time.Minute) },
		"an end at the start":           func(e *Entry) { e.End = e.Start },
		"a day without end":             func(e *Entry) { e.AllDay = true },
		"no start":                      func(e *Entry) { e.Start = time.Time{} },
		"an organiser without address":  func(e *Entry) { e.Organizer.Email = "" },
		"an attendee with two":          func(e *Entry) { e.Attendee.Email = "a@example.org, b@example.org" },
		"an address with a separator":   func(e *Entry) { e.Attendee.Email = "a\u2028b@example.org" },
		"an address with a line break":  func(e *Entry) { e.Attendee.Email = "a@example.org\r\nX:y" },
		"a link that is no web address": func(e *Entry) { e.URL = "javascript:alert(1)" },
		"a cancelled request":           func(e *Entry) { e.Status = Cancelled },
	}
	for name, spoil := range table {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			entry := symposium(t)
			spoil(&entry)
			if object, err := Request(entry); !errors.Is(err, ErrInvalidEntry) {
				t.Errorf("Request = %q, %v, want ErrInvalidEntry", object, err)
			}
		})
	}
}

func TestACalendarWithoutEntriesIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := Publish("Termine", nil); !errors.Is(err, ErrNoEntries) {
		t.Errorf("Publish = %v, want ErrNoEntries", err)
	}
}

func TestOnlyAnAnswerIsAReply(t *testing.T) {
	t.Parallel()
	object, err := Request(symposium(t))
	if err != nil {
		t.Fatal(err)
	}
	event := parsed(t, object)
	for _, p := range []PartStat{"", NeedsAction, Delegated, "YES"} {
		if _, err := Reply(event.Answer("joerg.groessler@example.org", p, time.Now())); !errors.Is(err, ErrInvalidEntry) {
			t.Errorf("Reply with %q = %v, want ErrInvalidEntry", p, err)
		}
	}
}

func TestAnInstantItsWallTimeDoesNotDetermineIsWrittenInUTC(t *testing.T) {
	t.Parallel()
	berlin := mustZone(t, "Europe/Berlin")
	table := []struct {
		name       string
		start      time.Time
		want, none string
	}{
		{
			"first pass of the autumn hour", time.Date(2027, 10, 31, 0, 30, 0, 0, time.UTC).In(berlin),
			"DTSTART:20271031T003000Z", "DTSTART;",
		},
		{
			"the hour before", time.Date(2027, 10, 30, 23, 30, 0, 0, time.UTC).In(berlin),
			"DTSTART;TZID=Europe/Berlin:20271031T013000", "DTSTART:20271031",
		},
		{
			"second pass of the autumn hour", time.Date(2027, 10, 31, 1, 30, 0, 0, time.UTC).In(berlin),
			"DTSTART:20271031T013000Z", "DTSTART;",
		},
		{
			"a fixed offset that calls itself Berlin",
			time.Date(2027, 7, 1, 9, 0, 0, 0, time.FixedZone("Europe/Berlin", 3600)),
			"DTSTART:20270701T080000Z", "DTSTART;",
		},
		{
			"a fixed offset with a hostile name",
			time.Date(2027, 7, 1, 9, 0, 0, 0, time.FixedZone("x\r\nATTENDEE:y", 3600)),
			"DTSTART:20270701T080000Z", "ATTENDEE:y",
		},
	}
	for _, tt := range table {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			entry := symposium(t)
			entry.Start, entry.End = tt.start, tt.start.Add(3*time.Hour)
			object, err := Request(entry)
			if err != nil {
				t.Fatal(err)
			}
			if s := string(object); !strings.Contains(s, tt.want) || strings.Contains(s, tt.none) {
				t.Errorf("want %q and no %q in\n%s", tt.want, tt.none, s)
			}
			if event := parsed(t, object); !event.Start.Equal(tt.start) {
				t.Errorf("read back as %s", event.Start)
			}
		})
	}
}

package ical

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func sample(t testing.TB, name string) []byte {
	t.Helper()
	object, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return object
}

func TestRepliesOfRealProgramsAreRead(t *testing.T) {
	t.Parallel()
	start, end := time.Date(2027, 3, 25, 8, 30, 0, 0, time.UTC), time.Date(2027, 3, 25, 15, 30, 0, 0, time.UTC)
	stamp := time.Date(2027, 3, 1, 10, 15, 0, 0, time.UTC)
	table := []struct {
		file string
		want Event
	}{
		{"thunderbird-accepted.ics", Event{
			UID: "tb-x@example.org", Stamp: time.Date(2026, 11, 22, 8, 12, 57, 0, time.UTC),
			Organizer: Organizer{"Stadtnetz Köln: 'Symposium' Büro", "rsvp+u42@example.org"},
			Attendees: []Attendee{{
				Name: "Dr. Müller, Petra 'PM'; Amt: 12", Email: "petra.mueller@example.org", PartStat: Accepted,
			}},
			Status: Confirmed, Summary: "Symposium „Wärmewende, Quartier & Co.“; Köln-Süd",
			Description: "Liebe Frau Müller,\n\nherzlich eingeladen; Anmeldung: https://example.org/r/abc?x=1&y=2\n" +
				`Backslash \ und Komma, Semikolon; 😀 Emoji`,
			Location: "Bürgerhaus Kalk, Großer Saal, Kalk-Mülheimer Str. 58, 51103 Köln",
			URL:      "https://example.org/e/42?a=1,2;b", Start: start, End: end,
		}},
		{"exchange-declined.ics", Event{
			UID: "k3v9@example.org", Sequence: 2, Stamp: stamp, Status: Confirmed,
			Attendees: []Attendee{{Name: "Größler, Jörg", Email: "joerg.groessler@example.org", PartStat: Declined}},
			Comment:   "Leider verhindert, ich schicke eine Vertretung.\n\nJörg Größler",
			Summary:   "Abgelehnt: Fachtagung", Location: "Kreishaus", Start: start, End: end,
		}},
		{"google-tentative.ics", Event{
			UID: "k3v9@example.org", Sequence: 1, Stamp: stamp, Status: Confirmed,
			Organizer: Organizer{"Koordination", "rsvp@example.org"},
			Attendees: []Attendee{{Name: "Ayla Öz", Email: "ayla.oez@example.org", PartStat: Tentative}},
			Comment:   `It's "maybe" & fine`, Summary: "Fachtagung", Start: start, End: end,
		}},
		{"apple-delegated.ics", Event{
			UID: "k3v9@example.org", Stamp: stamp, RecurrenceID: "20270325T093000",
			Attendees: []Attendee{{
				Name: "Mara Vogt", Email: "mara.vogt@example.org", PartStat: Delegated,
				DelegatedTo: []string{"deputy@example.org", "other@example.org"},
			}},
		}},
	}
	for _, tt := range table {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			got, err := Parse(sample(t, tt.file))
			if err != nil {
				t.Fatal(err)
			}
			sameInstant := cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })
			if diff := cmp.Diff(Message{MethodReply, []Event{tt.want}}, got, sameInstant); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// object wraps lines into the smallest object.
func object(lines ...string) string {
	all := append([]string{"BEGIN:VCALENDAR", "METHOD:REPLY", "BEGIN:VEVENT", "UID:u@example.org"}, lines...)
	return strings.Join(append(all, "END:VEVENT", "END:VCALENDAR", ""), "\r\n")
}

func nested(depth int) string {
	return "BEGIN:VCALENDAR\n" + strings.Repeat("BEGIN:VEVENT\nUID:u\n", depth-1) +
		strings.Repeat("END:VEVENT\n", depth-1) + "END:VCALENDAR\n"
}

func TestWhatCannotBeReadSaysWhy(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", maxLine)
	table := []struct {
		name, object string
		want         error
	}{
		{"nothing", "", ErrMalformed},
		{"a letter", "Sehr geehrte Damen und Herren,\r\nich komme gern.\r\n", ErrMalformed},
		{"a torn object", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\n", ErrMalformed},
		{"crossed components", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nEND:VCALENDAR\nEND:VEVENT\n", ErrMalformed},
		{"an odd component name", "BEGIN:VCALENDAR\nBEGIN:V EVENT\nEND:V EVENT\nEND:VCALENDAR\n", ErrMalformed},
		{"no event", "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:u\nEND:VTODO\nEND:VCALENDAR\n", ErrNoEvent},
		{"an event without UID", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n", ErrNoEvent},
		{"a UID of 256 characters", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:" + long[:256] + "\nEND:VEVENT\nEND:VCALENDAR\n", ErrNoEvent},
		{"nine levels", nested(9), ErrTooDeep},
		{"an object over 256 KiB", object(strings.Repeat("X:y\r\n", maxObject/5)), ErrTooLarge},
		{"an attendee over 16 KiB", object("ATTENDEE:mailto:" + long), ErrLineTooLong},
		{"a folded attendee over 16 KiB", object("ATTENDEE:mailto:" + strings.Repeat("xxxx\r\n ", maxLine/4)), ErrLineTooLong},
		{"a parameter over 1 KiB", object("DTSTART;TZID=" + long[:maxParam+1] + ":20270325T093000"), ErrParamTooLong},
	}
	for _, tt := range table {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if message, err := Parse([]byte(tt.object)); !errors.Is(err, tt.want) {
				t.Errorf("Parse = %+v, %v, want %v", message, err, tt.want)
			}
		})
	}
}

func TestOddButHarmlessObjectsAreRead(t *testing.T) {
	t.Parallel()
	table := []struct {
		name, object string
		want         Event
	}{
		{"eight levels", nested(8), Event{UID: "u"}},
		{
			"an attendee that makes the decoder panic", object("ATTENDEE;CN=foo", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.org"),
			Event{Attendees: []Attendee{{Email: "a@example.org", PartStat: Accepted}}},
		},
		{
			"quotes inside a name", object(`ATTENDEE;CN=Eva "Evi; E." Horn;PARTSTAT=DECLINED:mailto:e@example.org`),
			Event{Attendees: []Attendee{{Name: "Eva Evi; E. Horn", Email: "e@example.org", PartStat: Declined}}},
		},
		{
			"an encoded name", object(`ATTENDEE;CN=Eva ^'Evi^' Horn:mailto:e%2Bx@example.org`),
			Event{Attendees: []Attendee{{Name: `Eva "Evi" Horn`, Email: "e+x@example.org", PartStat: NeedsAction}}},
		},
		{
			"an unknown answer counts as none", object("ATTENDEE;PARTSTAT=X-LATER:mailto:e@example.org"),
			Event{Attendees: []Attendee{{Email: "e@example.org", PartStat: NeedsAction}}},
		},
		{
			"an attendee without address", object("ATTENDEE;PARTSTAT=ACCEPTED:invalid:nomail"),
			Event{Attendees: []Attendee{{PartStat: Accepted}}},
		},
		{"a broken sequence", object("SEQUENCE:-3", "DTSTAMP:yesterday"), Event{}},
		{"years no database knows", object("DTSTAMP:00000101T000000Z", "DTSTART:99991231T235959Z", "DTEND;VALUE=DATE:00000101"), Event{}},
		{"a year that its zone moves", object("DTSTART;TZID=Europe/Berlin:00010101T000000"), Event{}},
		{"an unknown zone", object("DTSTART;TZID=Customized Time Zone:20270325T093000"), Event{}},
		{"a zone that is a path", object("DTSTART;TZID=../../etc/passwd:20270325T093000"), Event{}},
		{"the reader's own zone", object("DTSTART;TZID=Local:20270325T093000"), Event{}},
		{
			"a globally unique zone name", object("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20270325T093000"),
			Event{Start: time.Date(2027, 3, 25, 8, 30, 0, 0, time.UTC)},
		},
		{"a day", object("DTSTART;VALUE=DATE:20270325"), Event{Start: time.Date(2027, 3, 25, 0, 0, 0, 0, time.UTC), AllDay: true}},
		{"a comment with a backslash at the end", object(`COMMENT:gern\`), Event{Comment: `gern\`}},
		{"a comment with controls", object("COMMENT:a\x00b\x1b[31mc\\nd"), Event{Comment: "ab[31mc\nd"}},
		{"two comments", object("COMMENT:first", "X-RESPONSE-COMMENT:second"), Event{Comment: "first"}},
		{"the other comment", object("X-RESPONSE-COMMENT:K&auml\\;se &lt\\;b&gt\\;"), Event{Comment: "Käse <b>"}},
		{"an endless comment", object("COMMENT:" + strings.Repeat("ü", maxLine)), Event{Comment: strings.Repeat("ü", maxProse/2)}},
		{"a long foreign property", object("X-ALT-DESC:"+strings.Repeat("x", maxLine), "STATUS:CONFIRMED"), Event{Status: Confirmed}},
		{"text before and after", "\uFEFF\r\nHallo: Welt\r\n" + object("SEQUENCE:4") + "Gruß\r\n", Event{Sequence: 4}},
		{"lower case and bare line feeds", strings.ToLower(strings.ReplaceAll(object("SEQUENCE:4"), "\r", "")), Event{Sequence: 4}},
		{"a character cut by folding", object("SUMMARY:Gr\xc3\r\n \xbc\xc3\x9fe \xff"), Event{Summary: "Grüße \uFFFD"}},
		{"a link that runs code", object("URL:javascript:alert(1)"), Event{}},
	}
	for _, tt := range table {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			message, err := Parse([]byte(tt.object))
			if err != nil {
				t.Fatal(err)
			}
			if tt.want.UID == "" {
				tt.want.UID = "u@example.org"
			}
			sameInstant := cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })
			if diff := cmp.Diff(tt.want, message.Events[0], sameInstant); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAHugeHostileObjectIsReadQuickly(t *testing.T) {
	t.Parallel()
	many := object(strings.Repeat("ATTENDEE;CN="+strings.Repeat("x", 1000)+":mailto:a@example.org\r\n", 250))
	params := object("ATTENDEE" + strings.Repeat(";CN=x", 3000) + ":mailto:a@example.org")
	for _, text := range []string{many, params, strings.Repeat(" \n", maxObject/2), strings.Repeat(";", maxObject)} {
		begin := time.Now()
		_, _ = Parse([]byte(text)) // only the time counts
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("%d octets took %s", len(text), took)
		}
	}
}

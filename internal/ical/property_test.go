package ical

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// hostile draws text made of what breaks calendars.
func hostile(t *rapid.T, label string) string {
	pieces := []string{
		"\r\n", "\n", "\r", "\t", "\x00", "\x1b", "\v", "\f", "\u0085", "\u2028", "\u2029", "\uFEFF", "\xff", `\`, `\n`, `"`, `;`, `,`, `:`, `=`, `^`, "^n",
		" ", "ATTENDEE:mailto:x@example.org", "ORGANIZER;CN=x:mailto:x@example.org", "END:VEVENT", "BEGIN:VALARM", ";PARTSTAT=ACCEPTED",
		"ä", "ß", "€", "😀", "Jörg", "a", strings.Repeat("ü", 40), strings.Repeat("x", 70),
	}
	drawn := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(pieces), rapid.String()), 0, 12).Draw(t, label)
	return strings.Join(drawn, "")
}

func TestFoldingKeepsEveryLineShortAndWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string { return "X:" + clean(hostile(t, "text")) }), 1, 5).Draw(t, "lines")
		object := []byte(strings.Join(lines, "\r\n") + "\r\n")
		folded := fold(object)
		for line := range bytes.SplitSeq(bytes.TrimSuffix(folded, []byte("\r\n")), []byte("\r\n")) {
			if len(line) > 75 || !utf8.Valid(line) || bytes.ContainsAny(line, "\r\n") {
				t.Fatalf("bad line of %d octets: %q", len(line), line)
			}
		}
		if unfolded := bytes.ReplaceAll(folded, []byte("\r\n "), nil); !bytes.Equal(unfolded, object) {
			t.Fatalf("unfolded %q, want %q", unfolded, object)
		}
	})
}

func TestNothingTypedBecomesAnotherLine(t *testing.T) {
	t.Parallel()
	base := symposium(t)
	plain, err := Request(base)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		entry := base
		entry.Summary = "T" + hostile(t, "summary")
		entry.Location, entry.Description = hostile(t, "location"), hostile(t, "description")
		entry.Attendee.Name, entry.Organizer.Name = "N"+hostile(t, "attendee"), "N"+hostile(t, "organizer")
		object, err := Request(entry)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := structure(object), structure(plain); !slices.Equal(without(got), without(want)) {
			t.Fatalf("lines are %q, want %q", got, want)
		}
		message, err := Parse(object)
		if err != nil {
			t.Fatal(err)
		}
		event := message.Events[0]
		same(t, "SUMMARY", event.Summary, truncate(clean(entry.Summary), maxProse))
		same(t, "LOCATION", event.Location, truncate(clean(entry.Location), maxProse))
		same(t, "DESCRIPTION", event.Description, truncate(cleanLines(entry.Description), maxProse))
		same(t, "CN", event.Attendees[0].Name, truncate(cleanParam(entry.Attendee.Name), maxParam))
		same(t, "CN", event.Organizer.Name, truncate(cleanParam(entry.Organizer.Name), maxParam))
	})
}

func same(t *rapid.T, what, got, want string) {
	if strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Fatalf("%s came back as %q, want %q", what, got, want)
	}
}

// structure returns the names of the lines as the most careless reader sees them: every line separator there is, and
// continuation lines only where CRLF is followed by a blank.
func structure(object []byte) []string {
	unfolded := strings.ReplaceAll(string(object), "\r\n ", "")
	var names []string
	for _, line := range strings.FieldsFunc(unfolded, func(r rune) bool {
		return strings.ContainsRune("\r\n\v\f\u0085\u2028\u2029\x1c\x1d\x1e", r)
	}) {
		names = append(names, line[:strings.IndexAny(line+":", ":;")])
	}
	return names
}

// without drops the optional texts, which are missing when nothing is left of them after cleaning.
func without(names []string) []string {
	return slices.DeleteFunc(names, func(n string) bool { return n == "LOCATION" || n == "DESCRIPTION" })
}

func TestCleaningLeavesOrdinaryTextAlone(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"Größler & Söhne", `Älter werden; gut, "versorgt" \ 100 %`, strings.Repeat("ß", 200), "😀 👩‍👩‍👧"} {
		if got := clean(s); got != s {
			t.Errorf("clean(%q) = %q", s, got)
		}
	}
	if got, want := cleanParam(`Dr. Größler, Jörg "JG"; Amt: 12`), "Dr. Größler Jörg JG Amt 12"; got != want {
		t.Errorf("cleanParam = %q, want %q", got, want)
	}
}

func TestEveryInstantComesBackFromItsZone(t *testing.T) {
	t.Parallel()
	names := []string{
		"Europe/Berlin", "Europe/Lisbon", "Europe/Dublin", "America/New_York", "America/Sao_Paulo", "Australia/Sydney",
		"Australia/Lord_Howe", "Asia/Kolkata", "Asia/Jerusalem", "Africa/Casablanca", "Pacific/Chatham", "UTC",
	}
	base := symposium(t)
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(names).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		entry := base
		entry.Start = time.Unix(rapid.Int64Range(9e8, 4e9).Draw(t, "start"), 0).In(zone)
		entry.End = entry.Start.Add(time.Duration(rapid.IntRange(1, 5000).Draw(t, "minutes")) * time.Minute)
		object, err := Request(entry)
		if err != nil {
			t.Fatal(err)
		}
		message, err := Parse(object)
		if err != nil {
			t.Fatal(err)
		}
		if e := message.Events[0]; !e.Start.Equal(entry.Start) || !e.End.Equal(entry.End) {
			t.Fatalf("%s to %s came back as %s to %s", entry.Start, entry.End, e.Start, e.End)
		}
	})
}

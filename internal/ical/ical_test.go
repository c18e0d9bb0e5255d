package ical

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// symposium is an invitation with everything that troubles readers in it.
func symposium(t testing.TB) Entry {
	berlin := mustZone(t, "Europe/Berlin")
	return Entry{
		UID: "q7x2m4k9w5t8r3z6@example.org", Sequence: 1,
		Stamp: time.Date(2027, 1, 11, 8, 30, 0, 0, time.UTC),
		Start: time.Date(2027, 3, 25, 9, 30, 0, 0, berlin), End: time.Date(2027, 3, 25, 16, 30, 0, 0, berlin),
		Summary:     `Fachtagung „Älter werden, gut versorgt“; Kreis & Gemeinden`,
		Description: "Guten Tag,\r\n\nwir laden ein; Näheres unter C:\\Plan.\nGrüße",
		Location:    "Bürgerhaus, Großer Saal; Marktplatz 1, 01234 Musterstadt",
		URL:         "https://example.org/v/fachtagung?a=1,2;b",
		Organizer:   Organizer{Name: "Koordination \"Runder Tisch\"", Email: "rsvp@example.org"},
		Attendee:    Attendee{Name: "Dr. Größler, Jörg; Amt: 12", Email: "joerg.groessler@example.org"},
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", name, diff)
	}
}

func parsed(t testing.TB, object []byte) Event {
	t.Helper()
	message, err := Parse(object)
	if err != nil {
		t.Fatalf("Parse: %v\n%s", err, object)
	}
	return message.Events[0]
}

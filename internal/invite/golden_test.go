package invite

import (
	"flag"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rundertisch/internal/account"
	"rundertisch/internal/attendance"
	"rundertisch/internal/clock"
	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	"rundertisch/internal/ical"
	"rundertisch/internal/mail"
	"rundertisch/internal/mail/mailtest"
)

var rewrite = flag.Bool("update", false, "rewrite the golden files")

// writing is a desk without a database: fixed clock, identifiers and people.
func writing(t *testing.T) *desk {
	t.Helper()
	catalogue, texts := mailtest.Sentences(t)
	now := time.Date(2027, 1, 15, 9, 0, 0, 0, time.UTC)
	outbox, err := mail.New(nil, clock.At(now), netmail.Address{Name: "Landkreis Musterland", Address: "planung@example.org"}, false)
	if err != nil {
		t.Fatal(err)
	}
	return &desk{
		Announcer: &Announcer{mail: outbox, texts: texts, catalogue: catalogue, clock: clock.At(now), baseURL: "https://tisch.example.org"},
		now:       now, wording: texts.Shipped(),
		event: event.Event{
			ID: "01JW0000000000000000000001", Kind: event.Symposium, Title: "Fachtagung „Wohnen“; Größler, 2027", Slug: "fachtagung-wohnen",
			Summary: "Ein Tag für alle, die mit Wohnungsnotfällen zu tun haben.", Zone: "Europe/Berlin",
			StartsWall: "2027-03-25T09:30", EndsWall: "2027-03-25T16:00",
			StartsAt: time.Date(2027, 3, 25, 8, 30, 0, 0, time.UTC), EndsAt: time.Date(2027, 3, 25, 15, 0, 0, 0, time.UTC),
			Venue: "Kreishaus, Großer Saal", Address: "Lindenplatz 1\n99974 Musterstadt", Contact: "Jana Muster", State: event.Published,
		},
		workspace: account.Workspace{Name: "Landkreis Musterland", Imprint: "Landkreis Musterland\nLindenplatz 1", FundingNotice: "Gefördert aus Mitteln des ESF."},
	}
}

func guest(lang string) attendance.Attendance {
	return attendance.Attendance{
		ID: "01JW0000000000000000000002", Name: `Dr. Jörg Größler-Weiß; "JG", Amt: 12`, Email: "joerg.groessler@example.org", Lang: lang,
		UID: "k7mq2vd9wx4tz8ra3nce5pbh6ysj@example.org", Stamp: time.Date(2027, 1, 15, 9, 0, 0, 0, time.UTC), Answer: attendance.NeedsAction,
	}
}

func workshop() (attendance.WorkshopPlace, event.ProgrammeItem) {
	place := attendance.WorkshopPlace{
		ID: "01JW0000000000000000000003", UID: "z5vq8nd2wx7tk4ra9mce3pbh6ysj@example.org", Sequence: 1,
		Stamp: time.Date(2027, 1, 20, 9, 0, 0, 0, time.UTC), State: attendance.Confirmed,
	}
	item := event.ProgrammeItem{
		Title: "Frühe Hilfe", Room: "Raum 2", StartsAt: time.Date(2027, 3, 25, 10, 0, 0, 0, time.UTC),
		EndsAt: time.Date(2027, 3, 25, 11, 30, 0, 0, time.UTC),
	}
	return place, item
}

func TestMailsAreWrittenAsBefore(t *testing.T) {
	t.Parallel()
	d := writing(t)
	asked, accepted, raised := guest("de"), guest("en"), guest("de")
	accepted.Answer = attendance.Accepted
	raised.Sequence, raised.Stamp = 1, raised.Stamp.Add(time.Hour)
	place, item := workshop()
	inWorkshop := d.workshopLetter(asked, place, item)
	inWorkshop.kind, inWorkshop.method = confirmation, ical.MethodRequest
	for name, m := range map[string]letter{
		"invitation":   {kind: invitation, to: asked, fields: invitationFields("Wir freuen uns\nauf Sie."), method: ical.MethodRequest, entry: d.entryOf(asked)},
		"confirmation": {kind: confirmation, to: accepted, method: ical.MethodRequest, entry: d.entryOf(accepted)},
		"update": {
			kind: update, to: raised, method: ical.MethodRequest, entry: d.entryOf(raised),
			fields: mail.Fields{"changes": "Ort: bisher Rathaus, jetzt Kreishaus"},
		},
		"cancellation": {kind: cancellation, to: raised, method: ical.MethodCancel, whole: true, entry: d.entryOf(raised)},
		"uninvitation": {kind: uninvitation, to: raised, method: ical.MethodCancel, entry: d.entryOf(raised)},
		"workshop":     inWorkshop,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			message, err := d.write(m, "https://tisch.example.org/a/personal-token")
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+".ics", message.Calendar)
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *rewrite {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestNoCalendarObjectCarriesAPersonalLink(t *testing.T) {
	t.Parallel()
	d := writing(t)
	m := letter{kind: invitation, to: guest("de"), method: ical.MethodRequest, entry: d.entryOf(guest("de"))}
	message, err := d.write(m, "https://tisch.example.org/a/personal-token")
	if err != nil {
		t.Fatal(err)
	}
	unfolded := strings.ReplaceAll(message.Calendar, "\r\n ", "")
	if !strings.Contains(message.Text, "/a/personal-token") || !strings.Contains(message.HTML, "/a/personal-token") || strings.Contains(unfolded, "/a/") {
		t.Errorf("text and HTML must have the link, the calendar object must not:\n%s", unfolded)
	}
}

// notOfEvents are the mails of package account.
var notOfEvents = []string{"colleague", "password_reset", "email_old", "email_new", "email_changed"}

func TestEveryMailAboutAnEventSpeaksItsReceiversLanguageAndSoDoItsLinks(t *testing.T) {
	t.Parallel()
	d := writing(t)
	for _, lang := range i18n.Languages() {
		for _, kind := range d.texts.Names(lang) {
			if slices.Contains(notOfEvents, kind) {
				continue
			}
			message, err := d.write(letter{kind: kind, to: guest(string(lang))}, "https://tisch.example.org/a/personal-token")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(message.HTML, `<html lang="`+string(lang)+`"`) {
				t.Errorf("%s to somebody who reads %s is not marked so:\n%.200s", kind, lang, message.HTML)
			}
			for part, text := range map[string]string{"text": message.Text, "HTML": message.HTML} {
				links, speaking := strings.Count(text, "https://tisch.example.org/"), strings.Count(text, "?lang="+string(lang))
				if links != speaking {
					t.Errorf("%s in %s, %s: %d of %d links say the language", kind, lang, part, speaking, links)
				}
			}
		}
	}
}

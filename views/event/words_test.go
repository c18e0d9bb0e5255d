package eventviews_test

import (
	"slices"
	"testing"
	"time"

	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	eventviews "rundertisch/views/event"
)

func TestTheTimeOfAnEventIsSaidInWordsInItsOwnZone(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	oneDay := event.Event{
		Zone: "Europe/Berlin", StartsWall: "2027-07-01T09:30", EndsWall: "2027-07-01T16:00",
		StartsAt: at("2027-07-01T07:30:00Z"), EndsAt: at("2027-07-01T14:00:00Z"),
	}
	twoDays := oneDay
	twoDays.EndsWall, twoDays.EndsAt = "2027-07-02T12:00", at("2027-07-02T10:00:00Z")
	for _, c := range []struct {
		lang i18n.Lang
		e    event.Event
		want string
	}{
		{i18n.German, oneDay, "Donnerstag, 1. Juli 2027, 09:30 bis 16:00 Uhr"},
		{i18n.English, oneDay, "Thursday, 1 July 2027, 09:30 to 16:00"},
		{i18n.German, twoDays, "Donnerstag, 1. Juli 2027, 09:30 Uhr bis Freitag, 2. Juli 2027, 12:00 Uhr"},
	} {
		if got := eventviews.When(catalogue.Locale(c.lang, time.UTC), c.e); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestTheDayOfAnEventThatIsNearIsSaidInDays(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	german := catalogue.Locale(i18n.German, time.UTC)
	e := event.Event{Zone: "Europe/Berlin", StartsWall: "2027-07-01T09:30", StartsAt: at("2027-07-01T07:30:00Z")}
	for now, want := range map[string]string{
		"2027-04-01T09:00:00Z": "",
		"2027-05-02T09:00:00Z": "(in 60 Tagen)",
		"2027-06-29T22:30:00Z": "(morgen)", // half past midnight of the 30th in Berlin
		"2027-07-01T21:00:00Z": "(heute)",
		"2027-07-02T07:00:00Z": "(gestern)",
		"2027-07-11T07:00:00Z": "(vor 10 Tagen)",
		"2028-07-01T07:00:00Z": "",
	} {
		if got := eventviews.Near(german, e, at(now)); got != want {
			t.Errorf("%s: got %q, want %q", now, got, want)
		}
	}
}

func TestAProgrammeIsSortedIntoDaysWithOneEntryPerSlot(t *testing.T) {
	t.Parallel()
	e := event.Event{Zone: "Europe/Berlin"}
	item := func(title, from, to, slot string) event.ProgrammeItem {
		return event.ProgrammeItem{Title: title, StartsAt: at(from), EndsAt: at(to), Slot: slot}
	}
	days := eventviews.Days(e, []event.ProgrammeItem{
		item("Begrüßung", "2027-07-01T07:30:00Z", "2027-07-01T08:00:00Z", ""),
		item("A", "2027-07-01T09:00:00Z", "2027-07-01T10:00:00Z", "Runde"),
		item("Kaffee", "2027-07-01T09:30:00Z", "2027-07-01T09:45:00Z", ""),
		item("B", "2027-07-01T09:30:00Z", "2027-07-01T10:30:00Z", "Runde"),
		item("C", "2027-07-02T09:00:00Z", "2027-07-02T10:00:00Z", "Runde"),
	})
	var got []string
	for _, day := range days {
		for _, block := range day.Blocks {
			line := day.Date.Format("02.01. ") + block.From.Format("15:04-") + block.To.Format("15:04")
			for _, i := range block.Items {
				line += " " + i.Title
			}
			got = append(got, line)
		}
	}
	want := []string{"01.07. 09:30-10:00 Begrüßung", "01.07. 11:00-12:30 A B", "01.07. 11:30-11:45 Kaffee", "02.07. 11:00-12:00 C"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

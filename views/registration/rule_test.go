package registrationviews_test

import (
	"strings"
	"testing"
	"time"

	"rundertisch/internal/event"
	"rundertisch/internal/i18n"
	registrationviews "rundertisch/views/registration"
)

func TestTheRuleIsTheOneThatHolds(t *testing.T) {
	t.Parallel()
	catalogue, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	l := catalogue.Locale(i18n.German, time.UTC)
	done := time.Date(2027, 2, 1, 9, 0, 0, 0, time.UTC)
	const inOrder, wishes, allotted, atOnce = "in der Reihenfolge der Anmeldungen", "Workshops vergeben wir nach Wünschen", "sind nach Wünschen vergeben", "In Workshops rückt"
	for _, c := range []struct {
		when      string
		event     event.Event
		workshops bool
		says      []string
	}{
		{"everybody may come", event.Event{}, false, nil},
		{"only workshops are limited", event.Event{}, true, []string{inOrder}},
		{"only workshops are limited and go by wishes", event.Event{WishesUntil: "2027-01-31"}, true, nil},
		{"their places were given by wishes", event.Event{WishesUntil: "2027-01-31", WishesDoneAt: &done}, true, []string{allotted}},
		{"places at once", event.Event{Capacity: 9}, true, []string{inOrder}},
		{"places at once, workshops by wishes", event.Event{Capacity: 9, WishesUntil: "2027-01-31"}, true, []string{inOrder, wishes}},
		{"places at once, workshops were given", event.Event{Capacity: 9, WishesUntil: "2027-01-31", WishesDoneAt: &done}, true, []string{inOrder, allotted}},
		{"places are offered", event.Event{Capacity: 9, OfferHours: 16}, true, []string{inOrder, "16 Bürostunden", atOnce}},
		{"places are offered, workshops by wishes", event.Event{Capacity: 9, OfferHours: 16, WishesUntil: "2027-01-31"}, true, []string{inOrder, "16 Bürostunden", wishes}},
		{"places are offered, workshops were given", event.Event{Capacity: 9, OfferHours: 16, WishesUntil: "2027-01-31", WishesDoneAt: &done}, true, []string{inOrder, "16 Bürostunden", allotted}},
		{"a waitlist of the event alone", event.Event{Capacity: 9, WishesUntil: "2027-01-31"}, false, []string{inOrder}},
	} {
		said := registrationviews.Rule(l, c.event, c.workshops)
		for _, part := range []string{inOrder, "16 Bürostunden", wishes, allotted, atOnce} {
			want := false
			for _, says := range c.says {
				want = want || says == part
			}
			if strings.Contains(said, part) != want {
				t.Errorf("%s: %q stands there: %v, want %v: %s", c.when, part, !want, want, said)
			}
		}
	}
}

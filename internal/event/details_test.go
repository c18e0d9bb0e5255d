package event

import (
	"slices"
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/fault"
)

func fachtagung() Details {
	return Details{
		Kind: Symposium, Title: "Fachtagung Wohnungslosigkeit", Day: "25.03.2027", Begin: "9:30", End: "16:00",
		Venue: "Kreishaus", Capacity: "120", Contact: "Sozialplanung, sozialplanung@example.org",
	}
}

func TestDetailsAreCheckedAtTheirFields(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		edit func(*Details)
		want string // field: key, empty when accepted
	}{
		{"a complete event is accepted", func(*Details) {}, ""},
		{"a blank title is asked for", func(d *Details) { d.Title = " \n" }, "title: fault.required"},
		{"a title of 200 umlauts is accepted", func(d *Details) { d.Title = strings.Repeat("ß", 200) }, ""},
		{"a title of 201 characters is too long", func(d *Details) { d.Title = strings.Repeat("ß", 201) }, "title: fault.too_long"},
		{"an unknown kind is refused", func(d *Details) { d.Kind = "party" }, "kind: fault.choice"},
		{"a day is needed", func(d *Details) { d.Day = "" }, "day: fault.required"},
		{"the thirtieth of February is no day", func(d *Details) { d.Day = "30.02.2027" }, "day: fault.day"},
		{"a date field's day is accepted", func(d *Details) { d.Day = "2027-03-25" }, ""},
		{"a begin is needed", func(d *Details) { d.Begin = "" }, "begin: fault.required"},
		{"25 o'clock is no time", func(d *Details) { d.End = "25:00" }, "end: fault.time"},
		{"a time with a point and Uhr is accepted", func(d *Details) { d.Begin = "9.30 Uhr" }, ""},
		{"a time the clock change skips is refused", func(d *Details) { d.Day, d.Begin = "28.03.2027", "02:30" }, "begin: event.time_skipped"},
		{"a time that comes twice is taken", func(d *Details) { d.Day, d.Begin = "31.10.2027", "02:30" }, ""},
		{"the end is not before the begin", func(d *Details) { d.End = "09:00" }, "end: event.end_before_begin"},
		{"the end is not the begin", func(d *Details) { d.End = "09:30" }, "end: event.end_before_begin"},
		{"an event of two days may end earlier in the day", func(d *Details) { d.EndDay, d.End = "26.03.2027", "09:00" }, ""},
		{"the last day is not before the first", func(d *Details) { d.EndDay = "24.03.2027" }, "end_day: event.end_day_before_begin"},
		{"no capacity means no limit", func(d *Details) { d.Capacity = "" }, ""},
		{"a negative capacity is refused", func(d *Details) { d.Capacity = "-1" }, "capacity: event.capacity_form"},
		{"half a place is refused", func(d *Details) { d.Capacity = "1.5" }, "capacity: event.capacity_form"},
		{"registration ends on the day at the latest", func(d *Details) { d.Until = "26.03.2027" }, "registration_until: event.registration_after_begin"},
		{"registration does not end before it begins", func(d *Details) { d.From, d.Until = "10.03.2027", "09.03.2027" }, "registration_from: event.registration_from_late"},
		{"an address in capitals is folded", func(d *Details) { d.Slug = "Fachtagung-2027" }, ""},
		{"an address with blanks is refused", func(d *Details) { d.Slug = "fach tagung" }, "slug: event.slug_form"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := fachtagung()
			c.edit(&d)
			_, err := d.apply(Event{State: Draft, Zone: "Europe/Berlin"})
			if got := fieldsOf(err); !slices.Equal(got, list(c.want)) {
				t.Errorf("got %v, want %q", got, c.want)
			}
		})
	}
}

func TestWallTimesKeepTheirInstant(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{
		"25.03.2027": "2027-03-25T08:30:00Z", "29.03.2027": "2027-03-29T07:30:00Z",
	} {
		d := fachtagung()
		d.Day = day
		e, err := d.apply(Event{State: Draft, Zone: "Europe/Berlin"})
		if err != nil || e.StartsAt.Format("2006-01-02T15:04:05Z") != want {
			t.Errorf("%s 9:30: got %s, %v; want %s", day, e.StartsAt, err, want)
		}
	}
	d := fachtagung()
	d.Day, d.Begin = "31.10.2027", "02:30"
	e, _ := d.apply(Event{State: Draft, Zone: "Europe/Berlin"})
	if got := e.StartsAt.Format("15:04"); got != "00:30" || !slices.Equal(e.Ambiguous(), []string{"02:30"}) {
		t.Errorf("the first 02:30 is 00:30 UTC, got %s, ambiguous %v", got, e.Ambiguous())
	}
}

func TestProgrammeItemsAreCheckedAtTheirFields(t *testing.T) {
	t.Parallel()
	e, err := fachtagung().apply(Event{State: Draft, Zone: "Europe/Berlin"})
	if err != nil {
		t.Fatal(err)
	}
	good := ItemDetails{Kind: WorkshopItem, Title: "Prävention", Begin: "11:00", End: "12:30", NewSlot: "Runde 1", Capacity: "20"}
	for _, c := range []struct {
		name string
		edit func(*ItemDetails)
		want string
	}{
		{"a workshop in a slot is accepted", func(*ItemDetails) {}, ""},
		{"a workshop needs a slot", func(d *ItemDetails) { d.NewSlot = "" }, "slot: event.item.slot_needed"},
		{"a workshop may take an existing slot", func(d *ItemDetails) { d.Slot, d.NewSlot = "Runde 1", "" }, ""},
		{"a talk needs no slot", func(d *ItemDetails) { d.Kind, d.NewSlot = Talk, "" }, ""},
		{"an item does not begin before the event", func(d *ItemDetails) { d.Begin = "09:00" }, "begin: event.item.before_event"},
		{"an item does not end after the event", func(d *ItemDetails) { d.End = "16:01" }, "end: event.item.after_event"},
		{"an item may fill the whole event", func(d *ItemDetails) { d.Begin, d.End = "09:30", "16:00" }, ""},
		{"an item does not end before it begins", func(d *ItemDetails) { d.End = "10:00" }, "end: event.end_before_begin"},
		{"an unknown kind is refused", func(d *ItemDetails) { d.Kind = "dance" }, "kind: fault.choice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := good
			c.edit(&d)
			_, err := d.apply(e, ProgrammeItem{})
			if got := fieldsOf(err); !slices.Equal(got, list(c.want)) {
				t.Errorf("got %v, want %q", got, c.want)
			}
		})
	}
}

func TestATalkHasNeitherSlotNorCapacity(t *testing.T) {
	t.Parallel()
	e, _ := fachtagung().apply(Event{State: Draft, Zone: "Europe/Berlin"})
	d := ItemDetails{Kind: Talk, Title: "Vortrag", Begin: "10:00", End: "10:30", Slot: "Runde 1", Capacity: "20"}
	i, err := d.apply(e, ProgrammeItem{})
	if err != nil || i.Slot != "" || i.Capacity != 0 {
		t.Errorf("got slot %q and %d places, %v", i.Slot, i.Capacity, err)
	}
}

func TestSlugsAreReadableAndPlain(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Fachtagung „Wohnen für Größler“":    "fachtagung-wohnen-fuer-groessler",
		"Łuczak & Yılmaz: Straße (2027)":     "luczak-yilmaz-strasse-2027",
		"???":                                "veranstaltung",
		strings.Repeat("Sozialplanung ", 20): "sozialplanung-sozialplanung-sozialplanung-sozialplanung-sozialplanung",
	} {
		if got := Slug(title); got != want || !slugForm.MatchString(got) {
			t.Errorf("%q: got %q, want %q", title, got, want)
		}
	}
	if got := freeSlug("tagung", []string{"tagung", "tagung-2", "tagung-netz"}); got != "tagung-3" {
		t.Errorf("the next free address is tagung-3, got %q", got)
	}
}

func TestPublishingListsWhatIsMissing(t *testing.T) {
	t.Parallel()
	full := account.Workspace{Imprint: "Landkreis", PrivacyContact: "datenschutz@example.org"}
	e, _ := fachtagung().apply(Event{State: Draft, Zone: "Europe/Berlin"})
	noPlace, meeting := e, e
	noPlace.Venue, noPlace.Contact = "", " "
	meeting.Kind = Meeting
	for _, c := range []struct {
		name string
		e    Event
		w    account.Workspace
		want []string
	}{
		{"a complete event misses nothing", e, full, nil},
		{"place and contact are named", noPlace, full, []string{"venue: event.missing.venue", "contact: event.missing.contact"}},
		{"a public event needs the workspace's legal notice", e, account.Workspace{}, []string{"imprint: event.missing.imprint", "privacy_contact: event.missing.privacy_contact"}},
		{"a meeting does not", meeting, account.Workspace{}, nil},
	} {
		if got := fieldsOf(&fault.Error{Fields: Missing(c.e, c.w)}); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func fieldsOf(err error) []string {
	var out []string
	for _, f := range fault.Fields(err) {
		out = append(out, f.Name+": "+f.Key)
	}
	return out
}

func list(want string) []string {
	if want == "" {
		return nil
	}
	return []string{want}
}

package eventweb_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/event"
	"rundertisch/internal/registration"
)

func fachtagung() url.Values {
	return url.Values{
		"kind": {"symposium"}, "title": {"Fachtagung Größler"}, "day": {"25.03.2027"}, "begin": {"9:30"}, "end": {"16:00"},
		"venue": {"Kreishaus"}, "capacity": {"100"}, "contact": {"Team, planung@example.org"},
	}
}

// created makes a draft by the form and returns its address.
func created(t *testing.T, o apptest.Office) string {
	t.Helper()
	o.Get(path(o) + "/new").Status(200)
	page := o.Submit("main form", fachtagung()).Status(303)
	address, _, _ := strings.Cut(page.Location, "?")
	return address
}

func path(o apptest.Office) string { return "/projects/" + o.Project.ID + "/events" }

func TestTheFormKeepsWhatIsTypedAndSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		o.Get(path(o)).Status(200).Has(".rt-empty", "Noch keine Veranstaltung")
		o.Get(path(o) + "/new").Status(200)
		page := o.Submit("main form", url.Values{"title": {""}, "day": {"31.02.2027"}, "begin": {"halb zehn"}, "end": {"16:00"}, "venue": {"Kreishaus"}}).Status(422)
		page.Has("title", "Fehler:").Has("[role=alert] a[href='#f-day']", "TT.MM.JJJJ").Has("#f-begin-error", "SS:MM").Has("#f-title-error", "füllen Sie")
		if got := page.Find("#f-venue").AttrOr("value", ""); got != "Kreishaus" {
			t.Errorf("the venue is lost: %q", got)
		}
		if got := page.Find("#f-day").AttrOr("value", ""); got != "31.02.2027" {
			t.Errorf("the wrong day is lost: %q", got)
		}
		o.Submit("main form", fachtagung()).Status(303)
		o.Follow().Status(200).Has("h1", "Fachtagung Größler").Has(".rt-badge", "Entwurf").Has(".rt-terms", "Donnerstag, 25. März 2027, 09:30 bis 16:00 Uhr")
		o.Get(path(o)).Has("#drafts", "Fachtagung Größler")
	})
}

// TestATimeThatComesTwiceIsTakenAndWarnedOf: on the night the clocks are set back.
func TestATimeThatComesTwiceIsTakenAndWarnedOf(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		night := fachtagung()
		night["day"], night["begin"], night["end"] = []string{"31.10.2027"}, []string{"02:30"}, []string{"05:00"}
		o.Get(path(o) + "/new").Status(200)
		o.Submit("main form", night).Status(303)
		o.Follow().Status(200).Has("main", "02:30 Uhr kommt zweimal vor. Gemeint ist das erste Mal").HasNot("main", "05:00 Uhr kommt zweimal vor")
	})
}

func TestADraftIsPublishedOnceNothingIsMissing(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := created(t, o)
		page := o.Get(base).Status(200).Has("main", "Vor dem Veröffentlichen fehlt noch").Has("main a", "das Impressum Ihrer Verwaltung")
		page.HasNot("main a", "Veröffentlichen")
		o.Get(base + "/steps/publish").Status(200)
		o.Submit("main form", nil).Status(422).Has("main", "Impressum")

		imprint(t, o)
		o.Get(base).HasNot("main", "fehlt noch").Has("main a.kern-btn", "Veröffentlichen")
		o.Get(base+"/steps/publish").Status(200).Has("main li", "http://tisch.example.org/v/fachtagung-groessler")
		o.Submit("main form", nil).Status(303)
		o.Follow().Has("[role=status]", "veröffentlicht").Has("h1", "einladen")
		o.Get(base).Has(".rt-badge", "Veröffentlicht")
		o.Get(base+"/steps/hold").Status(200).Has("h1", "Als durchgeführt vermerken")
		o.Submit("main form", nil).Status(422).Has("main", "noch nicht begonnen")
		o.Get(base + "/steps/explode").Status(404)

		o.Get(base+"/steps/cancel").Status(200).Has(".rt-card--danger", "niemand eingeladen")
		o.Submit("main form", nil).Status(303)
		o.Follow().Has(".rt-badge", "Abgesagt")
		o.Get(base + "/edit").Status(409)
	})
}

// imprint fills in what the workspace needs for public pages.
func imprint(t *testing.T, o apptest.Office) {
	t.Helper()
	o.Get("/workspaces/" + o.Actor.WorkspaceID + "/settings").Status(200)
	o.Submit("main form", url.Values{"imprint": {"Landkreis Musterland, Lindenplatz 1"}, "privacy_contact": {"datenschutz@example.org"}}).Status(303)
}

func TestTheProgrammeIsKeptByForms(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := created(t, o)
		page := o.Get(base + "/programme/new").Status(200)
		if got := page.Find("#f-begin").AttrOr("value", ""); got != "09:30" {
			t.Errorf("the first item begins with the event, got %q", got)
		}
		workshop := url.Values{"kind": {"workshop"}, "title": {"Prävention"}, "begin": {"11:00"}, "end": {"12:30"}, "capacity": {"20"}}
		o.Submit("main form", workshop).Status(422).Has("#f-slot-error", "Runde")
		workshop.Set("slot", "Vormittag")
		o.Submit("main form", workshop).Status(303)
		o.Follow().Has("#programme-1 .rt-grid__title", "Prävention").Has("#programme-1", "0 von 20 Plätzen belegt")
		o.Get(base + "/programme/new").Status(200)
		second := url.Values{"kind": {"workshop"}, "title": {"Wohnraum"}, "begin": {"11:00"}, "end": {"17:00"}, "slot": {"Vormittag"}}
		o.Submit("main form", second).Status(422).Has("#f-end-error", "endet schon um 16:00")
		second.Set("end", "12:30")
		o.Submit("main form", second).Status(303)

		edit := o.Get(base).Find("#programme-table a").First().AttrOr("href", "")
		old := o.Get(edit).Status(200).Find("input[name=basis]").AttrOr("value", "")
		o.Submit("main form", url.Values{"title": {"Früh helfen"}}).Status(303)
		o.Get(edit)
		o.Submit("main form", url.Values{"title": {"Zu spät"}, "basis": {old}}).Status(409).Has(".rt-clash__text", "Früh helfen")
		o.Get(strings.Replace(edit, "/edit", "/remove", 1)).Status(200).Has(".rt-card--danger", "Früh helfen")
		o.Submit("main form", nil).Status(303)
		o.Follow().HasNot("#programme-1", "Früh helfen").Has("#programme-1", "Wohnraum")
	})
}

func TestTheSecondOfTwoEditorsSeesBothTexts(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := created(t, o)
		colleague, _ := s.Person(o.Project, o.Project.ID, account.Coordination)
		o.Get(base + "/edit").Status(200)
		colleague.Get(base + "/edit").Status(200)
		colleague.Submit("main form", url.Values{"title": {"Titel der Kollegin"}}).Status(303)
		page := o.Submit("main form", url.Values{"title": {"Mein Titel"}}).Status(409)
		page.Has(".rt-clash__text", "Titel der Kollegin").Has(".rt-clash__text", "Mein Titel").HasNot(".rt-clash legend", "Datum")
		o.Submit("main form", url.Values{"choice.title": {"mine"}}).Status(303)
		o.Follow().Has("h1", "Mein Titel")
	})
}

func TestANewTimeTakesTheProgrammeAlong(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := created(t, o)
		o.Get(base + "/programme/new")
		o.Submit("main form", url.Values{"kind": {"talk"}, "title": {"Vortrag"}, "begin": {"10:00"}, "end": {"10:45"}}).Status(303)
		o.Get(base+"/edit").Has("main", "Das Programm beginnt mit „Vortrag“ um 10:00 Uhr und endet um 10:45 Uhr")
		o.Submit("main form", url.Values{"begin": {"10:15"}}).Status(422).Has("#f-begin-error", "„Vortrag“ (10:00 bis 10:45 Uhr)")
		o.Get(base + "/edit")
		o.Submit("main form", url.Values{"end": {"10:30"}}).Status(422).Has("#f-end-error", "„Vortrag“ (10:00 bis 10:45 Uhr)")
		o.Submit("main form", url.Values{"begin": {"10:30"}, "end": {"17:00"}}).Status(303)
		o.Follow().Has("#programme-table", "11:00 bis 11:45 Uhr")
	})
}

func TestPlacesWithoutALimitAreCounted(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := created(t, o)
		o.Get(base + "/edit")
		o.Submit("main form", url.Values{"capacity": {"viele"}}).Status(422).Has("#f-capacity-error", "ganze Zahl")
		o.Submit("main form", url.Values{"capacity": {"0"}}).Status(303)
		o.Follow().Has(".rt-meter", "0 Anmeldungen")
	})
}

func TestAMeetingHasNoPublicPage(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		e, err := s.Events.Add(t.Context(), o.Actor, event.Details{Kind: event.Meeting, Title: "AG Sozialberichtswesen", Day: "01.02.2027", Begin: "10:00", End: "12:00", Venue: "Raum 3"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Events.Publish(t.Context(), o.Actor, e.ID); err != nil {
			t.Fatal(err)
		}
		o.Get(path(o)+"/"+e.ID).Status(200).HasNot("main a", "Öffentliche Seite")
		s.Browser().Get("/v/" + e.Slug).Status(404)
	})
}

func TestPeopleWithPlacesAreNotPassedOver(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		imprint(t, o)
		base := created(t, o)
		o.Get(base + "/programme/new")
		o.Submit("main form", url.Values{"kind": {"workshop"}, "title": {"Prävention"}, "begin": {"11:00"}, "end": {"12:30"}, "slot": {"Vormittag"}, "capacity": {"20"}}).Status(303)
		o.Get(base + "/steps/publish")
		o.Submit("main form", nil).Status(303)
		register(t, s, o, "Ayla Yılmaz", "Cem Łuczak")

		o.Get(base).Has(".rt-meter", "2 von 100 Plätzen belegt").Has("#programme-table", "2 von 20 Plätzen belegt")
		o.Get(base + "/edit")
		o.Submit("main form", url.Values{"capacity": {"1"}}).Status(422).Has("#f-capacity-error", "bereits 2 Plätze vergeben")
		edit := o.Get(base).Find("#programme-table a").First().AttrOr("href", "")
		o.Get(edit)
		o.Submit("main form", url.Values{"capacity": {"1"}}).Status(422).Has("#f-capacity-error", "bereits 2 Plätze vergeben")
		remove := strings.Replace(edit, "/edit", "/remove", 1)
		if page := o.Get(remove).Status(200).Has("main", "2 Personen haben diesen Workshop gewählt"); page.Find("main form").Length() != 0 {
			t.Error("what cannot be removed has no button")
		}
		o.Post(remove, nil).Status(422).Has("main", "2 Personen")
		o.Get(base+"/steps/cancel").Has("#empfaenger summary", "4 Absagen").Has("main form button", "Veranstaltung absagen und 4 Nachrichten senden")
	})
}

// register gives each of the people a place in the first workshop of the only event.
func register(t *testing.T, s *apptest.Site, o apptest.Office, names ...string) {
	t.Helper()
	events, err := s.Events.List(t.Context(), o.Actor)
	if err != nil {
		t.Fatal(err)
	}
	_, items, err := s.Events.Programme(t.Context(), o.Actor, events[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for n, name := range names {
		form := registration.Form{Name: name, Email: "gast" + strconv.Itoa(n) + "@example.org", Lang: "de", Nonce: name, Chosen: []string{items[0].ID}}
		if _, err := s.Registrations.RegisterFor(t.Context(), o.Actor, events[0].ID, form); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheProgrammePageMovesItemsAndWarns(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		base := created(t, o)
		o.Get(base+"/programme").Status(200).Has(".rt-empty", "Noch kein Programm")
		for _, title := range []string{"Begrüßung", "Vortrag"} {
			o.Get(base + "/programme/new")
			item := talk(title, "Saal", "Ewa Łuczak", "10:00", "10:30")
			if page := o.Submit("main form", item); page.Code == 422 {
				o.Submit("main form", nil).Status(303)
			}
		}
		page := o.Follow().Status(200).Has("main .rt-flash--warning", "Ewa Łuczak steht gleichzeitig in").Has("main .rt-flash--warning", "Saal ist gleichzeitig belegt")
		page.Has("#programme-1 th[scope=col]", "Saal").Has("#rooms-table th", "Saal")
		edit := page.Find(".rt-grid__links a").First().AttrOr("href", "")
		o.Get(edit).Status(200).Has("main .rt-flash--warning", "Saal ist gleichzeitig belegt")
		move := strings.Replace(edit, "/edit", "/move", 1)
		o.Get(move).Status(200)
		o.Submit("main form", url.Values{"begin": {"15:45"}}).Status(422).Has("#f-begin-error", "außerhalb der Veranstaltung")
		o.Submit("main form", url.Values{"begin": {"10:30"}}).Status(303)
		o.Follow().Status(200).HasNot("main", "gleichzeitig")

		room := o.Get(base+"/programme").Find("#rooms-table a").First().AttrOr("href", "")
		o.Get(room).Status(200)
		o.Submit("main form[action$=remove]", nil).Status(422).Has("[role=alert]", "steht im Programm")
		o.Get(room)
		o.Submit("main form", url.Values{"name": {"Festsaal"}, "capacity": {"80"}, "step_free": {"yes"}}).Status(303)
		o.Follow().Status(200).Has("#programme-1 th[scope=col]", "Festsaal").Has("#rooms-table", "80")
	})
}

func TestThePublicProgrammeTellsWhoSpeaksAndWhatIsNew(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		o := s.Office("Landkreis Musterland")
		imprint(t, o)
		base := created(t, o)
		for _, values := range []url.Values{
			{"kind": {"workshop"}, "title": {"Prävention"}, "begin": {"11:00"}, "end": {"12:30"}, "slot": {"Vormittag"}, "room": {"Saal"}, "room_new": {""}, "moderator": {"Ewa Łuczak"}, "capacity": {"1"}},
			{"kind": {"workshop"}, "title": {"Wohnen"}, "begin": {"11:00"}, "end": {"12:00"}, "slot": {"Vormittag"}, "slot_new": {""}, "room_new": {"Foyer"}, "speakers": {"Jens Wolf, <b>Bela</b>"}},
		} {
			o.Get(base + "/programme/new")
			o.Submit("main form", values).Status(303)
		}
		people := o.Follow().Status(200).Has("#people-table", "Ewa Łuczak").Has("#people-table", "11:00 bis 12:30 Uhr: Prävention (Moderation)")
		edit := people.Find("#people-table tr:contains('Ewa Łuczak') a[href*='/speakers/']").AttrOr("href", "")
		o.Get(edit).Status(200).Has("main", "Im Verzeichnis gibt es niemanden")
		o.Submit("main form", url.Values{"name": {"Ewa, Łuczak"}}).Status(422).Has("#f-name-error", "ohne Komma")
		o.Submit("main form", url.Values{"name": {"Ewa Łuczak"}, "function": {"Beraterin"}, "biography": {"Berät seit 2010."}, "biography_en": {"Has advised since 2010."}}).Status(303)
		slug := s.Browser()
		slug.Get("/v/fachtagung-groessler/programm").Status(404)
		o.Get(base + "/steps/publish")
		o.Submit("main form", nil).Status(303)

		open := s.Browser()
		sheet := open.Get("/v/fachtagung-groessler/programm").Status(200).Has(".rt-tracks li .rt-track__time", "11:00").Has(".rt-standing", "Stand:").HasNot("main", "Änderung").
			Has("#personen .rt-person", "Berät seit 2010.").Has("#personen", "Beraterin").HasNot("#personen", "Jens Wolf").Has(".rt-tracks", "<b>Bela</b>")
		if n := sheet.Find(".rt-tracks > li").Length(); n != 2 {
			t.Errorf("%d tracks", n)
		}
		target := sheet.Find(".rt-tracks a[href^='#person-']").AttrOr("href", "")
		sheet.Has(target, "Ewa Łuczak")
		open.Get("/v/fachtagung-groessler").Status(200).Has("#programm a[href$='/programm']", "Ausdrucken").Has("#programm .rt-meter", "1")

		o.Get(base+"/versions").Status(200).Has("#since", "nichts geändert").Has("#versions-table", "Fassung 1").HasNot("main form[action$='/versions']", "")
		move := strings.Replace(o.Get(base+"/programme").Find(".rt-grid__links a").Eq(0).AttrOr("href", ""), "/edit", "/move", 1)
		o.Get(move)
		o.Submit("main form", url.Values{"begin": {"11:15"}}).Status(303)
		o.Get(base+"/programme").Has(".rt-standing", "1 Änderung seitdem")
		o.Get(base+"/versions").Status(200).Has("#since", "„Wohnen“: jetzt 11:15 bis 12:15 Uhr statt 11:00 bis 12:00 Uhr")
		open.Get("/v/fachtagung-groessler/programm").Has(".rt-sheet__changes", "1 Änderung seit dem")
		o.Get(base + "/versions")
		o.Submit("main form[action$='/versions']", nil).Status(303)
		o.Follow().Status(200).Has("[role=status]", "veröffentlicht").Has("#versions-table", "Fassung 2").Has("#versions-table", "jetzt 11:15")
		o.Get(base+"/versions/1").Status(200).Has(".rt-timetable", "11:00").HasNot(".rt-timetable", "12:15")
		o.Get(base + "/versions/3").Status(404)
		o.Get(base + "/versions/x").Status(404)
		open.With(map[string]string{"Accept-Language": "en"}).Get("/v/fachtagung-groessler/programm").Status(200).Has("#personen", "Has advised since 2010.").Has(".rt-sheet__changes", "now 11:15 to 12:15")
	})
}

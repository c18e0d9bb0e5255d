package wishweb_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"rundertisch/internal/account"
	"rundertisch/internal/app/apptest"
	"rundertisch/internal/attendance"
	"rundertisch/internal/event"
)

// hall is a published event with two small workshops in the morning and one in the afternoon.
type hall struct {
	apptest.Office
	site   *apptest.Site
	event  event.Event
	a, b   event.ProgrammeItem
	later  event.ProgrammeItem
	t      *testing.T
	guests map[string]*apptest.Browser
	pages  map[string]string // the guests' personal pages
}

func open(t *testing.T, s *apptest.Site) *hall {
	t.Helper()
	h := &hall{Office: s.Office("Landkreis Musterland"), site: s, t: t, guests: map[string]*apptest.Browser{}, pages: map[string]string{}}
	workspace, err := s.Accounts.Workspace(t.Context(), h.Actor.WorkspaceID)
	h.must(err)
	workspace.Imprint, workspace.PrivacyContact = "Landratsamt", "datenschutz@example.org"
	h.must(s.Accounts.UpdateWorkspace(t.Context(), h.Actor, workspace))
	h.event, err = s.Events.Add(t.Context(), h.Actor, event.Details{
		Kind: event.Symposium, Title: "Fachtagung", Day: "25.03.2027", Begin: "09:30", End: "16:00", Venue: "Kreishaus", Contact: "planung@example.org",
	})
	h.must(err)
	add := func(title, begin, end, slot, capacity, moderator string) event.ProgrammeItem {
		item, err := s.Events.AddItem(t.Context(), h.Actor, h.event.ID, event.ItemDetails{
			Kind: event.WorkshopItem, Title: title, Begin: begin, End: end, NewSlot: slot, Capacity: capacity, Moderator: moderator,
		})
		h.must(err)
		return item
	}
	h.a = add("Prävention", "11:00", "12:30", "Vormittag", "1", "")
	h.b = add("Wohnen", "11:00", "12:30", "Vormittag", "1", "Dr. Lea Weiß, Jobcenter")
	h.later = add("Justiz", "13:00", "14:30", "Nachmittag", "0", "")
	h.event, err = s.Events.Publish(t.Context(), h.Actor, h.event.ID)
	h.must(err)
	return h
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) at() string {
	return "/projects/" + h.Project.ID + "/events/" + h.event.ID + "/wishes"
}

// byWishes lets people wish until the end of January.
func (h *hall) byWishes() {
	h.t.Helper()
	h.Get(h.at()).Status(200).Has("main", "Wer sich zuerst anmeldet")
	h.Submit("form[method=post][action$=wishes]", url.Values{"wishes_until": {"31.01.2027"}}).Status(303)
	h.Follow().Status(200).Has("main", "bis zum 31.01.2027 gesammelt")
}

// register registers a person with wishes for the morning and perhaps the afternoon.
func (h *hall) register(name string, wishes ...string) *apptest.Page {
	h.t.Helper()
	b := h.site.Browser()
	h.guests[name] = b
	b.Get("/v/" + h.event.Slug + "/anmeldung").Status(200)
	values := url.Values{"name": {name}, "email": {"post@example.org"}}
	for n, id := range wishes {
		values.Set(fmt.Sprintf("wish_1_%d", n+1), id)
	}
	page := b.Submit("form[action$=anmeldung]", values)
	h.pages[name], _, _ = strings.Cut(page.Header.Get("Location"), "?")
	return page
}

// close lets the last day pass; the session of the office has ended by then.
func (h *hall) close() {
	h.t.Helper()
	h.site.Clock.Advance(time.Date(2027, 2, 1, 8, 0, 0, 0, time.UTC).Sub(h.site.Clock.Now()))
	h.Browser, _ = h.site.Person(h.Project, h.Project.ID, account.ProjectLead)
}

func (h *hall) places() (given string) {
	h.t.Helper()
	rows, err := attendance.ListIn(h.t.Context(), h.site.DB.Read(), h.event.ID)
	h.must(err)
	all, err := attendance.EventWorkshopsIn(h.t.Context(), h.site.DB.Read(), h.event.ID)
	h.must(err)
	titles := map[string]string{h.a.ID: "a", h.b.ID: "b", h.later.ID: "later"}
	for _, row := range rows {
		for _, place := range all[row.ID] {
			given += fmt.Sprintf("%s %s %s\n", row.Name, titles[place.ItemID], place.State)
		}
	}
	return given
}

func TestPlacesAreGivenByWishesAndExplained(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s)
		h.byWishes()
		h.register("Anna Twice", h.a.ID, h.a.ID).Status(422).Has(".rt-summary", "denselben Workshop zweimal")
		h.register("Anna Gone", "nowhere").Status(422).Has(".rt-summary", "gibt es nicht mehr")
		h.register("Anna Alt", h.a.ID).Status(303)
		h.register("Bela Bunt", h.a.ID, h.b.ID).Status(303)
		h.register("Lea Weiß", h.b.ID).Status(303)
		h.register("Ohne Wunsch").Status(303)
		if got := h.places(); got != "" {
			t.Fatalf("before the lot is drawn:\n%s", got)
		}
		bela := h.guests["Bela Bunt"]
		bela.Follow().Status(200).Has("h2", "Ihre Workshop-Wünsche").HasNot("form[action$=workshops]", "")
		bela.Submit("form[action$=wuensche]", url.Values{"wish_1_1": {h.a.ID}, "wish_1_2": {h.a.ID}}).Status(422).Has(".rt-summary", "zweimal")
		bela.Get(h.pages["Bela Bunt"]).Status(200)
		bela.Submit("form[action$=wuensche]", url.Values{"wish_1_1": {h.a.ID}, "wish_1_2": {h.b.ID}, "wish_2_1": {h.later.ID}}).Status(303)
		bela.Follow().Status(200).Has("[role=status]", "Ihre Wünsche sind gespeichert")
		h.Get(h.at()).Status(200).Has("#demand tbody tr", "Prävention").Has("main", "3 von 4 Personen").HasNot("form[action$=draw]", "")
		h.close()
		bela.Get(h.pages["Bela Bunt"]).Status(200).HasNot("form[action$=wuensche]", "").Has("dd", "Prävention").Has("main", "Die Frist endete am 31.01.2027")
		h.Get(h.at()).Status(200)
		h.Submit("form[action$=draw]", nil).Status(303)
		preview := h.Follow().Status(200).Has("#outcomes tbody tr", "Anna Alt").Has("#outcomes tbody tr", "leitet selbst").
			Has("main", "Erstwünsche erfüllt: 1, Zweitwünsche: 1, Drittwünsche: 0; ohne Platz: 0")
		if got := h.places(); got != "" {
			t.Fatalf("a preview gave places:\n%s", got)
		}
		first := preview.Find("main code").First().Text()
		h.Submit("form[action$=draw]", url.Values{"reason": {" "}}).Status(422).Has(".rt-summary", "Grund")
		h.Submit("form[action$=draw]", url.Values{"reason": {"Raum war falsch"}}).Status(303)
		again := h.Follow().Status(200).Has("main", "Grund: Raum war falsch")
		if seed := again.Find("main code").First().Text(); seed == first || seed == "" {
			t.Errorf("the seed is still %q", seed)
		}
		h.Submit("form[action$=publish]", nil).Status(303)
		h.Follow().Status(200).Has("main", "bekannt gegeben").HasNot("form[action$=publish]", "").HasNot("form[action$=draw]", "").HasNot("form[method=post][action$=wishes]", "")
		if got, want := h.places(), "Anna Alt a confirmed\nBela Bunt b confirmed\nBela Bunt later confirmed\n"; got != want {
			t.Errorf("places:\n%s", got)
		}
		bela.Get(h.pages["Bela Bunt"]).Status(200).Has("h2", "So wurden die Workshops vergeben").Has("main", "Platz in „Wohnen“ (Zweitwunsch)").
			Has("main", "2 Personen hatten „Prävention“ als Erstwunsch, 1 Platz gab es").Has("form[action$=workshops]", "Ihr Platz")
		lists := h.Get(h.at() + "?format=csv").Status(200)
		if !strings.Contains(lists.Body, "Bela Bunt") {
			t.Errorf("the file says %s", lists.Body)
		}
	})
}

func TestWhoGotNothingWaitsAndEverybodyIsTold(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s)
		h.byWishes()
		for _, name := range []string{"Anna Alt", "Bela Bunt", "Cem Ay"} {
			h.register(name, h.a.ID).Status(303)
		}
		h.close()
		h.Get(h.at()).Status(200)
		h.Submit("form[action$=draw]", nil).Status(303)
		h.Follow().Status(200)
		h.Submit("form[action$=publish]", nil).Status(303)
		if got := h.places(); strings.Count(got, "a confirmed") != 1 || strings.Count(got, "a waitlisted") != 2 {
			t.Errorf("places:\n%s", got)
		}
		var told, entries int
		h.must(s.DB.Read().NewRaw("SELECT count(*) FROM mail_messages WHERE kind = 'allotted' AND text_body LIKE '%3 Personen hatten „Prävention“ als Erstwunsch%'").Scan(t.Context(), &told))
		h.must(s.DB.Read().NewRaw("SELECT count(*) FROM mail_messages WHERE kind = 'confirmation' AND subject LIKE '%Prävention%'").Scan(t.Context(), &entries))
		if told != 3 || entries != 1 {
			t.Errorf("%d were told why, %d entries for the workshop", told, entries)
		}
		var order []string
		h.must(s.DB.Read().NewRaw("SELECT wp.attendance_id FROM workshop_places AS wp ORDER BY wp.ticket").Scan(t.Context(), &order))
		var lots []string
		h.must(s.DB.Read().NewRaw("SELECT attendance_id FROM workshop_outcomes ORDER BY lot").Scan(t.Context(), &lots))
		if strings.Join(order, " ") != strings.Join(lots, " ") {
			t.Errorf("the waitlist stands in the order %v, the lot in %v", order, lots)
		}
	})
}

func TestWhatChangedSinceThePreviewIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s)
		h.byWishes()
		for _, name := range []string{"Anna Alt", "Bela Bunt"} {
			h.register(name, h.a.ID).Status(303)
		}
		h.close()
		h.Get(h.at()).Status(200)
		h.Submit("form[action$=draw]", nil).Status(303)
		h.Follow().Status(200)
		bela := h.guests["Bela Bunt"]
		bela.Get(h.pages["Bela Bunt"] + "/abmelden").Status(200)
		bela.Submit("form[action$=abmelden]", nil).Status(303)
		h.Submit("form[action$=publish]", nil).Status(422).Has("[role=alert]", "Seit der Vorschau hat sich etwas geändert")
		h.Submit("form[action$=publish]", nil).Status(303)
		if got := h.places(); got != "Anna Alt a confirmed\n" {
			t.Errorf("places:\n%s", got)
		}
	})
}

func TestTheWayPlacesAreGivenStandsOnceSomebodyHasOne(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s)
		b := s.Browser()
		b.Get("/v/" + h.event.Slug + "/anmeldung").Status(200)
		h.Get(h.at()).Status(200)
		b.Submit("form[action$=anmeldung]", url.Values{"name": {"Anna Alt"}, "email": {"anna@example.org"}, "slot_1": {h.a.ID}}).Status(303)
		h.Submit("form[method=post][action$=wishes]", url.Values{"wishes_until": {"31.01.2027"}}).Status(422)
		h.Get(h.at()).Status(200).HasNot("form[method=post][action$=wishes]", "").Has("main", "weil schon jemand einen Workshop gewählt hat")
	})
}

func TestAFormFromBeforeTheWishesIsShownAgain(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s)
		b := s.Browser()
		b.Get("/v/" + h.event.Slug + "/anmeldung").Status(200)
		h.byWishes()
		b.Submit("form[action$=anmeldung]", url.Values{"name": {"Anna Alt"}, "email": {"anna@example.org"}, "slot_1": {h.a.ID}}).Status(303)
		if got := h.places(); got != "" {
			t.Errorf("places:\n%s", got)
		}
		b.Follow().Status(200).Has("form[action$=wuensche]", "Erster Wunsch")
	})
}

func TestWorkshopsAtOneTimeInTwoChoicesAreRefused(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s)
		_, err := s.Events.AddItem(t.Context(), h.Actor, h.event.ID, event.ItemDetails{
			Kind: event.WorkshopItem, Title: "Doppelt", Begin: "12:00", End: "12:45", NewSlot: "Mittag",
		})
		h.must(err)
		h.byWishes()
		h.register("Anna Alt", h.a.ID).Status(303)
		h.close()
		h.Get(h.at()).Status(200)
		h.Submit("form[action$=draw]", nil).Status(303)
		h.Follow().Status(200).Has("main", "finden zur selben Zeit statt").HasNot("form[action$=publish]", "")
	})
}

func TestStaffEnterWishesUntilTheLotIsDrawn(t *testing.T) {
	t.Parallel()
	apptest.Each(t, func(t *testing.T, s *apptest.Site) {
		h := open(t, s)
		h.byWishes()
		h.register("Anna Alt").Status(303)
		rows, err := attendance.ListIn(t.Context(), s.DB.Read(), h.event.ID)
		h.must(err)
		at := strings.TrimSuffix(h.at(), "/wishes") + "/registrations/" + rows[0].ID
		form := "form[action$='" + rows[0].ID + "/wishes']"
		h.Get(at).Status(200)
		h.Submit(form, url.Values{"wish_1_1": {h.a.ID}, "wish_1_2": {h.a.ID}}).Status(422).Has(".rt-summary", "denselben Workshop zweimal")
		h.close()
		h.Get(at).Status(200)
		h.Submit(form, url.Values{"wish_1_1": {h.b.ID}, "wish_1_2": {h.a.ID}}).Status(303)
		h.Follow().Status(200).Has("[role=status]", "Die Wünsche der Person sind gespeichert").Has(form+" option[selected]", "Wohnen")
		h.guests["Anna Alt"].Get(h.pages["Anna Alt"]).Status(200).Has("dd", "Wohnen")
		late := h.Get(at).Forms()[at+"/wishes"]
		h.Get(h.at()).Status(200)
		h.Submit("form[action$=draw]", nil).Status(303)
		h.Get(at).Status(200).HasNot(form, "").Has("main", "Das Los ist bereits gezogen").Has("dd", "Wohnen")
		late.Del("once")
		h.Post(at+"/wishes", late).Status(422).Has("[role=alert]", "Das Los ist bereits gezogen")
		var kept int
		h.must(s.DB.Read().NewRaw("SELECT count(*) FROM audit_entries WHERE action = 'attendance.wishes_saved'").Scan(t.Context(), &kept))
		if kept != 1 {
			t.Errorf("%d entries in the trail", kept)
		}
	})
}
